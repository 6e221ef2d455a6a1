//! How fast the engine is, as two ratios that a noisy machine does not move: against the plain transcription of the
//! model in `baseline/`, and against the arithmetic floor of one enforcement solution. See docs/performance.md.
//!
//! `cargo bench --bench ratio` takes some minutes; with `ARMISTICE_BENCH_BRIEF=1` (or `-- --brief`) it takes half a minute and
//! fails if the engine is less than 10 times faster than the baseline.

#[path = "baseline/mod.rs"]
mod baseline;
#[path = "floor/mod.rs"]
mod floor;

use std::hint::black_box;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use armistice::engine::luck::Streams;
use armistice::engine::run::{Engine, NoRecord, RunError, Span, run};
use armistice::engine::world::World;
use armistice::model::Side;
use armistice::model::enforcement::{LANES, MayAttack, Solver, View};
use armistice::model::settlement::Settlement;
use armistice::num::simd::level;
use armistice::scenario::Scenario;
use baseline::Baseline;
use floor::{Counts, Floor};

const SCENARIO: &str = "scenarios/paris-2026.toml";
const PLAN: &str = "coalition-30";
/// Below this the brief mode fails.
const LEAST: f64 = 10.0;

/// How much is measured.
struct Effort {
    /// Trials that both play: the first of the scenario.
    trials: u64,
    /// How often each is played.
    repeats: usize,
    /// Timings of one solution.
    solutions: usize,
    /// Trials of the engine alone.
    long: u64,
}

const FULL: Effort = Effort { trials: 16, repeats: 5, solutions: 400, long: 10_000 };
const BRIEF: Effort = Effort { trials: 4, repeats: 3, solutions: 100, long: 0 };

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if !given("--bench") {
        // `cargo test --all-targets` builds it without optimisation and starts it too
        println!("run it with `cargo bench --bench ratio`");
        return ExitCode::SUCCESS;
    }
    let brief = given("--brief") || std::env::var("ARMISTICE_BENCH_BRIEF").is_ok_and(|value| value == "1");
    let effort = if brief { BRIEF } else { FULL };
    let path = format!("{}/{SCENARIO}", env!("CARGO_MANIFEST_DIR"));
    let loaded = armistice::scenario::load(path.as_ref(), &[], None).unwrap_or_else(|faults| panic!("{faults:?}"));
    let scenario = &loaded.scenario;
    println!("{SCENARIO}, seed {}, one thread, vector instructions: {:?}", scenario.run.seed, level());
    let ratio = against_baseline(scenario, &effort);
    against_floor(scenario, &effort);
    if brief && ratio < LEAST {
        println!("FAILED: the engine is only {ratio:.1} times faster than the baseline, less than {LEAST}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed().as_secs_f64())
}

/// Plays the first trials with the engine, on a thread of its own so that the calling one belongs to no pool.
fn engine_plays(engine: &Engine<'_>, trials: u64) -> f64 {
    let play = || {
        let span = Span { first: 0, end: trials, block_size: trials.min(1_024) };
        let commit = &mut |_, _, _: &_| Ok::<_, RunError>(ControlFlow::Continue(()));
        timed(|| run(engine, span, 1, &NoRecord, engine.tally(), &AtomicBool::new(false), &|_| (), commit))
    };
    let (tally, seconds) = std::thread::scope(|scope| scope.spawn(play).join()).expect("a thread");
    assert_eq!(tally.expect("a run").trials(), trials);
    seconds
}

/// Trials per second of both, playing the same trials: after each of the baseline's trials the engine plays them all.
fn against_baseline(scenario: &Scenario, effort: &Effort) -> f64 {
    let engine = Engine::new(scenario).expect("an engine");
    let baseline = Baseline::new(scenario);
    engine_plays(&engine, effort.trials);
    let mut ratios = Vec::new();
    let mut totals = [0.0; 2];
    for _ in 0..effort.repeats {
        let mut seconds = [0.0; 2];
        for trial in 0..effort.trials {
            seconds[0] += timed(|| black_box(baseline.trial(trial))).1;
            seconds[1] += engine_plays(&engine, effort.trials) / effort.trials as f64;
        }
        ratios.push(seconds[0] / seconds[1]);
        totals = [totals[0] + seconds[0], totals[1] + seconds[1]];
    }
    ratios.sort_by(f64::total_cmp);
    let played = effort.trials as f64 * effort.repeats as f64;
    let ratio = totals[0] / totals[1];
    println!("\nAgainst the plain transcription (trials 0 to {}, {} repeats)", effort.trials - 1, effort.repeats);
    println!("  baseline  {:10.3} trials/s  {:10.3} ms a trial", played / totals[0], 1e3 * totals[0] / played);
    println!("  engine    {:10.1} trials/s  {:10.4} ms a trial", played / totals[1], 1e3 * totals[1] / played);
    println!("  ratio     {ratio:10.1}  (repeats: {:.1} to {:.1})", ratios[0], ratios[ratios.len() - 1]);
    if effort.long > 0 {
        let seconds = engine_plays(&engine, effort.long);
        println!("  engine on {} trials: {:.1} trials/s", effort.long, effort.long as f64 / seconds);
    }
    ratio
}

/// The median.
fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// Solution time over the time of the operations that it cannot do without.
fn against_floor(scenario: &Scenario, effort: &Effort) {
    let structure = &scenario.structure;
    let plan = structure.plans.iter().position(|plan| plan.id == PLAN).expect("the plan");
    let consents = vec![true; structure.guarantors.len()];
    let world = World::new(scenario.central.clone(), structure, consents.clone()).expect("a world");
    let settlement = world.settlements[plan].as_ref().expect("an available plan");
    let views = views(&world, settlement);
    let may = MayAttack { challenger: structure.challenger_may_attack, defender: structure.defender_may_attack };
    let floors = floors(scenario, plan, &consents, nodes(&views));
    let sum = |of: fn(&Floor) -> Counts| of(&floors[0]) + of(&floors[1]);

    let mut solver = Solver::default();
    let mut bench = floor::time::Bench::new();
    let mut times: [Vec<f64>; 6] = Default::default();
    for _ in 0..effort.solutions {
        let per = |times: u32, mut work: Box<dyn FnMut() + '_>| {
            let start = Instant::now();
            for _ in 0..times {
                work();
            }
            micros(start.elapsed()) / f64::from(times)
        };
        times[0].push(per(4, Box::new(|| _ = black_box(solver.solve(&views, may)))) / LANES as f64);
        times[1].push(per(4, Box::new(|| _ = black_box(solver.solve(&views[..1], may)))));
        let set_up = || Settlement::new(&world.parameters, structure, &world.stakes, plan, &consents);
        times[2].push(per(4, Box::new(|| _ = black_box(set_up().is_ok()))) / 2.0);
        // both sides' operations, halved
        times[3].push(micros(bench.time(sum(|floor| floor.direct), 4)) / 2.0);
        times[4].push(micros(bench.time(sum(|floor| floor.interpolated), 4)) / 2.0);
        times[5].push(micros(bench.time(sum(|floor| floor.set_up), 4)) / 2.0);
    }
    let [of_eight, alone, set_up, direct, interpolated, set_up_floor] = times.map(|mut times| median(&mut times));
    println!("\nOne enforcement solution of {PLAN} at central values (medians of {} timings)", effort.solutions);
    for (side, floor) in Side::BOTH.into_iter().zip(&floors) {
        println!(
            "  {}: {} values of war for each side ({} nodes if interpolated), {} attack probabilities",
            side.key(),
            floor.values_of_war,
            floor.nodes,
            floor.attacks
        );
    }
    let row = |name: &str, counts: Counts, time: f64| {
        let Counts { exponentials, logarithms, roots, divisions } = counts;
        println!("  {name:<34} {exponentials:5} exp {logarithms:5} ln {roots:5} sqrt {divisions:5} div  {time:7.2} us");
    };
    println!("  floors, of the challenger's solution:");
    row("values of war in closed form", floors[0].direct, direct);
    row("values of war interpolated", floors[0].interpolated, interpolated);
    row("set-up, for one side", floors[0].set_up, set_up_floor);
    println!("  solution, eight at once            {of_eight:7.2} us");
    println!("  solution, alone                    {alone:7.2} us");
    println!("  set-up, for one side               {set_up:7.2} us");
    println!("  ratios to the floor                         closed form   interpolated");
    let ratios = |name: &str, time: f64, more: f64| {
        println!("    {name:<40} {:11.2}  {:13.2}", time / (direct + more), time / (interpolated + more));
    };
    ratios("solution, eight at once", of_eight, 0.0);
    ratios("solution, alone", alone, 0.0);
    ratios("set-up and one solution (eight at once)", set_up + of_eight, set_up_floor);
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// Both sides' views at the start and after a move or two of the front: eight that differ, as in a run.
fn views<'a>(world: &World, settlement: &'a Settlement) -> Vec<View<'a>> {
    let moves = [(0, 0), (1, 0), (0, 1), (2, 0)];
    let view = |(advances, retreats): (u32, u32), side: Side| {
        let position = world.start + advances as usize - retreats as usize;
        View {
            settlement,
            position,
            territory_values: world.territory_values(settlement, position),
            side,
            offset: world.beliefs[side as usize].offset(advances, retreats),
        }
    };
    moves.into_iter().flat_map(|moves| Side::BOTH.map(|side| view(moves, side))).collect()
}

/// What the solutions of both sides need at the least.
fn floors(scenario: &Scenario, plan: usize, consents: &[bool], nodes: usize) -> [Floor; 2] {
    let structure = &scenario.structure;
    let streams = Streams::new(scenario.run.seed, structure);
    let world = baseline::trial::World::new(scenario.central.clone(), structure, consents, &streams.trial(0));
    let world = world.expect("a world");
    Side::BOTH.map(|side| Floor::new(&world, &world.games[plan], side, nodes))
}

/// Nodes from which the values of war of the first view can be interpolated to 1e-10: the least of 9, 17, 33 and 65
/// Chebyshev points in the ratio of forces. Source: Berrut & Trefethen (2004), barycentric interpolation.
fn nodes(views: &[View<'_>]) -> usize {
    use armistice::model::war::Valuer;
    let View { settlement: game, position, offset, .. } = views[0];
    let contest = game.after.contest();
    let position = game.resumed_position(position);
    let valuers = [0, 1].map(|side: usize| Valuer::new(&contest, &game.fighters[side], position));
    let most_joined: f64 = game.coalition.members.iter().map(|member| member.contribution).sum();
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for (challenger, defender) in game.challenger_forces.iter().zip(&game.defender_forces) {
        least = least.min(defender / challenger);
        most = most.max((defender + most_joined) / challenger);
    }
    let value = |side: usize, ratio: f64| valuers[side].value(offset - game.after.front.decisiveness * f64::ln(ratio));
    let fits = |count: usize| {
        let angle = |k: usize| std::f64::consts::PI * k as f64 / (count - 1) as f64;
        let place = |k: usize| 0.5 * (least + most) + 0.5 * (most - least) * angle(k).cos();
        (0..2).all(|side| {
            (0..500).all(|i| {
                let x = least + (most - least) * (f64::from(i) + 0.5) / 500.0;
                let (mut above, mut below) = (0.0, 0.0);
                for k in 0..count {
                    let end = if k == 0 || k == count - 1 { 0.5 } else { 1.0 };
                    let weight = if k % 2 == 0 { end } else { -end } / (x - place(k));
                    above += weight * value(side, place(k));
                    below += weight;
                }
                (above / below - value(side, x)).abs() < 1e-10
            })
        })
    };
    [9, 17, 33, 65].into_iter().find(|&count| fits(count)).unwrap_or(usize::MAX)
}
