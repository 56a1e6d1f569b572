//! One turn: what a rule may look at, and the answers it can make of it.

use std::{borrow::Cow, ops::Range};

use super::{
    Decision, Entitled, Question, Understanding, combine,
    passage::{Quote, marks_in},
    understanding::is_allowed,
};
use crate::{
    content::{
        Content, Person, Phrase, Scene, Slots,
        required::{COMPLAINT, DANGER, SPEAK_LANGUAGE},
    },
    domain::{
        Action, BoltMessage, Choice, ChoiceTarget, Expectation, Form, HandoffReason, Language, LastReply, Source, Trace,
    },
    knowledge::Passage,
    language::{LanguageFrom, Utterance},
    support::{ChannelKind, Entitlements, language_name},
};

/// A message of at least this many words says what the problem is, and not only that a ticket is wanted …
const WORDS_OF_A_DESCRIPTION: usize = 10;
/// … and an earlier one, which did not ask for a ticket, of this many.
const WORDS_OF_A_PROBLEM: usize = 4;

/// What a rule looks at.
#[derive(Clone)]
pub(super) struct Turn<'a> {
    pub content: &'a Content,
    pub question: &'a Question<'a>,
    pub understanding: Cow<'a, Understanding>,
    pub entitlements: &'a Entitlements,
    pub language: Language,
    /// What was answered to an earlier question of the same message; it comes before what Bolt said last.
    pub answered: Option<LastReply>,
}

/// What a rule says: a message that still lacks its trace.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub action: Action,
    pub intent: Option<String>,
    pub confidence: f32,
    pub language: Language,
    pub markdown: String,
    /// What it quotes with words marked, as it stands in the text.
    pub quotes: Vec<Quote>,
    pub sources: Vec<Source>,
    pub choices: Vec<Choice>,
    pub form: Option<Form>,
    pub expects: Option<Expectation>,
    pub hand_off: Option<HandoffReason>,
    pub slots: Slots,
}

impl Answer {
    /// An answer of these words, without anything else.
    pub fn saying(action: Action, language: Language, markdown: String) -> Self {
        Self {
            action,
            intent: None,
            confidence: 0.0,
            language,
            markdown,
            quotes: Vec::new(),
            sources: Vec::new(),
            choices: Vec::new(),
            form: None,
            expects: None,
            hand_off: None,
            slots: Slots::default(),
        }
    }

    /// What the next question of the same message follows.
    pub fn as_last(&self) -> LastReply {
        LastReply {
            action: self.action,
            intent: self.intent.clone(),
            markdown: self.markdown.clone(),
            sources: self.sources.clone(),
            choices: Vec::new(),
            expects: self.expects.clone(),
            slots: self.slots.written(),
            about: None,
            earlier: Vec::new(),
        }
    }

    /// The same, as sure as this.
    pub fn sure(mut self, confidence: f32) -> Self {
        self.confidence = confidence.clamp(0.0, 1.0);
        self
    }
}

impl<'a> Turn<'a> {
    /// The turn that a message takes.
    pub fn of(
        content: &'a Content,
        question: &'a Question<'a>,
        understanding: &'a Understanding,
        entitlements: &'a Entitlements,
    ) -> Self {
        let language = understanding.language();
        let understanding = Cow::Borrowed(understanding);
        Self { content, question, understanding, entitlements, language, answered: None }
    }

    /// The same turn, answered in another language.
    pub fn speaking(&self, language: Language) -> Self {
        Self { language, ..self.clone() }
    }

    /// The same turn, as if only a piece of the message had been written.
    pub fn reading(&self, understanding: Understanding) -> Self {
        Self { understanding: Cow::Owned(understanding), ..self.clone() }
    }

    /// The same turn after an earlier question of the message was answered like this.
    pub fn after(self, answered: Option<LastReply>) -> Self {
        Self { answered, ..self }
    }

    /// What Bolt said last.
    pub fn last(&self) -> Option<&LastReply> {
        self.answered.as_ref().or(self.question.context.last_reply.as_ref())
    }

    /// The values that were talked of.
    pub fn slots_before(&self) -> Slots {
        self.last().map(|last| Slots::read(last.topic_slots())).unwrap_or_default()
    }

    /// An answer after which the talk is still about the same thing.
    pub fn on_topic(&self, answer: Answer) -> Answer {
        let intent = self.last().and_then(|last| last.topic()).map(str::to_owned);
        Answer { intent, slots: self.slots_before(), ..answer }
    }

    /// What Bolt waits for.
    pub fn expects(&self) -> Option<&Expectation> {
        self.last()?.expects.as_ref()
    }

    /// Whether the person has a channel of this kind.
    pub fn reaches(&self, kind: ChannelKind) -> bool {
        self.entitlements.reaches(kind)
    }

    /// A phrase in the language of the turn.
    pub fn phrase(&self, phrase: Phrase) -> String {
        self.phrase_naming(phrase, &[])
    }

    /// A phrase that names something.
    pub fn phrase_naming(&self, phrase: Phrase, named: &[(&'static str, &str)]) -> String {
        let slots = Slots::default();
        self.content.phrase(phrase, &self.scene(self.language, &slots), named, self.question.seed)
    }

    /// The answer of an intent. Slots come from the message, else from the turn before.
    pub fn intent(&self, id: &str, confidence: f32) -> Option<Answer> {
        self.intent_with(id, confidence, self.slots_for(id))
    }

    /// The answer of an intent with these slots: one for each value of a slot that has several.
    pub fn intent_with(&self, id: &str, confidence: f32, slots: Slots) -> Option<Answer> {
        let each: Vec<_> =
            self.one_by_one(&slots).into_iter().filter_map(|one| self.answer_of(id, confidence, one)).collect();
        Some(Answer { slots, ..combine::alike(each)? })
    }

    fn answer_of(&self, id: &str, confidence: f32, slots: Slots) -> Option<Answer> {
        let intent = self.content.intent(id)?;
        let scene = self.scene(self.language, &slots);
        let (reply, markdown) = self.content.speak(id, &scene, self.question.seed)?;
        let source = intent.article.as_deref().and_then(|article| self.source(article));
        Some(Answer {
            intent: Some(id.to_owned()),
            sources: source.into_iter().collect(),
            form: (reply.action == Action::Ticket).then(|| Form::Ticket { description: self.description() }),
            expects: reply.asks.map(|slot| Expectation::Slot { intent: id.to_owned(), slot: slot.to_owned() }),
            hand_off: (reply.action == Action::Handoff).then_some(HandoffReason::Requested),
            slots,
            ..Answer::saying(reply.action, self.language, markdown).sure(confidence)
        })
    }

    /// A passage as an answer, with the article it stands in, and these bytes of it marked.
    pub fn passage(
        &self,
        article: &str,
        language: Language,
        passage: &Passage,
        marks: &[Range<usize>],
        confidence: f32,
    ) -> Option<Answer> {
        let found = self.content.index.article(language, article)?;
        let named = [("title", found.title.as_str()), ("other_language", language_name(language, self.language))];
        let intro = if language == self.language { Phrase::PassageIntro } else { Phrase::PassageOtherLanguage };
        let intro = self.phrase_naming(intro, &named);
        let quote = Quote::of(passage, &found.title, marks);
        Some(Answer {
            sources: vec![self.source_in(article, language)?],
            quotes: vec![quote.clone()],
            ..Answer::saying(Action::Answer, self.language, format!("{intro}\n\n{}", quote.markdown)).sure(confidence)
        })
    }

    /// An article as a source, in the visitor's language if there is one, and only if the person may read it.
    pub fn source(&self, article: &str) -> Option<Source> {
        let others = Language::ALL.into_iter().filter(|language| *language != self.language);
        std::iter::once(self.language).chain(others).find_map(|language| self.source_in(article, language))
    }

    fn source_in(&self, article: &str, language: Language) -> Option<Source> {
        let found = self.content.index.article(language, article)?;
        is_allowed(found, self.entitlements).then(|| Source {
            article: article.to_owned(),
            title: found.title.clone(),
            url: self.content.links.url(language, article),
            language,
        })
    }

    /// A choice of an intent or an article.
    pub fn choice(&self, target: &ChoiceTarget) -> Option<Choice> {
        let label = match target {
            ChoiceTarget::Intent(id) => self.content.intent(id)?.title.get(self.language).clone(),
            ChoiceTarget::Article(id) => self.source(id)?.title,
            ChoiceTarget::Handoff => self.phrase(Phrase::ChooseAgent),
            ChoiceTarget::Ticket => self.phrase(Phrase::ChooseTicket),
            ChoiceTarget::None => self.phrase(Phrase::NoneOfThese),
        };
        Some(Choice { id: target.to_string(), label })
    }

    /// A person or a ticket, as choices, as far as the visitor is entitled.
    pub fn ways_on(&self) -> Vec<Choice> {
        let agent = self.reaches(ChannelKind::Live).then_some(ChoiceTarget::Handoff);
        let ticket = self.reaches(ChannelKind::Ticket).then_some(ChoiceTarget::Ticket);
        agent.into_iter().chain(ticket).filter_map(|target| self.choice(&target)).collect()
    }

    /// Adds the offer of what the person has: an agent, a ticket, or what needs nobody.
    pub fn with_offer(&self, mut answer: Answer) -> Answer {
        let (offer, expects) = if self.reaches(ChannelKind::Live) {
            (Phrase::OfferAgent, Some(Expectation::HandoffConsent))
        } else if self.reaches(ChannelKind::Ticket) {
            (Phrase::OfferTicket, Some(Expectation::Choice))
        } else {
            (Phrase::OfferSelfService, None)
        };
        answer.markdown = format!("{} {}", answer.markdown, self.phrase(offer));
        answer.choices.extend(self.ways_on());
        answer.expects = expects;
        answer
    }

    /// What a ticket's description starts with: what the visitor wrote of their problem, in this message and before.
    fn description(&self) -> String {
        let now = self.question.text.trim();
        let words = |text: &str| Utterance::read(text).tokens().len();
        let before = self.question.context.said.iter().map(|text| text.trim()).filter(|text| *text != now);
        let problems = before.filter(|text| words(text) >= WORDS_OF_A_PROBLEM);
        let request = Some(now).filter(|text| words(text) >= WORDS_OF_A_DESCRIPTION);
        problems.chain(request).collect::<Vec<_>>().join("\n\n")
    }

    fn scene<'s>(&'s self, language: Language, slots: &'s Slots) -> Scene<'s> {
        let question = self.question;
        let person = Person { name: question.name, anonymous: question.anonymous, standing: question.standing };
        Scene { language, person, entitlements: self.entitlements, slots }
    }

    /// Whether it makes sense to ask if it helped: not of small talk, nor of somebody in despair.
    fn answers_a_question(&self, answer: &Answer) -> bool {
        let told = matches!(answer.action, Action::Answer | Action::Phone | Action::Decline);
        let about = match answer.intent.as_deref() {
            Some(DANGER | COMPLAINT | SPEAK_LANGUAGE) => false,
            Some(id) => self.content.intent(id).is_some_and(|intent| !intent.small_talk),
            None => !answer.sources.is_empty(),
        };
        told && about
    }

    /// The decision that an answer amounts to, with its reasons.
    pub fn decision(&self, rule: &str, answer: Answer) -> Decision {
        let understanding = &self.understanding;
        let entities = understanding.entities.iter().map(|entity| format!("{}={}", entity.kind, entity.value));
        let from = match understanding.guess.from {
            LanguageFrom::Text => "text",
            LanguageFrom::Conversation => "conversation",
            LanguageFrom::Locale => "locale",
            LanguageFrom::Default => "default",
        };
        let trace = Trace {
            content_revision: self.content.revision.clone(),
            language: answer.language,
            language_from: from.to_owned(),
            normalized: understanding.utterance.normalized().to_owned(),
            rule: rule.to_owned(),
            candidates: understanding.candidates(),
            entities: entities.collect(),
            slots: self.remembered(&answer).written(),
        };
        let rateable = self.answers_a_question(&answer);
        let message = BoltMessage {
            action: answer.action,
            intent: answer.intent,
            confidence: answer.confidence,
            language: answer.language,
            marks: marks_in(&answer.markdown, &answer.quotes),
            markdown: answer.markdown,
            sources: answer.sources,
            choices: answer.choices,
            form: answer.form,
            expects: answer.expects,
            rateable,
            trace,
        };
        Decision { message, hand_off: answer.hand_off, entitled: Entitled::of(self.entitlements) }
    }
}
