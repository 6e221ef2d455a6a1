//! Whatever a sweep file holds, it is read or refused with a reason; nothing panics.

use proptest::prelude::*;

use super::{Points, Sweep};
use crate::testing::{cases, edits, mutated};

/// Sweep files of every kind.
const FILES: [&str; 3] = [
    include_str!("../../scenarios/sweeps/horizon-by-troops.toml"),
    include_str!("../../scenarios/sweeps/who-signs.toml"),
    "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ndesign = \"sobol\"\npoints = 64\nexact = true\n\
     skip = \"front.stalemate > 0.5 and front.stalemate < 0.6\"\n[[axis]]\npath = \"front.stalemate\"\nuniform = [0.3, 0.9]\n\
     [[measure]]\nid = \"risk\"\nof = \"1 - plans.truce.if_signed@10\"\n[[chart]]\nkind = \"line\"\nx = \"front.stalemate\"\n\
     measure = \"risk\"\n",
];

fn survive(text: &str) {
    match Sweep::parse("garbage.toml", text) {
        Ok(sweep) => {
            let points = Points::new(&sweep, 1).expect("what is read can be laid out");
            let first = (0..points.count().min(3)).map(|index| points.overrides(&points.point(index)).len());
            assert!(first.sum::<usize>() <= 3 * sweep.axes.len());
        }
        Err(faults) => assert!(faults.to_string().starts_with("error: garbage.toml"), "{faults}"),
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn garbage_of_a_sweep_file_never_panics(edits in edits(), file in 0..FILES.len()) {
        survive(&mutated(FILES[file], &edits));
    }

    #[test]
    fn garbage_instead_of_a_sweep_file_never_panics(text in "\\PC*") {
        survive(&text);
    }
}
