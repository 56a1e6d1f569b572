//! What can be known about a message before anybody decides what to say to it.

use crate::{
    content::{Content, Cue},
    domain::{Candidate, CandidateKind, Language},
    intents::{Classified, PatternHit},
    knowledge::{Article, Hit},
    language::{Entity, LanguageGuess, Utterance},
    support::Entitlements,
};

use super::{Question, cues};

/// How many articles are looked at.
const HITS: usize = 4;

/// A message, understood as far as each stage can.
#[derive(Clone, Debug)]
pub struct Understanding {
    /// The whole message.
    pub utterance: Utterance,
    /// What is left of it without greeting and thanks; the whole message where nothing would be left.
    pub core: Utterance,
    /// The language of the message, as far as it shows one.
    pub guess: LanguageGuess,
    /// The values that it names.
    pub entities: Vec<Entity>,
    /// The intents that a keyword or pattern names.
    pub patterns: Vec<PatternHit>,
    /// The intents that the classifier proposes.
    pub classified: Classified,
    /// The passages that search found.
    pub hits: Vec<Hit>,
}

impl Understanding {
    /// Understands a question.
    #[must_use]
    pub fn of(content: &Content, question: &Question<'_>, entitlements: &Entitlements) -> Self {
        let utterance = Utterance::read(question.text);
        let guess = content.detector.detect(&utterance, question.locale, question.conversation_language);
        let language = guess.language;
        let core = cues::core(&utterance, content.cue(Cue::Courtesy));
        let allowed = |article: &Article| is_allowed(article, entitlements);
        Self {
            entities: content.lexicon.find(&utterance, language),
            patterns: content.patterns.find(&utterance, language),
            classified: content.model.classify(&core, Some(language)),
            hits: content.index.search(&core, language, &allowed, HITS),
            utterance,
            core,
            guess,
        }
    }

    /// The language to answer in.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.guess.language
    }

    /// The first value of a kind.
    #[must_use]
    pub fn entity(&self, kind: &str) -> Option<&str> {
        self.entities.iter().find(|entity| entity.kind == kind).map(|entity| entity.value.as_str())
    }

    /// What was considered, for the trace.
    #[must_use]
    pub fn candidates(&self) -> Vec<Candidate> {
        let patterns = self.patterns.iter().map(|hit| (CandidateKind::Pattern, &hit.intent, 1.0));
        let intents = self.classified.ranked.iter().map(|s| (CandidateKind::Intent, &s.intent, s.probability));
        let articles = self.hits.iter().map(|hit| (CandidateKind::Article, &hit.article, hit.confidence));
        let all = patterns.chain(intents).chain(articles);
        all.map(|(kind, id, score)| Candidate { kind, id: id.clone(), score }).collect()
    }
}

/// Whether a person may be quoted an article.
pub(super) fn is_allowed(article: &Article, entitlements: &Entitlements) -> bool {
    article.audience.is_empty() || article.audience.iter().any(|channel| entitlements.has(channel))
}
