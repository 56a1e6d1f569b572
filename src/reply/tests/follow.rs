//! What goes on from the last answer.

use super::*;

#[test]
fn another_language_says_the_last_answer_again() {
    let mut chat = Chat::of(PREMIER);
    chat.says("how fast is the first response for P1?");
    let decision = chat.says("in Italian please");
    assert_rule(&decision, "speak-language", Action::Answer, Some("priority_times"));
    assert_eq!(decision.message.language, Language::It);
    assert!(decision.message.markdown.contains("1 ora"), "{}", decision.message.markdown);
}

#[test]
fn the_last_answer_can_be_repeated() {
    let mut chat = Chat::of(PREMIER);
    let nothing = chat.says("can you repeat that?");
    assert_rule(&nothing, "sure-intent", Action::Answer, Some("repeat"));
    let first = chat.says("number for Spain");
    let again = chat.says("can you repeat that?");
    assert_rule(&again, "repeat", Action::Phone, Some("phone_number"));
    assert_eq!(again.message.markdown, first.message.markdown);
}

#[test]
fn an_answer_that_did_not_help_leads_to_a_person() {
    let mut chat = Chat::of(PRO);
    chat.says("what is the community?");
    let decision = chat.says("that didn't help");
    assert_rule(&decision, "not-helpful", Action::Fallback, None);
    assert_eq!(decision.message.expects, Some(Expectation::HandoffConsent));
}

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
fn another_channel_for_the_same_people() {
    let mut chat = Chat::of(FREE);
    chat.says("can pro admins phone?");
    let decision = chat.says("and chat?");
    assert_rule(&decision, "other-channel", Action::Answer, Some("live_chat_who"));
    assert!(decision.message.markdown.contains("Pro accounts"), "{}", decision.message.markdown);
    let mut chat = Chat::of(PREMIER);
    chat.says("who can open tickets?");
    assert_rule(&chat.says("and by phone?"), "other-channel", Action::Answer, Some("phone_who"));
}

#[test]
fn a_follow_up_asks_the_same_for_another_value() {
    let mut chat = Chat::of(PREMIER);
    chat.says("number for Switzerland?");
    for (text, number) in
        [("and in Spain?", "+34 932207485"), ("e in Italia?", "+39 07611811003"), ("Germany", "+49.30.80098621")]
    {
        let decision = chat.says(text);
        assert_rule(&decision, "follow-up", Action::Phone, Some("phone_number"));
        assert!(decision.message.markdown.contains(number), "{text}: {}", decision.message.markdown);
    }
    chat.says("how long until the first response for P1?");
    let decision = chat.says("what about P2?");
    assert_rule(&decision, "follow-up", Action::Answer, Some("priority_times"));
    assert!(decision.message.markdown.contains("4 hours"), "{}", decision.message.markdown);
}

#[test]
fn a_country_after_who_may_call_gets_its_number() {
    let mut chat = Chat::of(PREMIER);
    assert_eq!(chat.says("Can I call you by phone?").message.intent.as_deref(), Some("phone_who"));
    let decision = chat.says("Switzerland");
    assert_eq!(decision.message.action, Action::Phone);
    assert!(decision.message.markdown.contains("+41.31.5607204"), "{}", decision.message.markdown);
    let mut chat = Chat::of(PREMIER);
    chat.says("Can I call you by phone?");
    assert_rule(&chat.says("and in Italy?"), "neighbour-follow-up", Action::Phone, Some("phone_number"));
}

#[test]
fn it_is_the_plan_that_was_spoken_of() {
    let mut chat = Chat::of(PREMIER);
    chat.says("what is my plan");
    assert_eq!(chat.says("and what does it include?").message.trace.slots, ["plan=premier"]);
}

/// The rule, intent and slots that the last of these messages gets.
fn last_of(standing: Standing, texts: &[&str]) -> (String, Option<String>, Vec<String>, String) {
    let mut chat = Chat::of(standing);
    let said = texts.iter().map(|text| chat.says(text)).last().expect("a message").message;
    (said.trace.rule, said.intent, said.trace.slots, said.markdown)
}

#[test]
fn hours_after_a_channel_are_the_hours_of_that_channel() {
    for (first, then, channel) in [
        ("who can use live chat", "and on weekends?", "channel=live_chat"),
        ("chi può telefonare?", "e di domenica?", "channel=phone"),
        ("¿puedo llamar?", "¿y los domingos?", "channel=phone"),
        ("number for Spain", "and at night?", "channel=phone"),
    ] {
        let (rule, intent, slots, _) = last_of(PREMIER, &[first, then]);
        assert_eq!((rule.as_str(), intent.as_deref()), ("neighbour-follow-up", Some("opening_hours")), "{first}");
        assert!(slots.contains(&channel.to_owned()), "{first}: {slots:?}");
    }
    let (_, _, slots, text) = last_of(PREMIER, &["how fast is the first response for P1?", "and at night?"]);
    assert!(slots.contains(&"priority=p1".to_owned()) && text.contains("round the clock"), "{slots:?} {text}");
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
        ("number for Spain", "whcih one is faster", "which_channel"),
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
fn another_question_about_people_keeps_the_channel() {
    let (rule, intent, slots, _) = last_of(PRO, &["who can use live chat", "is a member allowed?"]);
    assert_eq!((rule.as_str(), intent.as_deref()), ("same-channel", Some("live_chat_who")));
    assert_eq!(slots, ["role=member,licensed_member"]);
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
fn what_was_known_already_is_no_yes() {
    for text in ["no me sirve, eso ya lo sabía", "non mi serve, lo sapevo già", "that's no use, I knew that"] {
        assert_rule(&Chat::of(PRO).says(text), "not-helpful", Action::Fallback, None);
    }
    assert_ne!(Chat::of(PRO).says("non mi serve un operatore").message.trace.rule, "not-helpful");
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
        ("¿cuánto cuesta Premier?", "¿y a quién se lo pido?", "account_manager"),
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
fn a_plan_stays_in_mind_where_an_answer_had_no_use_for_it() {
    for said in [
        ["I want Premier", "what does it include?"],
        ["vorrei Premier", "cosa comprende?"],
        ["quiero Premier", "¿qué incluye?"],
    ] {
        let (_, intent, slots, text) = last_of(PRO, &said);
        assert_eq!(
            (intent.as_deref(), &slots[..]),
            (Some("plan_includes"), &["plan=premier".to_owned()][..]),
            "{text}"
        );
    }
    // There is none next to it: it was not what was asked about.
    assert_ne!(last_of(PRO, &["I want Premier", "and the next one?"]).0, "follow-up");
    // It is nobody's case unless it is asked about.
    assert!(!last_of(PRO, &["I want Premier", "can I call you?"]).2.contains(&"plan=premier".to_owned()));
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
fn the_next_one_and_the_one_before_are_values() {
    for (first, then, slot) in [
        ("what is a P3?", "and the next one?", "priority=p4"),
        ("che cos'è un P2?", "e quello prima?", "priority=p1"),
        ("¿qué incluye Premier?", "¿y el siguiente?", "plan=premier_plus"),
    ] {
        let (rule, _, slots, text) = last_of(PRO, &[first, then]);
        assert_eq!((rule.as_str(), &slots[..]), ("follow-up", &[slot.to_owned()][..]), "{then}: {text}");
    }
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
fn a_short_question_keeps_the_channel_that_was_talked_of() {
    for (first, then) in
        [("número de teléfono para España", "¿en qué horario?"), ("number for Spain", "at what hours?")]
    {
        let (_, intent, slots, text) = last_of(PREMIER, &[first, then]);
        assert_eq!(intent.as_deref(), Some("opening_hours"), "{text}");
        assert!(slots.contains(&"channel=phone".to_owned()), "{then}: {slots:?}");
    }
    assert_eq!(last_of(PREMIER, &["number for Spain", "what are the opening hours of support?"]).2, ["country=ES"]);
}

#[test]
fn where_somebody_is_goes_on_from_what_was_asked() {
    for (first, then, country) in [
        ("io posso telefonare?", "sono in Brasile", "country=BR"),
        ("can I call you?", "and my colleague who lives in Japan", "country=JP"),
        ("teléfono de España", "¿y el de Brasil me sirve?", "country=BR"),
    ] {
        let (rule, intent, slots, text) = last_of(PREMIER, &[first, then]);
        assert_eq!(intent.as_deref(), Some("phone_number"), "{then}: {rule} {text}");
        assert_eq!(slots, [country], "{then}");
    }
}

#[test]
fn a_member_of_a_free_account_may_have_a_license_on_a_paid_one() {
    let member = Standing { role: Role::Member, ..FREE };
    let (rule, _, slots, text) = last_of(member, &["can I chat with an agent?", "and if I pay?"]);
    assert_eq!(rule, "my-own-case", "{text}");
    assert!(slots.contains(&"role=member,licensed_member".to_owned()), "{slots:?}");
}

#[test]
fn what_sounds_like_small_talk_after_and_is_not_answered_as_such() {
    for (first, then) in
        [("¿a qué número llamo desde Suiza?", "¿y me va a salir caro?"), ("what is a P1?", "and so what?")]
    {
        let (rule, intent, _, text) = last_of(PREMIER, &[first, then]);
        let small_talk = intent.and_then(|id| CONTENT.intent(&id)).is_some_and(|intent| intent.small_talk);
        assert!(!small_talk, "{then}: {rule} {text}");
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
    // Nobody is offered what they don't have.
    let mut chat = Chat::of(FREE);
    chat.says("where can I follow you on social media");
    assert!(chat.says("which ones?").message.choices.is_empty());
}

#[test]
fn what_sounds_like_small_talk_may_go_on_from_the_last_answer() {
    let mut chat = Chat::of(PREMIER);
    chat.says("cuánto tardan en responder un P2");
    let decision = chat.says("y si no hay solución alternativa?");
    assert_rule(&decision, "rather-than-small-talk", Action::Answer, Some("priority_choose"));
    // Nothing was said before: it is what it sounds like, or nothing.
    let decision = Chat::of(PREMIER).says("y si no hay solución alternativa?");
    assert_ne!(decision.message.trace.rule, "rather-than-small-talk");
}

#[test]
fn a_person_is_wanted_beside_the_remark() {
    let mut chat = Chat::of(PREMIER);
    chat.says("what is the community?");
    let decision = chat.says("no me sirve, quiero una persona");
    assert_eq!(
        (decision.message.action, decision.message.intent.as_deref()),
        (Action::Handoff, Some("talk_to_person"))
    );
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
    assert_eq!(intent.as_deref(), Some("priority_times"), "{markdown}");
}

#[test]
fn people_in_few_words_are_those_of_the_last_question() {
    let (rule, intent, slots, _) = last_of(PREMIER, &["quién puede abrir tickets", "mi becario sin licencia?"]);
    assert_eq!((&*rule, intent.as_deref(), slots), ("follow-up", Some("ticket_who"), vec!["license=no".to_owned()]));
}

#[test]
fn a_place_without_people_is_asked_about_by_itself() {
    let (_, intent, _, markdown) = last_of(PREMIER, &["I have a question about my invoice", "y la comunidad?"]);
    assert_eq!(intent.as_deref(), Some("community"), "{markdown}");
}

#[test]
fn what_is_like_no_small_talk_in_particular_is_none() {
    let first = "è entrato uno sconosciuto in riunione";
    let (rule, intent, _, markdown) = last_of(PREMIER, &[first, "come lo tengo lontano la volta che viene"]);
    assert!(intent.is_none_or(|intent| !["deny", "affirm", "compliment"].contains(&&*intent)), "{rule}: {markdown}");
}

#[test]
fn a_price_is_asked_although_bolt_waits_for_a_plan() {
    let mut chat = Chat::of(PREMIER);
    let asked = chat.says("what does the plan include").message;
    assert!(matches!(asked.expects, Some(Expectation::Slot { .. })), "{}", asked.markdown);
    assert_rule(&chat.says("how much is it?"), "more-about-it", Action::Answer, Some("plan_upgrade"));
}
