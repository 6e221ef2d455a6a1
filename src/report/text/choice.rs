//! What the terminal shows of a choice.

use super::super::choice::ChoiceInput;
use super::super::lang::say;
use super::{Grid, Screen, header};
use crate::analysis::choose::PolicyRule;

/// What the terminal shows of a choice.
pub fn choice_text(input: &ChoiceInput, screen: &Screen) -> String {
    let lang = screen.lang;
    let mut text = screen.wrapped(&input.title(lang), 0) + &screen.wrapped(&input.note(lang), 0) + "\n";
    for sentence in input.sentences(lang) {
        text += &screen.wrapped(&sentence, 0);
    }
    text += &screen.heading(lang.t("choose.rules"));
    text += &by_rule(input, screen);
    text += &screen.heading(lang.t("choose.by_state"));
    text += &by_state(input, screen);
    text + "\n"
        + &screen.wrapped(&say!(lang, "choose.explained", least = input.number(lang, input.settings.at_least)), 0)
}

fn by_rule(input: &ChoiceInput, screen: &Screen) -> String {
    let lang = screen.lang;
    let keys = [
        "text.plan",
        "choose.mean",
        "choose.leads",
        "choose.worst_regret",
        "choose.leads",
        "choose.mean_regret",
        "choose.good",
        "choose.leads",
    ];
    let mut grid = Grid::new(header(lang, &keys));
    for plan in input.order() {
        let it = input.judged(plan);
        let mut row = vec![input.plans[plan].name.clone()];
        for (index, rule) in PolicyRule::ALL.into_iter().enumerate() {
            if rule == PolicyRule::Domain {
                row.push(input.figure(lang, PolicyRule::MinimaxRegret, it.mean_regret));
            }
            row.extend([input.figure(lang, rule, it.figures[index].value), lang.about(it.leads[index])]);
        }
        grid.push(row);
    }
    grid.lines(screen)
}

fn by_state(input: &ChoiceInput, screen: &Screen) -> String {
    let lang = screen.lang;
    let mut columns = header(lang, &["text.plan"]);
    columns.extend(input.states.iter().cloned());
    let mut grid = Grid::new(columns);
    for plan in input.order() {
        let it = input.judged(plan);
        let cell = |(brings, regret): (&f64, &f64)| {
            let regret = input.figure(lang, PolicyRule::MinimaxRegret, *regret);
            say!(lang, "choose.cell", brings = input.number(lang, *brings), regret = regret)
        };
        let cells = it.by_state.iter().zip(&it.regret).map(cell);
        grid.push(std::iter::once(input.plans[plan].name.clone()).chain(cells).collect());
    }
    grid.lines(screen)
}
