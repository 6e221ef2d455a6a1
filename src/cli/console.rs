//! What a job tells, on stderr: messages, and progress as a bar on a terminal or as lines in a file.

use std::fmt;
use std::io::{self, IsTerminal as _};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::job::{Event, Host};

use crate::words::{Phrases, Words, words};

use super::look::Language;
use super::{colours, interrupt, say};

/// Does a job that tells what happens on stderr, unless it shall be quiet.
pub(crate) fn with_host<T>(quiet: bool, threads: usize, lang: Language, job: impl FnOnce(&Host) -> T) -> T {
    let console = Console { quiet, phrases: lang.phrases(), progress: Mutex::new(Progress::None) };
    job(&Host { threads, stop: interrupt::flag(), events: &|event| console.tell(event) })
}

struct Console {
    quiet: bool,
    phrases: Phrases,
    progress: Mutex<Progress>,
}

impl Console {
    fn tell(&self, event: &Event) {
        if self.quiet {
            return;
        }
        match event {
            Event::Started { name, trials, done } => {
                *self.progress() = Progress::begin(name, *trials, *done, &self.phrases);
            }
            Event::Played(trials) => self.progress().advance(*trials),
            Event::Ended => self.progress().end(),
            Event::Odd(diagnostic) => eprint!("{}", diagnostic.told(colours(), &self.phrases)),
            Event::Said(note) => say(&note.words(), &self.phrases),
        }
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Progress as it is shown.
enum Progress {
    None,
    Bar(ProgressBar),
    Lines(ProgressLines, Instant),
}

impl Progress {
    fn begin(name: &str, trials: u64, done: u64, phrases: &Phrases) -> Self {
        if io::stderr().is_terminal() {
            Self::Bar(bar(name, trials, done, phrases))
        } else {
            let lines = ProgressLines { phrases: phrases.clone(), ..ProgressLines::new(name, trials, done) };
            Self::Lines(lines, Instant::now())
        }
    }

    fn advance(&mut self, trials: u64) {
        match self {
            Self::None => {}
            Self::Bar(bar) => bar.inc(trials),
            Self::Lines(lines, begun) => {
                if let Some(line) = lines.advance(trials, begun.elapsed()) {
                    eprintln!("{line}");
                }
            }
        }
    }

    fn end(&mut self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
        *self = Self::None;
    }
}

/// A bar with rate and time left.
fn bar(name: &str, trials: u64, done: u64, phrases: &Phrases) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(trials), ProgressDrawTarget::stderr_with_hz(10));
    let style = words!(
        "{prefix} {bar} {done} of {all} trials  {rate}/s  {eta} left",
        prefix = "{prefix}",
        bar = "{bar:30}",
        done = "{human_pos}",
        all = "{human_len}",
        rate = "{rate}",
        eta = "{eta}"
    );
    let style = ProgressStyle::with_template(&style.told(phrases));
    let rate = |state: &ProgressState, text: &mut dyn fmt::Write| {
        // What cannot be written cannot be told either.
        let _ = write!(text, "{}", HumanCount(state.per_sec() as u64));
    };
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).with_key("rate", rate));
    bar.set_prefix(name.to_owned());
    bar.set_position(done);
    bar.reset_eta();
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Lines of progress: one at each tenth of the trials, but none within half a second of the last, and one each minute.
#[derive(Debug)]
struct ProgressLines {
    name: String,
    trials: u64,
    /// Trials that were played before.
    before: u64,
    done: u64,
    /// Tenths that were told, and when, since the beginning.
    told: (u64, Duration),
    /// In which language.
    phrases: Phrases,
}

impl ProgressLines {
    const LEAST: Duration = Duration::from_millis(500);
    const MOST: Duration = Duration::from_secs(60);

    fn new(name: &str, trials: u64, done: u64) -> Self {
        let told = (tenths(done, trials), Duration::ZERO);
        Self { name: name.to_owned(), trials, before: done, done, told, phrases: Phrases::english() }
    }

    /// More trials have ended, so long after the beginning; the line to be shown, if it is time for one.
    fn advance(&mut self, trials: u64, now: Duration) -> Option<String> {
        self.done += trials;
        let (tenths, since) = (tenths(self.done, self.trials), now.saturating_sub(self.told.1));
        let due = since >= Self::MOST || (tenths > self.told.0 && since >= Self::LEAST);
        if !due || self.done >= self.trials {
            return None;
        }
        self.told = (tenths, now);
        Some(self.line(now))
    }

    fn line(&self, now: Duration) -> String {
        let played = self.done - self.before;
        let left = now.mul_f64((self.trials - self.done) as f64 / played.max(1) as f64);
        let percent = 100 * u128::from(self.done) / u128::from(self.trials.max(1));
        let line = words!(
            "{name}: {percent} of {trials} trials, about {left} left",
            name = self.name,
            percent = Words::figure(format!("{percent}%")),
            trials = Words::figure(HumanCount(self.trials).to_string()),
            left = time(left)
        );
        line.told(&self.phrases)
    }
}

fn tenths(done: u64, trials: u64) -> u64 {
    (10 * u128::from(done) / u128::from(trials.max(1))) as u64
}

/// A time in the unit that suits it.
fn time(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lines: &mut ProgressLines, trials: u64, at: u64) -> Option<String> {
        lines.advance(trials, Duration::from_millis(at))
    }

    /// By hand: 250 of 1,000 trials in 5 s leave 15 s for the others.
    #[test]
    fn a_line_at_each_tenth() {
        let mut lines = ProgressLines::new("Tiny", 1_000, 0);
        assert_eq!(told(&mut lines, 99, 4_000), None);
        assert_eq!(told(&mut lines, 151, 5_000).unwrap(), "Tiny: 25% of 1,000 trials, about 15 s left");
        assert_eq!(told(&mut lines, 49, 9_000), None);
        assert!(told(&mut lines, 1, 9_000).unwrap().contains(": 30%"));
        assert_eq!(told(&mut lines, 700, 20_000), None, "the end is told otherwise");
    }

    #[test]
    fn a_fast_run_makes_no_flood_and_a_slow_one_is_heard_of() {
        let mut fast = ProgressLines::new("Tiny", 1_000, 0);
        let heard = (0..100).filter(|step| told(&mut fast, 10, 10 * step).is_some()).count();
        assert_eq!(heard, 1);
        let mut slow = ProgressLines::new("Tiny", 1_000_000, 0);
        let heard = (1..=600).filter(|second| told(&mut slow, 1, 1_000 * second).is_some()).count();
        assert_eq!(heard, 10, "one each minute of ten");
    }

    #[test]
    fn what_was_played_before_costs_no_time() {
        let mut lines = ProgressLines::new("Tiny", 1_000, 500);
        assert_eq!(told(&mut lines, 100, 10_000).unwrap(), "Tiny: 60% of 1,000 trials, about 40 s left");
    }

    #[test]
    fn times_are_told_in_their_unit() {
        let all = [(0, "0 s"), (59, "59 s"), (61, "2 min"), (3_599, "60 min"), (7_260, "2 h 1 min")];
        for (seconds, shown) in all {
            assert_eq!(time(Duration::from_secs(seconds)), shown);
        }
    }
}
