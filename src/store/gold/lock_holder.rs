//! The process that holds the lock of a gold folder, as the others see it.

use std::fmt;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::lang::{self, Lang, Rendered, say};
use crate::store::input::{InputKind, read_text_input};
use crate::store::problem::{escape_controls, printable};

/// The process that holds a lock, and for how long it has held it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LockHolder {
    known: Option<(HolderRecord, Duration)>,
    /// The file to remove if that process has ended: on a file system without locks nothing else shows that.
    to_remove: Option<PathBuf>,
}

impl LockHolder {
    /// The holder as a part of a message: `process 7 on sara-pc (for 3 min)`.
    #[must_use]
    pub fn describe(&self, lang: Lang) -> Rendered {
        let process = self.describe_process(lang);
        match &self.to_remove {
            Some(file) => Rendered(say::process_unless_ended(lang, process, &printable(file.as_os_str()))),
            None => process,
        }
    }

    fn describe_process(&self, lang: Lang) -> Rendered {
        let Some((record, held)) = &self.known else { return Rendered(lang::ANOTHER_PROCESS.get(lang).to_owned()) };
        let minutes = usize::try_from(held.as_secs() / 60).unwrap_or(usize::MAX);
        let since = match minutes {
            0 => Rendered(lang::LESS_THAN_A_MINUTE.get(lang).to_owned()),
            1..120 => Rendered(lang::MINUTES.count(minutes).get(lang)),
            _ => Rendered(lang::HOURS.count(minutes / 60).get(lang)),
        };
        let pid = record.pid.to_string();
        let annotator = record.annotator.as_deref().map(escape_controls);
        let host = record.host.as_deref().map(escape_controls);
        Rendered(match (annotator, host) {
            (Some(annotator), Some(host)) => say::process_of_on(lang, &annotator, &host, &pid, since),
            (Some(annotator), None) => say::process_of(lang, &annotator, &pid, since),
            (None, Some(host)) => say::process_on(lang, &pid, &host, since),
            (None, None) => say::process(lang, &pid, since),
        })
    }

    /// Adds the file that a person must remove if the process has ended.
    pub(super) fn with_file_to_remove(self, file: PathBuf) -> Self {
        Self { to_remove: Some(file), ..self }
    }

    /// True if the process ran on this machine and has certainly ended.
    pub(super) fn has_ended(&self) -> bool {
        self.known.as_ref().is_some_and(|(record, _)| record.has_ended())
    }
}

impl fmt::Display for LockHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Lang::En).0)
    }
}

/// The content of `.journal/lock-holder.json` and of `.journal/lock-by-name`. The first is not in the locked file itself
/// because on Windows no other process can read that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct HolderRecord {
    pub(super) pid: u32,
    #[serde(default)]
    pub(super) host: Option<String>,
    /// The person who annotates there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) annotator: Option<String>,
    /// Seconds since 1970.
    pub(super) since: u64,
}

impl HolderRecord {
    /// The record of this process, which has the lock from now on.
    pub(super) fn of_this_process(annotator: Option<&str>) -> Self {
        let annotator = annotator.map(str::to_owned);
        Self { pid: std::process::id(), host: host(), annotator, since: now().as_secs() }
    }

    /// The record as it is written in the file.
    pub(super) fn to_json(&self) -> String {
        let json = serde_json::to_string(self);
        debug_assert!(json.is_ok(), "numbers and strings can always be written as JSON");
        json.unwrap_or_default()
    }

    /// True if the process ran on this machine and has certainly ended. Only Linux shows that in files.
    fn has_ended(&self) -> bool {
        let processes = Path::new("/proc");
        self.host.is_some()
            && self.host == host()
            && processes.join("self").exists()
            && !processes.join(self.pid.to_string()).exists()
    }
}

/// Reads the record of the process that holds a lock.
pub(super) fn read_holder(holder: &Path) -> LockHolder {
    let json = read_text_input(holder, InputKind::Record).unwrap_or_default();
    let record = serde_json::from_str::<HolderRecord>(&json).ok();
    LockHolder {
        known: record.map(|record| {
            let held = now().saturating_sub(Duration::from_secs(record.since));
            (record, held)
        }),
        to_remove: None,
    }
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// The name of the machine, if a file or a variable says it.
fn host() -> Option<String> {
    let file = |path| read_text_input(Path::new(path), InputKind::Record).ok();
    let name = file("/proc/sys/kernel/hostname")
        .or_else(|| file("/etc/hostname"))
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::without_isolates;

    #[test]
    fn the_holder_is_described_in_both_languages() {
        let holder = |host: Option<&str>, minutes: u64| LockHolder {
            known: Some((
                HolderRecord { pid: 7, host: host.map(str::to_owned), annotator: None, since: 0 },
                Duration::from_secs(60 * minutes),
            )),
            to_remove: None,
        };
        let of = |annotator: &str| {
            let mut holder = holder(Some("sara-pc"), 3);
            holder.known.iter_mut().for_each(|(record, _)| record.annotator = Some(annotator.to_owned()));
            holder
        };
        for (holder, en, ar) in [
            (holder(None, 0), "process 7 (for less than a minute)", "العملية 7 (منذ أقل من دقيقة)"),
            (holder(Some("sara-pc"), 3), "process 7 on sara-pc (for 3 min)", "العملية 7 على sara-pc (منذ 3 دقائق)"),
            (holder(None, 180), "process 7 (for 3 h)", "العملية 7 (منذ 3 ساعات)"),
            (LockHolder::default(), "another process", "عملية أخرى"),
            (of("سارة"), "سارة on sara-pc (process 7, for 3 min)", "سارة على sara-pc (العملية 7، منذ 3 دقائق)"),
        ] {
            assert_eq!(holder.to_string(), en);
            assert_eq!(without_isolates(&holder.describe(Lang::Ar).0), ar);
        }
    }
}
