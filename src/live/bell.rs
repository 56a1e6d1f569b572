//! The system's events on the content's folder, as one bell.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc::SyncSender,
    time::SystemTime,
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _,
    event::{AccessKind, AccessMode, ModifyKind},
};

use crate::content::CONTENT_FOLDERS;

/// Rings when something changes in `knowledge` and `intents`, or takes their place.
pub(super) struct Bell {
    root: PathBuf,
    ring: SyncSender<()>,
    hung: Option<Hung>,
    /// That it could not be hung was told.
    told: bool,
}

/// A bell that hangs, and where.
struct Hung {
    _watcher: RecommendedWatcher,
    places: Vec<Option<Identity>>,
}

/// What a folder is, whatever it is called: another one under the same name has another.
#[derive(PartialEq, Eq)]
struct Identity {
    real: PathBuf,
    inode: Option<(u64, u64)>,
    made: Option<SystemTime>,
}

impl Bell {
    /// A bell for an absolute path.
    pub(super) const fn new(root: PathBuf, ring: SyncSender<()>) -> Self {
        Self { root, ring, hung: None, told: false }
    }

    /// Takes it down, to be hung again.
    pub(super) fn take_down(&mut self) {
        self.hung = None;
    }

    /// Hangs it where the folders are now, unless it hangs there. Whether it did not.
    ///
    /// # Errors
    /// The system watches nothing, or not so much; told once.
    pub(super) fn hang(&mut self) -> Result<bool, notify::Error> {
        let places = self.places();
        let identities: Vec<_> = places.iter().map(|(place, _)| Identity::of(place)).collect();
        if self.hung.as_ref().is_some_and(|hung| hung.places == identities) {
            return Ok(false);
        }
        let (root, ring) = (self.root.clone(), self.ring.clone());
        let heard = move |event: Result<Event, notify::Error>| {
            if event.map_or(true, |event| matters(&event, &root)) {
                // One ring that waits says as much as many.
                let _ = ring.try_send(());
            }
        };
        let hang = || -> Result<_, notify::Error> {
            let mut watcher = notify::recommended_watcher(heard)?;
            let there = places.iter().zip(&identities).filter(|(_, identity)| identity.is_some());
            let failed = there.filter_map(|((place, mode), _)| watcher.watch(place, *mode).err()).last();
            Ok((watcher, failed))
        };
        let failed = match hang() {
            Ok((watcher, failed)) => {
                self.hung = Some(Hung { _watcher: watcher, places: identities });
                failed
            }
            Err(error) => Some(error),
        };
        match failed {
            Some(error) if !std::mem::replace(&mut self.told, true) => Err(error),
            _ => Ok(true),
        }
    }

    /// The folders with all that is in them, and those in which they may be replaced.
    fn places(&self) -> Vec<(PathBuf, RecursiveMode)> {
        let outer = self.root.parent().map(|parent| (parent.to_owned(), RecursiveMode::NonRecursive));
        let content = CONTENT_FOLDERS.map(|folder| (self.root.join(folder), RecursiveMode::Recursive));
        outer.into_iter().chain([(self.root.clone(), RecursiveMode::NonRecursive)]).chain(content).collect()
    }
}

impl Identity {
    fn of(path: &Path) -> Option<Self> {
        let about = fs::metadata(path).ok()?;
        Some(Self { real: fs::canonicalize(path).ok()?, inode: inode(&about), made: about.created().ok() })
    }
}

#[cfg(unix)]
fn inode(about: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((about.dev(), about.ino()))
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> Option<(u64, u64)> {
    None
}

/// Whether it is worth a look. Reading is not, or we would wake ourselves; nor is what else lies beside the folders.
fn matters(event: &Event, root: &Path) -> bool {
    let replaces = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => return false,
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
        _ => false,
    };
    let inside = |path: &Path| CONTENT_FOLDERS.iter().any(|folder| path.starts_with(root.join(folder)));
    let about = |path: &PathBuf| inside(path) || replaces && (path == root || path.parent() == Some(root));
    event.need_rescan() || event.paths.is_empty() || event.paths.iter().any(about)
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, RemoveKind, RenameMode};

    use super::*;

    #[test]
    fn only_what_may_change_the_content_rings() {
        let data = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        for (kind, path, rings) in [
            (data, "/c/knowledge/en/a.md", true),
            (EventKind::Create(CreateKind::File), "/c/intents/new.yaml", true),
            (EventKind::Access(AccessKind::Close(AccessMode::Write)), "/c/intents/new.yaml", true),
            (EventKind::Access(AccessKind::Open(AccessMode::Any)), "/c/intents/new.yaml", false),
            (EventKind::Remove(RemoveKind::Folder), "/c/knowledge", true),
            (renamed, "/c/..data", true),
            (renamed, "/c", true),
            (data, "/c/bolt.log", false),
            (data, "/c", false),
            (EventKind::Create(CreateKind::File), "/other", false),
        ] {
            let event = Event::new(kind).add_path(path.into());
            assert_eq!(matters(&event, Path::new("/c")), rings, "{event:?}");
        }
    }
}
