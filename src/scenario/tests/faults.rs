//! Wrong files and the exact text that says so, one for each rule.

use super::BORDER;
use crate::scenario::{Colours, Faults, Loaded, parse};
use crate::words::Phrases;

/// A wrong variant of a right file.
struct Case {
    name: &'static str,
    /// What is replaced in the right file, and by what.
    changes: &'static [(&'static str, &'static str)],
    sets: &'static [&'static str],
    plans: Option<&'static str>,
    expected: &'static str,
}

const CASES: &[Case] = &[
    Case {
        name: "unknown_key",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_costs = 0.4")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:1: `challenger.war_costs` is not a known key
15 | war_costs = 0.4
   | ^^^^^^^^^
hint: did you mean `war_cost`?",
    },
    Case {
        name: "unknown_section",
        changes: &[("[front]", "[frnt]")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:53:2: `frnt` is not a known key
53 | [frnt]
   |  ^^^^
hint: did you mean `front`?",
    },
    // What its keys would have said is not missing besides.
    Case {
        name: "unknown_section_of_a_side",
        changes: &[("[challenger]\n", "[challanger]\n")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:9:2: `challanger` is not a known key
9 | [challanger]
  |  ^^^^^^^^^^
hint: did you mean `challenger`?",
    },
    Case {
        name: "duplicate_key",
        changes: &[(
            "growth_years = 5",
            r"growth_years = 5
growth_years = 6",
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:14:1: this key is given twice
14 | growth_years = 6
   | ^^^^^^^^^^^^",
    },
    Case {
        name: "syntax",
        changes: &[("growth_years = 5", "growth_years = = 5")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:13:16: there is an equals sign too many
13 | growth_years = = 5
   |                ^",
    },
    Case {
        name: "unclosed_brace",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = { pert = [0.2, 0.4, 0.9]")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:12: this brace is not closed
15 | war_cost = { pert = [0.2, 0.4, 0.9]
   |            ^
hint: a table ends with }",
    },
    Case {
        name: "unclosed_bracket",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = { pert = [0.2, 0.4, 0.9 }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:21: this bracket is not closed
15 | war_cost = { pert = [0.2, 0.4, 0.9 }
   |                     ^
hint: a list ends with ]",
    },
    Case {
        name: "duplicate_id",
        changes: &[(r#"id = "league""#, r#"id = "power""#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:72:6: `guarantor.id` is "power", which is taken by an earlier guarantor
72 | id = "power"
   |      ^^^^^^^"#,
    },
    Case {
        name: "bad_id",
        changes: &[(r#"id = "league""#, r#"id = "The League""#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:72:6: `guarantor.id` is "The League", not an id
72 | id = "The League"
   |      ^^^^^^^^^^^^
hint: an id is a lower-case word of a-z, 0-9, _ and -, at most 64 characters, such as "us-2""#,
    },
    Case {
        name: "missing_id",
        changes: &[(
            r#"id = "line"
"#,
            "",
        )],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:88:1: `plan.id` is missing
88 | [[plan]]
   | ^^^^^^^^
hint: an id is a lower-case word, such as "us-2""#,
    },
    Case {
        name: "structural_issue",
        changes: &[(
            r#"id = "transit"
name"#,
            r#"id = "territory"
name"#,
        )],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:49:6: `issue.id` is "territory", an issue that every scenario has already
49 | id = "territory"
   |      ^^^^^^^^^^^
hint: declare issues beyond the four structural ones only"#,
    },
    Case {
        name: "reserved_plan",
        changes: &[(r#"id = "line""#, r#"id = "all""#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:89:6: `plan.id` is "all", by which results mean all plans together
89 | id = "all"
   |      ^^^^^
hint: give it another id; its `name` is free"#,
    },
    Case {
        name: "typed_numbers",
        changes: &[
            ("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = .5"),
            ("growth_years = 5", "growth_years = 3 000"),
        ],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:13:16: this is no value
13 | growth_years = 3 000
   |                ^^^^^
hint: thousands are written without spaces: 3000

error: border.toml:15:12: this is no value
15 | war_cost = .5
   |            ^
hint: write 0.5: a decimal point has digits on both sides",
    },
    Case {
        name: "typed_texts",
        changes: &[
            ("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = \"50-100\""),
            ("forces = { triangular = [80, 100, 150] }", "forces = \"10k\""),
            ("terms = { territory = 0.5", "terms = { territory = \"0.2-0.4\""),
            ("discount_factor = 0.94", "discount_factor = 94"),
        ],
        sets: &["defender.may_attack=yes", "run.trials=1e4", "run.seed=NaN", "challenger.shock=.5"],
        plans: None,
        expected: r#"
error: border.toml:11:10: `challenger.forces` is "10k", a text; allowed: above 0, at most 1000000 (thousand)
11 | forces = "10k"
   |          ^^^^^
hint: numbers are written out: 10k is 10000; forces and troops are in thousands: write 10

error: border.toml:15:12: `challenger.war_cost` is "50-100", a text; allowed: above -1, below 10 (share of the prize's flow)
15 | war_cost = "50-100"
   |            ^^^^^^^^
hint: a range is a distribution, such as { uniform = [50, 100] }

error: border.toml:33:19: `defender.discount_factor` is 94; allowed: from 0.2 to 0.9999 (per year)
33 | discount_factor = 94
   |                   ^^
hint: a share is written as a number: write 0.94, not 94

error: border.toml:94:23: `plan.pact.terms.territory` is "0.2-0.4", a text; allowed: from 0 to 1 (share)
94 | terms = { territory = "0.2-0.4", defender_forces = 120, foreign_troops = 12, guarantee_y…
   |                       ^^^^^^^^^
hint: plans are choices, not uncertainties: a constant, or choices of a term: { choices = [5, 10] }

error: --set: `run.seed` is "NaN", a text; it takes a whole number from 0 to 18446744073709551615
--set | run.seed=NaN
      |          ^^^
hint: NaN is no number: give one, or leave out a key that has a default

error: --set: `run.trials` is 1e4, a decimal number; it takes a whole number from 1 to 1000000000000
--set | run.trials=1e4
      |            ^^^
hint: whole numbers are written as digits alone: 10000

error: --set: `defender.may_attack` is "yes", a text; it takes true or false
--set | defender.may_attack=yes
      |                     ^^^
hint: write true, in small letters and without quotes

error: --set: the value of `challenger.shock` is neither TOML nor a word: invalid mantissa, expected digits
--set | challenger.shock=.5
      |                  ^
hint: write 0.5: a decimal point has digits on both sides"#,
    },
    Case {
        name: "wide_characters",
        changes: &[(
            "war_cost = { pert = [0.2, 0.4, 0.9] }",
            "war_cost = { value = 12, note = \"日本🙂e\u{301}\", qote = 1 }",
        )],
        sets: &[],
        plans: None,
        expected: concat!(
            r#"
error: border.toml:15:22: `challenger.war_cost` is 12; allowed: above -1, below 10 (share of the prize's flow)
15 | war_cost = { value = 12, note = "日本🙂"#,
            "e\u{301}",
            r#"", qote = 1 }
   |                      ^^
hint: `war_cost`: Flow cost of fighting, as a share of the flow of the whole prize (c)

error: border.toml:15:42: `challenger.war_cost.qote` is not a known key
15 | war_cost = { value = 12, note = "日本🙂"#,
            "e\u{301}",
            r#"", qote = 1 }
   |                                            ^^^^
hint: did you mean `note`?"#,
        ),
    },
    Case {
        name: "unknown_guarantor",
        changes: &[(r#"guarantors = ["league"]"#, r#"guarantors = ["leage"]"#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:91:15: `plan.line.guarantors` names "leage", which is no guarantor
91 | guarantors = ["leage"]
   |               ^^^^^^^
hint: did you mean `league`?"#,
    },
    Case {
        name: "guarantor_twice",
        changes: &[(r#"guarantors = ["league"]"#, r#"guarantors = ["league", "league"]"#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:91:25: `plan.line.guarantors` names "league" twice
91 | guarantors = ["league", "league"]
   |                         ^^^^^^^^"#,
    },
    Case {
        name: "unknown_term",
        changes: &[("guarantee_years = 8, transit", "guarantee_year = 8, transit")],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:90:42: `plan.line.terms.guarantee_year` is a term on an unknown issue
90 | terms = { territory = "line_of_contact", guarantee_year = 8, transit = 0.3 }
   |                                          ^^^^^^^^^^^^^^
hint: did you mean `guarantee_years`?"#,
    },
    Case {
        name: "unknown_demand",
        changes: &[(
            "transit = { ideal = 1, salience = 0.2 }",
            r"transit = { ideal = 1, salience = 0.2 }
transits = { ideal = 1, salience = 0.2 }",
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:28:1: `challenger.demands.transits` is a demand on an unknown issue
28 | transits = { ideal = 1, salience = 0.2 }
   | ^^^^^^^^
hint: did you mean `transit`?",
    },
    Case {
        name: "demand_of_one_side",
        changes: &[(
            r"transit = { ideal = 0, salience = 0.15 }
",
            "",
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:42:1: `defender.demands.transit` is missing
42 | [defender.demands]
   | ^^^^^^^^^^^^^^^^^^
hint: every issue has a demand from both sides; `transit` has none from the defender",
    },
    Case {
        name: "missing_further_term",
        changes: &[("guarantee_years = 8, transit = 0.3", "guarantee_years = 8")],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:90:9: `plan.line.terms.transit` is missing
90 | terms = { territory = "line_of_contact", guarantee_years = 8 }
   |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: every plan gives its term on every further issue: from 0 to 1 (share)"#,
    },
    Case {
        name: "missing_number",
        changes: &[(
            r"discount_factor = 0.94
",
            "",
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:28:1: `defender.discount_factor` is missing
28 | [defender]
   | ^^^^^^^^^^
hint: allowed: from 0.2 to 0.9999 (per year). Weight of next year against this one (delta)",
    },
    Case {
        name: "missing_salience",
        changes: &[("territory = { ideal = 1, salience = 0.5, curvature = 1.5 }", "territory = { ideal = 1 }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:23:13: `challenger.demands.territory.salience` is missing
23 | territory = { ideal = 1 }
   |             ^^^^^^^^^^^^^
hint: allowed: from 0 to 1000000 (weight). Weight of this issue among the side's demands (omega)",
    },
    Case {
        name: "out_of_range",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = 12")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:12: `challenger.war_cost` is 12; allowed: above -1, below 10 (share of the prize's flow)
15 | war_cost = 12
   |            ^^
hint: `war_cost`: Flow cost of fighting, as a share of the flow of the whole prize (c)",
    },
    Case {
        name: "excluded_bound",
        changes: &[("forces = { triangular = [80, 100, 150] }", "forces = 0")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:11:10: `challenger.forces` is 0; allowed: above 0, at most 1000000 (thousand)
11 | forces = 0
   |          ^
hint: `forces`: Effective forces at the start (F)",
    },
    Case {
        name: "negative_cap",
        changes: &[("defender_forces = 120", "defender_forces = 0")],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:94:46: `plan.pact.terms.defender_forces` is 0; allowed: above 0, at most 1000000 (thousand) or "none"
94 | terms = { territory = 0.5, defender_forces = 0, foreign_troops = 12, guarantee_years = 2…
   |                                              ^
hint: `defender_forces`: Cap on the defender's peacetime army"#,
    },
    Case {
        name: "territory_beyond",
        changes: &[("terms = { territory = 0.5", "terms = { territory = 1.5")],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:94:23: `plan.pact.terms.territory` is 1.5; allowed: from 0 to 1 (share)
94 | terms = { territory = 1.5, defender_forces = 120, foreign_troops = 12, guarantee_years =…
   |                       ^^^
hint: or "line_of_contact": what the challenger holds when the plan is signed"#,
    },
    Case {
        name: "territory_word",
        changes: &[(r#"territory = "line_of_contact""#, r#"territory = "line_of_contct""#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:90:23: `plan.line.terms.territory` is "line_of_contct", a text; allowed: from 0 to 1 (share)
90 | terms = { territory = "line_of_contct", guarantee_years = 8, transit = 0.3 }
   |                       ^^^^^^^^^^^^^^^^
hint: did you mean "line_of_contact"?"#,
    },
    Case {
        name: "years_not_whole",
        changes: &[("guarantee_years = 25", "guarantee_years = 25.0")],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:94:90: `plan.pact.terms.guarantee_years` is 25.0; it takes a whole number from 0 to 1000 (years) or "permanent"
94 | …= 12, guarantee_years = 25.0, transit = 0.5 }
   |                          ^^^^
hint: whole numbers are written as digits alone: 25"#,
    },
    Case {
        name: "years_absurd",
        changes: &[("guarantee_years = 25", "guarantee_years = 1e300")],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:94:90: `plan.pact.terms.guarantee_years` is 1e300; it takes a whole number from 0 to 1000 (years) or "permanent"
94 | …= 12, guarantee_years = 1e300, transit = 0.5 }
   |                          ^^^^^"#,
    },
    Case {
        name: "positions_absurd",
        changes: &[("positions = 12", "positions = 1_000_000_000")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:54:13: `front.positions` is 1_000_000_000; allowed: a whole number from 2 to 1000 (steps)
54 | positions = 1_000_000_000
   |             ^^^^^^^^^^^^^
hint: `positions`: Number of steps between the defender's and the challenger's victory (N)",
    },
    Case {
        name: "trials_absurd",
        changes: &[("trials = 20000", "trials = 2_000_000_000_000")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:6:10: `run.trials` is 2_000_000_000_000; allowed: a whole number from 1 to 1000000000000
6 | trials = 2_000_000_000_000
  |          ^^^^^^^^^^^^^^^^^",
    },
    Case {
        name: "seed_not_a_number",
        changes: &[("seed = 2", r#"seed = "two""#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:7:8: `run.seed` is "two", a text; it takes a whole number from 0 to 18446744073709551615
7 | seed = "two"
  |        ^^^^^"#,
    },
    Case {
        name: "number_in_quotes",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", r#"war_cost = "0.4""#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:15:12: `challenger.war_cost` is "0.4", a text; allowed: above -1, below 10 (share of the prize's flow)
15 | war_cost = "0.4"
   |            ^^^^^
hint: write the number without quotes"#,
    },
    Case {
        name: "nan",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = nan")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:12: `challenger.war_cost` is nan, which is not a number; allowed: above -1, below 10 (share of the prize's flow)
15 | war_cost = nan
   |            ^^^
hint: nan is no number: give one, or leave out a key that has a default",
    },
    Case {
        name: "infinite",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = inf")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:12: `challenger.war_cost` is inf; allowed: above -1, below 10 (share of the prize's flow)
15 | war_cost = inf
   |            ^^^
hint: `war_cost`: Flow cost of fighting, as a share of the flow of the whole prize (c)",
    },
    Case {
        name: "bare_list",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = [0.2, 0.9]")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:12: `challenger.war_cost` is a list; it takes a number above -1, below 10 (share of the prize's flow)
15 | war_cost = [0.2, 0.9]
   |            ^^^^^^^^^^
hint: name the distribution, such as { uniform = [0.2, 0.9] }",
    },
    Case {
        name: "crossed_bounds",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = { pert = [0.5, 0.4, 0.9] }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:21: `challenger.war_cost`: mode is 0.4, but must lie between min, 0.5, and max, 0.9
15 | war_cost = { pert = [0.5, 0.4, 0.9] }
   |                     ^^^^^^^^^^^^^^^",
    },
    Case {
        name: "negative_sd",
        changes: &[("normal = [-0.2, 0.2]", "normal = [-0.2, -0.2]")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:21:28: `challenger.misperception`: sd is -0.2, but must be greater than 0
21 | misperception = { normal = [-0.2, -0.2] }
   |                            ^^^^^^^^^^^^",
    },
    Case {
        name: "weights_zero",
        changes: &[("weights = [2, 1]", "weights = [0, 0]")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:74:23: `guarantor.league.forces`: the weights sum to 0, but at least one must be greater than 0
74 | forces = { discrete = { values = [10, 30], weights = [0, 0] } }
   |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    },
    Case {
        name: "wrong_count",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = { pert = [0.2, 0.9] }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:21: `challenger.war_cost.pert` has 2 numbers; it takes 3: pert = [min, mode, max]
15 | war_cost = { pert = [0.2, 0.9] }
   |                     ^^^^^^^^^^",
    },
    Case {
        name: "formulas",
        changes: &[
            ("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = { equals = \"0.1 * challenger.force\" }"),
            ("collapse = 0.003", "collapse = { equals = \"challenger.war_cost / 100\" }"),
            ("max_years = 20", "max_years = { equals = \"2 * 10\" }"),
            ("discount_factor = { uniform = [0.85, 0.95] }", "discount_factor = { equals = \"0.01 * defender.forces\" }"),
        ],
        sets: &["defender.war_cost={ equals = \"1 +\" }"],
        plans: None,
        expected: r#"
error: border.toml:14:30: `challenger.discount_factor` can be anything from 0.28946243317936676 to 2.9019324384255096; allowed: from 0.2 to 0.9999 (per year)
14 | discount_factor = { equals = "0.01 * defender.forces" }
   |                              ^^^^^^^^^^^^^^^^^^^^^^^^
hint: each name counts with all its values whatever the others are; narrow what it refers to

error: border.toml:15:23: `challenger.war_cost`: `challenger.force` is no number that the file gives
15 | war_cost = { equals = "0.1 * challenger.force" }
   |                       ^^^^^^^^^^^^^^^^^^^^^^^^
hint: did you mean `challenger.forces`?

error: border.toml:16:23: `challenger.collapse`: `challenger.war_cost` follows from others itself; name what it follows from
16 | collapse = { equals = "challenger.war_cost / 100" }
   |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^

error: border.toml:69:15: `guarantor.power.max_years` takes whole numbers; a formula would make others
69 | max_years = { equals = "2 * 10" }
   |               ^^^^^^

error: --set: `defender.war_cost`: ends where a number or the path of one should follow
--set | defender.war_cost={ equals = "1 +" }
      |                              ^^^^^"#,
    },
    Case {
        name: "formula_without_end",
        changes: &[
            ("max_years = 20", "max_years = { discrete = { values = [10, \"permanent\"] } }"),
            ("forces = 60", "forces = { equals = \"guarantor.power.max_years\" }"),
        ],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:66:21: `guarantor.power.forces` can be anything from 10 upwards; allowed: from 0 to 1000000 (thousand)
66 | forces = { equals = "guarantor.power.max_years" }
   |                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: each name counts with all its values whatever the others are; narrow what it refers to"#,
    },
    Case {
        name: "two_distributions",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = { pert = [0.2, 0.4, 0.9], beta = [1, 2] }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:38: `challenger.war_cost` has both `pert` and `beta`; it takes exactly one
15 | war_cost = { pert = [0.2, 0.4, 0.9], beta = [1, 2] }
   |                                      ^^^^",
    },
    Case {
        name: "no_distribution",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", r#"war_cost = { source = "x" }"#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:15:12: `challenger.war_cost` has neither a value nor a distribution
15 | war_cost = { source = "x" }
   |            ^^^^^^^^^^^^^^^^
hint: one of `value`, `uniform`, `normal`, `normal90`, `lognormal90`, `normal80`, `lognormal80`, `triangular`, `pert`, `beta`, `discrete`, `quantiles`, `percentiles`, `uniform_int`, `within`, `mixture`"#,
    },
    Case {
        name: "misspelt_distribution",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = { unifrom = [0, 1] }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:12: `challenger.war_cost` has neither a value nor a distribution
15 | war_cost = { unifrom = [0, 1] }
   |            ^^^^^^^^^^^^^^^^^^^^
hint: one of `value`, `uniform`, `normal`, `normal90`, `lognormal90`, `normal80`, `lognormal80`, `triangular`, `pert`, `beta`, `discrete`, `quantiles`, `percentiles`, `uniform_int`, `within`, `mixture`

error: border.toml:15:14: `challenger.war_cost.unifrom` is not a known key
15 | war_cost = { unifrom = [0, 1] }
   |              ^^^^^^^
hint: did you mean `uniform`?",
    },
    Case {
        name: "bounded_constant",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = { value = 0.4, min = 0 }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:27: `challenger.war_cost` is a constant; `min` truncates distributions only
15 | war_cost = { value = 0.4, min = 0 }
   |                           ^^^",
    },
    Case {
        name: "unbounded",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = { normal = [0.4, 0.1] }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:23: `challenger.war_cost` can be any number; allowed: above -1, below 10 (share of the prize's flow)
15 | war_cost = { normal = [0.4, 0.1] }
   |                       ^^^^^^^^^^
hint: truncate it: add min and max to the table",
    },
    Case {
        name: "support_outside",
        changes: &[("discount_factor = { uniform = [0.85, 0.95] }", "discount_factor = { uniform = [0.85, 1] }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:14:31: `challenger.discount_factor` can be anything from 0.85 to 1; allowed: from 0.2 to 0.9999 (per year)
14 | discount_factor = { uniform = [0.85, 1] }
   |                               ^^^^^^^^^
hint: narrow it, or add max to the table",
    },
    Case {
        name: "support_at_excluded_bound",
        changes: &[("collapse = 0.003", "collapse = { uniform = [0.0, 1.0] }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:16:24: `challenger.collapse` can be anything from 0 to 1; allowed: 0 or more, below 1 (probability per month)
16 | collapse = { uniform = [0.0, 1.0] }
   |                        ^^^^^^^^^^
hint: narrow it, or add max to the table",
    },
    Case {
        name: "chance_of_no_month",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = { within = { probability = 0.3, months = 3 } }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:23: `challenger.war_cost` is no chance in each month, which is what `within` is for
15 | war_cost = { within = { probability = 0.3, months = 3 } }
   |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    },
    Case {
        name: "far_tail",
        changes: &[("lognormal90 = [70, 120]", "lognormal90 = [70, 120_000]")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:30:26: `defender.forces` can be anything from 0 upwards; allowed: above 0, at most 1000000 (thousand)
30 | forces = { lognormal90 = [70, 120_000] }
   |                          ^^^^^^^^^^^^^
hint: truncate it: add max to the table",
    },
    Case {
        name: "quantile_ends",
        changes: &[("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = { quantiles = { p5 = 0.1, p100 = 1 } }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:26: `challenger.war_cost.quantiles` lacks `p0`: both ends are required
15 | war_cost = { quantiles = { p5 = 0.1, p100 = 1 } }
   |                          ^^^^^^^^^^^^^^^^^^^^^^
hint: `percentiles` need none",
    },
    Case {
        name: "quantile_name",
        changes: &[(
            "war_cost = { pert = [0.2, 0.4, 0.9] }",
            "war_cost = { quantiles = { p0 = 0, half = 0.5, p100 = 1 } }",
        )],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:15:36: `challenger.war_cost.quantiles.half` is not a percentile
15 | war_cost = { quantiles = { p0 = 0, half = 0.5, p100 = 1 } }
   |                                    ^^^^
hint: percentiles are written p0, p5, p50, "p97.5", p100"#,
    },
    Case {
        name: "mixture_part",
        changes: &[(
            "war_cost = { pert = [0.2, 0.4, 0.9] }",
            "war_cost = { mixture = [{ weight = 1, of = { uniform = [0, 1] } }, { weight = 2 }] }",
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:15:68: a part of `challenger.war_cost.mixture` takes both `weight` and `of`
15 | war_cost = { mixture = [{ weight = 1, of = { uniform = [0, 1] } }, { weight = 2 }] }
   |                                                                    ^^^^^^^^^^^^^^",
    },
    Case {
        name: "uncertain_whole",
        changes: &[("max_years = 20", "max_years = { uniform = [10, 30] }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:69:15: `guarantor.power.max_years` takes whole numbers; `uniform` would draw others
69 | max_years = { uniform = [10, 30] }
   |               ^^^^^^^
hint: use uniform_int = [min, max] or discrete = { values = [...], weights = [...] }",
    },
    Case {
        name: "fraction_in_discrete",
        changes: &[("max_years = 20", "max_years = { discrete = { values = [10, 12.5], weights = [1, 1] } }")],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:69:42: `guarantor.power.max_years.discrete.values` is 12.5; it takes a whole number from 0 to 1000 (years) or "permanent" or "none"
69 | max_years = { discrete = { values = [10, 12.5], weights = [1, 1] } }
   |                                          ^^^^"#,
    },
    Case {
        name: "uncertain_term",
        changes: &[(
            "guarantee_years = 25",
            "guarantee_years = { discrete = { values = [10, 20], weights = [1, 1] } }",
        )],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:94:90: `plan.pact.terms.guarantee_years` is a table; it takes a whole number from 0 to 1000 (years) or "permanent"
94 | …= 12, guarantee_years = { discrete = { values = [10, 20], weights = [1, 1] } }, transit …
   |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: plans are choices, not uncertainties: a constant, or choices of a term: { choices = [5, 10] }"#,
    },
    Case {
        name: "open_terms",
        changes: &[],
        sets: &[
            "plan.pact.terms.guarantee_years={ choices = [] }",
            "plan.pact.terms.foreign_troops={ from = 0, to = 10, step = 3 }",
            "plan.pact.terms.defender_forces={ choices = [120, 150, 120] }",
            "plan.pact.terms.transit={ choises = [0.1] }",
            "plan.line.terms.transit={ from = 0.1, to = 0.5 }",
            "plan.line.terms.territory={ choices = [0.5, 1.5] }",
            "plan.line.terms.defender_forces={ choices = [100], from = 5 }",
            "plan.line.terms.guarantee_years={ from = 9, to = 5, step = 1 }",
        ],
        plans: None,
        expected: r#"
error: --set: `plan.line.terms.transit` is an open term without choices
--set | plan.line.terms.transit={ from = 0.1, to = 0.5 }
      |                         ^^^^^^^^^^^^^^^^^^^^^^^^
hint: choices = [5, 10, 15], or from, to and step

error: --set: `plan.pact.terms.transit.choises` is not a known key
--set | plan.pact.terms.transit={ choises = [0.1] }
      |                           ^^^^^^^
hint: did you mean `choices`?

error: --set: `plan.pact.terms.foreign_troops` does not go from 0 to 10 in whole steps of 3
--set | plan.pact.terms.foreign_troops={ from = 0, to = 10, step = 3 }
      |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: end it at 9, or choose another step

error: --set: `plan.line.terms.guarantee_years` goes from 9 to 5, which is less
--set | plan.line.terms.guarantee_years={ from = 9, to = 5, step = 1 }
      |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

error: --set: `plan.line.terms.territory.choices` is 1.5; allowed: from 0 to 1 (share)
--set | plan.line.terms.territory={ choices = [0.5, 1.5] }
      |                                             ^^^
hint: or "line_of_contact": what the challenger holds when the plan is signed

error: --set: `plan.line.terms.defender_forces` has both `choices` and `from`; it takes a list or a range
--set | plan.line.terms.defender_forces={ choices = [100], from = 5 }
      |                                             ^^^^^

error: --set: `plan.pact.terms.guarantee_years.choices` has 0 choices; it takes from 1 to 200
--set | plan.pact.terms.guarantee_years={ choices = [] }
      |                                             ^^

error: --set: `plan.pact.terms.defender_forces.choices` holds 120 twice
--set | plan.pact.terms.defender_forces={ choices = [120, 150, 120] }
      |                                                        ^^^"#,
    },
    Case {
        name: "schema_unknown",
        changes: &[("schema = 1", "schema = 2")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:2:10: `schema` is 2, a version that this program does not know
2 | schema = 2
  |          ^
hint: versions known: 1",
    },
    Case {
        name: "schema_missing",
        changes: &[(
            r"schema = 1
",
            "",
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml: `schema` is missing
hint: begin the file with the line: schema = 1",
    },
    Case {
        name: "date_in_quotes",
        changes: &[(
            r#"name = "Border""#,
            r#"name = "Border"
as_of = "2026-01-06""#,
        )],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:5:9: `scenario.as_of` is "2026-01-06", a text; it takes a date without quotes or time, such as 2026-01-06
5 | as_of = "2026-01-06"
  |         ^^^^^^^^^^^^"#,
    },
    Case {
        name: "sampling_word",
        changes: &[(
            "seed = 2",
            r#"seed = 2
sampling = "sobo""#,
        )],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:8:12: `run.sampling` is "sobo"; allowed: "monte_carlo", "latin_hypercube", "sobol"
8 | sampling = "sobo"
  |            ^^^^^^
hint: did you mean "sobol"?"#,
    },
    Case {
        name: "defender_only",
        changes: &[(
            "growth_years = 5",
            r"growth_years = 5
quality = 1.2",
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:14:1: `challenger.quality` does not exist: `quality` belongs to the defender only
14 | quality = 1.2
   | ^^^^^^^",
    },
    Case {
        name: "guarantee_ideal",
        changes: &[(
            "guarantee_years = { salience = 0.1, red_line = 5 }",
            "guarantee_years = { ideal = 1, salience = 0.1 }",
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:46:21: `defender.demands.guarantee_years.ideal` does not exist: a guarantee counts while it is in force
46 | guarantee_years = { ideal = 1, salience = 0.1 }
   |                     ^^^^^
hint: give only salience and red_line for guarantee_years",
    },
    Case {
        name: "ideal_none",
        changes: &[(
            "defender_forces = { ideal = 150, salience = 0.1 }",
            r#"defender_forces = { ideal = "none", salience = 0.1 }"#,
        )],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:44:29: `defender.demands.defender_forces.ideal` is "none", a text; allowed: from 0 to 1000000 (thousand)
44 | defender_forces = { ideal = "none", salience = 0.1 }
   |                             ^^^^^^
hint: `ideal`: The side's best outcome on this issue (alpha). Not given for `guarantee_years`"#,
    },
    Case {
        name: "red_line_none",
        changes: &[("red_line = 0.75", r#"red_line = "none""#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:43:53: `defender.demands.territory.red_line` is "none", a text; allowed: from 0 to 1 (share)
43 | territory = { ideal = 0, salience = 0.6, red_line = "none" }
   |                                                     ^^^^^^
hint: leave `red_line` out where there is none"#,
    },
    Case {
        name: "red_line_without_direction",
        changes: &[(
            "territory = { ideal = 0, salience = 0.6, red_line = 0.75 }",
            "territory = { ideal = 1, salience = 0.6, red_line = 0.75 }",
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:43:53: `defender.demands.territory.red_line` has no direction: both sides' ideal on territory is 1
43 | territory = { ideal = 1, salience = 0.6, red_line = 0.75 }
   |                                                     ^^^^
hint: leave the red line out, or let the ideals differ",
    },
    Case {
        name: "saliences_zero",
        changes: &[
            ("ideal = 0, salience = 0.6", "ideal = 0, salience = 0"),
            ("ideal = 150, salience = 0.1", "ideal = 150, salience = 0"),
            ("ideal = 10, salience = 0.05", "ideal = 10, salience = 0"),
            ("salience = 0.1, red_line = 5", "salience = 0, red_line = 5"),
            ("ideal = 0, salience = 0.15", "ideal = 0, salience = 0"),
        ],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:42:1: the saliences of `defender.demands` sum to 0; at least one must be above 0
42 | [defender.demands]
   | ^^^^^^^^^^^^^^^^^^",
    },
    Case {
        name: "start_twice",
        changes: &[(
            "start_share = 0.5",
            r"start_share = 0.5
start = 6",
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:55:15: `front` has both `start` and `start_share`; it takes exactly one
55 | start_share = 0.5
   |               ^^^",
    },
    Case {
        name: "start_missing",
        changes: &[(
            r"start_share = 0.5
",
            "",
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:53:2: `front` has neither `start` nor `start_share`
53 | [front]
   |  ^^^^^
hint: give the position at month 0, or the challenger's share of the contested territory",
    },
    Case {
        name: "start_beyond",
        changes: &[("start_share = 0.5", "start = 12")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:55:9: `front.start` is 12; allowed: a whole number from 1 to 11 (positions - 1)
55 | start = 12
   |         ^^",
    },
    Case {
        name: "collapse_sum",
        changes: &[("collapse = 0.003", "collapse = 0.5"), ("collapse = 0.004", "collapse = 0.5")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:35:12: the two sides' `collapse` sum to 1; allowed: below 1 per month
35 | collapse = 0.5
   |            ^^^",
    },
    Case {
        name: "lookahead_short",
        changes: &[("lookahead = 60", "lookahead = 20")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:87:13: `enforcement.lookahead` is 20, less than the 30 years of the run (`run.years`)
87 | lookahead = 20
   |             ^^
hint: the sides look ahead at least as far as the peace is followed",
    },
    Case {
        name: "backstop_unknown",
        changes: &[(r#"backstop = "power""#, r#"backstop = "powr""#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:78:12: `guarantor.league.backstop` is "powr", which is no guarantor
78 | backstop = "powr"
   |            ^^^^^^
hint: did you mean `power`?"#,
    },
    Case {
        name: "backstop_self",
        changes: &[(r#"backstop = "power""#, r#"backstop = "league""#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:78:12: `guarantor.league.backstop` is "league": a guarantor cannot be its own backstop
78 | backstop = "league"
   |            ^^^^^^^^"#,
    },
    Case {
        name: "backstop_chain",
        changes: &[
            (
                "punishment = 0.03",
                r#"punishment = 0.03
backstop = "third""#,
            ),
            (
                "[negotiation]",
                r#"[[guarantor]]
id = "third"
reliability = 0.5
[negotiation]"#,
            ),
        ],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:79:12: `guarantor.league.backstop` is "power", which has a backstop itself
79 | backstop = "power"
   |            ^^^^^^^
hint: backstops form no chains"#,
    },
    Case {
        name: "guarantee_without_guarantors",
        changes: &[(r#"guarantors = ["league"]"#, "guarantors = []")],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:91:14: plan "line" has a guarantee, but no guarantor takes part
91 | guarantors = []
   |              ^^
hint: name one in `plan.line.guarantors`, or set guarantee_years = 0"#,
    },
    Case {
        name: "troops_without_guarantee",
        changes: &[
            ("foreign_troops = 12, guarantee_years = 25", "foreign_troops = 12"),
            (
                r"years = { league = 15 }
",
                "",
            ),
        ],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:94:68: `plan.pact.terms.foreign_troops` is 12, but the plan has no guarantee under which they would stay
94 | terms = { territory = 0.5, defender_forces = 120, foreign_troops = 12, transit = 0.5 }
   |                                                                    ^^
hint: set guarantee_years, or foreign_troops = 0",
    },
    Case {
        name: "troops_without_sender",
        changes: &[
            (
                r"max_troops = 5
",
                "",
            ),
            (
                r"max_troops = 10
",
                "",
            ),
        ],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:92:68: `plan.pact.terms.foreign_troops` is 12, but no participant would send any
92 | terms = { territory = 0.5, defender_forces = 120, foreign_troops = 12, guarantee_years =…
   |                                                                    ^^
hint: set `max_troops` of a guarantor that takes part",
    },
    Case {
        name: "years_of_one_who_stays_out",
        changes: &[(
            r#"guarantors = ["league"]"#,
            r#"guarantors = ["league"]
years = { power = 5 }"#,
        )],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:92:11: `plan.line.years.power` is given, but "power" does not take part in this plan
92 | years = { power = 5 }
   |           ^^^^^"#,
    },
    Case {
        name: "years_of_nobody",
        changes: &[("years = { league = 15 }", "years = { legue = 15 }")],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:95:11: `plan.pact.years` names "legue", which is no guarantor
95 | years = { legue = 15 }
   |           ^^^^^
hint: did you mean `league`?"#,
    },
    Case {
        name: "effect_unknown",
        changes: &[(r#""challenger.surprise" = {"#, r#""challenger.suprise" = {"#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:96:56: `plan.pact.effects.challenger.suprise` is not a number that a plan can change
96 | effects = { "challenger.attack_cost" = { add = 0.03 }, "challenger.suprise" = { set = -0…
   |                                                        ^^^^^^^^^^^^^^^^^^^^
hint: did you mean `challenger.surprise`?"#,
    },
    Case {
        name: "effect_not_allowed",
        changes: &[(r#""challenger.surprise" = {"#, r#""challenger.optimism" = {"#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:96:56: `plan.pact.effects.challenger.optimism` is not a number that a plan can change
96 | effects = { "challenger.attack_cost" = { add = 0.03 }, "challenger.optimism" = { set = -…
   |                                                        ^^^^^^^^^^^^^^^^^^^^^
hint: plans can change: challenger.forces, challenger.growth, challenger.growth_years, challenger.war_cost, challenger.collapse, challenger.attack_cost, challenger.shock, challenger.surprise, challenger.misperception, defender.forces, defender.growth, defender.growth_years, defender.quality, defender.cheating, defender.mobilisation, defender.war_cost, defender.collapse, defender.attack_cost, defender.shock, defender.surprise, defender.misperception, front.stalemate, front.decisiveness, front.freeze, front.thaw, guarantee.tripwire, guarantee.tripwire_scale, guarantee.erosion, guarantee.renewal"#,
    },
    Case {
        name: "thaw_without_freeze",
        changes: &[("decisiveness = 0.8", "decisiveness = 0.8\nthaw = 0.05")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:58:8: `front.thaw` is given, but the front never freezes
58 | thaw = 0.05
   |        ^^^^
hint: set `front.freeze`, the chance in a month that fighting stops along the line, or leave `thaw` out",
    },
    Case {
        name: "thaw_with_the_freeze_of_a_plan",
        changes: &[
            ("decisiveness = 0.8", "decisiveness = 0.8\nthaw = 0.05"),
            ("effects = {", "effects = { \"front.freeze\" = { set = 0.1 },"),
        ],
        sets: &[],
        plans: None,
        expected: "accepted",
    },
    Case {
        name: "freeze_out_of_range",
        changes: &[("decisiveness = 0.8", "decisiveness = 0.8\nfreeze = 1")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:58:10: `front.freeze` is 1; allowed: 0 or more, below 1 (probability per month)
58 | freeze = 1
   |          ^
hint: `freeze`: Probability that fighting stops along the line in a month in which nobody collapses (freeze)",
    },
    Case {
        name: "lasting_whole",
        changes: &[],
        sets: &["challenger.lasting=1", "enforcement.shocks=payed"],
        plans: None,
        expected: r#"
error: --set: `challenger.lasting` is 1; allowed: 0 or more, below 1 (share)
--set | challenger.lasting=1
      |                    ^
hint: `lasting`: Share of the variance of that shock that lasts instead of being drawn anew every year (last)

error: --set: `enforcement.shocks` is "payed"; allowed: "unpaid", "paid"
--set | enforcement.shocks=payed
      |                    ^^^^^"#,
    },
    Case {
        name: "politics_of_two",
        changes: &[
            ("id = \"power\"", "id = \"power\"\npolitics = { every = 4, out = 0.2, back = 0.5 }"),
            ("id = \"league\"", "id = \"league\"\npolitics = { every = 4, out = 0.2, back = 0.5 }"),
        ],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:74:1: `guarantor.league.politics`: one guarantor at most may have politics, and `guarantor.power.politics` is there
74 | politics = { every = 4, out = 0.2, back = 0.5 }
   | ^^^^^^^^
hint: keep those of the guarantor that brings most; of the other, lower `reliability`",
    },
    Case {
        name: "politics_without_return",
        changes: &[("id = \"power\"", "id = \"power\"\npolitics = { every = 0, out = 0.2, bakc = 0.5 }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:65:22: `guarantor.power.politics.every` is 0; allowed: a whole number from 1 to 1000 (years)
65 | politics = { every = 0, out = 0.2, bakc = 0.5 }
   |                      ^
hint: `every`: Years from one election to the next

error: border.toml:65:36: `guarantor.power.politics.bakc` is not a known key
65 | politics = { every = 0, out = 0.2, bakc = 0.5 }
   |                                    ^^^^
hint: did you mean `back`?",
    },
    Case {
        name: "needs_nobody",
        changes: &[("id = \"power\"", "id = \"power\"\nneeds_guarantor = \"leage\"")],
        sets: &["guarantor.league.needs_guarantor=league"],
        plans: None,
        expected: r#"
error: border.toml:65:19: `guarantor.power.needs_guarantor` is "leage", which is no guarantor
65 | needs_guarantor = "leage"
   |                   ^^^^^^^
hint: did you mean `league`?

error: --set: `guarantor.league.needs_guarantor` is "league": a guarantor cannot need itself
--set | guarantor.league.needs_guarantor=league
      |                                  ^^^^^^"#,
    },
    Case {
        name: "parties",
        changes: &[(
            "lookahead = 60",
            "lookahead = 60
[[party]]
id = \"challenger\"
[[party]]
id = \"power\"
discount_factor = 0.9
demands = { teritory = { ideal = 0.5, salience = 1 } }
[[party]]
id = \"ally\"
war_cots = 0.1
if_challenger_wins = 1.5
demands = { territory = { ideal = 0.5, salience = 1, red_line = 0.6 }, guarantee_years = { ideal = 1, salience = 0.1, red_line = { above = 5, below = 3 } }, foreign_troops = { salience = 0.2, red_line = { over = 5 } } }
[[party]]
id = \"ally\"
[[party]]
id = \"nobody\"
discount_factor = 0.9
demands = { transit = { ideal = 0.5, salience = 0 } }",
        )],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:89:6: `party.id` is "challenger", by which results mean the challenger
89 | id = "challenger"
   |      ^^^^^^^^^^^^
hint: give it another id; its `name` is free

error: border.toml:91:6: `party.id` is "power", which is a guarantor's
91 | id = "power"
   |      ^^^^^^^
hint: who guarantees and who has a stake are two things: give the party another id; its `name` is free

error: border.toml:93:13: `party.power.demands.teritory` is a demand on an unknown issue
93 | demands = { teritory = { ideal = 0.5, salience = 1 } }
   |             ^^^^^^^^
hint: did you mean `territory`?

error: border.toml:94:1: `party.ally.discount_factor` is missing
94 | [[party]]
   | ^^^^^^^^^
hint: allowed: from 0.2 to 0.9999 (per year). Weight of next year against this one (delta)

error: border.toml:96:1: `party.ally.war_cots` is not a known key
96 | war_cots = 0.1
   | ^^^^^^^^
hint: did you mean `war_cost`?

error: border.toml:97:22: `party.ally.if_challenger_wins` is 1.5; allowed: from 0 to 1 (share of the prize)
97 | if_challenger_wins = 1.5
   |                      ^^^
hint: `if_challenger_wins`: What it has for ever once the challenger has won (v_A); its utility at the challenger's ideals, without troops and guarantee, when left out

error: border.toml:98:65: `party.ally.demands.territory.red_line` has no direction: a party's ideal may lie between those of the two sides
98 | demands = { territory = { ideal = 0.5, salience = 1, red_line = 0.6 }, guarantee_years =…
   |                                                                 ^^^
hint: write red_line = { above = 0.6 } to refuse all that is more, or { below = 0.6 } all that is less

error: border.toml:98:92: `party.ally.demands.guarantee_years.ideal` does not exist: a guarantee counts while it is in force
98 | … }, guarantee_years = { ideal = 1, salience = 0.1, red_line = { above = 5, below = 3 } }…
   |                          ^^^^^
hint: give only salience and red_line for guarantee_years

error: border.toml:98:130: `party.ally.demands.guarantee_years.red_line` has both `above` and `below`; it takes exactly one
98 | …ience = 0.1, red_line = { above = 5, below = 3 } }, foreign_troops = { salience = 0.2, r…
   |                          ^^^^^^^^^^^^^^^^^^^^^^^^
hint: keep the one that binds

error: border.toml:98:175: `party.ally.demands.foreign_troops.ideal` is missing
98 | …3 } }, foreign_troops = { salience = 0.2, red_line = { over = 5 } } }
   |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: allowed: from 0 to 1000000 (thousand). The party's best outcome on this issue (alpha). Not given for `guarantee_years`

error: border.toml:98:204: `party.ally.demands.foreign_troops.red_line` has no direction: a party's ideal may lie between those of the two sides
98 | …ience = 0.2, red_line = { over = 5 } } }
   |                          ^^^^^^^^^^^^
hint: write red_line = { above = … } to refuse all that is more, or { below = … } all that is less

error: border.toml:100:6: `party.id` is "ally", which is taken by an earlier party
100 | id = "ally"
    |      ^^^^^^

error: border.toml:104:11: the saliences of `party.nobody.demands` sum to 0; at least one must be above 0
104 | demands = { transit = { ideal = 0.5, salience = 0 } }
    |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"#,
    },
    Case {
        name: "party_set_by_a_wrong_name",
        changes: &[(
            "lookahead = 60",
            "lookahead = 60\n[[party]]\nid = \"ally\"\ndiscount_factor = 0.9\ndemands = { transit = { ideal = 0, salience = 1 } }",
        )],
        sets: &["party.aly.margin=0.1"],
        plans: None,
        expected: r#"
error: --set: `party.aly.margin`: there is no party "aly"
--set | party.aly.margin=0.1
      | ^^^^^^^^^^^^^^^^
hint: did you mean `ally`?"#,
    },
    Case {
        name: "costs",
        changes: &[(
            "lookahead = 60",
            "lookahead = 60
[[cost]]
id = \"dead\"
unit = \"thousand people\"
per_month_of_war = -1
per_month_of_peace = 3
[[cost]]
id = \"dead\"
unit = \"people\"
[[cost]]
id = \"money\"
per_position = { normal = [1, 1] }",
        )],
        sets: &["run.costs_years=31"],
        plans: None,
        expected: r#"
error: border.toml:91:20: `cost.dead.per_month_of_war` is -1; allowed: from 0 to 1000000 (thousand people)
91 | per_month_of_war = -1
   |                    ^^
hint: `per_month_of_war`: What a month of the first war costs; a month in which the front is frozen costs nothing of it

error: border.toml:92:1: `cost.dead.per_month_of_peace` is not a known key
92 | per_month_of_peace = 3
   | ^^^^^^^^^^^^^^^^^^
hint: did you mean `per_month_of_war`?

error: border.toml:94:6: `cost.id` is "dead", which is taken by an earlier cost
94 | id = "dead"
   |      ^^^^^^

error: border.toml:96:1: `cost.money.unit` is missing
96 | [[cost]]
   | ^^^^^^^^
hint: Unit for readers, such as "thousand people".

error: border.toml:98:27: `cost.money.per_position` can be any number; allowed: from 0 to 1000000
98 | per_position = { normal = [1, 1] }
   |                           ^^^^^^
hint: truncate it: add min to the table

error: --set: `run.costs_years` is 31, more than the 30 years for which a peace is followed (`run.years`)
--set | run.costs_years=31
      |                 ^^
hint: set `run.years` to 31 or more, or `run.costs_years` to 30 or less"#,
    },
    Case {
        name: "cost_set_by_a_wrong_name",
        changes: &[("lookahead = 60", "lookahead = 60\n[[cost]]\nid = \"dead\"\nunit = \"people\"")],
        sets: &["cost.ded.per_month_of_war=3"],
        plans: None,
        expected: r#"
error: --set: `cost.ded.per_month_of_war`: there is no cost "ded"
--set | cost.ded.per_month_of_war=3
      | ^^^^^^^^^^^^^^^^^^^^^^^^^
hint: did you mean `dead`?"#,
    },
    Case {
        name: "theory_without_a_record",
        changes: &[],
        sets: &["enforcement.theory=hazard"],
        plans: None,
        expected: r#"
error: --set: `enforcement.theory` is "hazard", but there is no record: `[hazard]` is missing
--set | enforcement.theory=hazard
      |                    ^^^^^^
hint: add a table [hazard] with `shape`, `scale` and `challenger_share`; `armistice new` writes one with its sources"#,
    },
    Case {
        name: "record_out_of_range",
        changes: &[(
            "[enforcement]",
            "[hazard]\nshape = 0\nscale = -1\nchallenger_share = 0.5\neffects = { transitt = 0.5, cap = 21 }\n[enforcement]",
        )],
        sets: &["enforcement.theory=weibull"],
        plans: None,
        expected: r#"
error: border.toml:86:9: `hazard.shape` is 0; allowed: above 0, at most 100 (exponent)
86 | shape = 0
   |         ^
hint: `shape`: Shape of the yearly hazard of a resumed war (shape): below 1 it falls with the age of the peace, 1 leaves it constant

error: border.toml:87:9: `hazard.scale` is -1; allowed: above 0, at most 1000000 (years)
87 | scale = -1
   |         ^^
hint: `scale`: Age by which 1 - 1/e of peaces have broken where no ratio applies (scale)

error: border.toml:89:13: `hazard.effects.transitt` names no issue beside the structural ones, and nothing else that moves the hazard
89 | effects = { transitt = 0.5, cap = 21 }
   |             ^^^^^^^^
hint: did you mean `transit`?

error: border.toml:89:35: `hazard.effects.cap` is 21; allowed: from -20 to 20 (log hazard ratio)
89 | effects = { transitt = 0.5, cap = 21 }
   |                                   ^^
hint: `cap`: Log hazard ratio of a cap on the defender's army

error: --set: `enforcement.theory` is "weibull"; allowed: "strategic", "hazard"
--set | enforcement.theory=weibull
      |                    ^^^^^^^"#,
    },
    Case {
        name: "record_that_waits",
        changes: &[("[enforcement]", "[hazard]\nshape = 0.5\nscale = 70\nchallenger_share = 0.5\n[enforcement]")],
        sets: &["hazard.effects.transit=0.1"],
        plans: None,
        expected: "accepted",
    },
    Case {
        name: "kept_of_no_issue",
        changes: &[("lookahead = 60", "lookahead = 60\nkept = { transitt = 0.5 }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:88:10: `enforcement.kept.transitt` names no issue of which a part can stay in force
88 | kept = { transitt = 0.5 }
   |          ^^^^^^^^
hint: did you mean `transit`?",
    },
    Case {
        name: "kept_of_territory",
        changes: &[("lookahead = 60", "lookahead = 60\nkept = { territory = 0.5 }")],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:88:10: `enforcement.kept.territory` names no issue of which a part can stay in force
88 | kept = { territory = 0.5 }
   |          ^^^^^^^^^
hint: known here: `defender_forces`, `transit`",
    },
    Case {
        name: "effect_unquoted",
        changes: &[(r#""challenger.surprise" = {"#, "challenger.surprise = {")],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:96:56: `plan.pact.effects.challenger` is not a number that a plan can change
96 | effects = { "challenger.attack_cost" = { add = 0.03 }, challenger.surprise = { set = -0.…
   |                                                        ^^^^^^^^^^
hint: write the path in quotes, such as "challenger.…" = { add = … }"#,
    },
    Case {
        name: "effect_twofold",
        changes: &[("{ set = -0.05 }", "{ set = -0.05, add = 1 }")],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:96:80: `plan.pact.effects.challenger.surprise` takes exactly one of `set`, `add`, `multiply`; it has 2
96 | …"challenger.surprise" = { set = -0.05, add = 1 } }
   |                          ^^^^^^^^^^^^^^^^^^^^^^^^"#,
    },
    Case {
        name: "effect_empty",
        changes: &[("{ set = -0.05 }", r#"{ note = "x" }"#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:96:80: `plan.pact.effects.challenger.surprise` takes exactly one of `set`, `add`, `multiply`; it has 0
96 | …"challenger.surprise" = { note = "x" } }
   |                          ^^^^^^^^^^^^^^"#,
    },
    Case {
        name: "effect_out_of_range",
        changes: &[(r#""challenger.surprise" = { set = -0.05 }"#, r#""front.stalemate" = { add = 0.5 }"#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:96:84: `plan.pact.effects.front.stalemate.add` makes `front.stalemate` 1.1; allowed: 0 or more, below 1 (probability per month)
96 | …nt.stalemate" = { add = 0.5 } }
   |                          ^^^"#,
    },
    Case {
        name: "effect_set_out_of_range",
        changes: &[(r#""challenger.surprise" = { set = -0.05 }"#, r#""front.stalemate" = { set = 1.5 }"#)],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:96:84: `plan.pact.effects.front.stalemate.set` is 1.5; allowed: 0 or more, below 1 (probability per month)
96 | …nt.stalemate" = { set = 1.5 } }
   |                          ^^^
hint: `set`: Replaces the number"#,
    },
    Case {
        name: "correlation_of_constant",
        changes: &[(
            "from_month = 6",
            r#"from_month = 6
[[correlation]]
between = ["defender.optimism", "challenger.growth"]
rank = 0.3"#,
        )],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:99:12: `correlation.1.between` names `defender.optimism`, which is a constant
99 | between = ["defender.optimism", "challenger.growth"]
   |            ^^^^^^^^^^^^^^^^^^^
hint: only uncertain inputs can be correlated"#,
    },
    Case {
        name: "correlation_unknown",
        changes: &[(
            "from_month = 6",
            r#"from_month = 6
[[correlation]]
between = ["challenger.optimsm", "challenger.growth"]
rank = 0.3"#,
        )],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:99:12: `correlation.1.between` names `challenger.optimsm`, which is no input of this file
99 | between = ["challenger.optimsm", "challenger.growth"]
   |            ^^^^^^^^^^^^^^^^^^^^
hint: did you mean `challenger.optimism`?"#,
    },
    Case {
        name: "correlation_with_itself",
        changes: &[(
            "from_month = 6",
            r#"from_month = 6
[[correlation]]
between = ["challenger.growth", "challenger.growth"]
rank = 0.3"#,
        )],
        sets: &[],
        plans: None,
        expected: r#"
error: border.toml:99:33: `correlation.1.between` names the same input twice
99 | between = ["challenger.growth", "challenger.growth"]
   |                                 ^^^^^^^^^^^^^^^^^^^"#,
    },
    Case {
        name: "correlation_twice",
        changes: &[(
            "from_month = 6",
            r#"from_month = 6

[[correlation]]
between = ["challenger.optimism", "challenger.growth"]
rank = 0.3
[[correlation]]
between = ["challenger.growth", "challenger.optimism"]
rank = 0.4"#,
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:102:1: `correlation.2` names the same two inputs as `correlation.1`
102 | [[correlation]]
    | ^^^^^^^^^^^^^^^",
    },
    Case {
        name: "correlation_rank",
        changes: &[(
            "from_month = 6",
            r#"from_month = 6
[[correlation]]
between = ["challenger.optimism", "challenger.growth"]
rank = 1"#,
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:100:8: `correlation.1.rank` is 1; allowed: above -1, below 1
100 | rank = 1
    |        ^
hint: `rank`: Spearman's rank correlation",
    },
    Case {
        name: "correlation_impossible",
        changes: &[(
            "from_month = 6",
            r#"from_month = 6
[[correlation]]
between = ["challenger.optimism", "challenger.growth"]
rank = 0.9
[[correlation]]
between = ["challenger.optimism", "challenger.war_cost"]
rank = 0.9
[[correlation]]
between = ["challenger.growth", "challenger.war_cost"]
rank = -0.9"#,
        )],
        sets: &[],
        plans: None,
        expected: r"
error: border.toml:104:1: no numbers can have these ranks at once: the matrix of rank correlations of `challenger.growth`, `challenger.optimism`, `challenger.war_cost` has the eigenvalue -0.800, and none may be below 0; what counts most is `challenger.optimism` with `challenger.growth`
104 | [[correlation]]
    | ^^^^^^^^^^^^^^^
hint: the nearest ranks that can be had at once are 0.482 for `challenger.optimism` with `challenger.growth`, 0.482 for `challenger.optimism` with `challenger.war_cost`, -0.482 for `challenger.growth` with `challenger.war_cost`",
    },
    Case {
        name: "correlation_beyond_a_copula",
        changes: &[(
            "from_month = 6",
            r#"from_month = 6
[[correlation]]
between = ["challenger.optimism", "challenger.growth"]
rank = -0.49
[[correlation]]
between = ["challenger.optimism", "challenger.war_cost"]
rank = -0.49
[[correlation]]
between = ["challenger.growth", "challenger.war_cost"]
rank = -0.49"#,
        )],
        sets: &[],
        plans: None,
        // 1 - 2 sin(0.49 pi/6) 2 = -0.0150; and 6/pi asin(0.4995/2) = 0.4821
        expected: r"
error: border.toml:104:1: a Gaussian copula cannot have these ranks at once, although they are possible: the normal correlations that give them, 2 sin(pi rank/6) without ties, make a matrix of `challenger.growth`, `challenger.optimism`, `challenger.war_cost` with the eigenvalue -0.015, and all must be above 0; what counts most is `challenger.optimism` with `challenger.growth`
104 | [[correlation]]
    | ^^^^^^^^^^^^^^^
hint: the nearest ranks that can be had at once are -0.482 for `challenger.optimism` with `challenger.growth`, -0.482 for `challenger.optimism` with `challenger.war_cost`, -0.482 for `challenger.growth` with `challenger.war_cost`",
    },
    Case {
        name: "correlation_out_of_reach",
        changes: &[(
            "from_month = 6",
            r#"from_month = 6
[[correlation]]
between = ["challenger.optimism", "challenger.war_cost"]
rank = 0.8"#,
        )],
        sets: &["challenger.optimism={ discrete = { values = [0, 0.4], weights = [9, 1] } }"],
        plans: None,
        // the bound is sqrt(3 0.1 0.9) = 0.5196
        expected: r"
error: border.toml:98:1: `correlation.1` cannot reach the rank 0.8: values that are drawn again and again share their rank, and leave these two inputs a rank correlation between -0.51 and 0.51
98 | [[correlation]]
   | ^^^^^^^^^^^^^^^
hint: give a rank of at most 0.51 here",
    },
    Case {
        name: "set_out_of_range",
        changes: &[],
        sets: &["challenger.war_cost=17"],
        plans: None,
        expected: r"
error: --set: `challenger.war_cost` is 17; allowed: above -1, below 10 (share of the prize's flow)
--set | challenger.war_cost=17
      |                     ^^
hint: `war_cost`: Flow cost of fighting, as a share of the flow of the whole prize (c)",
    },
    Case {
        name: "set_unknown_id",
        changes: &[],
        sets: &["guarantor.leage.reliability=0.4"],
        plans: None,
        expected: r#"
error: --set: `guarantor.leage.reliability`: there is no guarantor "leage"
--set | guarantor.leage.reliability=0.4
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
hint: did you mean `league`?"#,
    },
    Case {
        name: "set_unknown_key",
        changes: &[],
        sets: &["challenger.war_costs=0.4"],
        plans: None,
        expected: r"
error: --set: `challenger.war_costs` is not a known key
--set | challenger.war_costs=0.4
      | ^^^^^^^^^^^^^^^^^^^^
hint: did you mean `war_cost`?",
    },
    Case {
        name: "set_nothing",
        changes: &[],
        sets: &["challenger.war_cost"],
        plans: None,
        expected: r"
error: --set: `challenger.war_cost` sets nothing: it takes PATH=VALUE
--set | challenger.war_cost
      | ^^^^^^^^^^^^^^^^^^^
hint: such as --set challenger.war_cost=0.3",
    },
    Case {
        name: "set_bad_value",
        changes: &[],
        sets: &["scenario.name=two words"],
        plans: None,
        expected: r"
error: --set: the value of `scenario.name` is neither TOML nor a word: string values must be quoted, expected literal string
--set | scenario.name=two words
      |               ^^^^^^^^^
hint: text with spaces or signs is written in double quotes",
    },
    Case {
        name: "set_bad_path",
        changes: &[],
        sets: &["challenger..war_cost=0.3"],
        plans: None,
        expected: r"
error: --set: `challenger..war_cost` is not a path: a step between the dots is empty
--set | challenger..war_cost=0.3
      | ^^^^^^^^^^^^^^^^^^^^",
    },
    Case {
        name: "set_through_a_text",
        changes: &[],
        sets: &["scenario.name.first=1"],
        plans: None,
        expected: r"
error: --set: `scenario.name.first`: `name` is a text, which has no keys
--set | scenario.name.first=1
      | ^^^^^^^^^^^^^^^^^^^",
    },
    Case {
        name: "unknown_plan",
        changes: &[],
        sets: &[],
        plans: Some("lin"),
        expected: r#"
error: --plans: there is no plan "lin" in border.toml
hint: did you mean `line`?"#,
    },
    Case {
        name: "all_faults_together",
        changes: &[
            ("war_cost = { pert = [0.2, 0.4, 0.9] }", "war_cost = 12"),
            ("positions = 12", "positions = 1"),
            (r#"guarantors = ["league"]"#, r#"guarantors = ["leage"]"#),
        ],
        sets: &["run.years=0"],
        plans: None,
        expected: r#"
error: border.toml:15:12: `challenger.war_cost` is 12; allowed: above -1, below 10 (share of the prize's flow)
15 | war_cost = 12
   |            ^^
hint: `war_cost`: Flow cost of fighting, as a share of the flow of the whole prize (c)

error: border.toml:54:13: `front.positions` is 1; allowed: a whole number from 2 to 1000 (steps)
54 | positions = 1
   |             ^
hint: `positions`: Number of steps between the defender's and the challenger's victory (N)

error: border.toml:91:15: `plan.line.guarantors` names "leage", which is no guarantor
91 | guarantors = ["leage"]
   |               ^^^^^^^
hint: did you mean `league`?

error: --set: `run.years` is 0; allowed: a whole number from 1 to 1000
--set | run.years=0
      |           ^"#,
    },
];

fn read(case: &Case) -> Result<Loaded, Faults> {
    let text = case.changes.iter().fold(BORDER.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{}: the right file does not hold {old}", case.name);
        text.replacen(old, new, 1)
    });
    let sets: Vec<String> = case.sets.iter().map(|set| (*set).to_owned()).collect();
    let plans = case.plans.map(|plan| vec![plan.to_owned()]);
    parse("border.toml", &text, &sets, plans.as_deref())
}

fn rendered(case: &Case) -> String {
    read(case).map_or_else(|faults| faults.to_string(), |_| "accepted".to_owned())
}

#[test]
fn faults_are_told_exactly() {
    let wrong: Vec<String> = CASES
        .iter()
        .map(|case| (case, rendered(case)))
        .filter(|(case, told)| told != case.expected.trim_start())
        .map(|(case, told)| format!("{}:\n{told}\n", case.name))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// In French no English is left over: of the words that English cannot do without, none stands outside of quotes.
#[test]
fn faults_are_told_in_french() {
    let french = Phrases::french();
    let mut left: Vec<String> = Vec::new();
    for case in CASES {
        let Err(faults) = read(case) else { continue };
        for fault in &faults.diagnostics {
            let said = std::iter::once(&fault.message).chain(&fault.hint).map(|it| it.told(&french));
            left.extend(said.filter(|said| is_english(said)).map(|said| format!("{}: {said}", case.name)));
        }
        assert!(faults.told(Colours::Off, &french).starts_with("erreur\u{a0}: "), "{}", case.name);
    }
    assert!(left.is_empty(), "{left:#?}");
}

/// Whether a French sentence has English words, beside those in quotes and code.
fn is_english(said: &str) -> bool {
    let plain = |(index, part): (usize, &str)| (index % 2 == 0).then(|| part.to_owned());
    let outside: String = said.split(['`', '"', '«', '»']).enumerate().filter_map(plain).collect();
    let words = ["the", "is", "it", "takes", "of", "and", "or", "must", "has", "are", "allowed", "write", "with"];
    outside.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
}
