//! What can be known about a message before anybody decides what to say to it.

use crate::{
    content::{Adjectives, Content, Cue, is_language, mask},
    domain::{Candidate, CandidateKind, Language},
    intents::{Classified, PatternHit},
    knowledge::{Article, Hit},
    language::{Entity, LanguageGuess, Utterance},
    support::Entitlements,
};

use super::{Question, cues, entities};

/// How many articles are looked at.
const HITS: usize = 4;
/// A message longer than this many words tells a story; its question is one sentence of it.
const STORY: usize = 22;
/// What is left without courtesies is a question of its own only with this many words.
const WORDS_OF_A_QUESTION: usize = 3;
/// A sentence shorter than this many words asks nothing by itself.
const SENTENCE: usize = 4;
/// No more sentences than these are looked at, so that the time is bounded.
const SENTENCES: usize = 12;

/// A message, understood as far as each stage can.
#[derive(Clone, Debug)]
pub struct Understanding {
    /// The whole message.
    pub utterance: Utterance,
    /// The part that asks: the message without greeting and thanks, or the sentence of a story that is clearest.
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
        let entities = entities::find(content, &utterance, language);
        let (core, classified) = classify(content, &utterance, language);
        let allowed = |article: &Article| is_allowed(article, entitlements);
        Self {
            entities,
            patterns: content.patterns.find(&utterance, language),
            classified,
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

    /// The value of a kind that the message is about.
    #[must_use]
    pub fn entity(&self, kind: &str) -> Option<&str> {
        self.entities.iter().find(|entity| entity.kind == kind).map(|entity| entity.value.as_str())
    }

    /// What was considered, for the trace.
    #[must_use]
    pub fn candidates(&self) -> Vec<Candidate> {
        let patterns = self.patterns.iter().map(|hit| (CandidateKind::Pattern, &hit.intent, 1.0));
        let intents = self.classified.ranked.iter().map(|s| (CandidateKind::Intent, &s.intent, s.probability));
        let articles = self.hits.iter().map(|hit| (CandidateKind::Article, &hit.article, hit.confidence.clamp(0.0, 1.0)));
        let all = patterns.chain(intents).chain(articles);
        all.map(|(kind, id, score)| Candidate { kind, id: id.clone(), score }).collect()
    }
}

/// The part of the message that asks, with what the classifier makes of it.
fn classify(content: &Content, whole: &Utterance, language: Language) -> (Utterance, Classified) {
    let read = |part: &Utterance| classify_part(content, part, language);
    let is_question = |classified: &Classified| {
        let best = classified.ranked.first().and_then(|best| content.intent(&best.intent));
        classified.known && best.is_some_and(|intent| !intent.small_talk)
    };
    let classified = read(whole);
    // A greeting or thanks around a question must not hide it.
    let core = cues::core(whole, content.cue(Cue::Courtesy));
    let without = read(&core);
    // "Hi all": what is left is no question, and must not be taken for one.
    let better = if core.tokens().len() < WORDS_OF_A_QUESTION {
        clarity(&without) > clarity(&classified)
    } else {
        !is_question(&classified)
    };
    let best = if better || core.tokens().len() >= WORDS_OF_A_QUESTION && is_question(&without) {
        (core, without)
    } else {
        (whole.clone(), classified)
    };
    if whole.tokens().len() <= STORY || is_question(&best.1) && clarity(&best.1) > 0.5 {
        return best;
    }
    let sentences = sentences(whole.original()).filter(|s| s.tokens().len() >= SENTENCE).take(SENTENCES);
    let read = sentences.map(|sentence| {
        let classified = read(&sentence);
        (sentence, classified)
    });
    read.filter(|(_, classified)| is_question(classified))
        .max_by(|(_, a), (_, b)| clarity(a).total_cmp(&clarity(b)))
        .filter(|(_, classified)| clarity(classified) > clarity(&best.1))
        .unwrap_or(best)
}

/// What the classifier makes of a part. "Italian" may be a language or a country: the clearer reading counts.
fn classify_part(content: &Content, part: &Utterance, language: Language) -> Classified {
    let named = entities::find(content, part, language);
    let read = |adjectives| content.model.classify(&mask(part, &named, adjectives), Some(language));
    let as_language = read(Adjectives::Languages);
    if !named.iter().any(|entity| entity.kind == "country" && is_language(entity, &named)) {
        return as_language;
    }
    let as_country = read(Adjectives::Countries);
    if clarity(&as_country) > clarity(&as_language) { as_country } else { as_language }
}

/// How clearly a sentence asks for one thing.
fn clarity(classified: &Classified) -> f32 {
    classified.ranked.first().map_or(0.0, |best| best.probability * classified.in_scope)
}

fn sentences(text: &str) -> impl Iterator<Item = Utterance> {
    text.split_inclusive(['.', '?', '!', ';', ':', '\n', ',']).map(Utterance::read)
}

/// Whether a person may be quoted an article.
pub(super) fn is_allowed(article: &Article, entitlements: &Entitlements) -> bool {
    article.audience.is_empty() || article.audience.iter().any(|channel| entitlements.has(channel))
}
