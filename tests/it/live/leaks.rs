//! What a reload leaves behind in memory: nothing.

use std::{process::Command, sync::Arc};

use bolt::live::Outcome;

use super::{ARTICLE, INTENT, open};
use crate::support::{Folder, article, small};

/// Runs alone in a process of its own: what others take would count.
#[test]
#[ignore = "`a_thousand_reloads_leave_nothing_behind` runs it"]
fn a_thousand_reloads() {
    /// A content has about 1 MB: one in four hundred that stayed would be seen.
    const MOST: usize = 2 << 20;
    // What is in use, by the allocator's own books: what it has yet to give back to the system says nothing of a leak.
    let memory = || {
        tikv_jemalloc_ctl::epoch::advance().unwrap();
        tikv_jemalloc_ctl::stats::allocated::read().unwrap()
    };
    let folder = Folder::small();
    let live = open(&folder);
    let first = Arc::downgrade(&live.content());
    // The lowest of a hundred times: another thread may still be busy with what was there before.
    let (mut warm, mut lowest) = (usize::MAX, usize::MAX);
    for n in 1..=1_000 {
        folder.save(ARTICLE, &article("Live chat", &format!("Version {}.", n % 7)));
        match n % 10 {
            // Trained again, broken, or all of it again.
            0 => folder.edit(INTENT, "examples:\n  en:\n", &format!("examples:\n  en:\n    - once more {n}\n")),
            5 => folder.edit(INTENT, "title:\n", &format!("# {n}\ntitle:\n")),
            7 => folder.edit(ARTICLE, "title", "titel"),
            _ => {}
        }
        if n % 100 == 0 {
            small().iter().for_each(|file| folder.save(&file.path, &file.text));
        }
        let outcome = live.reload();
        // Now and then the next change comes before this one is learned.
        if n % 20 != 0 {
            live.learn();
        }
        assert_eq!(matches!(outcome, Outcome::Kept(_)), n % 10 == 7 && n % 100 != 0, "{n}: {outcome:?}");
        match n {
            101..=200 => warm = warm.min(memory()),
            901..=1_000 => lowest = lowest.min(memory()),
            _ => {}
        }
    }
    let more = lowest.saturating_sub(warm);
    println!("{} KB more after 800 reloads", more >> 10);
    assert!(more < MOST, "{} KB more after 800 reloads", more >> 10);
    assert!(first.upgrade().is_none(), "the first content is still there");
}

#[test]
fn a_thousand_reloads_leave_nothing_behind() {
    let mut alone = Command::new(std::env::current_exe().unwrap());
    let ran = alone.args(["--ignored", "--exact", "live::leaks::a_thousand_reloads", "--nocapture"]).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && said.contains("1 passed"), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
}
