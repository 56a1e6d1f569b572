//! When files were changed, as git knows it.

use std::{collections::HashMap, path::Path, process::Command};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// The day of the last commit of each file below `knowledge`. Empty where there is no git, or the folder is in no
/// repository: then nothing is known, and nothing is said.
pub(super) fn last_changes(folder: &Path) -> HashMap<String, Date> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder);
    command.args(["-c", "core.quotePath=false", "log", "--relative", "--no-renames", "--format=@%ct", "--name-only"]);
    let output = command.args(["--", "knowledge"]).output();
    let Some(output) = output.ok().filter(|output| output.status.success()) else { return HashMap::new() };
    let mut changed = HashMap::new();
    let mut day = None;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        match line.strip_prefix('@').and_then(|seconds| seconds.parse().ok()) {
            Some(seconds) => day = Timestamp::from_second(seconds).ok().map(|at| at.to_zoned(TimeZone::UTC).date()),
            // The newest commit comes first.
            None if !line.is_empty() => {
                if let Some(day) = day {
                    changed.entry(line.to_owned()).or_insert(day);
                }
            }
            None => {}
        }
    }
    changed
}
