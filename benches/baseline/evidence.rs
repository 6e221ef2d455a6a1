//! Section 12: what has happened already, and what it makes of a trial.

use armistice::engine::Luck;
use armistice::model::evidence::{EvidencePiece, FrontSeen, KnownAnswer, Reply};

use super::trial::{Front, World};
use super::{A, D, logistic, logit, terms};

impl World<'_> {
    /// The likelihood of each piece, to its power; the views of plans that were answered are drawn given the answer.
    pub fn weigh(&mut self, luck: &Luck<'_>) -> Vec<f64> {
        let pieces = self.structure.evidence.clone();
        pieces.iter().map(|piece| self.piece(piece, luck)).collect()
    }

    fn piece(&mut self, piece: &EvidencePiece, luck: &Luck<'_>) -> f64 {
        match piece {
            EvidencePiece::Seen(seen) => self.seen(seen).powf(seen.power),
            EvidencePiece::Answered(answered) => {
                let start = self.start();
                let position = answered.position.unwrap_or(start.position);
                let front = Front { position, ..start };
                let game = &self.games[answered.plan];
                if !game.is_available() {
                    return match answered.known {
                        KnownAnswer::NotSigned => 1.0,
                        KnownAnswer::Replies(replies) => {
                            f64::from(u8::from(replies.iter().all(|it| *it != Some(Reply::Accepted))))
                        }
                    };
                }
                let bars = [A, D].map(|side| game.crosses_red_line(self, side, position));
                let solutions = self.solve(game, front);
                let claims = self.claims(front, false);
                let here: Vec<f64> = claims[0].iter().map(|values| values[position]).collect();
                let claims = [here[A], here[D]];
                let surplus = self.surplus(answered.plan, &solutions, position, claims);
                let noise = self.parameters.negotiation.acceptance_noise;
                let sure = |so: bool| if so { 1.0 } else { 0.0 };
                let accepts = |s: f64| if noise > 0.0 { logistic(s / noise) } else { sure(s >= 0.0) };
                let a = surplus.map(accepts);
                let p = [A, D].map(|side| if bars[side] { 0.0 } else { a[side] });
                let rho = [A, D].map(|side| self.parameters.party(terms::side(side)).ratification);
                let rho = rho[A] * rho[D];
                let u = *luck.of_views(self.of[answered.plan]).as_array();
                let (likelihood, u) = match answered.known {
                    KnownAnswer::Replies(replies) => {
                        let one = |side: usize| match replies[terms::side(side)] {
                            None => (1.0, u[side]),
                            Some(Reply::Accepted) => (p[side], 1.0 - a[side] + a[side] * u[side]),
                            Some(Reply::Refused) if bars[side] => (1.0, u[side]),
                            Some(Reply::Refused) => (1.0 - a[side], (1.0 - a[side]) * u[side]),
                        };
                        let both = [A, D].map(one);
                        (both[A].0 * both[D].0, both.map(|it| it.1))
                    }
                    KnownAnswer::NotSigned => {
                        let vetoes: Vec<f64> = self
                            .vetoes()
                            .map(|party| {
                                let claim = [here[2 + party]; 2];
                                let surplus = self.stance(party, answered.plan, &solutions, front, claim).surplus;
                                if self.bars(party, game, position) { 0.0 } else { accepts(surplus) }
                            })
                            .collect();
                        let open = rho < 1.0 || bars[A] || bars[D] || !vetoes.is_empty();
                        let all = p[A] * p[D] * vetoes.iter().product::<f64>();
                        (1.0 - rho * all, if open { u } else { not_signed(a, u) })
                    }
                };
                if noise > 0.0 && likelihood > 0.0 {
                    self.views[answered.plan] = u.map(|u| noise * logit(u));
                }
                likelihood
            }
        }
    }

    fn seen(&self, seen: &FrontSeen) -> f64 {
        let front = &self.parameters.front;
        let k = 1.0 - self.parameters.challenger.collapse - self.parameters.defender.collapse;
        let [m, up, down] = [seen.months, seen.advances, seen.retreats].map(f64::from);
        let still = m - up - down;
        let p = logistic(self.log_odds);
        let of = |k: f64, r: f64, p: f64| {
            k.powf(m) * r.powf(still) * ((1.0 - r) * p).powf(up) * ((1.0 - r) * (1.0 - p)).powf(down)
        };
        let best = of(1.0, still / m, if up + down > 0.0 { up / (up + down) } else { 0.5 });
        of(k, front.stalemate, p) * (1.0 - front.freeze).powf(m) / best
    }
}

/// The places of both sides' views after a plan that one of them refused.
fn not_signed(a: [f64; 2], u: [f64; 2]) -> [f64; 2] {
    let q = a[A] * (1.0 - a[D]) / (1.0 - a[A] * a[D]);
    if u[A] < q {
        [1.0 - a[A] + a[A] * u[A] / q, (1.0 - a[D]) * u[D]]
    } else {
        [(1.0 - a[A]) * (u[A] - q) / (1.0 - q), u[D]]
    }
}
