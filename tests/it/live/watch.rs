//! How a change of the files is noticed.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        mpsc::{self, Receiver},
    },
    thread,
    time::Duration,
};

use bolt::{
    domain::{Language, ManualClock},
    live::{self, Live, State, Verdict, Watch, Watching},
};

use super::{ARTICLE, DEADLINE, INTENT, open_at};
use crate::support::{Folder, START, article, small, write};

/// So slow that nobody sees it.
const NEVER: Duration = Duration::from_secs(3600);
const BY_EVENTS: Watch = Watch { events: true, poll: NEVER };
const BY_LOOKING: Watch = Watch { events: false, poll: Duration::from_millis(20) };

/// A folder that is watched.
struct Watched {
    live: Arc<Live>,
    attempts: Receiver<(Verdict, State)>,
    _watching: Watching,
}

impl Watched {
    fn start(root: &Path, how: Watch) -> Self {
        let live = Arc::new(open_at(root, &Arc::new(ManualClock::at(START.parse().unwrap()))));
        let (tell, attempts) = mpsc::channel();
        // The test may be over while the last attempt is not.
        live.listen(move |attempt, state| drop(tell.send((attempt.outcome.verdict(), state.clone()))));
        let watching = live::watch(&live, how).unwrap().unwrap();
        let watched = Self { live, attempts, _watching: watching };
        // The first look comes by itself; from here on it is watched.
        assert_eq!(watched.attempts.recv_timeout(DEADLINE).unwrap().0, Verdict::Unchanged);
        watched
    }

    /// Waits until an attempt leaves a state like this.
    #[track_caller]
    fn until(&self, holds: impl Fn(Verdict, &State) -> bool) -> State {
        loop {
            let (verdict, state) = self.attempts.recv_timeout(DEADLINE).expect("the change is not seen");
            if holds(verdict, &state) {
                return state;
            }
        }
    }

    /// Waits until an article says this.
    #[track_caller]
    fn until_article(&self, name: &str, part: &str) {
        let says = || {
            let content = self.live.content();
            content.index.article(Language::En, name).is_some_and(|article| article.markdown.contains(part))
        };
        while !says() {
            self.attempts.recv_timeout(DEADLINE).expect("the change is not seen");
        }
    }
}

#[test]
fn the_system_tells_of_files_that_are_saved_through_others() {
    let folder = Folder::small();
    let watched = Watched::start(&folder.root, BY_EVENTS);
    folder.save(ARTICLE, &article("Live chat", "Saved through another file."));
    watched.until_article("contact/live-chat", "Saved through another file.");
    folder.write(ARTICLE, article("Live chat", "Written in place."));
    watched.until_article("contact/live-chat", "Written in place.");
    folder.write("knowledge/en/plans/deep/down/new.md", article("New", "In a new folder."));
    watched.until_article("plans/deep/down/new", "In a new folder.");
    folder.edit("knowledge/en/plans/deep/down/new.md", "In a new folder.", "In a folder that was new.");
    watched.until_article("plans/deep/down/new", "In a folder that was new.");
}

#[test]
fn new_examples_are_learned_after_they_are_live() {
    let folder = Folder::small();
    let watched = Watched::start(&folder.root, BY_EVENTS);
    folder.edit(INTENT, "examples:\n  en:\n", "examples:\n  en:\n    - quokkas once more\n");
    let at_once = watched.until(|verdict, _| verdict == Verdict::Swapped);
    let learned = watched.until(|verdict, state| verdict == Verdict::Learned && state.learning_since.is_none());
    assert!(at_once.learning_since.is_some() && learned.revision == at_once.revision);
    assert!(watched.live.content().has_learned());
}

#[test]
fn without_the_system_changes_are_found_by_looking() {
    let folder = Folder::small();
    let watched = Watched::start(&folder.root, BY_LOOKING);
    folder.write(ARTICLE, article("Live chat", "First."));
    watched.until_article("contact/live-chat", "First.");
    // The same length, and a time long gone: a clock set back hides nothing.
    folder.write(ARTICLE, article("Live chat", "Other."));
    let file = fs::File::options().write(true).open(folder.path(ARTICLE)).unwrap();
    file.set_modified(std::time::UNIX_EPOCH + Duration::from_secs(9)).unwrap();
    watched.until_article("contact/live-chat", "Other.");
    folder.edit(ARTICLE, "title", "titel");
    watched.until(|verdict, _| verdict == Verdict::Kept);
    folder.edit(ARTICLE, "titel", "title");
    watched.until(|verdict, state| verdict == Verdict::Restored && state.broken.is_none());
}

#[test]
fn a_whole_tree_is_replaced_as_git_does_it() {
    let folder = Folder::small();
    let watched = Watched::start(&folder.root, BY_EVENTS);
    let files = small();
    // File by file, each removed and then written.
    for file in &files {
        fs::remove_file(folder.path(&file.path)).unwrap();
        folder.write(&file.path, file.text.replace("Everybody has it.", "All have it."));
    }
    watched.until_article("plans/overview", "All have it.");
    assert!(watched.live.state().broken.is_none());
}

#[test]
fn a_folder_that_goes_is_told_and_one_that_comes_back_is_taken() {
    let folder = Folder::small();
    let watched = Watched::start(&folder.root, BY_EVENTS);
    let elsewhere = folder.root.with_file_name("elsewhere");
    fs::rename(&folder.root, &elsewhere).unwrap();
    let state = watched.until(|verdict, _| verdict == Verdict::Kept);
    let broken = state.broken.unwrap();
    assert!(broken.findings[0].message.contains("is no content folder"), "{:?}", broken.findings);
    // Another folder in its place; it is watched as the first one was.
    for file in small() {
        write(&folder.root, &file.path, file.text.replace("Everybody", "Anybody"));
    }
    watched.until_article("plans/overview", "Anybody has it.");
    folder.edit("knowledge/en/plans/overview.md", "Anybody", "Nobody");
    watched.until_article("plans/overview", "Nobody has it.");
    fs::remove_dir_all(folder.path("knowledge/en")).unwrap();
    watched.until(|verdict, _| verdict == Verdict::Kept);
    fs::rename(elsewhere.join("knowledge/en"), folder.path("knowledge/en")).unwrap();
    watched.until_article("plans/overview", "Everybody has it.");
    folder.edit("knowledge/en/plans/overview.md", "Everybody", "Somebody");
    watched.until_article("plans/overview", "Somebody has it.");
}

#[cfg(unix)]
#[test]
fn a_link_to_another_folder_is_followed() {
    use std::os::unix::fs::symlink;
    let (first, second) = (Folder::small(), Folder::small());
    second.edit("knowledge/en/plans/overview.md", "Everybody", "Anybody");
    let place = tempfile::tempdir().unwrap();
    // As Kubernetes mounts a ConfigMap: the folders are links into `..data`, which is a link itself and is replaced.
    symlink(&first.root, place.path().join("..data")).unwrap();
    for part in ["knowledge", "intents"] {
        symlink(Path::new("..data").join(part), place.path().join(part)).unwrap();
    }
    let watched = Watched::start(place.path(), BY_EVENTS);
    symlink(&second.root, place.path().join("..new")).unwrap();
    fs::rename(place.path().join("..new"), place.path().join("..data")).unwrap();
    watched.until_article("plans/overview", "Anybody has it.");
    second.edit("knowledge/en/plans/overview.md", "Anybody", "Nobody");
    watched.until_article("plans/overview", "Nobody has it.");
}

#[test]
fn two_who_save_at_once_are_both_heard() {
    let folder = Folder::small();
    let watched = Watched::start(&folder.root, BY_EVENTS);
    thread::scope(|scope| {
        for name in ["contact/live-chat", "plans/overview"] {
            let folder = &folder;
            scope.spawn(move || {
                for n in 1..=50 {
                    let path = format!("knowledge/en/{name}.md");
                    folder.save(&path, &article(&format!("On {name}"), &format!("Version {n}.")));
                }
            });
        }
    });
    for name in ["contact/live-chat", "plans/overview"] {
        watched.until_article(name, "Version 50.");
    }
    assert!(watched.live.state().broken.is_none());
}
