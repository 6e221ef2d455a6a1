//! Runs a scenario and reads its result: what the README shows.

use armistice::{analysis::summary::Summary, run, scenario};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let loaded = scenario::load("scenarios/tiny.toml".as_ref(), &[], None)?;
    let summary: Summary = run(&loaded.scenario)?;
    for (id, plan) in &summary.plans {
        println!("{id}: signed in {:.1} % of trials", 100.0 * plan.signed.share.unwrap_or(f64::NAN));
    }
    Ok(())
}
