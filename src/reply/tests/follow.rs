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
fn another_question_about_people_keeps_the_channel() {
    let (rule, intent, slots, _) = last_of(PRO, &["who can use live chat", "is a member allowed?"]);
    assert_eq!((rule.as_str(), intent.as_deref()), ("same-channel", Some("live_chat_who")));
    assert_eq!(slots, ["role=member,licensed_member", "account_type=pro", "plan=access"], "those of the own account");
}

#[test]
fn what_was_known_already_is_no_yes() {
    for text in ["no me sirve, eso ya lo sabía", "non mi serve, lo sapevo già", "that's no use, I knew that"] {
        assert_rule(&Chat::of(PRO).says(text), "not-helpful", Action::Fallback, None);
    }
    assert_ne!(Chat::of(PRO).says("non mi serve un operatore").message.trace.rule, "not-helpful");
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
fn people_and_plans_after_and_are_asked_about_the_same_thing() {
    for (first, then, intent) in [
        ("can I call support", "what about my colleague who's just a licensed member?", "phone_who"),
        ("posso chiamare l'assistenza?", "e il mio collega che è membro con licenza?", "phone_who"),
        ("do we have a technical account manager", "what about on plain Premier?", "technical_account_manager"),
        ("¿tenemos un gerente técnico de cuentas?", "¿y con Premier a secas?", "technical_account_manager"),
    ] {
        let (_, found, _, text) = last_of(PREMIER, &[first, then]);
        assert_eq!(found.as_deref(), Some(intent), "{then}: {text}");
    }
}

#[test]
fn nights_and_weekends_after_a_priority_are_its_own() {
    for said in [
        ["tempi di risposta p2", "e per il ripristino?", "e se è di notte?"],
        ["qué es una prioridad 1", "¿en cuánto lo arregláis?", "¿y los fines de semana?"],
    ] {
        let (_, intent, slots, text) = last_of(PREMIER, &said);
        assert_eq!(intent.as_deref(), Some("business_hours"), "{said:?}: {text}");
        assert!(slots.iter().any(|slot| slot.starts_with("priority=")), "{said:?}: {slots:?}");
    }
}

#[test]
fn a_priority_stays_in_mind_while_the_talk_goes_on_from_it() {
    for said in [
        ["what is a P1", "who decides that?", "and how fast do you fix it?"],
        ["cos'è un P1", "chi lo decide?", "e in quanto lo risolvete?"],
        ["qué es un P1", "¿quién decide eso?", "¿y en cuánto lo arregláis?"],
    ] {
        let (_, intent, slots, text) = last_of(PREMIER, &said);
        let p1_alone = (Some("priority_times"), slots.contains(&"priority=p1".to_owned()));
        assert_eq!((intent.as_deref(), true), p1_alone, "{said:?}: {slots:?} {text}");
    }
    let (_, _, slots, _) = last_of(PREMIER, &["what is a P1", "number for Italy", "what are your response times"]);
    assert!(!slots.contains(&"priority=p1".to_owned()), "{slots:?}");
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
fn people_in_few_words_are_those_of_the_last_question() {
    let (rule, intent, slots, _) = last_of(PREMIER, &["quién puede abrir tickets", "mi becario sin licencia?"]);
    assert_eq!((&*rule, intent.as_deref()), ("follow-up", Some("ticket_who")));
    assert_eq!(slots, ["license=no", "account_type=business", "plan=premier"], "those of the own account");
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

#[test]
fn the_weather_tomorrow_has_no_hours() {
    for (first, then) in [
        ("come mi iscrivo alla community", "che tempo fa domani"),
        ("cómo entro en la comunidad", "qué tiempo hará mañana"),
    ] {
        let (rule, _, _, said) = last_of(PREMIER, &[first, then]);
        assert_eq!(rule, "fallback", "{then}: {said}");
    }
    let (_, intent, ..) = last_of(PREMIER, &["how do I join the community", "and tomorrow morning?"]);
    assert_eq!(intent.as_deref(), Some("opening_hours"));
}

#[test]
fn whoever_was_talked_of_is_meant_by_a_pronoun() {
    for texts in [
        ["how do i open a ticket", "and my colleague with a license?", "and can he call as well?"],
        ["come apro un ticket", "e il mio collega con la licenza?", "e lui può anche chiamare?"],
        ["can I open a ticket", "and my colleague who has a license?", "could she phone too"],
        ["posso aprire un ticket?", "e la mia collega con la licenza?", "lei potrebbe anche telefonare"],
    ] {
        let (rule, intent, slots, said) = last_of(MEMBER, &texts);
        assert_eq!(intent.as_deref(), Some("phone_who"), "{rule}: {said}");
        assert!(slots.contains(&"license=yes".to_owned()), "{rule}: {slots:?} {said}");
    }
}

#[test]
fn what_a_problem_sounds_like_is_meant_by_hours_after_it() {
    let (_, intent, slots, said) =
        last_of(PREMIER, &["the boss's webcam flickers, what priority?", "and do you work on it on Saturdays?"]);
    assert_eq!(intent.as_deref(), Some("business_hours"), "{said}");
    assert!(slots.contains(&"priority=p3".to_owned()), "{slots:?} {said}");
}

#[test]
fn what_one_person_may_do_is_not_what_the_visitor_may() {
    for texts in [
        ["can my colleague with a license call?", "what can she use then"],
        ["mi compañera con licencia puede llamar?", "y qué puede usar ella"],
    ] {
        let (rule, intent, slots, said) = last_of(MEMBER, &texts);
        assert_eq!(intent.as_deref(), Some("who_gets_what"), "{rule}: {said}");
        assert!(slots.contains(&"license=yes".to_owned()), "{rule}: {slots:?} {said}");
    }
}
