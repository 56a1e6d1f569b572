//! What asks something else of the last answer.

use super::*;

#[test]
fn more_about_it_leads_to_what_the_intent_names() {
    for (standing, first, then, intent) in [
        (FREE, "what is the phone number for Italy", "why?", "phone_who"),
        (FREE, "can I talk to a person", "why not?", "live_chat_who"),
        (FREE, "abre un ticket por favor", "¿por qué?", "ticket_who"),
        (PREMIER, "what does P2 mean", "how long?", "priority_times"),
        (PREMIER, "number for Spain", "how much?", "phone_charges"),
        (PREMIER, "cosa comprende Premier+", "quanto costa?", "plan_upgrade"),
    ] {
        let mut chat = Chat::of(standing);
        chat.says(first);
        assert_rule(&chat.says(then), "more-about-it", Action::Answer, Some(intent));
    }
}

#[test]
fn why_without_a_reason_shows_the_article() {
    let mut chat = Chat::of(PREMIER);
    chat.says("what is the community?");
    let decision = chat.says("why?");
    assert_rule(&decision, "why", Action::Answer, Some("community"));
    assert_eq!(decision.message.sources[0].article, "contact/community");
    let nothing = Chat::of(PREMIER).says("why?");
    assert_ne!(nothing.message.trace.rule, "why");
}

#[test]
fn what_follows_is_asked_in_many_words() {
    for (first, then, intent) in [
        ("how do I open a ticket?", "who can do that?", "ticket_who"),
        ("how do I open a ticket?", "ok who can then?", "ticket_who"),
        ("come apro un ticket?", "chi può farlo?", "ticket_who"),
        ("¿quién puede abrir tickets?", "¿cómo se hace?", "ticket_how"),
        ("who can open tickets?", "how do I do that?", "ticket_how"),
        ("number for Spain", "what if they don't answer?", "phone_unanswered"),
        ("numero per l'Italia", "e se non rispondono?", "phone_unanswered"),
        ("¿quién tiene chat en directo?", "¿cuál es más rápido?", "which_channel"),
        ("what is the community?", "where is that?", "community_sign_in"),
        ("number for Spain", "whcih one is faster", "phone_two_numbers"),
        ("¿cuánto cuesta Premier?", "¿y a quién se lo pido?", "account_manager"),
    ] {
        let (rule, found, _, _) = last_of(PREMIER, &[first, then]);
        assert_eq!((rule.as_str(), found.as_deref()), ("more-about-it", Some(intent)), "{first} {then}");
    }
    let (_, intent, _, _) = last_of(FREE, &["can I open a ticket?", "why cant i"]);
    assert_eq!(intent.as_deref(), Some("ticket_who"));
}

#[test]
fn my_own_case_is_told_by_who_i_am() {
    for (first, then) in [
        ("who can use live chat", "do I have it?"),
        ("who can use live chat", "and me?"),
        ("chi ha la chat dal vivo?", "ce l'ho?"),
        ("¿quién tiene chat en directo?", "¿yo lo tengo?"),
    ] {
        let (rule, intent, slots, _) = last_of(FREE, &[first, then]);
        assert_eq!((rule.as_str(), intent.as_deref()), ("my-own-case", Some("live_chat_who")), "{then}");
        assert_eq!(slots, ["account_type=free", "role=admin", "plan=access"], "{then}");
    }
}

#[test]
fn a_supposed_plan_or_license_is_told_beside_what_i_have() {
    for then in ["and if I upgrade?", "e se passo a Premier?", "¿y si contrato Premier+?"] {
        let (rule, intent, slots, text) = last_of(PRO, &["can I call you?", then]);
        assert_eq!((rule.as_str(), intent.as_deref()), ("my-own-case", Some("phone_who")), "{then}");
        assert!(
            slots.contains(&"role=licensed_member".to_owned()) && slots[2].starts_with("plan=premier"),
            "{slots:?}"
        );
        assert!(["yes", "sì", "sí"].iter().any(|yes| text.to_lowercase().contains(yes)), "{then}: {text}");
    }
    // A plan helps nobody on a free account.
    let (_, _, slots, _) = last_of(FREE, &["can I call you?", "and if I pay?"]);
    assert_eq!(slots, ["role=admin", "account_type=pro,business,enterprise,education,api"]);
    let member = Standing { role: Role::Member, ..PREMIER };
    let (_, _, slots, _) = last_of(member, &["who can open tickets?", "and if I get a license?"]);
    assert!(slots.contains(&"license=yes".to_owned()), "{slots:?}");
}

#[test]
fn it_is_what_was_talked_of() {
    for (first, then, intent) in [
        ("what is the community?", "is it only for paying customers?", "community"),
        ("chi può aprire ticket?", "può farlo un membro senza licenza?", "ticket_who"),
    ] {
        let (rule, found, _, text) = last_of(PRO, &[first, then]);
        assert_eq!((rule.as_str(), found.as_deref()), ("about-it", Some(intent)), "{then}: {text}");
    }
    let alone = Chat::of(PRO).says("is it only for paying customers?");
    assert_ne!(alone.message.trace.rule, "about-it");
}

#[test]
fn what_was_told_of_can_be_done() {
    let mut chat = Chat::of(PRO);
    chat.says("come funziona un ticket?");
    assert_rule(&chat.says("ok apriamone uno"), "more-about-it", Action::Ticket, Some("open_ticket"));
    let mut free = Chat::of(FREE);
    free.says("¿cómo funciona un ticket?");
    assert_rule(&free.says("va, abre uno"), "more-about-it", Action::Decline, Some("open_ticket"));
}

#[test]
fn what_follows_is_understood_in_other_words_than_the_lists_have() {
    for (first, then, intent) in [
        ("my invoice is wrong", "could you correct that yourself?", "billing"),
        ("how much is Premier?", "a chi lo devo dire?", "account_manager"),
        ("what is the community?", "do you have to pay for that?", "community"),
        ("who can use live chat?", "e se nessuno mi risponde?", "waiting_time"),
    ] {
        let (rule, found, _, text) = last_of(PREMIER, &[first, then]);
        assert_eq!((rule.as_str(), found.as_deref()), ("more-in-other-words", Some(intent)), "{then}: {text}");
    }
    // What asks for something by itself goes on from nothing, and without an answer before there is nothing to go on from.
    for then in ["who are you?", "what's the number for Italy?", "why is the sky blue?"] {
        assert_ne!(last_of(PREMIER, &["who can use live chat?", then]).0, "more-in-other-words", "{then}");
    }
    assert_ne!(last_of(PREMIER, &["do you have to pay for that?"]).0, "more-in-other-words");
}

#[test]
fn a_heading_of_the_article_answers_what_asks_the_same() {
    for (first, then, heading) in [
        ("who is my account manager?", "is that a technical contact?", "Is the account manager a technical contact?"),
        ("che piani avete?", "che differenza c'è fra i tre?", "Che differenza c'è fra i tre piani di assistenza?"),
    ] {
        let (rule, _, _, text) = last_of(PREMIER, &[first, then]);
        assert_eq!(rule, "section-of-it", "{then}: {text}");
        assert!(text.contains(heading), "{text}");
    }
    // What would be said again is said in other words, where the article has some.
    let (rule, intent, _, text) = last_of(PREMIER, &["my invoice is wrong", "how do I reach them?"]);
    assert_eq!((rule.as_str(), intent.as_deref()), ("more-about-it", Some("billing")));
    assert!(text.contains("How do I reach billing support?"), "{text}");
}

#[test]
fn what_says_something_by_itself_is_not_about_it() {
    for (first, then) in [
        ("do I have automated escalation?", "is there an outage right now"),
        ("¿qué plan nos conviene?", "quién ganó la liga"),
        ("che account serve per parlare con una persona?", "e se sforate le 4 ore?"),
        ("where is the community?", "and the help center?"),
    ] {
        let (rule, ..) = last_of(PRO, &[first, then]);
        assert!(!["about-it", "section-of-it", "neighbour-follow-up"].contains(&rule.as_str()), "{then}: {rule}");
    }
}

#[test]
fn hours_after_a_priority_are_those_of_its_clock() {
    for (first, then, slots) in [
        ("how fast is the first response for P1?", "does that include weekends", &["priority=p1"][..]),
        ("which priority is my problem", "anche di notte?", &[]),
        ("explain the four priorities", "y fuera de horario?", &[]),
    ] {
        let (_, intent, found, markdown) = last_of(PREMIER, &[first, then]);
        assert_eq!(
            (intent.as_deref(), found.iter().map(String::as_str).collect::<Vec<_>>()),
            (Some("business_hours"), slots.to_vec()),
            "{then}: {markdown}"
        );
    }
}

#[test]
fn the_end_of_a_word_may_be_the_it() {
    for (first, then) in
        [("vorrei aprire un ticket", "e per chiuderlo?"), ("quiero abrir un ticket", "y para cerrarlo?")]
    {
        let (_, intent, _, markdown) = last_of(PREMIER, &[first, then]);
        assert_eq!(intent.as_deref(), Some("ticket_status"), "{then}: {markdown}");
    }
}

#[test]
fn what_was_said_already_is_all_there_is() {
    let mut chat = Chat::of(PREMIER);
    let first = chat.says("where can I follow you on social media").message;
    for text in ["which ones?", "where can I follow you on social media"] {
        let again = chat.says(text).message;
        assert_eq!((again.intent.as_deref(), again.action), (Some("social_media"), Action::Answer), "{text}");
        assert!(again.markdown.ends_with(&first.markdown) && again.markdown != first.markdown, "{}", again.markdown);
        let ways: Vec<_> = again.choices.iter().map(|choice| choice.id.as_str()).collect();
        assert_eq!(ways, ["handoff", "ticket"], "{text}");
    }
    assert_eq!(chat.says("ok").hand_off, None);
    // Nobody is offered what they don't have.
    let mut chat = Chat::of(FREE);
    chat.says("where can I follow you on social media");
    assert!(chat.says("which ones?").message.choices.is_empty());
}

#[test]
fn what_sounds_like_small_talk_may_go_on_from_the_last_answer() {
    let text = "y si los rodeos del técnico fallan?";
    let sounds = [("complaint", 0.6), ("priority_choose", 0.3)];
    let mut chat = Chat::of(PREMIER);
    chat.says("cuánto tardan en responder un P2");
    let decision = chat.unsure(text, &sounds);
    assert_rule(&decision, "rather-than-small-talk", Action::Answer, Some("priority_choose"));
    // Nothing was said before: it is what it sounds like, or nothing.
    let decision = Chat::of(PREMIER).unsure(text, &sounds);
    assert_ne!(decision.message.trace.rule, "rather-than-small-talk");
}

#[test]
fn what_happens_then_goes_on() {
    for (first, then, intent) in [
        ("how do I open a ticket", "y luego qué pasa", "ticket_after"),
        ("is there a technical account manager", "so which one does?", "technical_account_manager"),
        ("someone hacked my account", "qué hago primero", "account_security"),
    ] {
        let (_, found, _, markdown) = last_of(PREMIER, &[first, then]);
        assert_eq!(found.as_deref(), Some(intent), "{then}: {markdown}");
    }
}

#[test]
fn a_question_opens_no_ticket() {
    let (_, intent, _, markdown) = last_of(PREMIER, &["nothing works since this morning", "cuándo lo arregláis"]);
    assert_eq!(intent.as_deref(), Some("outage_times"), "{markdown}");
}

#[test]
fn a_place_without_people_is_asked_about_by_itself() {
    let (_, intent, _, markdown) = last_of(PREMIER, &["I have a question about my invoice", "y la comunidad?"]);
    assert_eq!(intent.as_deref(), Some("community"), "{markdown}");
}

#[test]
fn what_cannot_wait_has_the_ways_there_are() {
    for (standing, first, then, intent) in [
        (FREE, "quiero un agente", "pero es urgente!", "contact_ways"),
        (PREMIER, "I was charged twice", "this can't wait", "contact_ways"),
        (PREMIER, "where is my ticket", "è urgente", "escalate_case"),
    ] {
        let (_, found, _, markdown) = last_of(standing, &[first, then]);
        assert_eq!(found.as_deref(), Some(intent), "{then}: {markdown}");
    }
}

#[test]
fn small_talk_and_what_is_not_known_change_no_topic() {
    for (texts, intent, slots) in [
        (
            &["how fast is the first response for P1?", "ok thanks", "and P2?"][..],
            "priority_times",
            &["priority=p2"][..],
        ),
        (
            &["number for Spain", "will it rain tomorrow", "and how much does it cost?"],
            "phone_charges",
            &["channel=phone", "country=ES"],
        ),
        (&["I can't sign in", "that didn't help", "so who can help me?"], "sign_in_trouble", &[]),
    ] {
        let (rule, found, kept, markdown) = last_of(PREMIER, texts);
        assert_eq!(found.as_deref(), Some(intent), "{texts:?} {rule}: {markdown}");
        assert_eq!(kept, slots, "{texts:?}");
    }
}
