//! The scenario that `armistice new` writes.

/// A small, commented scenario to start from: valid, without warnings, and quick to run.
#[must_use]
pub fn template() -> &'static str {
    include_str!("template.toml")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Uncertain, parse};

    #[test]
    fn the_template_is_right_and_not_odd() {
        let loaded = parse("new.toml", template(), &[], None).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(loaded.warnings, []);
        assert!(loaded.scenario.run.trials <= 1_000);
        assert!(loaded.scenario.assumptions.iter().any(|a| matches!(a.value, Uncertain::Distribution(_))));
    }

    #[test]
    fn every_line_fits_a_terminal() {
        assert!(template().lines().all(|line| line.chars().count() <= 100));
    }
}
