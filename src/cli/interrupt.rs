//! Ctrl-C, and the signals by which schedulers and closed terminals end a process: the first asks for an orderly end, the
//! second ends at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// A flag that is set once the user wants to stop.
pub(crate) fn flag() -> &'static AtomicBool {
    STOP.get_or_init(|| {
        let stop = Arc::new(AtomicBool::new(false));
        listen(&stop);
        stop
    })
}

/// Ends the process at once when somebody asks for an end, with the status that tells so: for commands that keep nothing.
pub(crate) fn at_once() {
    // As if it had been asked before.
    listen(&Arc::new(AtomicBool::new(true)));
}

/// Sets the flag when somebody asks for an end; a second time ends the process. Both happen within the handler of the
/// signal, so that no thread must wake first. Without a handler the process just ends, as it would have done anyway.
#[cfg(unix)]
fn listen(stop: &Arc<AtomicBool>) {
    for signal in endings() {
        // In this order: the first call finds the flag not yet set.
        let _ = signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(stop));
        let _ = signal_hook::flag::register(signal, Arc::clone(stop));
    }
}

/// Sets the flag when somebody asks for an end; a second time ends the process.
#[cfg(not(unix))]
fn listen(stop: &Arc<AtomicBool>) {
    let asked = Arc::clone(stop);
    let _ = ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
}

/// The signals that end a process in an orderly way. A hang-up that whoever started the process has set to be ignored, as
/// `nohup` does, stays ignored.
#[cfg(unix)]
fn endings() -> Vec<i32> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if hangs_up(&status) { vec![SIGINT, SIGTERM, SIGHUP] } else { vec![SIGINT, SIGTERM] }
}

/// Whether the system's account of the process says that a hang-up is not ignored; the first bit of `SigIgn` is signal 1.
#[cfg(unix)]
fn hangs_up(status: &str) -> bool {
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & 1 == 0)
}

/// Whether the user wants to stop.
pub(crate) fn requested() -> bool {
    flag().load(Ordering::Relaxed)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// As Linux writes it (proc(5)): under `nohup` the lowest bit is set.
    #[test]
    fn a_hang_up_that_is_ignored_stays_ignored() {
        assert!(hangs_up("Name:\tarmistice\nSigIgn:\t0000000000001000\nSigCgt:\t0\n"));
        assert!(!hangs_up("Name:\tarmistice\nSigIgn:\t0000000000001001\nSigCgt:\t0\n"));
        assert!(!hangs_up(""));
    }
}
