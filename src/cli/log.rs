//! The log, for commands that read it. They work beside a running server.

use std::{path::PathBuf, str::FromStr, sync::Arc};

use clap::Args;
use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp};
use uuid::Uuid;

use super::{CliError, PlaceArgs, block_on};
use crate::{
    app::{self, SystemClock},
    config::{self, Flags, Purpose, Settings},
    content::{ArticleLinks, Content, Files},
    domain::{Clock as _, Conversation, ConversationId, Event, Seq},
    insight::{Digest, Period},
    store::{Logged, Store, StoreError},
};

/// Events are read so many at a time …
const PAGE: u32 = 500;
/// … and whole conversations so many: few enough to need no memory to speak of.
const CONVERSATIONS: u32 = 200;

/// A stretch of time, as people write it: `30d`, `12h`, `2w`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch(SignedDuration);

impl FromStr for Stretch {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let remedy = || format!("`{text}` is no stretch of time; write one such as 30d, 12h or 2w");
        let span: Span = text.parse().map_err(|_| remedy())?;
        let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| remedy())?;
        if length <= SignedDuration::ZERO { Err(remedy()) } else { Ok(Self(length)) }
    }
}

impl Stretch {
    /// The moment so long before another one.
    pub fn before(self, moment: Timestamp) -> Timestamp {
        moment.checked_sub(self.0).unwrap_or(Timestamp::MIN)
    }
}

/// Opens the data and reads from it.
pub fn read<T>(
    settings: &Settings,
    work: impl AsyncFnOnce(&dyn Store) -> Result<T, StoreError>,
) -> Result<T, CliError> {
    // Opening would make it: a misspelt folder would be an empty log.
    if !settings.data_file().exists() {
        return Err(CliError::NoData(settings.data_file()));
    }
    block_on(async {
        let store = app::open_store(settings, Arc::new(SystemClock)).await?;
        Ok(work(&*store).await?)
    })
}

/// A conversation with all of its events.
pub async fn conversation(
    store: &dyn Store,
    id: ConversationId,
) -> Result<Option<(Conversation, Vec<Event>)>, StoreError> {
    match store.conversation(id).await? {
        Some(conversation) => Ok(Some((conversation, events(store, id).await?))),
        None => Ok(None),
    }
}

/// Shows every conversation that changed since then, one after the other.
pub fn each(settings: &Settings, since: Timestamp, mut show: impl FnMut(&Logged)) -> Result<(), CliError> {
    read(settings, async |store| {
        let mut after = ConversationId(Uuid::nil());
        loop {
            let page = store.logged_since(since, after, CONVERSATIONS).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.conversation.id;
            page.iter().for_each(&mut show);
        }
    })
}

/// Where the data is that a report reads, and how far back.
#[derive(Debug, Args)]
pub struct ReportArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// How far to look back: 90d, 12h, 2w. By default the last 30 days of gaps, and the last 90 of everything else.
    #[arg(long, value_name = "TIME", global = true)]
    since: Option<Stretch>,
}

/// The settings, and the moment since which a report looks at the log.
pub struct Report {
    /// The settings.
    pub settings: Settings,
    /// The time that is looked at.
    pub period: Period,
}

impl ReportArgs {
    /// What a report is about, which by default looks back so many days.
    pub fn report(&self, content: Option<PathBuf>, days: i64) -> Result<Report, CliError> {
        let settings = config::load(&Flags { content, ..self.place.flags() }, Purpose::Administer)?;
        let until = SystemClock.now();
        let since = self.since.unwrap_or(Stretch(SignedDuration::from_hours(24 * days))).before(until);
        Ok(Report { settings, period: Period { since, until } })
    }
}

impl Report {
    /// The content that answers.
    pub fn content(&self) -> Result<Content, CliError> {
        let files = Files::find(self.settings.content.as_deref())?;
        Ok(Content::load(files, ArticleLinks(self.settings.article_url.clone()))?)
    }

    /// What happened since then.
    pub fn digest(&self, content: &Content, since: Timestamp) -> Result<Digest, CliError> {
        let mut digest = Digest::new(content, since);
        each(&self.settings, since, |logged| digest.take(&logged.conversation, &logged.events))?;
        Ok(digest)
    }
}

async fn events(store: &dyn Store, id: ConversationId) -> Result<Vec<Event>, StoreError> {
    let mut events: Vec<Event> = Vec::new();
    loop {
        let after = events.last().map_or(Seq::ZERO, |event| event.seq);
        let page = store.events_after(id, after, PAGE).await?;
        if page.is_empty() {
            return Ok(events);
        }
        events.extend(page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_read_as_people_write_them() {
        let hours = |text: &str| text.parse::<Stretch>().map(|stretch| stretch.0.as_hours());
        assert_eq!((hours("30d"), hours("12h"), hours("2w")), (Ok(720), Ok(12), Ok(336)));
        for wrong in ["", "30", "-3d", "0d", "soon", "999999999999d"] {
            assert!(hours(wrong).is_err(), "{wrong}");
        }
    }
}
