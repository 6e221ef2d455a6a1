//! One process at a time in a folder of a file system without locks: a file names the process, and is renewed while it works.
//!
//! A lease that has not been renewed for five minutes is taken over, at once where its process was one of this machine and
//! is gone. Times are those of the file system, so that clocks of machines need not agree. Whoever finds that its lease was
//! taken over, after a stop of the machine for instance, writes nothing more.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use super::names::{BEGUN, LEASE, LEASE_TURN};

/// How often a lease is renewed.
const RENEWED_EVERY: Duration = Duration::from_secs(30);
/// Age at which a lease is nobody's any more.
pub(super) const EXPIRES_AFTER: Duration = Duration::from_secs(300);

/// A folder that a file keeps for this process.
#[derive(Debug)]
pub(super) struct Lease {
    file: PathBuf,
    text: String,
    ended: Arc<(Mutex<bool>, Condvar)>,
    renewing: Option<JoinHandle<()>>,
}

/// Why there is no lease.
#[derive(Debug)]
pub(super) enum NoLease {
    /// Another process has it: its lease.
    Taken(String),
    /// The system refused.
    Io(io::Error),
}

impl From<io::Error> for NoLease {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Who a lease is of: a process of a machine.
#[derive(Clone, Debug)]
pub(super) struct Tenant {
    /// The name of the machine, for readers.
    pub(super) host: String,
    /// What no two machines and no two spaces of process numbers share; `None`: nobody knows.
    pub(super) machine: Option<String>,
    pub(super) process: u32,
}

impl Tenant {
    /// This process.
    pub(super) fn own() -> Self {
        let read = |file: &str| fs::read_to_string(file).ok().map(|text| text.trim().to_owned());
        let numbers = || Some(fs::read_link("/proc/self/ns/pid").ok()?.display().to_string());
        let machine = read("/proc/sys/kernel/random/boot_id").and_then(|boot| Some(format!("{boot} {}", numbers()?)));
        let host = read("/proc/sys/kernel/hostname").unwrap_or_else(|| "?".to_owned());
        Self { host, machine, process: std::process::id() }
    }

    /// The text of a lease, the same for no two processes: for readers, the machine, the time.
    fn text(&self) -> String {
        let nanos = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |it| it.as_nanos());
        let machine = self.machine.as_deref().unwrap_or_default();
        format!("process {} on {}\n{machine}\n{nanos}\n", self.process, self.host)
    }

    /// Whether a lease is of a process of this machine that is gone.
    fn knows_gone(&self, lease: &str) -> bool {
        let Some((process, _)) = lease_of(lease) else { return false };
        let same = self.machine.is_some() && lease.lines().nth(1) == self.machine.as_deref();
        same && Path::new("/proc/self").exists() && !Path::new("/proc").join(process).exists()
    }
}

/// The process and the machine's name of a lease.
fn lease_of(text: &str) -> Option<(&str, &str)> {
    text.lines().next()?.strip_prefix("process ")?.split_once(" on ")
}

/// The same for readers.
fn shown(text: &str) -> String {
    lease_of(text).map_or_else(String::new, |(process, host)| format!("{process}, {host}"))
}

/// Who has the lease of a folder that has not expired.
pub(super) fn leased_by(folder: &Path) -> Option<String> {
    let file = folder.join(LEASE);
    let found = fs::read_to_string(&file).ok()?;
    let is_over = age(&file, folder).ok()? >= EXPIRES_AFTER || Tenant::own().knows_gone(&found);
    (!is_over).then(|| shown(&found))
}

/// Takes the lease of a folder; one that has `expired` is taken over.
pub(super) fn lease(folder: &Path, tenant: &Tenant, expires_after: Duration) -> Result<Lease, NoLease> {
    let (file, text) = (folder.join(LEASE), tenant.text());
    loop {
        match OpenOptions::new().create_new(true).write(true).open(&file) {
            Ok(mut opened) => {
                opened.write_all(text.as_bytes()).and_then(|()| opened.sync_all())?;
                return Ok(Lease::kept(file, text, opened));
            }
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error.into()),
            Err(_) => {}
        }
        let found = match fs::read_to_string(&file) {
            // Its process has just left.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            found => found?,
        };
        if age(&file, folder)? < expires_after && !tenant.knows_gone(&found) {
            return Err(NoLease::Taken(shown(&found)));
        }
        remove_expired(&file, folder, &found, expires_after)?;
    }
}

/// Removes an expired lease, unless it is another by now: of several that found it expired one does it at a time.
fn remove_expired(file: &Path, folder: &Path, found: &str, expires_after: Duration) -> io::Result<()> {
    let turn = folder.join(LEASE_TURN);
    match OpenOptions::new().create_new(true).write(true).open(&turn) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            // Whoever is at it needs no time, unless it was killed there.
            if age(&turn, folder)? > expires_after.max(RENEWED_EVERY) {
                let _ = fs::remove_file(&turn);
            }
            std::thread::sleep(Duration::from_millis(1));
            Ok(())
        }
        Err(error) => Err(error),
        Ok(_) => {
            let removed = match fs::read_to_string(file) {
                Ok(now) if now == found => fs::remove_file(file),
                _ => Ok(()),
            };
            fs::remove_file(&turn).and(removed)
        }
    }
}

/// How long ago a lease was renewed, by the clock of its file system.
fn age(lease: &Path, folder: &Path) -> io::Result<Duration> {
    let now = tempfile::Builder::new().prefix(BEGUN).tempfile_in(folder)?.as_file().metadata()?.modified()?;
    let renewed = match fs::metadata(lease) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Duration::MAX),
        found => found?.modified()?,
    };
    Ok(now.duration_since(renewed).unwrap_or_default())
}

impl Lease {
    /// Renews a lease until it is given back.
    fn kept(file: PathBuf, text: String, mut opened: File) -> Self {
        let ended = Arc::new((Mutex::new(false), Condvar::new()));
        let (stop, again) = (Arc::clone(&ended), text.clone());
        let renew = move || {
            let (over, bell) = &*stop;
            let mut over = over.lock().unwrap_or_else(PoisonError::into_inner);
            loop {
                let waited = bell.wait_timeout_while(over, RENEWED_EVERY, |over| !*over);
                over = waited.unwrap_or_else(PoisonError::into_inner).0;
                if *over {
                    return;
                }
                // Into the file that was opened: one of that name that is another's stays as it is. Where the system refuses,
                // the lease grows older, and the next time may do.
                let _ = opened.rewind().and_then(|()| opened.write_all(again.as_bytes()));
            }
        };
        let renewing = std::thread::Builder::new().name("lease".to_owned()).spawn(renew).ok();
        Self { file, text, ended, renewing }
    }

    /// Whether nobody has taken it over.
    pub(super) fn holds(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|found| found == self.text)
    }

    /// Leaves the folder to others.
    pub(super) fn give_back(&self) {
        let (over, bell) = &*self.ended;
        *over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        bell.notify_all();
        if self.holds() {
            let _ = fs::remove_file(&self.file);
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.give_back();
        if let Some(renewing) = self.renewing.take() {
            let _ = renewing.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant(host: &str, process: u32) -> Tenant {
        Tenant { host: host.to_owned(), machine: Some(host.to_owned()), process }
    }

    fn taken(folder: &Path, tenant: &Tenant, expires_after: Duration) -> Option<String> {
        match lease(folder, tenant, expires_after) {
            Ok(_) => None,
            Err(NoLease::Taken(by)) => Some(by),
            Err(NoLease::Io(error)) => panic!("{error}"),
        }
    }

    #[test]
    fn a_folder_is_leased_to_one_at_a_time() {
        let desk = tempfile::tempdir().unwrap();
        let first = lease(desk.path(), &tenant("north", 7), EXPIRES_AFTER).unwrap();
        assert_eq!(taken(desk.path(), &tenant("south", 7), EXPIRES_AFTER).as_deref(), Some("7, north"));
        assert!(first.holds());
        drop(first);
        assert_eq!(desk.path().read_dir().unwrap().count(), 0);
        assert_eq!(taken(desk.path(), &tenant("south", 7), EXPIRES_AFTER), None);
    }

    /// Whoever lost it knows, and leaves that of the other alone when it ends.
    #[test]
    fn an_expired_lease_is_taken_over() {
        let desk = tempfile::tempdir().unwrap();
        let first = lease(desk.path(), &tenant("north", 7), EXPIRES_AFTER).unwrap();
        let second = lease(desk.path(), &tenant("south", 8), Duration::ZERO).unwrap();
        assert!(!first.holds() && second.holds());
        drop(first);
        assert!(second.holds());
        drop(second);
        assert_eq!(desk.path().read_dir().unwrap().count(), 0);
    }

    /// A process number beyond what systems give is nobody's: here it is gone, and of another machine nobody knows.
    #[test]
    fn a_lease_of_a_process_that_is_gone_is_taken_over_on_its_machine() {
        let desk = tempfile::tempdir().unwrap();
        if !Path::new("/proc/self").exists() {
            return;
        }
        let write =
            |host: &str, process: u32| fs::write(desk.path().join(LEASE), tenant(host, process).text()).unwrap();
        write("north", u32::MAX);
        assert_eq!(taken(desk.path(), &tenant("south", 7), EXPIRES_AFTER).as_deref(), Some("4294967295, north"));
        assert_eq!(taken(desk.path(), &tenant("north", 7), EXPIRES_AFTER), None);
        write("north", std::process::id());
        assert!(taken(desk.path(), &tenant("north", 7), EXPIRES_AFTER).is_some());
    }

    /// Of many at once on an expired lease one gets it at a time.
    #[test]
    fn an_expired_lease_goes_to_one() {
        let desk = tempfile::tempdir().unwrap();
        fs::write(desk.path().join(LEASE), tenant("north", u32::MAX).text()).unwrap();
        let (inside, most) = (Mutex::new(0), Mutex::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                let (desk, inside, most) = (&desk, &inside, &most);
                let own = tenant("north", std::process::id());
                scope.spawn(move || {
                    let mut got = 0;
                    while got < 20 {
                        let Ok(lease) = lease(desk.path(), &own, EXPIRES_AFTER) else { continue };
                        let now = {
                            let mut inside = inside.lock().unwrap();
                            *inside += 1;
                            *inside
                        };
                        let mut most = most.lock().unwrap();
                        *most = now.max(*most);
                        drop(most);
                        *inside.lock().unwrap() -= 1;
                        drop(lease);
                        got += 1;
                    }
                });
            }
        });
        assert_eq!(*most.lock().unwrap(), 1);
    }
}
