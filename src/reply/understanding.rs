//! What can be known about a message before anybody decides what to say to it.

use crate::{
    content::{Adjectives, Content, Cue, is_language, mask},
    domain::{Candidate, CandidateKind, Language},
    intents::{Classified, PatternHit},
    knowledge::{Article, Hit},
    language::{Entity, LanguageGuess, Utterance, without_asides},
    support::Entitlements,
};

use super::{
    Question,
    corrections::without_corrected,
    cues, entities,
    rules::{CERTAIN, SUPPORTED},
};

/// How many articles are looked at.
const HITS: usize = 4;
/// A message longer than this many words tells a story; its question is one sentence of it.
const STORY: usize = 22;
/// What is left without courtesies is a question of its own only with this many words.
const WORDS_OF_A_QUESTION: usize = 3;
/// A clause of a story shorter than this many words asks nothing by itself …
const SENTENCE: usize = 4;
/// … nor does one of any message with fewer than this.
const PIECE: usize = 2;
/// From here on a clause is a clear question.
const CLEAR: f32 = 0.5;
/// Below this a message is about something else, and a clause of hardly a word is part of it: "my flight got cancelled,
/// who do I call?".
const FOREIGN: f32 = 0.02;
/// A clause of no more words than these …
const BARE: usize = 5;
/// … that names nothing but such values could be asked of anybody.
const ANYBODYS: [&str; 3] = ["channel", "country", "time"];
/// No more clauses than these are looked at, so that the time is bounded.
const CLAUSES: usize = 12;

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
    /// The values that the part names that asks; their places are in that part.
    pub core_entities: Vec<Entity>,
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
        let written = gesture(&Utterance::read(&without_asides(question.text)));
        let guess = content.detector.detect(&written, question.locale, question.conversation_language);
        let utterance = without_corrected(content, &written, guess.language).unwrap_or(written);
        let allowed = |article: &Article| is_allowed(article, entitlements);
        let understood = Self::without_search(content, utterance, guess);
        Self {
            hits: content.index.search(
                &content.spelled_out(understood.core.clone(), guess.language),
                guess.language,
                &allowed,
                HITS,
            ),
            ..understood
        }
    }

    /// Understands a piece of a message, as far as it wants an intent.
    pub(super) fn of_piece(content: &Content, piece: &str, guess: LanguageGuess) -> Self {
        Self::without_search(content, Utterance::read(piece), guess)
    }

    fn without_search(content: &Content, utterance: Utterance, guess: LanguageGuess) -> Self {
        let (core, classified) = classify(content, &utterance, guess.language);
        let is_whole = core.original() == utterance.original();
        let find = |part: &Utterance| {
            let as_written = content.patterns.find(part, guess.language);
            if !as_written.is_empty() {
                return as_written;
            }
            content.patterns.find(&content.spelled_out(part.clone(), guess.language), guess.language)
        };
        let mut patterns = find(&utterance);
        // What is said around a question must not hide the pattern that it follows.
        if patterns.is_empty() && !is_whole {
            patterns = find(&core);
        }
        let entities = entities::find(content, &utterance, guess.language);
        Self {
            core_entities: if is_whole { entities.clone() } else { entities::find(content, &core, guess.language) },
            entities,
            patterns,
            classified,
            hits: Vec::new(),
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

    /// The values of a kind that the message is about: those in the part that asks before those around it. A channel
    /// counts there alone: "my phone is +39 …, who can help me?" asks for no call.
    #[must_use]
    pub fn values(&self, kind: &str) -> Vec<&str> {
        let in_core = entities::meant(&self.core_entities, &self.core, kind);
        if in_core.is_empty() && kind != "channel" {
            return entities::meant(&self.entities, &self.utterance, kind);
        }
        in_core
    }

    /// What was considered, for the trace.
    #[must_use]
    pub fn candidates(&self) -> Vec<Candidate> {
        let patterns = self.patterns.iter().map(|hit| (CandidateKind::Pattern, &hit.intent, 1.0));
        let intents = self.classified.ranked.iter().map(|s| (CandidateKind::Intent, &s.intent, s.probability));
        let articles =
            self.hits.iter().map(|hit| (CandidateKind::Article, &hit.article, hit.confidence.clamp(0.0, 1.0)));
        let all = patterns.chain(intents).chain(articles);
        all.map(|(kind, id, score)| Candidate { kind, id: id.clone(), score }).collect()
    }
}

/// Signs that say what a word says.
const GESTURES: [(&str, &str); 7] =
    [("👍", "ok"), ("👌", "ok"), ("✅", "ok"), ("👎", "no"), ("🙏", "thanks"), ("❤", "thanks"), ("👋", "hello")];

/// A message of signs alone, as the word it stands for; any other message as it is.
fn gesture(utterance: &Utterance) -> Utterance {
    let signs = utterance.original().trim_start();
    let meant = GESTURES.into_iter().find(|(sign, _)| utterance.tokens().is_empty() && signs.starts_with(sign));
    meant.map_or_else(|| utterance.clone(), |(_, word)| Utterance::read(word))
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
    let without = if core.original() == whole.original() { classified.clone() } else { read(&core) };
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
    let is_story = whole.tokens().len() > STORY;
    if !is_story && is_question(&best.1) && !states(content, whole) {
        let end = asked_at_the_end(whole).filter(|_| clarity(&best.1) < CERTAIN).map(|end| (read(&end), end));
        let is_likely =
            |classified: &Classified| classified.ranked.first().is_some_and(|it| it.probability >= SUPPORTED);
        let is_clearer = |classified: &Classified| is_likely(classified) && clarity(classified) > clarity(&best.1);
        let clear = end.filter(|(classified, _)| is_question(classified) && is_clearer(classified));
        return clear.map_or(best, |(classified, end)| (end, classified));
    }
    let clauses = clauses(whole.original()).enumerate().filter(|(place, clause)| *place == 0 || !describes(clause));
    let clauses = clauses.map(|(_, clause)| clause).filter(|clause| clause.tokens().len() >= PIECE).take(CLAUSES);
    let read = clauses.map(|clause| (read(&clause), clause)).filter(|(classified, _)| is_question(classified));
    let questions: Vec<_> = read.map(|(classified, clause)| (clause, classified)).collect();
    let clearest = |some: &mut dyn Iterator<Item = &(Utterance, Classified)>| {
        some.max_by(|(_, a), (_, b)| clarity(a).total_cmp(&clarity(b))).cloned()
    };
    // Somebody says who they are, or tells a story, and asks for one thing: a clause that plainly asks goes first.
    let is_clear = |classified: &Classified| clarity(classified) > CLEAR;
    let is_foreign = !is_story && best.1.in_scope < FOREIGN;
    let asking = |(clause, classified): &&(Utterance, Classified)| {
        is_clear(classified)
            && (asks(clause) || !is_story && !states(content, clause))
            && !(is_foreign && is_bare(content, clause, language))
    };
    if let Some(asked) = clearest(&mut questions.iter().filter(asking)) {
        return asked;
    }
    if !is_story || is_question(&best.1) && is_clear(&best.1) {
        return best;
    }
    let told = questions.iter().filter(|(clause, _)| clause.tokens().len() >= SENTENCE);
    clearest(&mut told.into_iter()).filter(|(_, classified)| clarity(classified) > clarity(&best.1)).unwrap_or(best)
}

/// The last sentence, where it is the only one that asks: "… I'll see to the audio myself. Is the chat open at night?"
fn asked_at_the_end(whole: &Utterance) -> Option<Utterance> {
    let text = whole.original().trim_end().strip_suffix('?')?;
    let (told, asked) = text.rsplit_once(['.', '!', ';', '\n'])?;
    (!told.contains('?')).then(|| Utterance::read(&format!("{}?", asked.trim())))
}

/// Whether a message, or a clause of it, begins by saying something about who writes: "I'm an admin, can I call?".
fn states(content: &Content, utterance: &Utterance) -> bool {
    clauses(utterance.original()).take(CLAUSES).any(|clause| {
        !asks(&clause) && cues::opens(&clause, content, Cue::Stating) && !cues::opens(&clause, content, Cue::Asking)
    })
}

/// "…, who only speaks German, …": a clause that says something of what stands before it.
const RELATIVES: [&str; 8] = ["who", "whose", "which", "che", "cui", "que", "quien", "cuyo"];

/// Whether a clause that is not the first describes what stands before it, and asks nothing.
fn describes(clause: &Utterance) -> bool {
    clause.original().trim_end().ends_with(',') && is_relative(clause.original())
}

/// Whether a clause begins as those do that say something of what stands before them.
pub(super) fn is_relative(clause: &str) -> bool {
    let utterance = Utterance::read(clause);
    let first = utterance.tokens().first().map_or("", |token| token.text.as_str());
    // "¿qué …", "chi …" and "what …" ask; an accent says so.
    RELATIVES.contains(&first) && !clause.trim_start().to_lowercase().starts_with("qué")
}

/// Whether a clause has little in it that belongs to us.
fn is_bare(content: &Content, clause: &Utterance, language: Language) -> bool {
    let names_ours = || {
        let named = entities::find(content, clause, language);
        named.iter().any(|entity| !ANYBODYS.contains(&entity.kind.as_str()))
    };
    clause.tokens().len() <= BARE && !names_ours()
}

/// Whether a sentence ends with a question mark.
fn asks(sentence: &Utterance) -> bool {
    sentence.original().trim_end().ends_with('?')
}

/// What the classifier makes of a part. "Italian" may be a language or a country: the clearer reading counts.
fn classify_part(content: &Content, part: &Utterance, language: Language) -> Classified {
    let named = entities::find(content, part, language);
    let read = |adjectives| {
        let masked = content.spelled_out(mask(part, &named, adjectives), language);
        content.classify(&masked, language)
    };
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

fn clauses(text: &str) -> impl Iterator<Item = Utterance> {
    text.split_inclusive(['.', '?', '!', ';', ':', '\n', ',']).map(Utterance::read)
}

/// Whether a person may be quoted an article.
pub(super) fn is_allowed(article: &Article, entitlements: &Entitlements) -> bool {
    article.audience.is_empty() || article.audience.iter().any(|channel| entitlements.has(channel))
}
