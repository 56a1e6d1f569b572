//! Content that is changed while it is in use: what is taken, what is not, and what people see of it.

mod leaks;
mod reload;
mod served;
mod watch;

use std::{path::Path, sync::Arc, time::Duration};

use bolt::{
    content::{ArticleLinks, Source},
    domain::{Context, Language, ManualClock, Standing},
    live::Live,
    reply::Question,
};

use crate::support::{Folder, START};

const ARTICLE: &str = "knowledge/en/contact/live-chat.md";
const INTENT: &str = "intents/repeat.yaml";
/// Nothing takes that long; a test that waits so long has failed.
const DEADLINE: Duration = Duration::from_secs(60);

fn open_at(root: &Path, clock: &Arc<ManualClock>) -> Live {
    let source = Source::find(Some(root)).unwrap();
    Live::open(source, ArticleLinks::default(), Arc::clone(clock) as _).unwrap()
}

fn open(folder: &Folder) -> Live {
    open_at(&folder.root, &Arc::new(ManualClock::at(START.parse().unwrap())))
}

fn question<'a>(text: &'a str, context: &'a Context) -> Question<'a> {
    Question {
        text,
        choice: None,
        locale: Some(Language::En),
        conversation_language: None,
        name: None,
        anonymous: true,
        standing: Standing::ANONYMOUS,
        context,
        seed: 1,
    }
}
