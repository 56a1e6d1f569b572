//! A Bolt whose answers are easy to foretell: "You said …"; "person" passes paying visitors on.

use bolt::{
    domain::{Action, BoltMessage, HandoffReason, Language, Standing, Trace},
    http::{Article, HelpCenter, Listed},
    reply::{Decision, Entitled, Question, Replier},
};

pub struct Scripted;

impl Replier for Scripted {
    fn reply(&self, question: &Question<'_>) -> Decision {
        let language = question.conversation_language.or(question.locale).unwrap_or(Language::En);
        let wants_person = question.text == "person" && self.entitled(&question.standing).live_chat;
        let (action, markdown) = match question.text {
            "person" if wants_person => (Action::Handoff, "An agent will *join*.".to_owned()),
            "person" => (Action::Decline, "There is the community.".to_owned()),
            text => (Action::Answer, format!("You said {text}")),
        };
        let message = BoltMessage {
            action,
            intent: None,
            confidence: 1.0,
            language,
            markdown,
            marks: Vec::new(),
            sources: Vec::new(),
            choices: Vec::new(),
            form: None,
            expects: None,
            rateable: action == Action::Answer,
            trace: Trace {
                content_revision: "scripted".into(),
                language,
                language_from: "conversation".into(),
                normalized: question.text.to_lowercase(),
                rule: "scripted".into(),
                candidates: Vec::new(),
                entities: Vec::new(),
                slots: Vec::new(),
            },
        };
        Decision {
            message,
            hand_off: wants_person.then_some(HandoffReason::Requested),
            entitled: self.entitled(&question.standing),
        }
    }

    fn not_helped(&self, question: &Question<'_>) -> Decision {
        let mut decision = self.reply(&Question { text: "sorry", ..question.clone() });
        decision.message.action = Action::Fallback;
        decision.message.rateable = false;
        decision
    }

    fn entitled(&self, standing: &Standing) -> Entitled {
        let paid = standing.account_type.is_paid();
        Entitled { live_chat: paid, ticket: paid, phone: false, priority_response: false }
    }
}

impl HelpCenter for Scripted {
    fn articles(&self, _: Language) -> Vec<Listed> {
        vec![Listed { id: "plans/access".into(), title: "Access".into(), description: "What it includes".into() }]
    }

    fn article(&self, language: Language, id: &str) -> Option<Article> {
        (id == "plans/access" && language != Language::Es).then(|| Article {
            title: "Access".into(),
            description: "What it includes".into(),
            updated: Some("2026-11-22".into()),
            html: "<p>Everybody has it.</p>".into(),
        })
    }

    fn html(&self, markdown: &str, _: &[std::ops::Range<usize>]) -> String {
        format!("<p>{markdown}</p>")
    }

    fn revision(&self) -> String {
        "scripted".into()
    }
}
