//! The sections `[[evidence]]`: plans that were answered, and fronts that were seen.

use crate::model::evidence::{AnsweredPlan, EvidencePiece, FrontSeen, KnownAnswer, NOT_SIGNED, Reply};
use crate::model::{FOREIGN_TROOPS, MAX_MONTHS, PerSide, Plan, Range, Side};
use crate::words::{Words, words};

use super::Scenario;
use super::advice::{one_of, short};
use super::code::Code;
use super::document::{Node, TomlTable};
use super::keys::{NOTE, Plain, Rule, SOURCE, Takes, names, plain};
use super::reader::{Reader, join_path};

pub(super) const MAX_EVIDENCE: usize = 200;
const REPLIES: [&str; 2] = [Reply::Accepted.name(), Reply::Refused.name()];
const NOT_SIGNED_ALONE: [&str; 1] = [NOT_SIGNED];

pub(super) const EVIDENCE: &[Plain] = &[
    plain("plan", Takes::Id, false, "", "The plan that was answered."),
    plain("challenger", Takes::Choice(&REPLIES), false, "", "What the challenger answered."),
    plain("defender", Takes::Choice(&REPLIES), false, "", "What the defender answered."),
    plain(
        "answer",
        Takes::Choice(&NOT_SIGNED_ALONE),
        false,
        "",
        "That the plan was not signed, where it is not known who refused.",
    ),
    plain("position", Takes::Count(1, 999), false, "front.start", "Where the front stood when the plan was answered."),
    plain(
        "months",
        Takes::Count(1, MAX_MONTHS as u64),
        false,
        "",
        "For how many months of war the front was seen, never frozen.",
    ),
    plain("advances", Takes::Count(0, MAX_MONTHS as u64), false, "0", "In how many of them it advanced by a position."),
    plain(
        "retreats",
        Takes::Count(0, MAX_MONTHS as u64),
        false,
        "0",
        "In how many of them it retreated by a position.",
    ),
    plain(POWER, Takes::Part, false, "", "How much it counts."),
    SOURCE,
    NOTE,
];

/// The key of how much a front that was seen counts.
pub(super) const POWER: &str = "power";

/// The rule of how much a front that was seen counts.
pub(super) fn power_rule() -> Rule {
    Rule {
        name: POWER,
        doc: "How much the front counts: the power of its likelihood, below 1 where its months tell less than months drawn by the rules.",
        unit: String::new(),
        range: Range::open_closed(0.0, 1.0),
        default: Some(1.0),
        whole: false,
        words: &[],
    }
}

/// Keys of a plan that was answered.
const OF_PLAN: [&str; 5] = ["plan", "challenger", "defender", "answer", "position"];
/// Keys of a front that was seen.
const OF_FRONT: [&str; 4] = ["months", "advances", "retreats", POWER];

impl Reader<'_> {
    pub(super) fn evidence(&mut self, root: &TomlTable, plans: &[Plan]) -> Vec<EvidencePiece> {
        let Some(entry) = root.entry("evidence") else { return Vec::new() };
        let mut pieces: Vec<EvidencePiece> = Vec::new();
        for (number, (node, table)) in self.tables(&entry.node, "evidence", MAX_EVIDENCE).into_iter().enumerate() {
            let path = evidence_path(number);
            self.places.insert(path.clone(), node.origin.clone());
            let Some(piece) = self.piece(node, table, &path, plans) else { continue };
            let plan = piece.plan().map(|plan| plans[plan].id.as_str());
            if let Some(id) = plan.filter(|_| pieces.iter().any(|other| other.plan() == piece.plan())) {
                let message = words!("`{path}` is of plan \"{id}\", of which there is evidence already", path, id);
                self.fault(Code::DuplicateName, &node.origin, &path, message).hint = Some(words!(
                    "one piece of evidence a plan: say in it what both sides answered, or give the plan that was answered \
                     again an id of its own"
                ));
                continue;
            }
            pieces.push(piece);
        }
        pieces
    }

    fn piece(&mut self, node: &Node, table: &TomlTable, path: &str, plans: &[Plan]) -> Option<EvidencePiece> {
        self.refuse_unknown(table, path, &names(EVIDENCE));
        self.block_provenance(table, path);
        let given = |keys: &[&'static str]| keys.iter().copied().find(|key| table.get(key).is_some());
        let (of_plan, of_front) = (given(&OF_PLAN), given(&OF_FRONT));
        match (of_plan, of_front) {
            (Some(plan), Some(front)) => {
                let message = words!("`{path}` has both `{plan}` and `{front}`", path, plan, front);
                self.fault(Code::Contradiction, &node.origin, path, message).hint =
                    Some(words!("a plan that was answered and a front that was seen are two pieces of evidence"));
                None
            }
            (None, None) => {
                let message = words!("`{path}` says neither which plan was answered nor how the front moved", path);
                self.fault(Code::MissingKey, &node.origin, path, message).hint =
                    Some(words!("give `plan` and what was answered, or `months`, `advances` and `retreats`"));
                None
            }
            (Some(_), None) => self.answered(node, table, path, plans).map(EvidencePiece::Answered),
            (None, Some(_)) => self.seen(node, table, path).map(EvidencePiece::Seen),
        }
    }

    fn answered(&mut self, node: &Node, table: &TomlTable, path: &str, plans: &[Plan]) -> Option<AnsweredPlan> {
        let known = self.known_answer(node, table, path);
        let position = table.get("position").map(|_| self.count(table, path, EVIDENCE, "position", 1) as usize);
        let full = join_path(path, "plan");
        let Some(entry) = table.entry("plan") else {
            self.missing(&node.origin, &full, words!("the id of the plan that was answered"));
            return None;
        };
        self.places.insert(full.clone(), entry.node.origin.clone());
        let id = self.id(&entry.node, &full)?;
        let ids: Vec<&str> = plans.iter().map(|plan| plan.id.as_str()).collect();
        let plan = ids.iter().position(|known| *known == id);
        if plan.is_none() && !self.is_broken("plan") {
            let message = words!("`{path}` is \"{id}\", which is no plan of this file", path = full, id = short(&id));
            let advice = one_of(&id, &ids);
            let advice = if advice.suggestion.is_some() {
                advice
            } else {
                super::advice::Advice::say(words!(
                    "declare it under [[plan]]; with `tabled = false` it is never signed, and known for its answer alone"
                ))
            };
            self.fault(Code::UnknownName, &entry.node.origin, &full, message).of(&id).advise(advice);
        }
        Some(AnsweredPlan { plan: plan?, known: known?, position })
    }

    fn known_answer(&mut self, node: &Node, table: &TomlTable, path: &str) -> Option<KnownAnswer> {
        let replies = PerSide::each(|side| self.choice(table, path, side.key(), &REPLIES).and_then(Reply::by_name));
        let answer = self.choice(table, path, "answer", &NOT_SIGNED_ALONE);
        let is_given = |key: &str| table.get(key).is_some();
        let side = Side::BOTH.into_iter().find(|side| is_given(side.key()));
        match (is_given("answer"), side) {
            (true, Some(side)) => {
                let message = words!("`{path}` has both `answer` and `{side}`", path, side = side.key());
                self.fault(Code::Contradiction, &node.origin, path, message).hint = Some(words!(
                    "say what each side answered, as far as it is known, or answer = \"{not_signed}\" alone",
                    not_signed = NOT_SIGNED
                ));
                None
            }
            (false, None) => {
                let message = words!("`{path}` does not say what was answered", path);
                self.fault(Code::MissingKey, &node.origin, path, message).hint = Some(words!(
                    "give `challenger`, `defender` or both, each \"accepted\" or \"refused\", or answer = \"{not_signed}\"",
                    not_signed = NOT_SIGNED
                ));
                None
            }
            (true, None) => answer.map(|_| KnownAnswer::NotSigned),
            // A word that could not be read is a fault already.
            (false, Some(_)) => Some(KnownAnswer::Replies(replies)),
        }
    }

    fn seen(&mut self, node: &Node, table: &TomlTable, path: &str) -> Option<FrontSeen> {
        let full = join_path(path, "months");
        if table.get("months").is_none() {
            self.missing(&node.origin, &full, words!("for how many months the front was seen"));
            return None;
        }
        let before = self.faults.len();
        let mut count = |name: &str, default: u64| self.count(table, path, EVIDENCE, name, default);
        let [months, advances, retreats] = [count("months", 1), count("advances", 0), count("retreats", 0)];
        let power = match table.entry(POWER) {
            None => 1.0,
            Some(entry) => {
                let full = join_path(path, POWER);
                self.places.insert(full.clone(), entry.node.origin.clone());
                self.constant(&entry.node, &full, &power_rule())?
            }
        };
        if self.faults.len() == before && advances + retreats > months {
            let message = words!(
                "`{path}` has {advances} advances and {retreats} retreats in {months} months",
                path,
                advances,
                retreats,
                months
            );
            self.fault(Code::Contradiction, &node.origin, path, message).hint = Some(words!(
                "a front moves once a month at most, by one position: count steps, and the months they took"
            ));
        }
        let [months, advances, retreats] = [months, advances, retreats].map(|count| count as u32);
        Some(FrontSeen { months, advances, retreats, power })
    }

    /// Reports evidence that no draw allows.
    pub(super) fn check_evidence(&mut self, scenario: &Scenario) {
        let pieces: Vec<(String, EvidencePiece)> = self.placed_evidence(scenario);
        for (path, piece) in pieces {
            match piece {
                EvidencePiece::Seen(seen) => self.check_seen(scenario, &path, &seen),
                EvidencePiece::Answered(answered) => self.check_answered(scenario, &path, &answered),
            }
        }
    }

    /// The evidence with its places: a piece that could not be read has none.
    fn placed_evidence(&self, scenario: &Scenario) -> Vec<(String, EvidencePiece)> {
        let faulty = self.is_faulty("evidence");
        let pieces = scenario.structure.evidence.iter().cloned().enumerate();
        if faulty { Vec::new() } else { pieces.map(|(number, piece)| (evidence_path(number), piece)).collect() }
    }

    fn check_seen(&mut self, scenario: &Scenario, path: &str, seen: &FrontSeen) {
        let most = self.span("front.stalemate", scenario.central.front.stalemate).1;
        let still = seen.months - seen.advances - seen.retreats;
        if still > 0 && most == 0.0 && !self.is_faulty("front.stalemate") {
            let message = words!(
                "`{path}` has {still} months in which the front stood still, but by `front.stalemate` it never does: no \
                 draw allows it",
                path,
                still
            );
            self.fault_at(Code::Contradiction, path, message).hint =
                Some(words!("set `front.stalemate` above 0, or let it be uncertain"));
        }
    }

    fn check_answered(&mut self, scenario: &Scenario, path: &str, answered: &AnsweredPlan) {
        let id = &scenario.structure.plans[answered.plan].id;
        if scenario.structure.plans[answered.plan].is_open() {
            let message =
                words!("`{path}` is of plan \"{id}\", which has open terms: nobody can have answered it", path, id);
            self.fault_at(Code::Contradiction, path, message).hint =
                Some(words!("give the terms that were answered as a plan of their own, with `tabled = false`"));
            return;
        }
        let positions = self.span("front.positions", scenario.central.front.positions).0;
        let full = join_path(path, "position");
        if let Some(position) = answered.position.filter(|&position| position as f64 > positions - 1.0) {
            let message = words!(
                "`{path}` is {position}; allowed: a whole number from 1 to {positions} (positions - 1)",
                path = full,
                position,
                positions = positions - 1.0
            );
            self.fault_at(Code::OutOfRange, &full, message);
        }
        let KnownAnswer::Replies(replies) = answered.known else { return };
        let plan = &scenario.structure.plans[answered.plan];
        let accepting = Side::BOTH.into_iter().filter(|&side| replies[side] == Some(Reply::Accepted));
        for side in accepting {
            let is_barred = |issue: &usize| self.bars_always(scenario, side, *issue, plan);
            if let Some(issue) = (0..scenario.structure.issues.len()).find(is_barred) {
                let message = words!(
                    "`{path}` says that the {side} accepted plan \"{id}\", but its red line on {issue} bars the plan in \
                     every draw",
                    path,
                    side = side.key(),
                    id = plan.id,
                    issue = scenario.structure.issues[issue].id
                );
                self.fault_at(Code::Contradiction, path, message).hint = Some(words!(
                    "move `{side}.demands.{issue}.red_line`, or let it be uncertain; a side never signs beyond it",
                    side = side.key(),
                    issue = scenario.structure.issues[issue].id
                ));
            }
        }
    }
}

impl Reader<'_> {
    /// Whether every draw of that side's red line on an issue bars a plan's term.
    fn bars_always(&self, scenario: &Scenario, side: Side, issue: usize, plan: &Plan) -> bool {
        let Some(term) = plan.term(issue) else { return false };
        let term = if issue == FOREIGN_TROOPS { term.min(self.most_troops(scenario, plan)) } else { term };
        let of = |side: Side, key: &str, central: f64| {
            let id = &scenario.structure.issues[issue].id;
            self.span(&format!("{}.demands.{id}.{key}", side.key()), central)
        };
        let ideal = |side: Side| of(side, "ideal", scenario.central.demands(side)[issue].ideal);
        let (own, other, red_line) = (ideal(side), ideal(side.other()), of(side, "red_line", f64::NAN));
        (own.1 < other.0 && term > red_line.1) || (own.0 > other.1 && term < red_line.0)
    }
}

/// What has happened already, read back piece by piece.
pub(super) fn evidence_told(scenario: &Scenario) -> Vec<Words> {
    scenario.structure.evidence.iter().map(|piece| piece_told(scenario, piece)).collect()
}

fn piece_told(scenario: &Scenario, piece: &EvidencePiece) -> Words {
    match piece {
        EvidencePiece::Answered(answered) => {
            let id = &scenario.structure.plans[answered.plan].id;
            let said = |side: Side, reply: Reply| match reply {
                Reply::Accepted => words!("{name} accepted", name = &scenario.party_names[side]),
                Reply::Refused => words!("{name} refused", name = &scenario.party_names[side]),
            };
            let told = match answered.known {
                KnownAnswer::NotSigned => words!("it was not signed"),
                KnownAnswer::Replies(replies) => {
                    let both = Side::BOTH.into_iter().filter_map(|side| Some(said(side, replies[side]?)));
                    Words::list(both.collect())
                }
            };
            match answered.position {
                None => words!("plan \"{id}\", the front at its start: {told}", id, told),
                Some(position) => words!("plan \"{id}\", the front at {position}: {told}", id, position, told),
            }
        }
        EvidencePiece::Seen(FrontSeen { months, advances, retreats, power }) => words!(
            "in {months} months of war the front advanced by {advances} positions and retreated by {retreats}; this counts \
             with the power {power}",
            months,
            advances,
            retreats,
            power
        ),
    }
}

/// The path of a piece of evidence, by its number from 0.
#[must_use]
pub fn evidence_path(number: usize) -> String {
    format!("evidence.{}", number + 1)
}

impl Scenario {
    /// What happened already, in the order of the file.
    #[must_use]
    pub fn evidence(&self) -> &[EvidencePiece] {
        &self.structure.evidence
    }
}
