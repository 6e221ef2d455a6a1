//! One enforcement game of the Paris scenario: setting it up, solving it alone and eight at once.

mod common;

use std::hint::black_box;

use armistice::engine::World;
use armistice::model::Side;
use armistice::model::enforcement::{LANES, SideView, Solver, Theory};
use armistice::model::settlement::Settlement;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const PLAN: &str = "coalition-30";

fn enforcement(criterion: &mut Criterion) {
    let scenario = common::scenario("scenarios/paris-2026.toml");
    let structure = scenario.structure();
    let plan = structure.plans.iter().position(|plan| plan.id == PLAN).expect("the plan");
    let consents = vec![true; structure.guarantors.len()];
    let world = World::new(scenario.central().clone(), structure, consents.clone()).expect("a world");
    let settlement = world.settlements[plan].as_ref().expect("an available plan");
    let view = |(advances, side): (u32, Side)| {
        let position = world.start + advances as usize;
        let territory_values = world.territory_values(settlement, position);
        let offset = world.beliefs[side].offset(advances, 0);
        SideView { settlement, position, territory_values, side, offset }
    };
    let views: Vec<SideView<'_>> = (0..4).flat_map(|advances| Side::BOTH.map(|side| view((advances, side)))).collect();
    assert_eq!(views.len(), LANES);
    let may = structure.may_attack;
    let mut solver = Solver::default();

    let mut group = criterion.benchmark_group("enforcement");
    for count in [1, LANES] {
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(format!("solve {count}"), |bencher| {
            bencher.iter(|| solver.solve(black_box(&views[..count]), may));
        });
    }
    group.throughput(Throughput::Elements(1));
    group.bench_function("set up", |bencher| {
        bencher.iter(|| Settlement::new(black_box(&world.parameters), structure, &world.stakes, plan, &consents));
    });
    group.finish();
}

criterion_group!(benches, enforcement);
criterion_main!(benches);
