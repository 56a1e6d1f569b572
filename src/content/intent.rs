//! Reads `intents/*.yaml`.

use std::ops::Range;

use super::{
    Cue, File,
    code::Code,
    fields::{Fields, Text, root},
    finding::Report,
    yaml::{Kind, Node},
};
use crate::{
    domain::{Action, Language},
    support::{ENTITY_KINDS, Localized},
};

/// An intent as its file says it.
#[derive(Clone, Debug)]
pub(crate) struct IntentSource {
    pub id: String,
    pub title: Localized<Text>,
    pub small_talk: bool,
    pub slots: Vec<&'static str>,
    pub article: Option<Text>,
    pub channel: Option<Text>,
    pub lists: Option<Text>,
    pub follow_ups: Vec<(Cue, Text)>,
    pub keywords: Localized<Vec<Text>>,
    pub patterns: Localized<Vec<Text>>,
    pub examples: Localized<Vec<Text>>,
    pub replies: Vec<ReplySource>,
    /// The codes of findings that its editor means so.
    pub allow: Vec<Text>,
}

/// A reply as the intent's file says it.
#[derive(Clone, Debug)]
pub(crate) struct ReplySource {
    pub span: Range<usize>,
    pub when: Option<Text>,
    pub action: Action,
    pub asks: Option<&'static str>,
    pub say: Localized<Vec<Text>>,
}

/// With fewer utterances in a language the classifier learns too little.
const MIN_EXAMPLES: usize = 12;

const KEYS: [&str; 12] = [
    "title",
    "small_talk",
    "slots",
    "article",
    "channel",
    "lists",
    "follow_ups",
    "keywords",
    "patterns",
    "examples",
    "replies",
    "allow",
];

/// What a reply may do; `fallback` is Bolt's own.
const ACTIONS: [(&str, Action); 6] = [
    ("answer", Action::Answer),
    ("clarify", Action::Clarify),
    ("handoff", Action::Handoff),
    ("ticket", Action::Ticket),
    ("phone", Action::Phone),
    ("decline", Action::Decline),
];

/// Reads an intent's file; its name is the intent's id.
pub(super) fn read(id: &str, report: &Report<'_>) -> Option<IntentSource> {
    let node = root(report, 0..report.file.text.len())?;
    let fields = Fields::of(&node, "the intent", &KEYS, report)?;
    let texts = |key: &str, complete| {
        let read = |node: &Node| Some(node.texts(report));
        fields.get(key).and_then(|node| node.localized(complete, report, read)).unwrap_or_default()
    };
    fields.need("examples", report);
    let examples = texts("examples", true);
    enough(&fields, &examples, report);
    let title = fields.need("title", report).and_then(|title| title.localized(true, report, |node| node.text(report)));
    let slots = fields.get("slots").map_or(&[][..], |slots| slots.items(report));
    let replies = fields.need("replies", report).map_or(&[][..], |replies| some_replies(replies, report));
    Some(IntentSource {
        id: id.to_owned(),
        // Without a title it is not taken, and the rest of it is looked at all the same.
        title: title.unwrap_or_default(),
        small_talk: fields.get("small_talk").and_then(|flag| flag.flag(report)).unwrap_or_default(),
        slots: slots.iter().filter_map(|slot| slot_name(slot, report)).collect(),
        article: fields.get("article").and_then(|article| article.text(report)),
        channel: fields.get("channel").and_then(|channel| channel.text(report)),
        lists: fields.get("lists").and_then(|lists| lists.text(report)),
        follow_ups: fields.get("follow_ups").map(|node| follow_ups(node, report)).unwrap_or_default(),
        keywords: texts("keywords", false),
        patterns: texts("patterns", false),
        examples,
        replies: read_replies(replies, report),
        allow: fields.get("allow").map(|node| node.texts(report)).unwrap_or_default(),
    })
}

fn enough(fields: &Fields<'_>, examples: &Localized<Vec<Text>>, report: &Report<'_>) {
    let Some(Node { kind: Kind::Map(entries), .. }) = fields.get("examples") else { return };
    // A language that is not there, or no list, is told as such.
    for (key, _) in entries.iter().filter(|(_, node)| matches!(node.kind, Kind::Seq(_))) {
        let Ok(language) = key.text.parse::<Language>() else { continue };
        let message = match examples.get(language).len() {
            MIN_EXAMPLES.. => continue,
            0 => format!("without an example in `{language}` the intent cannot be learned there"),
            count => format!("{count} examples in `{language}` are few to learn from"),
        };
        let remedy = format!("write at least {MIN_EXAMPLES}, as people really type");
        report.at(Code::FewExamples, &key.span, message, remedy);
    }
}

fn slot_name(node: &Node, report: &Report<'_>) -> Option<&'static str> {
    node.one_of("slot", &ENTITY_KINDS.map(|kind| (kind, kind)), report)
}

/// What an intent may name another intent for.
pub(super) const FOLLOW_UPS: [Cue; 21] = [
    Cue::Why,
    Cue::HowLong,
    Cue::HowMuch,
    Cue::Who,
    Cue::Mine,
    Cue::How,
    Cue::Where,
    Cue::Unanswered,
    Cue::Better,
    Cue::Instead,
    Cue::DoIt,
    Cue::Contact,
    Cue::Need,
    Cue::Includes,
    Cue::Difference,
    Cue::CanYou,
    Cue::Get,
    Cue::Which,
    Cue::Hours,
    Cue::Then,
    Cue::Urgent,
];

/// Which intents go on from this one.
fn follow_ups(node: &Node, report: &Report<'_>) -> Vec<(Cue, Text)> {
    const WORDS: [&str; FOLLOW_UPS.len()] = {
        let mut words = [""; FOLLOW_UPS.len()];
        let mut at = 0;
        while at < words.len() {
            words[at] = FOLLOW_UPS[at].word();
            at += 1;
        }
        words
    };
    let Some(fields) = Fields::of(node, "the follow-ups", &WORDS, report) else { return Vec::new() };
    FOLLOW_UPS.into_iter().filter_map(|cue| Some((cue, fields.get(cue.word())?.text(report)?))).collect()
}

fn some_replies<'n>(node: &'n Node, report: &Report<'_>) -> &'n [Node] {
    if matches!(&node.kind, Kind::Seq(items) if items.is_empty()) {
        report.file(Code::NoReply, "the intent says nothing", "give it at least one reply without `when`");
    }
    node.items(report)
}

fn read_replies(nodes: &[Node], report: &Report<'_>) -> Vec<ReplySource> {
    let replies: Vec<_> = nodes.iter().filter_map(|node| read_reply(node, report)).collect();
    for (place, reply) in replies.iter().enumerate() {
        let last = place + 1 == replies.len();
        if last && let Some(when) = &reply.when {
            report.at(
                Code::NoReply,
                &when.span,
                "the last reply has a condition",
                "let the last reply have no `when`, so that everybody hears something",
            );
        }
        if !last && reply.when.is_none() {
            report.at(
                Code::UnreachableReply,
                &reply.span,
                "this reply is always said, so those after it never are",
                "give it a `when`, or move it to the end",
            );
        }
    }
    replies
}

fn read_reply(node: &Node, report: &Report<'_>) -> Option<ReplySource> {
    let fields = Fields::of(node, "the reply", &["when", "action", "asks", "say"], report)?;
    let action = fields.get("action").map_or(Some(Action::Answer), |action| action.one_of("action", &ACTIONS, report));
    let variants = |node: &Node| Some(one_or_more(node, report));
    let say = fields.need("say", report).and_then(|say| say.localized(true, report, variants));
    Some(ReplySource {
        span: node.span.clone(),
        when: fields.get("when").and_then(|when| when.text(report)),
        // What is wrong in a reply is told: that it is there decides about the others.
        action: action.unwrap_or(Action::Answer),
        asks: fields.get("asks").and_then(|slot| slot_name(slot, report)),
        say: say.unwrap_or_default(),
    })
}

/// One text, or a list of variants.
pub(super) fn one_or_more(node: &Node, report: &Report<'_>) -> Vec<Text> {
    match node.kind {
        Kind::Seq(_) => node.texts(report),
        _ => node.text(report).into_iter().collect(),
    }
}

/// The off-topic utterances of a language: one a line, `#` starts a comment.
pub(super) fn off_topic(file: &File) -> Option<(Language, Vec<String>)> {
    let language = file.path.strip_prefix("intents/off_topic/")?.strip_suffix(".txt")?.parse().ok()?;
    let lines = file.text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    Some((language, lines.map(str::to_owned).collect()))
}
