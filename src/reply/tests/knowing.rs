//! What is understood by itself.

use super::*;

#[test]
fn what_is_refused_is_not_done() {
    for text in [
        "do not connect me to a person",
        "I don't want to talk to a human",
        "I do not want a ticket",
        "non voglio aprire un ticket",
        "no quiero abrir un ticket",
        "no quiero hablar con una persona",
        "please don't get me an agent",
        "I never said I wanted a ticket",
        "per favore non chiamare un operatore",
        "prefiero no hablar con nadie",
    ] {
        for standing in [PREMIER, FREE] {
            let decision = Chat::of(standing).says(text);
            assert_eq!(decision.message.intent.as_deref(), Some("stay_with_bolt"), "{text}");
            assert_eq!((decision.message.action, decision.hand_off), (Action::Answer, None), "{text}");
        }
    }
    let wanted = Chat::of(PREMIER).says("I don't want a robot, I want to talk to a human");
    assert_eq!(wanted.message.action, Action::Handoff);
}

#[test]
fn a_pattern_decides_and_a_person_comes() {
    let decision = Chat::of(PRO).says("get me an agent");
    assert_rule(&decision, "sure-pattern", Action::Handoff, Some("talk_to_person"));
    assert_eq!(decision.hand_off, Some(HandoffReason::Requested));
    let decision = Chat::of(FREE).says("get me an agent");
    assert_rule(&decision, "sure-pattern", Action::Decline, Some("talk_to_person"));
    assert_eq!(decision.hand_off, None);
}

#[test]
fn a_greeting_does_not_hide_a_question() {
    for text in
        ["hi, what is the community?", "grazie! che cos'è la community?", "hola buenas tardes, qué es la comunidad?"]
    {
        assert_eq!(Chat::of(FREE).says(text).message.intent.as_deref(), Some("community"), "{text}");
    }
    assert_eq!(Chat::of(FREE).says("hi all").message.intent.as_deref(), Some("greeting"));
}

#[test]
fn access_is_a_plan_where_a_plan_is_wanted() {
    for text in ["what does Access include", "cosa include Access", "qué incluye Access"] {
        let message = Chat::of(PREMIER).says(text).message;
        assert_eq!((message.action, message.trace.slots), (Action::Answer, vec!["plan=access".to_owned()]), "{text}");
    }
    let spaced = Chat::of(PRO).says("what do I get with Premier +").message;
    assert_eq!(spaced.trace.slots, ["plan=premier_plus"]);
}

#[test]
fn whoever_complains_is_offered_a_person_at_once() {
    let decision =
        Chat::of(PRO).says("this is the third time I write to you and nobody answers, your support is useless");
    assert_eq!(decision.message.intent.as_deref(), Some("complaint"));
    assert_eq!(ids(&decision), ["handoff", "ticket"]);
    assert_eq!(decision.message.expects, Some(Expectation::HandoffConsent));
}

#[test]
fn a_ticket_starts_with_what_was_described() {
    let text = "please open a ticket: since this morning two of our rooms have no picture and the sound breaks off";
    let decision = Chat::of(PRO).says(text);
    assert_eq!(decision.message.form, Some(Form::Ticket { description: text.to_owned() }));
    let decision = Chat::of(PRO).says("open a ticket");
    assert_eq!(decision.message.form, Some(Form::Ticket { description: String::new() }));
    let mut chat = Chat::of(PRO);
    chat.says("hello");
    chat.says("my camera shows nothing since Tuesday");
    let decision = chat.says("ticket");
    let said = "my camera shows nothing since Tuesday".to_owned();
    assert_eq!(decision.message.form, Some(Form::Ticket { description: said }));
}

#[test]
fn a_number_of_somebodys_own_is_no_country() {
    let text = "ID 341 234 5678, what is your phone number";
    let message = Chat::of(PREMIER).says(text).message;
    assert_eq!((message.action, message.trace.slots.len()), (Action::Clarify, 0), "{text}: {}", message.markdown);
    // Nothing asks for a country here.
    let text = "my number is +34 600 123 456, who has live chat?";
    assert_eq!(Chat::of(PREMIER).says(text).message.trace.slots, [""; 0], "{text}");
}

#[test]
fn named_people_get_the_rule_and_not_the_askers_case() {
    let told = |standing, text: &str| Chat::of(standing).says(text).message.markdown;
    let pro = told(PREMIER, "can pro admins phone?");
    assert!(pro.contains("with Access no; with Premier and Premier+ only licensed admins"), "{pro}");
    assert!(!pro.contains("Your own account"), "{pro}");
    let basic = told(PREMIER, "does a basic user get live chat");
    assert!(basic.starts_with("No, people on free accounts don't have live chat"), "{basic}");
    let own = told(PREMIER, "can licensed business admins with Premier phone?");
    assert!(own.contains("Your own account has it"), "{own}");
    let all = told(FREE, "what can members on Premier do");
    assert!(all.contains("phone support") && all.contains("only licensed members"), "{all}");
    let mut chat = Chat::of(FREE);
    chat.says("can pro admins phone?");
    let decision = chat.says("and licensed members?");
    assert_rule(&decision, "follow-up", Action::Answer, Some("phone_who"));
    assert_eq!(decision.message.trace.slots, ["account_type=pro", "role=licensed_member"]);
}

#[test]
fn colleagues_are_those_of_the_own_account() {
    let told = |standing, text: &str| Chat::of(standing).says(text).message.markdown;
    for (text, expected) in [
        ("can my boss call? he has a license", "licensed members on Pro accounts with Access"),
        ("il mio collega senza licenza può chattare con un operatore?", "negli account Pro con Access"),
        ("¿mis compañeros con licencia pueden abrir tickets?", "en cuentas Pro con Access"),
    ] {
        let said = told(PRO, text);
        assert!(said.contains(expected), "{text}: {said}");
    }
    // Who has no paid account, or names another plan, asks about others.
    for (standing, text) in [(FREE, "can licensed members call?"), (PRO, "can licensed members with Premier call?")] {
        let said = told(standing, text);
        assert!(!said.contains("accounts with Access"), "{text}: {said}");
    }
}

#[test]
fn what_is_said_of_somebody_between_commas_is_no_question() {
    for (first, then) in [
        ("can I call you?", "And my colleague, who does have a license, could she do it?"),
        ("posso contattarvi per telefono?", "E la mia collega, che invece ha una licenza, potrebbe farlo lei?"),
        ("¿puedo llamar?", "¿Y mi compañera, que sí tiene licencia, podría hacerlo ella?"),
    ] {
        let mut chat = Chat::of(PRO);
        chat.says(first);
        let decision = chat.says(then);
        let message = &decision.message;
        assert_eq!(message.intent.as_deref(), Some("phone_who"), "{then}: {} {}", message.trace.rule, message.markdown);
        assert!(message.trace.slots.contains(&"license=yes".to_owned()), "{then}: {:?}", message.trace.slots);
    }
    // After a question it is one.
    let both = Chat::of(PRO).says("how do I upgrade, who can call, when are you open?");
    assert_eq!(both.message.trace.rule, "several-questions");
    let cited: Vec<&str> = both.message.sources.iter().map(|source| source.article.as_str()).collect();
    assert!(cited.contains(&"contact/phone-support") && cited.len() > 1, "{cited:?}");
}

#[test]
fn who_does_not_have_it_is_told_why() {
    let member =
        Standing { account_type: AccountType::Business, role: Role::Member, support_plan: SupportPlan::Premier };
    let told = |standing, text: &str| Chat::of(standing).says(text).message.markdown;
    for (standing, text, why) in [
        (member, "why can't I call?", "you have no license"),
        (member, "perché non posso chattare con un operatore?", "non hai una licenza"),
        (member, "¿por qué no puedo abrir un ticket?", "no tienes licencia"),
        (PRO, "who may call?", "on Pro accounts it comes only with Premier and Premier+, and yours has Access"),
        (FREE, "who can use live chat?", "it takes a paid account"),
    ] {
        let said = told(standing, text);
        assert!(said.contains(why), "{text}: {said}");
    }
}

#[test]
fn when_somebody_is_there_depends_on_channel_and_time() {
    let told = |text: &str| Chat::of(PREMIER).says(text).message.markdown;
    assert!(told("are you there on Sunday?").contains("on Sundays too"));
    let phone = told("is the phone open at night?");
    assert!(phone.contains("no opening hours") && phone.contains("at night"), "{phone}");
    assert!(told("are tickets answered at night").contains("P3 and P4 in regional business hours"));
    let mut chat = Chat::of(PREMIER);
    chat.says("is the phone open at night?");
    let decision = chat.says("and on Sunday?");
    assert_rule(&decision, "follow-up", Action::Answer, Some("opening_hours"));
    assert_eq!(decision.message.trace.slots, ["time=sunday", "channel=phone"]);
}

#[test]
fn a_bare_value_is_asked_about_and_kept() {
    let mut chat = Chat::of(PREMIER);
    // One intent alone takes a country, several take a priority.
    let decision = chat.unsure("Switzerland", &[]);
    assert_rule(&decision, "bare-value", Action::Phone, Some("phone_number"));
    assert!(decision.message.markdown.contains("+41.31.5607204"), "{}", decision.message.markdown);
    let decision = Chat::of(FREE).unsure("Switzerland", &[]);
    assert_rule(&decision, "bare-value", Action::Decline, Some("phone_number"));
    let mut chat = Chat::of(PREMIER);
    let decision = chat.unsure("P2", &[]);
    assert_rule(&decision, "bare-value", Action::Clarify, None);
    assert!(ids(&decision).contains(&"intent:priority_times"), "{:?}", ids(&decision));
    let decision = chat.picks(&ChoiceTarget::Intent("priority_times".into()));
    assert!(decision.message.markdown.contains("4 hours"), "{}", decision.message.markdown);
}

#[test]
fn an_article_answers_what_no_intent_does() {
    let decision = Chat::of(PRO).found("does bolt go on answering while I chat with an agent");
    assert_rule(&decision, "search-answer", Action::Answer, None);
    assert_eq!(decision.message.sources[0].article, "contact/live-chat");
    assert!(decision.message.markdown.contains("\n\n> "), "{}", decision.message.markdown);
}

#[test]
fn a_passage_is_quoted_with_its_article() {
    let turn_of = |language| {
        let decision = Chat::of(FREE).picks(&ChoiceTarget::Article("plans/overview".into()));
        assert_eq!(decision.message.language, language);
        decision.message
    };
    let message = turn_of(Language::En);
    assert!(message.markdown.contains("\n\n> "), "{}", message.markdown);
    assert_eq!(message.sources.len(), 1);
}

#[test]
fn the_channel_that_is_named_settles_which_of_two_is_meant() {
    let near = |one, other| Chat::of(FREE).unsure("phone for business admins", &[(one, 0.4), (other, 0.38)]);
    assert_rule(&near("phone_who", "who_gets_what"), "sure-intent", Action::Answer, Some("phone_who"));
    assert_rule(&near("who_gets_what", "phone_who"), "sure-intent", Action::Answer, Some("who_gets_what"));
    assert_rule(&near("live_chat_who", "phone_who"), "did-you-mean", Action::Clarify, None);
}

#[test]
fn what_people_shorten_is_read_as_what_it_stands_for() {
    for (page, text) in [
        (Language::En, "can i talk 2 some1"),
        (Language::It, "xke nn posso parlare cn qlcuno? passami un operatore x favore"),
        (Language::Es, "kiero hablar kn alguien, q me pase con un agente porfa"),
    ] {
        let decision = Chat::on(page, PRO).says(text);
        assert_eq!(decision.message.intent.as_deref(), Some("talk_to_person"), "{text}: {:#?}", decision.message);
    }
}

#[test]
fn a_common_word_is_no_misspelt_country() {
    // "almeno" is one letter from "armeno", "sirvió" from "sirio".
    for (page, text) in
        [(Language::It, "almeno un ticket posso scriverlo?"), (Language::Es, "eso no me sirvió de nada")]
    {
        let decision = Chat::on(page, PRO).says(text);
        let named = decision.message.trace.entities.iter().any(|entity| entity.starts_with("country="));
        assert!(!named, "{text}: {:?}", decision.message.trace.entities);
    }
}

#[test]
fn the_words_that_matched_are_marked_in_a_quotation_and_nowhere_else() {
    let mut chat = Chat::of(PREMIER);
    let quoted = chat.misunderstood("where can I see the host key of my account", |understanding| {
        understanding.classified.ranked.clear();
        understanding.patterns.clear();
        understanding.hits.iter_mut().for_each(|hit| hit.confidence = 1.0);
    });
    assert_rule(&quoted, "search-answer", Action::Answer, None);
    let message = quoted.message;
    let marked: Vec<_> = message.marks.iter().map(|mark| message.markdown[mark.clone()].to_lowercase()).collect();
    assert!(!marked.is_empty(), "{}", message.markdown);
    assert!(marked.iter().all(|word| !["the", "of", "my"].contains(&word.as_str())), "{marked:?}");
    assert!(render::html(&message.markdown, &message.marks).contains("<mark>"));
    let told = Chat::of(PREMIER).says("what is the phone number for Spain");
    assert!(told.message.marks.is_empty() && !told.message.markdown.is_empty());
}

#[test]
fn an_article_that_names_the_question_answers_what_no_intent_knows() {
    let asked = |named: f32| {
        Chat::of(PREMIER).misunderstood("where can I see the host key of my account", |understanding| {
            understanding.classified.ranked.clear();
            understanding.classified.known = false;
            understanding.classified.in_scope = 0.0;
            understanding.patterns.clear();
            understanding.hits.iter_mut().for_each(|hit| (hit.confidence, hit.named) = (1.0, named));
        })
    };
    assert_rule(&asked(0.6), "search-answer", Action::Answer, None);
    // It only mentions what the question is about.
    assert_rule(&asked(0.0), "fallback", Action::Fallback, None);
}

#[test]
fn an_article_written_for_the_question_goes_before_an_intent_that_is_hardly_likelier() {
    let asked = |probability: f32, named: f32| {
        Chat::of(PREMIER).misunderstood("where can I see the host key of my account", |understanding| {
            understanding.classified.ranked = vec![Scored { intent: "complaint".into(), probability }];
            (understanding.classified.known, understanding.classified.in_scope) = (true, 0.9);
            understanding.patterns.clear();
            understanding.hits.iter_mut().for_each(|hit| (hit.confidence, hit.named) = (1.0, named));
        })
    };
    assert_rule(&asked(0.7, 0.95), "search-answer", Action::Answer, None);
    assert_rule(&asked(0.7, 0.8), "sure-intent", Action::Answer, Some("complaint"));
    assert_rule(&asked(0.9, 0.95), "sure-intent", Action::Answer, Some("complaint"));
}

#[test]
fn what_is_certainly_small_talk_is_that_also_where_it_goes_on() {
    let (rule, intent, _, said) = last_of(FREE, &["are you a real person?", "and if you don't know the answer?"]);
    assert_eq!((rule.as_str(), intent.as_deref()), ("sure-intent", Some("bolt_does_not_know")), "{said}");
}

#[test]
fn no_article_goes_before_an_intent_whose_own_article_was_written_for_the_question_as_well() {
    // "Am I talking to a human" is a keyword of the article on Bolt, "talk to a human" one of that on the live chat.
    let decision = Chat::of(PREMIER).misunderstood("how do i talk to a human", |understanding| {
        understanding.classified.in_scope = 0.7;
        let named: Vec<&str> = understanding.hits.iter().filter(|h| h.named > 0.9).map(|h| &*h.article).collect();
        assert!(named.contains(&"bolt/about-bolt") && named.contains(&"contact/live-chat"), "{named:?}");
    });
    assert_rule(&decision, "sure-intent", Action::Handoff, Some("talk_to_person"));
    // What the examples hardly know, and are all the same likely to mean, that article speaks for.
    let decision = Chat::of(PREMIER).says("how do i tlak to a human");
    assert_rule(&decision, "sure-intent", Action::Handoff, Some("talk_to_person"));
}

#[test]
fn what_is_one_of_two_intents_is_asked_about_and_not_quoted() {
    let asked = |second: f32| {
        Chat::of(PREMIER).misunderstood("where can I see the host key of my account", |understanding| {
            let scored = |intent: &str, probability| Scored { intent: intent.into(), probability };
            understanding.classified.ranked = vec![scored("phone_prepare", 0.5), scored("billing", second)];
            understanding.patterns.clear();
            understanding.hits.iter_mut().for_each(|hit| (hit.confidence, hit.named) = (0.7, 0.6));
        })
    };
    let torn = asked(0.4);
    assert_rule(&torn, "did-you-mean", Action::Clarify, None);
    assert_eq!(ids(&torn)[..2], ["intent:phone_prepare", "intent:billing"]);
    assert_eq!(asked(0.1).message.trace.rule, "sure-intent");
}

#[test]
fn what_is_wished_for_at_the_end_is_done() {
    for text in
        ["everything is down since 8am for all of us, log this please", "total outage here, please open a ticket"]
    {
        let decision = Chat::of(PREMIER).says(text);
        assert_eq!(
            (decision.message.action, decision.message.intent.as_deref()),
            (Action::Ticket, Some("open_ticket"))
        );
    }
}

#[test]
fn the_difference_of_two_tells_of_both_and_of_no_others() {
    for text in
        ["what's the difference between P3 and P4?", "che differenza c'è tra P3 e P4", "diferencia entre P3 y P4?"]
    {
        let (rule, intent, slots, said) = last_of(PREMIER, &[text]);
        assert_eq!((rule.as_str(), intent.as_deref()), ("sure-intent", Some("priority_definition")), "{text}: {said}");
        assert_eq!(slots, ["priority=p3,p4"], "{said}");
    }
    assert_eq!(
        last_of(PREMIER, &["what do the letters P1, P2 etc stand for"]).1.as_deref(),
        Some("priorities_overview")
    );
}

#[test]
fn the_channel_that_is_named_decides_between_twins() {
    let member = Standing { role: Role::Member, ..PREMIER };
    let (_, intent, _, said) = last_of(member, &["my boss can open tickets, why can't I"]);
    assert_eq!(intent.as_deref(), Some("ticket_who"), "{said}");
}
