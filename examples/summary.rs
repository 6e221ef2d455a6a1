//! Plays a scenario and prints its figures as `summary.json` has them:
//! `cargo run --release --example summary scenarios/tiny.toml run.trials=2000`.

use std::io::Write as _;

use armistice::{job::json, run, scenario};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("name a scenario file, and what is set over it, as PATH=VALUE")?;
    let set: Vec<String> = arguments.collect();
    let loaded = scenario::load(file.as_ref(), &set, None)?;
    std::io::stdout().write_all(&json(&run(&loaded.scenario)?))?;
    Ok(())
}
