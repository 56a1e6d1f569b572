//! Why Bolt says what it says to a message: every stage of the way to the answer.

use std::fmt;

use serde::Serialize;

use super::{Question, Understanding, cues, decide, render};
use crate::{
    content::Content,
    domain::{BoltMessage, Candidate, CandidateKind, Language},
    language::Utterance,
};

/// The whole way from a message to its answer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Explanation {
    /// The content that answered.
    pub content_revision: String,
    /// What was written.
    pub text: String,
    /// The language of the answer.
    pub language: Language,
    /// What told the language: `text`, `conversation`, `locale` or `default`.
    pub language_from: String,
    /// Whether the text alone is unmistakable.
    pub language_sure: bool,
    /// The words, normalised.
    pub words: Vec<String>,
    /// The part that asks, where that is not the whole message.
    pub core: Option<String>,
    /// The words that were read as others.
    pub corrections: Vec<Correction>,
    /// The values that the message names.
    pub entities: Vec<Value>,
    /// The intents that a keyword or pattern names.
    pub patterns: Vec<Pattern>,
    /// The classifier's likeliest intents, best first, with their probabilities.
    pub intents: Vec<Candidate>,
    /// How likely it is that the message is any of the intents, from 0 to 1.
    pub in_scope: f32,
    /// Whether that is enough.
    pub known: bool,
    /// What it asks of the last answer, where there is one.
    pub goes_on: Option<GoesOn>,
    /// The passages that search found, best first.
    pub passages: Vec<Found>,
    /// The rules that were asked, in order; the last one decided.
    pub rules: Vec<String>,
    /// The answer.
    pub answer: BoltMessage,
}

/// A word that was read as another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Correction {
    /// As it was written, normalised.
    pub written: String,
    /// As it was read.
    pub read: String,
    /// Who read it so: `names`, `classifier` or `search`.
    pub by: &'static str,
}

/// A value that the message names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Value {
    /// What it is: `country`, `priority` …
    pub kind: String,
    /// The normalised value.
    pub value: String,
    /// As it was written.
    pub written: String,
}

/// A keyword or pattern that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Pattern {
    /// The intent it stands for.
    pub intent: String,
    /// The language it is listed under.
    pub language: Language,
    /// What it matched, as it was written.
    pub written: String,
}

/// What a message asks of the last answer, by the cues that it is like.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GoesOn {
    /// The cue: `how_long`, `contact` …
    pub cue: &'static str,
    /// How likely it is.
    pub probability: f32,
}

/// A passage that search found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Found {
    /// The article.
    pub article: String,
    /// Its language.
    pub language: Language,
    /// The share of what the question is about that it covers, from 0 to 1.
    pub confidence: f32,
    /// How well it ranks; comparable within this search only.
    pub score: f32,
    /// The heading above the passage.
    pub heading: Option<String>,
    /// The passage, as plain text.
    pub text: String,
}

/// Explains the answer to a question.
#[must_use]
pub fn explain(content: &Content, question: &Question<'_>) -> Explanation {
    let entitlements = content.facts.entitlements(&question.standing);
    let understanding = Understanding::of(content, question, &entitlements);
    let answer = decide::decide(content, question, &understanding, &entitlements).message;
    let utterance = &understanding.utterance;
    let written = |start, end| question.text.get(start..end).unwrap_or_default().to_owned();
    let entities = understanding.entities.iter().map(|entity| Value {
        kind: entity.kind.clone(),
        value: entity.value.clone(),
        written: written(entity.start, entity.end),
    });
    let patterns = understanding.patterns.iter().map(|hit| Pattern {
        intent: hit.intent.clone(),
        language: hit.language,
        written: written(hit.start, hit.end),
    });
    let intents = understanding.candidates().into_iter().filter(|candidate| candidate.kind == CandidateKind::Intent);
    let passages = understanding.hits.iter().map(|hit| Found {
        article: hit.article.clone(),
        language: hit.language,
        confidence: hit.confidence,
        score: hit.score,
        heading: hit.passage.heading.clone(),
        text: render::plain(&hit.passage.markdown),
    });
    let goes_on = question.context.last_reply.as_ref();
    let goes_on = goes_on.and_then(|_| cues::like(&understanding.core, content, understanding.language()));
    let whole = understanding.core.normalized() == utterance.normalized();
    Explanation {
        content_revision: content.revision.clone(),
        text: question.text.to_owned(),
        language: understanding.language(),
        language_from: answer.trace.language_from.clone(),
        language_sure: understanding.guess.sure,
        words: utterance.tokens().iter().map(|token| token.text.clone()).collect(),
        core: (!whole).then(|| understanding.core.original().trim().to_owned()),
        corrections: corrections(content, utterance, understanding.language()),
        entities: entities.collect(),
        patterns: patterns.collect(),
        intents: intents.collect(),
        in_scope: understanding.classified.in_scope,
        known: understanding.classified.known,
        goes_on: goes_on.map(|(cue, probability)| GoesOn { cue: cue.word(), probability }),
        passages: passages.collect(),
        rules: decide::asked_until(&answer.trace.rule).map(str::to_owned).collect(),
        answer,
    }
}

fn corrections(content: &Content, utterance: &Utterance, language: Language) -> Vec<Correction> {
    let words: Vec<&str> = utterance.tokens().iter().map(|token| token.text.as_str()).collect();
    let names = words.iter().map(|word| content.correct(word).unwrap_or(word).to_owned()).collect();
    let readings: [(&'static str, Vec<String>); 3] = [
        ("names", names),
        ("classifier", content.spelled(utterance, language)),
        ("search", content.index.spelled(utterance, language)),
    ];
    let read = readings.into_iter().flat_map(|(by, read)| {
        words.iter().zip(read).filter(|(word, read)| **word != read).map(move |(word, read)| Correction {
            written: (*word).to_owned(),
            read,
            by,
        })
    });
    read.collect()
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sure = if self.language_sure { ", unmistakable" } else { "" };
        writeln!(f, "message     {}", self.text)?;
        writeln!(f, "language    {} (from the {}{sure})", self.language, source_of(&self.language_from))?;
        writeln!(f, "words       {}", self.words.join(" "))?;
        if let Some(core) = &self.core {
            writeln!(f, "asks        {core}")?;
        }
        let corrections = self.corrections.iter().map(|c| format!("{} → {} ({})", c.written, c.read, c.by));
        column(f, "corrected", corrections)?;
        column(f, "values", self.entities.iter().map(|e| format!("{} = {} (\"{}\")", e.kind, e.value, e.written)))?;
        let patterns = self.patterns.iter().map(|p| format!("{} (\"{}\", {})", p.intent, p.written, p.language));
        column(f, "patterns", patterns)?;
        let intents = self.intents.iter().map(|c| format!("{:.3}  {}", c.score, c.id));
        column(f, "classifier", intents)?;
        let known = if self.known { "known" } else { "not known" };
        writeln!(f, "in scope    {:.3}, {known}", self.in_scope)?;
        column(f, "goes on", self.goes_on.iter().map(|on| format!("{:.3}  {}", on.probability, on.cue)))?;
        column(f, "search", self.passages.iter().map(shown))?;
        column(f, "rules", self.rules_in_a_line().into_iter())?;
        writeln!(f, "decided     {}", self.answer.trace.rule)?;
        let intent = self.answer.intent.as_deref().unwrap_or("no intent");
        writeln!(f, "answer      {}, {intent}, {:.2} sure", self.answer.action.word(), self.answer.confidence)?;
        column(f, "slots", self.answer.trace.slots.iter().cloned())?;
        column(
            f,
            "cites",
            self.answer.sources.iter().map(|source| format!("{} ({})", source.article, source.language)),
        )?;
        for line in render::text(&self.answer).lines() {
            writeln!(f, "            {line}")?;
        }
        Ok(())
    }
}

impl Explanation {
    fn rules_in_a_line(&self) -> Option<String> {
        let (decided, silent) = self.rules.split_last()?;
        let silent = silent.iter().map(|rule| format!("{rule} –"));
        Some(silent.chain([format!("{decided} ✓")]).collect::<Vec<_>>().join(", "))
    }
}

/// A heading and its rows, the first beside it; nothing where there is none.
fn column(f: &mut fmt::Formatter<'_>, heading: &str, rows: impl Iterator<Item = String>) -> fmt::Result {
    for (place, row) in rows.enumerate() {
        let heading = if place == 0 { heading } else { "" };
        writeln!(f, "{heading:<12}{row}")?;
    }
    Ok(())
}

fn source_of(from: &str) -> &str {
    match from {
        "locale" => "page",
        "default" => "default: nothing tells it",
        from => from,
    }
}

fn shown(found: &Found) -> String {
    const LONGEST: usize = 90;
    let heading = found.heading.as_ref().map(|heading| format!("{heading}: ")).unwrap_or_default();
    let text = found.text.replace('\n', " ");
    let cut: String = text.chars().take(LONGEST).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    format!(
        "{:.2} covered, rank {:.2}  {} ({})  {heading}{cut}{more}",
        found.confidence, found.score, found.article, found.language
    )
}
