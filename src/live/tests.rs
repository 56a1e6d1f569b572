//! A change is taken, a broken one is not, and what is going on is told.

use std::{fs, path::Path, sync::mpsc};

use jiff::SignedDuration;

use super::*;
use crate::{content::Files, domain::ManualClock};

const FILE: &str = "knowledge/en/contact/live-chat.md";

/// The shipped content in a folder of its own.
fn folder() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for file in Files::embedded().files {
        write(root.path(), &file.path, &file.text);
    }
    root
}

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn edit(root: &Path, name: &str, from: &str, to: &str) {
    let text = fs::read_to_string(root.join(name)).unwrap();
    assert!(text.contains(from), "`{from}` is not in {name}");
    write(root, name, &text.replacen(from, to, 1));
}

fn open(root: &Path, clock: &Arc<ManualClock>) -> Live {
    Live::open(Source::Folder(root.to_owned()), ArticleLinks::default(), Arc::clone(clock) as _).unwrap()
}

#[test]
fn a_change_is_taken_and_a_broken_one_is_not() {
    let root = folder();
    let clock = Arc::new(ManualClock::at("2026-01-05T09:00:00Z".parse().unwrap()));
    let live = open(root.path(), &clock);
    let first = live.content();
    let (tell, told) = mpsc::channel();
    live.listen(move |attempt| tell.send(attempt.outcome.verdict()).unwrap());
    assert!(matches!(live.reload(), Outcome::Unchanged));

    clock.advance(SignedDuration::from_mins(1));
    edit(root.path(), FILE, "title: ", "titel: ");
    let Outcome::Kept(findings) = live.reload() else { panic!("it is broken") };
    assert_eq!(findings[0].file, FILE);
    assert!(Arc::ptr_eq(&live.content(), &first));
    let broken = live.state().broken.unwrap();
    assert_eq!((broken.since, broken.errors().count()), (clock.now(), 2));

    clock.advance(SignedDuration::from_mins(1));
    assert!(matches!(live.reload(), Outcome::Kept(_)));
    assert_eq!(live.state().broken.unwrap().since, clock.now() - SignedDuration::from_mins(1));

    edit(root.path(), FILE, "titel: ", "title: Now ");
    let Outcome::Swapped { old, new } = live.reload() else { panic!("it is mended") };
    assert!(Arc::ptr_eq(&old, &first) && Arc::ptr_eq(&live.content(), &new));
    let state = live.state();
    assert!(state.broken.is_none() && state.reloads == 1);
    assert_eq!((&state.revision, state.loaded_at), (&new.revision, clock.now()));
    let verdicts: Vec<_> = told.try_iter().collect();
    assert_eq!(verdicts, [Verdict::Unchanged, Verdict::Kept, Verdict::Kept, Verdict::Swapped]);
}
