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
use std::process::ExitCode;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use armistice::engine::Streams;
use armistice::engine::World;
use armistice::engine::{NoRecord, Recorder, Row, Run, Span, default_block_size};
use armistice::model::Side;
use armistice::model::enforcement::{LANES, SideView, Solver, Theory};
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
    /// Trials of the scenario, from 0, that the engine plays each time.
    played: u64,
    /// Every so many of them the baseline plays one.
    stride: u64,
    /// The engine plays after so many of the baseline's trials.
    turn: usize,
    /// How often all that is done.
    repeats: usize,
    /// Timings of one solution.
    solutions: usize,
    /// Trials of the engine alone, as in a real run.
    long: u64,
}

// strides share no factor with the engine's chunks, so that no place in a chunk is preferred
const FULL: Effort = Effort { played: 1_024, stride: 11, turn: 24, repeats: 5, solutions: 400, long: 10_000 };
const BRIEF: Effort = Effort { played: 256, stride: 9, turn: 8, repeats: 1, solutions: 100, long: 0 };

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
    println!("{SCENARIO}, seed {}, one thread, vector instructions: {:?}", scenario.run().seed, level());
    let ratio = against_baseline(scenario, &effort);
    against_floor(scenario, &effort);
    if brief && ratio < LEAST {
        println!("FAILED: the engine is only {ratio:.1} times faster than the baseline, less than {LEAST}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Seconds that the current thread has been at work, where the system says so (Linux): what else the machine does then
/// counts for nothing. Elsewhere seconds by the clock.
fn clock() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    let by_clock = || START.get_or_init(Instant::now).elapsed().as_secs_f64();
    let at_work = || {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(1e-9 * text.split_whitespace().next()?.parse::<f64>().ok()?)
    };
    at_work().unwrap_or_else(by_clock)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = clock();
    let result = work();
    (result, clock() - start)
}

/// Notes how long each trial took, from the end of the one before.
#[derive(Default)]
struct Stopwatch {
    seconds: Mutex<Vec<f64>>,
}

impl Recorder for Stopwatch {
    type Chunk = Option<Instant>;

    fn chunk(&self) -> Self::Chunk {
        Some(Instant::now())
    }

    fn record(&self, chunk: &mut Self::Chunk, _row: &Row<'_>) {
        let now = Instant::now();
        let before = chunk.replace(now).unwrap_or(now);
        self.seconds.lock().expect("one thread").push((now - before).as_secs_f64());
    }
}

/// Plays the first trials with the engine and returns the seconds that this took, on a thread of its own so that the
/// calling one joins no pool.
fn engine_plays<R: Recorder>(scenario: &Scenario, trials: u64, recorder: &R) -> f64 {
    let play = || {
        let span = Span { first: 0, end: trials, block_size: default_block_size(10_000) };
        timed(|| Run::new(scenario).observe(recorder).span(span).threads(1).run().map(|ran| ran.tally.trials()))
    };
    let (played, seconds) = std::thread::scope(|scope| scope.spawn(play).join()).expect("a thread");
    assert_eq!(played.expect("a run"), trials);
    seconds
}

/// Seconds that both took for the same trials.
#[derive(Clone, Copy, Default)]
struct Times {
    baseline: f64,
    engine: f64,
}

impl Times {
    fn ratio(&self) -> f64 {
        self.baseline / self.engine
    }
}

/// The share of the sampled trials in the time of all, each trial's time being its median over the plays.
fn share(sample: &[u64], plays: &[Vec<f64>]) -> f64 {
    let typical: Vec<f64> = (0..plays[0].len())
        .map(|trial| median(&mut plays.iter().map(|seconds| seconds[trial]).collect::<Vec<_>>()))
        .collect();
    let these: f64 = sample.iter().map(|&trial| typical[trial as usize]).sum();
    these / typical.iter().sum::<f64>()
}

/// Trials per second of both on the same trials, a few of the baseline's and the engine's in turn.
///
/// The engine's time for them is their share of the whole time of its run, so that they bear their part of what belongs
/// to no trial (memory, merging).
fn against_baseline(scenario: &Scenario, effort: &Effort) -> f64 {
    let baseline = Baseline::new(scenario);
    let sample: Vec<u64> = (0..effort.played).step_by(effort.stride as usize).collect();
    engine_plays(scenario, effort.played, &NoRecord);
    let mut repeats = vec![Times::default(); effort.repeats];
    let mut plays = Vec::new();
    for times in &mut repeats {
        let turns = sample.chunks(effort.turn);
        let count = turns.len() as f64;
        for turn in turns {
            times.baseline += timed(|| turn.iter().for_each(|&trial| _ = black_box(baseline.trial(trial)))).1;
            let stopwatch = Stopwatch::default();
            times.engine += engine_plays(scenario, effort.played, &stopwatch) / count;
            plays.push(stopwatch.seconds.into_inner().expect("one thread"));
        }
    }
    let share = share(&sample, &plays);
    for times in &mut repeats {
        times.engine *= share;
    }
    let mut ratios: Vec<f64> = repeats.iter().map(Times::ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let total = repeats.iter().fold(Times::default(), |sum, times| Times {
        baseline: sum.baseline + times.baseline,
        engine: sum.engine + times.engine,
    });
    let played = (sample.len() * effort.repeats) as f64;
    let last = sample[sample.len() - 1];
    println!(
        "\nAgainst the plain transcription ({} trials: 0, {}, 2 x {} … {last}; repeats: {})",
        sample.len(),
        effort.stride,
        effort.stride,
        effort.repeats
    );
    println!(
        "  baseline  {:10.3} trials/s  {:10.3} ms a trial",
        played / total.baseline,
        1e3 * total.baseline / played
    );
    println!("  engine    {:10.1} trials/s  {:10.4} ms a trial", played / total.engine, 1e3 * total.engine / played);
    println!("  ratio     {:10.1}  (repeats: {:.1} to {:.1})", total.ratio(), ratios[0], ratios[ratios.len() - 1]);
    if effort.long > 0 {
        let seconds = engine_plays(scenario, effort.long, &NoRecord);
        println!("  engine on {} trials: {:.1} trials/s", effort.long, effort.long as f64 / seconds);
    }
    total.ratio()
}

/// The median.
fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// The first decile: what a piece of work takes when nothing else disturbs it.
fn undisturbed(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 10]
}

/// Solution time over the time of the operations that it cannot do without.
fn against_floor(scenario: &Scenario, effort: &Effort) {
    let structure = scenario.structure();
    let plan = structure.plans.iter().position(|plan| plan.id == PLAN).expect("the plan");
    let consents = vec![true; structure.guarantors.len()];
    let world = World::new(scenario.central().clone(), structure, consents.clone()).expect("a world");
    let settlement = world.settlements[plan].as_ref().expect("an available plan");
    let views = views(&world, settlement);
    let may = structure.may_attack;
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
    let [of_eight, alone, set_up, direct, interpolated, set_up_floor] = times.map(|mut times| undisturbed(&mut times));
    println!("\nOne enforcement solution of {PLAN} at central values (first deciles of {} timings)", effort.solutions);
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
fn views<'a>(world: &World, settlement: &'a Settlement) -> Vec<SideView<'a>> {
    let moves = [(0, 0), (1, 0), (0, 1), (2, 0)];
    let view = |(advances, retreats): (u32, u32), side: Side| {
        let position = world.start + advances as usize - retreats as usize;
        SideView {
            settlement,
            position,
            territory_values: world.territory_values(settlement, position),
            side,
            offset: world.beliefs[side].offset(advances, retreats),
        }
    };
    moves.into_iter().flat_map(|moves| Side::BOTH.map(|side| view(moves, side))).collect()
}

/// What the solutions of both sides need at the least.
fn floors(scenario: &Scenario, plan: usize, consents: &[bool], nodes: usize) -> [Floor; 2] {
    let structure = scenario.structure();
    let streams = Streams::new(scenario.run().seed, structure);
    let expanded = baseline::open::Expanded::new(structure);
    let world = baseline::trial::World::new(scenario.central().clone(), &expanded, consents, &streams.trial(0));
    let world = world.expect("a world");
    Side::BOTH.map(|side| Floor::new(&world, &world.games[plan], side, nodes))
}

/// Nodes from which the values of war of the first view can be interpolated to 1e-10: the least of 9, 17, 33 and 65
/// Chebyshev points in the ratio of forces. Source: Berrut & Trefethen (2004), barycentric interpolation.
fn nodes(views: &[SideView<'_>]) -> usize {
    use armistice::model::war::Valuer;
    let SideView { settlement: game, position, offset, .. } = views[0];
    let contest = game.after.contest();
    let position = game.resumed_position(position);
    let valuers = Side::BOTH.map(|side| Valuer::new(&contest, &game.fighters[side], position));
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
