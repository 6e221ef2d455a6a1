//! The sentences, word for word and figure for figure, from results whose figures are worked out by hand.

use super::super::fixture::{self, Fixture};
use super::super::known;
use super::super::lang::Lang;
use super::super::page::{Page, PageBlock, Section};
use super::super::style::Style;
use super::super::table::{Cell, FigureKind};
use super::run_page;
use crate::analysis::concession::{Gain, Response, Responses, TermResponse};
use crate::analysis::evaluation::Move;

fn page(fixture: &Fixture, code: &str) -> Page {
    run_page(&fixture.input(), &Style { lang: Lang::by_code(code).unwrap(), ..Style::default() })
}

fn section<'a>(page: &'a Page, id: &str) -> &'a Section {
    page.sections.iter().find(|section| section.id == Some(id)).unwrap()
}

/// Headings and sentences of the answer.
fn answer(fixture: &Fixture, code: &str) -> Vec<String> {
    let page = page(fixture, code);
    let said = |block: &PageBlock| match block {
        PageBlock::Heading(text) => vec![format!("# {text}")],
        PageBlock::Paragraph(text) | PageBlock::Note(text) => vec![text.clone()],
        PageBlock::List(items) => vec![items.join(" / ")],
        PageBlock::Answers(all) => all.iter().flat_map(|(_, told)| told.clone()).collect(),
        _ => vec![],
    };
    section(&page, "answer").blocks.iter().flat_map(said).collect()
}

/// The questions of the first screen, and how many sentences answer each.
fn asked(fixture: &Fixture, code: &str) -> Vec<(String, usize)> {
    let page = page(fixture, code);
    let asked = |block: &PageBlock| match block {
        PageBlock::Answers(all) => all.iter().map(|(question, told)| (question.clone(), told.len())).collect(),
        _ => vec![],
    };
    section(&page, "answer").blocks.iter().flat_map(asked).collect()
}

// At year 15, plan 0: survival 0.95 - 0.15 = 0.80, median 0.83, 0.46 to 0.85; held 0.30 - 0.06 = 0.24; all plans
// 0.62 - 0.075 = 0.545; among those signed 0.99 - 0.12 = 0.87. Balance of Avia 0.062 - 0.025 - 0.014 - 0.010 = 0.013,
// of Borea -0.031 - 0.055 + 0.128 = 0.042. Hazard of the year from 7: (0.034 + 0.001) / (0.95 - 0.07) = 0.0398.
// Terms, 15 and 30 years: both 28 and 36 %, signed 31 and 22 %; year 15: survival 80 and 78 %, held 24 and 15 %;
// year 30: survival 65 and 63 %, held 18 and 9 %. Survival overlaps: 0.80 - 0.017 < 0.78 + 0.007.

#[test]
fn the_answer_in_english() {
    let said = answer(&known::known(), "en");
    let expected = [
        "Of the plans that were signed, “Neutral zone” is the one most often signed and still holding after 15 years.",
        "Had it been signed at the start, the probability that the peace lasts that long would be 83% in the median draw of the inputs, 80% on average over the draws, and 46 to 85% in nine draws out of ten. This spread is what is not known about the inputs; more trials do not narrow it.",
        "It was signed and still holding after 15 years in 24.0% of all trials (95% sampling interval 23.4 to 24.4%); all plans together in 54.5% (53.3 to 55.4%).",
        "A trial is one war with its talks and its peace, played to the end by chance; a draw, or world, is one set of values of all uncertain inputs. Shares of trials mix chance with ignorance, shares of worlds are ignorance alone. A side wins the war when the other collapses or has lost all that is fought over.",
        "# What do the plans say?",
        "# Who would sign, and what stands in the way",
        "At the start, Avia could accept “Neutral zone” in 41% of the draws of the inputs, Borea in 72%, and both in 28%. The side that refuses it more often is Avia.",
        "The plan that both could accept most often is “Joint patrols” (36% of the draws).",
        "At the central values of all inputs both sides would sign “Neutral zone”.",
        "At the central values of all inputs, “Neutral zone” is worth +0.013 of the prize to Avia, relative to fighting on. That is net of the margin of 0.010 that it demands. Of its terms and risks, the one that weighs most against it is: foreign troops (−0.025).",
        "At the central values of all inputs, “Neutral zone” is worth +0.042 of the prize to Borea, relative to fighting on. Of its terms and risks, the one that weighs most against it is: Foreign-policy alignment (−0.055).",
        "The prize is all that is fought over: a value of 1 is everything that a side wants on every issue for ever, 0 everything that the other side wants. The costs of fighting come off, so that a value can fall below 0.",
        "# Would the peace last?",
        "Had “Neutral zone” been signed, the hazard of war, on average over the draws, would be highest between years 7 and 8 (4.0% in that year); over all the years, war is more often started by Avia.",
        "Among the trials that signed it, the peace lasted 15 years in 87%; had it been signed whatever the inputs, it would have lasted in 80%, on average over the draws. The difference is selection: the worlds in which both sides sign are unlike the others.",
        "# Otherwise",
        "In 19.0% of all trials nothing is signed and the war is still going on when the negotiations end; Avia wins the war in 13.0%, Borea in 4.0%.",
        "# What does a longer guarantee change?",
        "“Neutral zone” and “Joint patrols” differ only in the length of the guarantee.",
        "From 15 years to 30 years, the share of draws in which both could accept it: from 28.0% to 36.0%. / From 15 years to 30 years, the share of trials that sign it: from 31.0% to 22.0%. / From 15 years to 30 years, the share signed and holding at year 15: from 24.0% to 15.0%. / From 15 years to 30 years, the share signed and holding at year 30: from 18.0% to 9.0%. / Within the longer guarantee the commitments of United States end after their own terms and are not renewed; a shorter guarantee, once it ends, can be renewed as a whole. That can make the longer one the weaker. / From 15 years to 30 years, no difference beyond sampling error (the 95% intervals overlap) in: probability that the peace lasts to year 15 had it been signed in every draw (80.0% and 78.0%) and probability that the peace lasts to year 30 had it been signed in every draw (65.0% and 63.0%).",
        "All plans were on the table together, so a plan that is signed more often leaves less to the others. All plans met the same draws of the inputs, so a paired comparison is sharper than these intervals and may tell apart what they do not.",
    ];
    for (said, expected) in said.iter().zip(expected) {
        assert_eq!(said, expected);
    }
    assert_eq!(said.len(), expected.len(), "{said:#?}");
}

#[test]
fn the_answer_in_french() {
    let said = answer(&known::known(), "fr");
    let whole = said.join("\n").replace(['\u{a0}', '\u{202f}'], " ");
    for expected in [
        "Parmi les plans signés, « Neutral zone » est celui qui est le plus souvent signé et encore respecté après 15 ans.",
        "une probabilité de 83 % dans le tirage médian des données d’entrée, de 80 % en moyenne sur les tirages, et de 46 à 85 % dans neuf tirages sur dix.",
        "dans 24,0 % de tous les essais (intervalle d’échantillonnage à 95 % : 23,4 à 24,4 %) ; tous plans confondus, dans 54,5 % (53,3 à 55,4 %).",
        "pour Avia 41 %, pour Borea 72 %, pour les deux 28 %. Le camp qui le refuse le plus souvent : Avia.",
        "est « Joint patrols » (36 % des tirages).",
        "les deux camps signeraient « Neutral zone ».",
        "est de +0,013 de l’enjeu",
        "marge exigée de 0,010.",
        "troupes étrangères (−0,025).",
        "est de +0,042 de l’enjeu",
        "entre l’année 7 et l’année 8 (4,0 % dans l’année)",
        "à l’initiative de : Avia.",
        "la paix a duré 15 ans dans 87 % des cas ; s’il avait été signé quelles que soient les données, dans 80 %",
        "Sans accord, 19,0 % de tous les essais",
        "dans 13,0 % des essais par l’assaillant (Avia) et dans 4,0 % par le défenseur (Borea).",
        "de 28,0 % à 36,0 %.",
    ] {
        assert!(whole.contains(expected), "{expected}\nis not in\n{whole}");
    }
}

#[test]
fn the_table_of_terms_has_a_row_a_plan_in_the_order_of_their_lengths() {
    let page = page(&known::known(), "en");
    let mut tables = section(&page, "answer").blocks.iter().filter_map(|block| match block {
        PageBlock::Table(table) => Some(table),
        _ => None,
    });
    let table = tables.find(|table| table.id.as_deref() == Some("terms-0")).unwrap();
    assert_eq!(
        table.labels,
        [
            "plan",
            "term",
            "both could accept",
            "signed",
            "lasts to year 15 if signed",
            "signed and holding at 15",
            "lasts to year 30 if signed",
            "signed and holding at 30"
        ]
    );
    let shown: Vec<Vec<String>> =
        table.table.rows.iter().map(|row| row.iter().map(|cell| cell.shown(&Lang::english())).collect()).collect();
    assert_eq!(shown[0], ["Neutral zone", "15 years", "28.0%", "31.0%", "80.0%", "24.0%", "65.0%", "18.0%"]);
    assert_eq!(shown[1], ["Joint patrols", "30 years", "36.0%", "22.0%", "78.0%", "15.0%", "63.0%", "9.0%"]);
    assert_eq!(shown.len(), 2);
}

#[test]
fn where_the_defender_refuses_more_it_is_named_and_so_is_the_side_that_attacks_more() {
    let mut fixture = known::known();
    for plan in fixture.summary.plans.values_mut() {
        std::mem::swap(&mut plan.acceptable.challenger, &mut plan.acceptable.defender);
        let it = &mut plan.if_signed;
        std::mem::swap(&mut it.resumed_by_challenger, &mut it.resumed_by_defender);
    }
    let said = answer(&fixture, "en").join("\n");
    assert!(said.contains("Avia could accept “Neutral zone” in 72%"), "{said}");
    assert!(said.contains("Borea in 41%, and both in 28%. The side that refuses it more often is Borea."), "{said}");
    assert!(said.contains("war is more often started by Borea."), "{said}");
}

#[test]
fn sides_that_refuse_about_as_often_are_not_told_apart() {
    let mut fixture = known::known();
    for plan in fixture.summary.plans.values_mut() {
        plan.acceptable.defender = plan.acceptable.challenger;
    }
    assert!(!answer(&fixture, "en").join("\n").contains("refuses it more often"));
}

#[test]
fn the_best_plan_is_the_one_that_holds_most_often_at_the_headline_year() {
    let mut fixture = known::known();
    // The third holds most often at year 15, and nowhere else.
    fixture.summary.plans["truce"].signed_and_holding.share[15] = Some(0.3);
    let said = answer(&fixture, "en");
    assert!(said[0].contains("“Armed truce”"), "{}", said[0]);
    assert!(said[2].contains("in 30.0% of all trials"), "{}", said[2]);
}

// At year 15, alone: truce 0.40 - 0.06 = 0.34, zone 0.27, patrols 0.20; of the best 0.46 - 0.34 = 0.12 broken, 0.44
// unsettled. Where both would sign: 0.97 - 0.09 = 0.88 on average, 0.71 - 0.15 = 0.56 at the 5th percentile.

#[test]
fn each_plan_by_itself_comes_first() {
    let said = answer(&known::alone(), "en");
    let expected = [
        "Of these plans as they are written, each alone on the table, “Armed truce” does best: in 34.0% of trials both sides sign it and its peace still holds after 15 years.",
        "It is signed in 46.0%; of the peaces that it makes, 74% last 15 years.",
        "Next comes “Neutral zone” (27.0%), 7.0 points behind (95% sampling interval 6.4 to 7.8).",
        "“Armed truce” also brings assumptions of its own, which are inputs and not findings: front: chance that the front stands still × 0.7.",
        "Even with it on the table, what happens most often is another ending: nothing is signed in 60 months of talks, and the war goes on (44.0%).",
        "Avia wins the war in 7.0% of trials, Borea in 3.0%.",
        "Chance leaves 32.8 to 34.9% (95% sampling interval); more trials would narrow that, but not what is unknown: it is the best of the plans in 12% of the worlds that the inputs allow, ties shared, and within 5 points of the best in 30%.",
        "The 4 numbers in the scenario file: 2 with a source, 1 by judgement and 1 without a source.",
        "Whether it is signed and lasts hangs most on one input, Avia: cost of fighting (the chance is 4% where it is lowest, 48% where it is highest).",
        "The choice of a plan turns most on the same input (evidence: judgement); whoever knew it would choose a plan that makes a durable peace likelier by 1.6 points on average.",
        "It is Avia that refuses it more often: it could accept it at the start in 33% of the worlds, Borea in 64%.",
        "“Armed truce” rests on assumptions that it brings itself (front: chance that the front stands still × 0.7); without them it may stand elsewhere.",
        "In 70% of the worlds that the inputs allow another plan is better by more than 5 points; besides it, “Neutral zone” is the best most often (50%).",
        "A trial is one war with its talks and its peace, played to the end by chance; a draw, or world, is one set of values of all uncertain inputs. Shares of trials mix chance with ignorance, shares of worlds are ignorance alone. A side wins the war when the other collapses or has lost all that is fought over.",
        "* brings assumptions of its own, which are inputs and not findings: “Armed truce”: front: chance that the front stands still × 0.7.",
        "Evidence: what the scenario file gives for the inputs, at most 6, on which it hangs most whether the plan is signed and lasts: a source, what is widely reported, judgement, or nothing; the commonest is named. A dash: no input can be told apart from chance.",
        "# What do the plans say?",
        "# How sure is that?",
        "Both sides would sign “Armed truce” at the start in 23% of the worlds that the inputs allow. In those, the chance that the peace lasts 15 years is 88% on average, and below 56% in one of twenty.",
        "It is the best of the plans in 12% of the worlds, ties shared, and within 5 points of the best in 30%; choosing it in all of them costs 12.3 points of durable peace on average against the best plan of each.",
        "Had both been signed at the start, “Armed truce” would be likelier than “Neutral zone” to last 15 years in 57 of 100 worlds in which the two differ.",
        "# What decides it?",
        "Whether “Armed truce” is signed and lasts 15 years hangs most on Avia: cost of fighting, which goes with 31% of the spread between worlds: the chance is 4% where it is lowest and 48% where it is highest. Then comes United States: reliability (12%: 12% and 26%).",
        "The choice is another question: knowing Avia: cost of fighting before choosing a plan would raise the chance of a durable peace by 1.6 points on average, knowing everything by 5.2.",
        "# Who would sign, and what stands in the way",
    ];
    for (said, expected) in said.iter().zip(expected) {
        assert_eq!(said, expected);
    }
    let race = said.iter().position(|it| it == "# And with all plans on the table at once?").unwrap();
    assert!(said[race + 1].starts_with("Then a plan is signed in 64.0% of trials, and “Neutral zone” is the one"));
    assert!(said[race + 1].contains("still holding after 15 years (24.0%)"), "{}", said[race + 1]);
    let whole = said.join("\n");
    let paired = "Alone on the table, 30 years instead of 15 years changes the share of trials that sign and still hold after 15 years by −7.0 points (95% interval −7.6 to −6.2, the same luck for both).";
    assert!(whole.contains(paired), "{whole}");
}

/// The first screen: six questions where there is much to say, two where no plan brings a lasting peace, one where nothing is
/// signed.
#[test]
fn the_first_screen_answers_what_readers_ask() {
    let questions = |fixture: &Fixture, code: &str| asked(fixture, code).into_iter().map(|it| it.0).collect::<Vec<_>>();
    let all = [
        "Which plan?",
        "Otherwise?",
        "How sure?",
        "What decides?",
        "What would change it?",
        "What could turn the order?",
    ];
    assert_eq!(questions(&known::alone(), "en"), all);
    assert_eq!(questions(&known::alone(), "fr").len(), 6);
    assert_eq!(questions(&fixture::nothing_signed(), "en"), all[..1]);
    let mut fixture = known::alone();
    for plan in fixture.summary.plans.values_mut() {
        plan.alone.as_mut().unwrap().signed_and_holding.share = vec![Some(0.001); 31];
    }
    assert_eq!(questions(&fixture, "en"), all[..2]);
    assert!(questions(&known::known(), "en").is_empty(), "played with all plans at once only");
}

/// What would do most for the best plan, and the plan that would do better still if it were amended.
#[test]
fn the_first_screen_says_what_would_change_it() {
    let mut fixture = known::alone();
    let response = |plan: &str, now: f64, then: f64| Responses {
        plan: plan.to_owned(),
        year: 15,
        draws: 500,
        now: Response { challenger: 0.5, defender: 0.5, both: now, durable: now },
        terms: vec![TermResponse {
            change: Move { issue: "territory".to_owned(), from: Some(0.2), to: Some(0.3) },
            draws: 500,
            response: Response { challenger: 0.5, defender: 0.5, both: then, durable: then },
            gain: Gain { mean: then - now, low: 0.01, high: 0.2 },
            durable_gain: Gain { mean: then - now, low: 0.01, high: 0.2 },
        }],
    };
    fixture.changes.responses = vec![response("truce", 0.3, 0.38), response("zone", 0.2, 0.41)];
    let whole = answer(&fixture, "en").join("\n");
    let own = "Of changes of a single term, the one that would do most for it: territory 30.0% instead of 20.0%; both would then sign at the start and keep the peace for 15 years in 38% of the worlds, now 30%.";
    let other = "A plan amended in one term would do better than any as written: “Neutral zone” with territory 30.0% instead of 20.0% (41%, now 20%; as it stands Avia refuses it more often).";
    assert!(whole.contains(own) && whole.contains(other), "{whole}");
    fixture.changes.responses.pop();
    let mut cap = fixture.changes.responses[0].terms[0].clone();
    cap.change = Move { issue: "defender_forces".to_owned(), from: Some(800.0), to: Some(600.0) };
    cap.response.durable = 0.37;
    fixture.changes.responses[0].terms.push(cap);
    let tied = "now 30%; as far as can be told cap on the defender's army 600 thousand instead of 800 thousand would do as much.";
    assert!(answer(&fixture, "en").join("\n").contains(tied));
    fixture.changes.responses[0].terms.pop();
    fixture.changes.responses[0].terms[0].durable_gain.low = -0.01;
    assert!(answer(&fixture, "en").join("\n").contains("does more for it than chance would show"));
    fixture.changes.responses[0].terms[0].durable_gain.low = 0.01;
    let whole = answer(&fixture, "en").join("\n");
    assert!(whole.contains(own) && !whole.contains("amended in one term"), "the best plan itself: {whole}");
}

/// 74 % of the peaces last; 50 % would if all worlds had signed.
#[test]
fn how_long_peace_lasts_where_it_is_signed_stands_beside_all_worlds() {
    let mut fixture = known::alone();
    fixture.summary.plans["truce"].if_signed.survival.survival[15] = Some(0.5);
    let told = "of the peaces that it makes, 74% last 15 years. Had it been signed in every world, 50% would: those in which both sign are unlike the others.";
    assert!(answer(&fixture, "en").join("\n").contains(told));
}

/// Where a peace that holds is the likeliest ending the next is told; where hardly another occurs, none.
#[test]
fn where_peace_is_the_likeliest_ending_the_next_is_told() {
    let mut fixture = known::alone();
    let alone = fixture.summary.plans["truce"].alone.as_mut().unwrap();
    alone.signed.share = Some(0.9);
    alone.signed_and_holding.share[15] = Some(0.7);
    alone.classes.no_settlement.share = Some(0.04);
    let told = "With it on the table, no other ending is as likely; the next is: a peace is signed, and broken within 15 years (20.0%).";
    assert!(answer(&fixture, "en").contains(&told.to_owned()), "{:#?}", answer(&fixture, "en"));
    let alone = fixture.summary.plans["truce"].alone.as_mut().unwrap();
    (alone.signed.share, alone.signed_and_holding.share[15]) = (Some(1.0), Some(0.999));
    assert!(!asked(&fixture, "en").iter().any(|it| it.0 == "Otherwise?"));
}

/// What the results rest on: priors, or numbers none of which is uncertain.
#[test]
fn the_limits_say_whether_inputs_are_priors() {
    let last = |fixture: &Fixture| {
        let page = page(fixture, "en");
        let PageBlock::List(limits) = &section(&page, "limits").blocks[0] else { panic!() };
        limits.last().unwrap().clone()
    };
    let mut fixture = known::alone();
    assert!(last(&fixture).starts_with("Inputs are priors"));
    fixture.scenario.inputs.clear();
    assert!(last(&fixture).starts_with("No input of this scenario is uncertain."));
}

/// Where no plan does anything in a half of the worlds, being near the best is told of the others: (0.6 - 0.5) / 0.5.
#[test]
fn worlds_in_which_no_plan_does_anything_are_told_apart() {
    let mut fixture = known::alone();
    let durable = &mut fixture.summary.decision["durable"];
    (durable.out_of_reach, durable.plans["truce"].near_best) = (Some(0.5), Some(0.6));
    let told = "in 50% of the worlds that the inputs allow no plan brings a peace that lasts in more than 5 of 100 cases; in 20% of the others it is within 5 points of the best.";
    assert!(answer(&fixture, "en").join("\n").contains(told));
}

/// In words, best first: who guarantees, and from when where plans come at different times.
#[test]
fn the_terms_of_the_plans_are_told_in_words() {
    let mut fixture = known::alone();
    fixture.scenario.structure.plans[1].from_month = 6;
    let page = page(&fixture, "en");
    let mut tables = section(&page, "answer").blocks.iter().filter_map(|block| match block {
        PageBlock::Table(table) => Some(table),
        _ => None,
    });
    let table = tables.find(|table| table.caption == "What do the plans say?").unwrap();
    let shown: Vec<Vec<String>> =
        table.table.rows.iter().map(|row| row.iter().map(|cell| cell.shown(&Lang::english())).collect()).collect();
    assert_eq!(table.labels[..5], ["plan", "territory", "cap on the defender's army", "foreign troops", "guarantee"]);
    assert_eq!(table.labels.last().unwrap(), "on the table from month");
    insta::assert_snapshot!(shown.iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n"));
}

#[test]
fn each_plan_by_itself_comes_first_in_french() {
    let whole = answer(&known::alone(), "fr").join("\n").replace(['\u{a0}', '\u{202f}'], " ");
    for expected in [
        "« Armed truce » fait le mieux : dans 34,0 % des essais, les deux camps le signent et sa paix tient encore après 15 ans.",
        "Vient ensuite « Neutral zone » (27,0 %), à 7,0 points (intervalle d’échantillonnage à 95 % : 6,4 à 7,8).",
        "Le hasard laisse 32,8 à 34,9 % (intervalle d’échantillonnage à 95 %) ; plus d’essais",
        "Les 4 nombres du fichier : 2 avec source, 1 par jugement et 1 sans source.",
        "tiennent surtout à une donnée, Avia : coût des combats (la probabilité est de 4 % quand elle est la plus basse, de 48 %",
        "Le camp qui le refuse le plus souvent : Avia, qui pourrait l’accepter au début dans 33 % des mondes ; pour Borea, dans 64 %.",
        "rien n’est signé en 60 mois de négociations, et la guerre continue (44,0 %).",
        "tient surtout à une donnée (Avia : coût des combats), qui accompagne 31 % de la dispersion",
        "même chance pour les deux",
        "de −7,0 points (intervalle à 95 % : −7,6 à −6,2",
    ] {
        assert!(whole.contains(expected), "{expected} is not in\n{whole}");
    }
}

/// The pairs of the known results are 0.07 and 0.14 of trials apart, and the one outlasts the other in half of the worlds
/// and so much more.
#[test]
fn the_leading_plan_is_compared_in_pairs_of_worlds() {
    let page_of = |fixture: &Fixture| {
        let page = page(fixture, "en");
        let pairs = section(&page, "answer").blocks.iter().find_map(|block| match block {
            PageBlock::Table(table) if table.id.as_deref() == Some("pairs") => Some(table.clone()),
            _ => None,
        });
        pairs.map(|pairs| {
            assert_eq!(pairs.caption, "“Armed truce” against the plans next in rank, the one that is best where it is not, and those that would outlast it");
            let shown = |row: &Vec<Cell>| row.iter().map(|cell| cell.shown(&Lang::english())).collect::<Vec<_>>();
            pairs.table.rows.iter().map(shown).collect::<Vec<_>>()
        })
    };
    let mut fixture = known::alone();
    let expected = [
        ["Neutral zone", "57 of 100", "7.0%", "6.4%", "7.8%"],
        ["Joint patrols", "64 of 100", "14.0%", "13.4%", "14.8%"],
    ];
    assert_eq!(page_of(&fixture).unwrap(), expected);
    fixture.summary.alone.as_mut().unwrap().differences[1].outlasts = None;
    assert_eq!(page_of(&fixture).unwrap()[0][1], "–");
    let alike = "Had both been signed at the start, “Armed truce” and “Neutral zone” would be equally likely to last 15 years in every world.";
    assert!(answer(&fixture, "en").iter().any(|said| said == alike));
    fixture.summary.failed_trials = fixture.summary.trials - 19;
    assert_eq!(page_of(&fixture), None, "of 19 trials");
    let mut one = known::alone();
    one.summary.plans.retain(|id, _| id == "truce");
    one.summary.alone = None;
    assert_eq!(page_of(&one), None);
}

#[test]
fn plans_that_cannot_be_told_apart_are_not_ranked() {
    let mut fixture = known::alone();
    let pairs = &mut fixture.summary.alone.as_mut().unwrap().differences;
    (pairs[1].low, pairs[1].high) = (Some(-0.15), Some(0.01));
    let said = answer(&fixture, "en");
    let tied = "This many trials cannot tell apart the plans that do best, each alone on the table: “Armed truce” (34.0%) and “Neutral zone” (27.0%) (share of trials in which both sides sign it and its peace still holds after 15 years).";
    assert_eq!(said[0], tied);
    assert!(!said.iter().any(|it| it.contains("does best") || it.starts_with("Next comes")), "{said:#?}");
    assert!(said.iter().any(|it| it.starts_with("“Armed truce”: Whether it is signed")), "{said:#?}");
}

#[test]
fn a_plan_that_holds_in_few_trials_is_said_to_be_rare() {
    let mut fixture = known::alone();
    for plan in fixture.summary.plans.values_mut() {
        plan.alone.as_mut().unwrap().signed_and_holding.share = vec![Some(0.04); 31];
    }
    let said = answer(&fixture, "en");
    assert!(
        said.iter().any(|it| it == "That is rare: whatever is offered, this war seldom ends in a peace that lasts.")
    );
    fixture.summary.influence = None;
    let said = answer(&fixture, "en");
    assert!(said.iter().any(|it| it.starts_with("So few worlds were drawn")), "{said:#?}");
}

/// Where not even the best plan brings a lasting peace, none is called the best, and nothing is said of an order.
#[test]
fn plans_that_hardly_ever_hold_are_not_ranked() {
    let mut fixture = known::alone();
    for plan in fixture.summary.plans.values_mut() {
        let held = &mut plan.alone.as_mut().unwrap().signed_and_holding;
        held.share = vec![Some(0.001); 31];
        held.high = vec![Some(0.0029); 31];
        plan.signed_and_holding.share.fill(Some(0.001));
    }
    let said = answer(&fixture, "en");
    let first = "None of these plans brings a peace that lasts: even “Neutral zone”, signed and still holding most often after 15 years, is so in 0.1% of trials, and in no more than 0.3% within sampling error.";
    assert_eq!(said[0], first);
    assert!(said[1].starts_with("What happens most often whatever is offered: nothing is signed"), "{}", said[1]);
    let whole = said.join("\n");
    for untrue in [
        "does best",
        "rests on assumptions",
        "How sure",
        "What decides",
        "outlast",
        "likelier than",
        "race",
        "Would the peace",
    ] {
        assert!(!whole.contains(untrue), "{untrue}: {whole}");
    }
    let french = answer(&fixture, "fr").join("\n");
    assert!(french.starts_with("Aucun de ces plans n’apporte une paix durable"), "{french}");
}

/// Of the plans behind the best those that cannot be told apart from the second come with it.
#[test]
fn plans_next_in_rank_that_cannot_be_told_apart_come_together() {
    let mut fixture = known::alone();
    let pairs = &mut fixture.summary.alone.as_mut().unwrap().differences;
    let (low, high) = (Some(-0.01), Some(0.15));
    (pairs[0].low, pairs[0].high) = (low, high);
    let told = "Next come “Neutral zone” (27.0%) and “Joint patrols” (20.0%), which cannot be told apart from each other; the first of them is 7.0 points behind (95% sampling interval 6.4 to 7.8).";
    assert_eq!(answer(&fixture, "en")[2], told);
}

/// The plan that is the best most often where another is, and one that outlasts the best, stand in the table of pairs wherever
/// they rank.
#[test]
fn a_plan_that_lasts_better_but_is_signed_less_often_is_named() {
    let mut fixture = known::alone();
    fixture.summary.alone.as_mut().unwrap().differences[1].outlasts = Some(0.83);
    fixture.summary.plans["zone"].acceptable.both.share = Some(0.1);
    let whole = answer(&fixture, "en").join("\n");
    let told = "“Neutral zone” is another matter: it would be likelier to last than “Armed truce” in 83 of 100 such worlds, but both sides would sign it in 10% of the worlds only, against 23%.";
    assert!(whole.contains(told), "{whole}");
    fixture.summary.plans["zone"].acceptable.both.share = Some(0.3);
    assert!(!answer(&fixture, "en").join("\n").contains("another matter"));
}

#[test]
fn one_plan_is_not_ranked() {
    let mut fixture = known::alone();
    fixture.summary.plans.retain(|id, _| id == "zone");
    fixture.summary.alone = None;
    let said = answer(&fixture, "en");
    assert!(
        said[0] == "In 27.0% of trials both sides sign “Neutral zone” and its peace still holds after 15 years.",
        "{}",
        said[0]
    );
    assert_eq!(asked(&fixture, "en")[0].0, "Does the plan work?");
    assert!(
        !said.join("\n").contains("best of the plans") && !said.join("\n").contains("all plans on the table at once")
    );
}

#[test]
fn a_plan_nobody_signs_is_never_the_best() {
    let mut fixture = known::known();
    fixture.summary.plans["zone"].signed.share = Some(0.0);
    assert!(answer(&fixture, "en")[0].contains("“Joint patrols”"));
}

#[test]
fn where_nothing_is_signed_the_nearest_plan_is_weighed() {
    let said = answer(&fixture::nothing_signed(), "en");
    assert_eq!(said[0], "No plan was signed in 10,000 trials.");
    let whole = said.join("\n");
    assert!(whole.contains("no plan could be signed; of those that no red line rules out “Guarantee without foreign presence” comes nearest."), "{whole}");
    assert!(!whole.contains("hazard of war") && !whole.contains("selection"), "{whole}");
}

#[test]
fn trials_that_failed_are_not_counted_among_those_that_signed_nothing() {
    let mut fixture = fixture::nothing_signed();
    fixture.summary.failed_trials = 2_500;
    assert_eq!(answer(&fixture, "en")[0], "No plan was signed in 7,500 trials.");
    fixture.summary.failed_trials = 9_999;
    assert_eq!(answer(&fixture, "en")[0], "No plan was signed in 1 trial.");
}

#[test]
fn where_every_trial_failed_nothing_is_claimed() {
    let fixture = known::all_failed();
    assert_eq!(answer(&fixture, "en")[0], "All 10,000 trials failed: there is nothing to report.");
    let whole = answer(&fixture, "en").join("\n");
    assert!(!whole.contains('%') && !whole.contains("No plan was signed"), "{whole}");
    assert!(answer(&fixture, "fr")[0].starts_with("Les 10\u{202f}000 essais ont tous échoué"));
}

#[test]
fn a_range_without_width_is_one_figure() {
    for code in Lang::CODES {
        let whole = answer(&known::all_alike(), code).join("\n").replace(['\u{a0}', '\u{202f}'], " ");
        assert!(!whole.contains("44 to 44") && !whole.contains("44 à 44"), "{whole}");
        assert!(!whole.contains("0.0 to 0.0") && !whole.contains("0,0 à 0,0"), "{whole}");
        assert!(!whole.contains("100.0 to 100.0") && !whole.contains("100,0 à 100,0"), "{whole}");
    }
}

#[test]
fn no_share_among_fewer_than_twenty_signings_is_told() {
    let fixture = known::rarely_signed();
    assert!(!answer(&fixture, "en").join("\n").contains("Among the trials that signed it"));
    let page = page(&fixture, "en");
    let survival = section(&page, "evidence").blocks.iter().find_map(|block| match block {
        PageBlock::Figure(figure) if figure.wide.name == "survival" => figure.data.as_ref(),
        _ => None,
    });
    let table = &survival.unwrap().table;
    let given = table.columns.iter().position(|key| key == "given_signed").unwrap();
    assert!(table.rows.iter().all(|row| row[given] == Cell::Share(None)));
    assert!(table.rows.len() > 90);
}

#[test]
fn selection_is_only_named_beyond_sampling_error_and_in_either_direction() {
    let names = |fixture: &Fixture| answer(fixture, "en").join("\n").contains("The difference is selection");
    let mut fixture = known::known();
    assert!(names(&fixture));
    fixture.summary.plans["zone"].given_signed.low[15] = Some(0.79);
    assert!(!names(&fixture));
    // Below all draws: 0.70 with an interval that ends at 0.75.
    let given = &mut fixture.summary.plans["zone"].given_signed;
    (given.survival[15], given.low[15], given.high[15]) = (Some(0.7), Some(0.65), Some(0.75));
    assert!(names(&fixture));
}

#[test]
fn a_margin_that_decides_and_red_lines_are_said() {
    let mut fixture = known::known();
    let zone = &mut fixture.evaluation.plans[0];
    // 0.02 - 0.015 = 0.005 without the margin of 0.012: -0.007 with it.
    zone.challenger =
        fixture::value(0.3, 0.2, &[("territory", 0.02), ("fighting_on", -0.015), ("margin", -0.012)], &[]);
    zone.defender = fixture::value(0.7, 0.6, &[("territory", 0.1)], &["foreign_troops", "alignment"]);
    let whole = answer(&fixture, "en").join("\n");
    assert!(whole.contains("is worth −0.007 of the prize to Avia"), "{whole}");
    assert!(
        whole.contains(
            "margin of 0.012 that it demands, and the margin decides: without it, the figure would be +0.005."
        )
    );
    assert!(whole.contains("Giving up the fight itself accounts for −0.015."), "{whole}");
    assert!(whole.contains("it crosses a red line of Borea (foreign troops and Foreign-policy alignment)"), "{whole}");
    assert!(!whole.contains("red line of Avia"));
}

#[test]
fn the_note_names_trials_failures_seed_and_date() {
    assert_eq!(
        page(&known::known(), "en").note,
        "4,000 trials, plain Monte Carlo, seed 77. 37 trials failed and are left out. Month 0 is 6 January 2026."
    );
    let french = page(&known::known(), "fr").note.replace('\u{202f}', " ");
    assert!(french.starts_with("4 000 essais, Monte-Carlo simple, graine 77. 37 essais ont échoué"), "{french}");
}

#[test]
fn assumptions_are_counted_and_marked() {
    let page = page(&known::known(), "en");
    let blocks = &section(&page, "assumptions").blocks;
    let PageBlock::Paragraph(counts) = &blocks[1] else { panic!() };
    assert_eq!(counts, "3 numbers: 0 uncertain, 1 marked as judgement, 2 without a source.");
    let PageBlock::Assumptions(all) = &blocks[2] else { panic!() };
    assert_eq!(all.iter().map(|it| it.is_judgement).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(all[1].path, "challenger.war_cost");
    assert_eq!(all[0].source.as_deref(), Some("IISS, The Military Balance 2025"));
}

#[test]
fn charts_of_inputs_stand_with_the_assumptions_and_all_others_are_evidence() {
    let page = page(&known::known(), "en");
    let charts = |id: &str| -> Vec<String> {
        let figures = section(&page, id).blocks.iter();
        figures
            .filter_map(|it| if let PageBlock::Figure(it) = it { Some(it.wide.name.clone()) } else { None })
            .collect()
    };
    assert_eq!(charts("assumptions"), ["inputs"]);
    assert_eq!(charts("evidence").first().unwrap(), "outcomes");
    assert_eq!(charts("evidence").len(), 12);
}

#[test]
fn what_reproduces_a_run_is_said_as_it_was_given() {
    let page = page(&known::known(), "en");
    let blocks = &section(&page, "reproduce").blocks;
    let PageBlock::Command { text, .. } = &blocks[1] else { panic!() };
    assert_eq!(text, "armistice run paris-2026.toml --trials 10000 --seed 20260106");
    let PageBlock::Facts(facts) = &blocks[2] else { panic!() };
    let values: Vec<&str> = facts.iter().map(|(_, value)| value.as_str()).collect();
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let cite = "The armistice developers: armistice 0.1.0, a Monte Carlo simulator of conflict settlements (software); \
        paris-2026.toml, 10,000 trials, seed 20260106.";
    assert_eq!(values, ["0.1.0", "paris-2026.toml", hash, "20260106", "10,000", "plain Monte Carlo", cite]);
}

#[test]
fn thirty_plans_are_all_told_apart() {
    let mut fixture = fixture::many(30);
    assert_eq!(page(&fixture, "en").lead, None, "the scenario asks its own question");
    fixture.scenario.summary = None;
    let page = page(&fixture, "en");
    assert_eq!(
        page.lead.as_deref().unwrap(),
        "Which of the 30 plans on the table would both sides sign, and would the peace hold?"
    );
    let said = answer(&fixture, "en");
    let best = |plan: &crate::analysis::summary::PlanSummary| plan.alone.as_ref().unwrap().signed_and_holding.share[15];
    let leads = fixture.summary.plans.values().map(best).fold(None, |a, b| if b > a { b } else { a });
    let id = fixture.summary.plans.iter().find(|(_, plan)| best(plan) == leads).unwrap().0;
    assert!(said[0].contains(&format!("“{}”", id.replace("plan-", "Plan "))), "{id}: {}", said[0]);
}

/// Sentences that would say nothing are said otherwise.
#[test]
fn what_would_be_shown_as_nothing_is_said_in_words() {
    let mut fixture = known::alone();
    let durable = &mut fixture.summary.decision["durable"];
    durable.worth_of_knowing.everything = Some(0.0004);
    let truce = &mut durable.plans["truce"];
    (truce.best, truce.near_best, truce.regret.mean) = (Some(1.0), Some(1.0), Some(0.0));
    for (pair, difference) in fixture.summary.alone.as_mut().unwrap().differences.iter_mut().zip([0.0, 0.0, 0.0003]) {
        (pair.difference, pair.low, pair.high) = (Some(difference), Some(difference), Some(difference));
    }
    for plan in fixture.summary.plans.values_mut() {
        let there = &mut plan.if_acceptable;
        there.across.p5.clone_from(&there.mean);
        plan.if_signed.resumed_by_challenger.fill(Some(0.0));
        plan.if_signed.resumed_by_defender.fill(Some(0.0));
    }
    let whole = answer(&fixture, "en").join("\n");
    assert!(whole.contains("not what is unknown: it is the best of the plans in every world"), "{whole}");
    assert!(whole.contains("It is the best of the plans in every world that the inputs allow."), "{whole}");
    assert!(
        whole.contains("cannot tell apart the plans that do best, each alone on the table: “Armed truce”"),
        "{whole}"
    );
    assert!(whole.contains("In nearly all of those the chance that the peace lasts 15 years is 88%."), "{whole}");
    assert!(whole.contains("knowing all inputs would not change which plan is best"), "{whole}");
    for empty in [" 0.0%", "(0.0%", "in all of them costs", "hazard of war", "0.0 points"] {
        assert!(!whole.contains(empty), "{empty}: {whole}");
    }
    let french = answer(&fixture, "fr").join("\n").replace(['\u{a0}', '\u{202f}'], " ");
    assert!(!french.contains(" 0,0 %") && !french.contains(" 0,0 points"), "{french}");
}

#[test]
fn the_best_plan_that_never_holds_is_not_praised() {
    let mut fixture = known::alone();
    for plan in fixture.summary.plans.values_mut() {
        plan.alone.as_mut().unwrap().signed_and_holding.share = vec![Some(0.0); 31];
    }
    let said = answer(&fixture, "en");
    assert_eq!(
        said[0],
        "Under none of these plans does a peace still hold after 15 years in any trial. “Neutral zone” is signed in 41% of them."
    );
    assert!(!said.join("\n").contains("Next comes"));
}

#[test]
fn where_one_side_always_wins_it_is_the_likeliest_ending_and_nothing_is_praised() {
    let mut fixture = fixture::nothing_signed();
    for plan in fixture.summary.plans.values_mut() {
        let classes = &mut plan.alone.as_mut().unwrap().classes;
        (classes.challenger_victory.share, classes.no_settlement.share) = (Some(1.0), Some(0.0));
    }
    let said = answer(&fixture, "en");
    assert_eq!(said[0], "No plan was signed in 10,000 trials.");
    assert!(!said.join("\n").contains("another plan is better by more than"));
}

/// Each plan by itself, best first: holds, its interval, broken 0.46 - 0.34, unsettled 0.44, 0.07 and 0.03; the evidence.
#[test]
fn the_table_of_plans_by_outcome_marks_what_a_plan_brings_and_grades_the_evidence() {
    let page = page(&known::alone(), "en");
    let tables = section(&page, "answer").blocks.iter().filter_map(|block| match block {
        PageBlock::Table(table) => Some(table),
        _ => None,
    });
    let table = tables.into_iter().find(|it| it.id.as_deref() == Some("plan-outcomes")).unwrap();
    let lang = Lang::english();
    let shown: Vec<String> = table.table.rows[0].iter().map(|cell| cell.shown(&lang)).collect();
    assert_eq!(shown[..7], ["Armed truce*", "34.0%", "32.8 to 34.9%", "12.0%", "44.0%", "7.0%", "3.0%"]);
    // Spreadsheets get both ends as numbers.
    let Cell::Between(Some(ends), FigureKind::Share, _) = table.table.rows[0][2] else { panic!("no interval") };
    assert_eq!(ends.map(|end| (1e3 * end).round()), [328.0, 349.0]);
    assert_eq!(table.table.rows.len(), 3);
    assert_eq!(table.table.rows[1][0].shown(&lang), "Neutral zone");
}
