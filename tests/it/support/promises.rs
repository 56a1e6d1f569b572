//! A conversation that checks each of Bolt's turns against what no turn may ever do, whatever was written. The fuzz
//! target has the same file.

use bolt::{
    content::Content,
    domain::{
        Action, BoltMessage, ChoiceTarget, Conversation, ConversationId, Draft, EventBody, Form, Identity, Language,
        Standing, VisitorId,
    },
    language::LONGEST,
    reply::{Decision, Entitled, Question, Replier},
};
use jiff::Timestamp;

/// No message of Bolt's is longer, in characters.
const LONGEST_MESSAGE: usize = 8_000;
/// More choices than this nobody reads.
const MOST_CHOICES: usize = 8;
/// The most words that one character can be unfolded into (U+FDFA is a sentence of four).
const WORDS_OF_A_CHARACTER: usize = 4;

/// Somebody who writes to Bolt; what Bolt says becomes the context of the next turn.
pub struct Questioner<'c> {
    content: &'c Content,
    conversation: Conversation,
    standing: Standing,
    locale: Option<Language>,
}

impl<'c> Questioner<'c> {
    /// Opens a conversation, on a page in this language.
    pub fn new(content: &'c Content, standing: Standing, locale: Option<Language>) -> Self {
        let visitor = Identity::anonymous(VisitorId("anon:promises".into()));
        let id = ConversationId(uuid::Uuid::nil());
        let conversation = Conversation::begin(id, visitor, Language::En, Timestamp::UNIX_EPOCH);
        Self { content, conversation, standing, locale }
    }

    /// Writes a message, or picks a choice by its id, and gets an answer that keeps the promises.
    pub fn says(&mut self, text: &str, choice: Option<&str>) -> BoltMessage {
        let mut draft = Draft::on(self.conversation.clone(), Timestamp::UNIX_EPOCH);
        let said = EventBody::VisitorMessage { text: text.to_owned(), choice: choice.map(str::to_owned) };
        draft.push(said, None).unwrap();
        let conversation = draft.conversation().clone();
        let decision = self.content.reply(&Question {
            text,
            choice,
            locale: self.locale,
            conversation_language: conversation.context.last_reply.is_some().then_some(conversation.language),
            name: None,
            anonymous: self.standing == Standing::ANONYMOUS,
            standing: self.standing,
            context: &conversation.context,
            seed: 1,
        });
        check(self.content, &self.content.entitled(&self.standing), &decision);
        draft.push(EventBody::LanguageChanged { language: decision.message.language }, None).unwrap();
        draft.push(EventBody::BoltMessage(decision.message.clone().into()), None).unwrap();
        self.conversation = draft.conversation().clone();
        decision.message
    }
}

fn check(content: &Content, entitled: &Entitled, decision: &Decision) {
    let message = &decision.message;
    bounded(message);
    true_to_content(content, message);
    assert!(decision.hand_off.is_none() || entitled.live_chat, "handed off: {message:#?}");
    within_entitlements(content, entitled, message);
}

/// Something was said, it can be read, and no more than the beginning of what was written was looked at.
fn bounded(message: &BoltMessage) {
    let length = message.markdown.chars().count();
    assert!(!message.markdown.trim().is_empty() && length <= LONGEST_MESSAGE, "{length} characters: {message:#?}");
    assert!(message.choices.len() <= MOST_CHOICES, "{message:#?}");
    let words = message.trace.normalized.split(' ').count();
    assert!(words <= WORDS_OF_A_CHARACTER * LONGEST, "{words} words were read");
}

/// What it cites is there, and how sure it is can be said.
fn true_to_content(content: &Content, message: &BoltMessage) {
    for source in &message.sources {
        assert!(content.index.article(source.language, &source.article).is_some(), "{source:?} is no article");
    }
    assert!(message.intent.as_ref().is_none_or(|id| content.intent(id).is_some()), "{message:#?}");
    let sure = std::iter::once(message.confidence).chain(message.trace.candidates.iter().map(|c| c.score));
    assert!(sure.into_iter().all(|score| (0.0..=1.0).contains(&score)), "{message:#?}");
}

/// Nobody is given, or offered, what they do not have.
fn within_entitlements(content: &Content, entitled: &Entitled, message: &BoltMessage) {
    let offers = |target: &ChoiceTarget| {
        message.choices.iter().any(|choice| ChoiceTarget::parse(&choice.id).as_ref() == Some(target))
    };
    if !entitled.live_chat {
        assert!(message.action != Action::Handoff && !offers(&ChoiceTarget::Handoff), "{message:#?}");
    }
    if !entitled.ticket {
        let opens = matches!(message.form, Some(Form::Ticket { .. })) || message.action == Action::Ticket;
        assert!(!opens && !offers(&ChoiceTarget::Ticket), "{message:#?}");
    }
    if !entitled.phone {
        let mut numbers = content.facts.phone.iter().flat_map(|entry| &entry.numbers);
        let told = numbers.any(|number| message.markdown.contains(&number.number));
        assert!(message.action != Action::Phone && !told, "{message:#?}");
    }
}
