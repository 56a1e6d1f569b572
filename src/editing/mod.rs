//! What editors look at: articles and intents with their health, a question and why it is answered as it is, findings,
//! gaps, and what the last change did to answers. It edits no files.
//!
//! Reports are made off the threads that serve people, few at a time, and kept as long as what they tell of is the same.

mod changes;
mod drafts;
mod findings;
mod kept;
mod library;
mod quiet;
mod state;
#[cfg(test)]
mod tests;
mod trial;
#[cfg(test)]
mod typescript;
mod usage;

use std::{collections::HashMap, fmt::Display, sync::Arc};

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use tokio::{sync::Semaphore, task};
use uuid::Uuid;

use self::{changes::Comparing, findings::OnDisk, kept::Kept, quiet::Quiet, usage::Usage};
pub use self::{
    changes::{ChangeGroup, Changes, Compared},
    drafts::{AskedBy, DraftFile, DraftView, Drafts},
    findings::Findings,
    library::{
        ArticleRow, ArticleText, ArticleView, IntentRow, IntentView, Library, LiveText, Recognised, Said, Version,
        VersionStanding, WrittenSay,
    },
    state::{BrokenState, LiveState},
    trial::{Attempt, MayUse, Move, Silence, Trial, TrialError, TrialTurn, limits},
    usage::Health,
};
use crate::{
    content::{Content, Source},
    domain::{Clock, ConversationId},
    exchange::prefix,
    insight::{Digest, Gaps, Period, gaps},
    live::Live,
    proof::last_changes,
    store::{Store, StoreError},
};

/// How many reports are made at a time. Visitors' questions come first.
const AT_A_TIME: usize = 2;
/// Over how many days use is counted.
const DAYS: u32 = 30;
/// So many conversations are read from the log at a time.
const PAGE: u32 = 200;
/// What was read from the log is good for so many seconds.
const FRESH: i64 = 60;

/// A report that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum EditingError {
    /// The question cannot be tried as it was sent.
    #[error(transparent)]
    Trial(#[from] TrialError),
    /// There is no such article or intent.
    #[error("there is nothing of that name")]
    Unknown,
    /// The log cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The report was given up: it failed inside, or the server is ending.
    #[error("the report was not finished: {0}")]
    Unfinished(String),
}

/// What editors ask of the server.
pub struct Editing {
    live: Arc<Live>,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    comparing: Comparing,
    turns: Semaphore,
    quiet: Arc<Quiet>,
    findings: Kept<(String, String), Findings>,
    desk: Kept<(String, (String, String), i64), Desk>,
    gaps: Kept<(String, u32, i64), Gaps>,
    recent: Kept<(String, u32, i64), Digest>,
}

/// What reports on articles and intents are made of.
struct Desk {
    content: Arc<Content>,
    /// The files as they lie there.
    files: OnDisk,
    /// When each file was last changed, as far as git knows it.
    changes: HashMap<String, Date>,
    usage: Usage,
}

impl Editing {
    /// Reports on the content in use, and on what is in the log.
    #[must_use]
    pub fn new(live: Arc<Live>, store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        Self {
            comparing: Comparing::of(&live),
            live,
            store,
            clock,
            turns: Semaphore::new(AT_A_TIME),
            quiet: Arc::new(Quiet::start()),
            findings: Kept::default(),
            desk: Kept::default(),
            gaps: Kept::default(),
            recent: Kept::default(),
        }
    }

    /// How the content in use stands.
    #[must_use]
    pub fn state(&self) -> LiveState {
        LiveState::of(&self.live.state(), self.comparing.news())
    }

    /// Tries a question, or a short conversation, as some kind of visitor.
    pub async fn try_out(&self, attempt: Attempt) -> Result<Trial, EditingError> {
        attempt.check()?;
        let content = self.live.content();
        self.apart(move || trial::play(&content, &attempt)).await
    }

    /// Every article and intent.
    pub async fn library(&self) -> Result<Library, EditingError> {
        let desk = self.desk().await?;
        self.apart(move || library::library(&desk)).await
    }

    /// One article.
    pub async fn article(&self, id: String) -> Result<ArticleView, EditingError> {
        let desk = self.desk().await?;
        self.apart(move || library::article(&desk, &id)).await?.ok_or(EditingError::Unknown)
    }

    /// One intent.
    pub async fn intent(&self, id: String) -> Result<IntentView, EditingError> {
        let desk = self.desk().await?;
        self.apart(move || library::intent(&desk, &id)).await?.ok_or(EditingError::Unknown)
    }

    /// Everything that is wrong with the files as they lie there now.
    pub async fn findings(&self) -> Result<Arc<Findings>, EditingError> {
        let files = self.on_disk().await?;
        let quiet = Arc::clone(&self.quiet);
        let today = self.clock.now().to_zoned(TimeZone::UTC).date();
        let key = files.revision();
        self.findings.get(key, self.apart(move || quiet.run(|| Findings::of(files, today)))).await
    }

    /// What people asked over the last days and Bolt could not answer.
    pub async fn gaps(&self, days: u32) -> Result<Arc<Gaps>, EditingError> {
        let content = self.live.content();
        let key = (content.revision.clone(), days, self.tick());
        let make = async {
            let period = self.period(days);
            let digest = self.digest(&content, period.before()).await?;
            self.apart(move || gaps(&content, &digest, period)).await
        };
        self.gaps.get(key, make).await
    }

    /// Articles that agents' replies of the last days propose.
    pub async fn drafts(&self, days: u32) -> Result<Drafts, EditingError> {
        let content = self.live.content();
        let digest = self.recent(&content, days).await?;
        let source = self.live.state().source;
        self.apart(move || drafts::of(&content, &digest, days, &place(&source))).await
    }

    /// What the last change of the content did to answers.
    #[must_use]
    pub fn changes(&self) -> Changes {
        self.comparing.changes()
    }

    /// The files as they lie there.
    async fn on_disk(&self) -> Result<OnDisk, EditingError> {
        let source = self.live.state().source;
        self.apart(move || OnDisk::read(source)).await
    }

    /// What articles and intents are shown with. Their findings come apart from it: looking for them takes longer.
    async fn desk(&self) -> Result<Arc<Desk>, EditingError> {
        let content = self.live.content();
        let files = self.on_disk().await?;
        let key = (content.revision.clone(), files.revision(), self.tick());
        let make = async {
            let source = self.live.state().source;
            let changes = self.apart(move || committed(&source)).await?;
            let recent = self.recent(&content, DAYS).await?;
            let usage = Usage::of(&recent, DAYS);
            Ok(Desk { content, files, changes, usage })
        };
        self.desk.get(key, make).await
    }

    /// What happened over the last days.
    async fn recent(&self, content: &Content, days: u32) -> Result<Arc<Digest>, EditingError> {
        let key = (content.revision.clone(), days, self.tick());
        self.recent.get(key, self.digest(content, self.period(days).since)).await
    }

    /// What happened since then, read from the log page by page.
    async fn digest(&self, content: &Content, since: Timestamp) -> Result<Digest, EditingError> {
        let mut digest = Digest::new(content, since);
        let mut after = ConversationId(Uuid::nil());
        loop {
            let page = self.store.logged_since(since, after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(digest) };
            after = last.conversation.id;
            let taken = self.apart(move || {
                page.iter().for_each(|logged| digest.take(&logged.conversation, &logged.events));
                digest
            });
            digest = taken.await?;
        }
    }

    fn period(&self, days: u32) -> Period {
        let until = self.clock.now();
        let length = SignedDuration::from_hours(24 * i64::from(days));
        Period { since: until.saturating_sub(length).unwrap_or(until), until }
    }

    /// Counts up when what was read from the log is no longer fresh.
    fn tick(&self) -> i64 {
        self.clock.now().as_second() / FRESH
    }

    /// Makes a report on a thread of its own, when it is its turn.
    async fn apart<T: Send + 'static>(&self, make: impl FnOnce() -> T + Send + 'static) -> Result<T, EditingError> {
        let unfinished = |problem: &dyn Display| EditingError::Unfinished(problem.to_string());
        let _turn = self.turns.acquire().await.map_err(|closed| unfinished(&closed))?;
        task::spawn_blocking(make).await.map_err(|failed| unfinished(&failed))
    }
}

/// Where the content lies in its repository, for patches.
fn place(source: &Source) -> String {
    match source {
        Source::Folder(folder) => prefix(folder).unwrap_or_default(),
        Source::Embedded => String::new(),
    }
}

/// When each file was last changed; nothing where git does not know the folder.
fn committed(source: &Source) -> HashMap<String, Date> {
    match source {
        Source::Folder(folder) => last_changes(folder).unwrap_or_else(|error| {
            tracing::debug!(%error, "files have no dates");
            HashMap::new()
        }),
        Source::Embedded => HashMap::new(),
    }
}
