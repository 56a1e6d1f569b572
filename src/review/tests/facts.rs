//! What articles and replies say of facts.

use super::*;

#[test]
fn a_number_inside_a_sentence_is_the_directorys() {
    let body = "If it is urgent, call +41 31 999 88 77 from Bern,\nand wait. Or call +41.31.5607204 in Switzerland.\n\n- Italy: +41.31.5607204\n- Meeting ID 845 1234 5678, since 2026-11-22";
    assert_eq!(in_article(Code::UnlistedNumber, "en", body), ["5 +41 31 999 88 77"]);
    assert_eq!(in_article(Code::ContradictedFact, "en", body), ["8 +41.31.5607204"]);
    let reply = intent(&["x"], "").replace("en: Yes.", "en: \"Well, dial 0800 123 9876 please.\"");
    assert_eq!(marked(&found(Code::UnlistedNumber, &[("intents/a.yaml", &reply)])), ["intents/a.yaml:8 0800 123 9876"]);
}

#[test]
fn times_are_those_of_their_priority() {
    for (language, body, wrong) in [
        ("en", "With Premier, a P1 problem gets its first response within\n2 hours, day and night.", "6 2 hours"),
        ("en", "P1 gets a first response in 1 hour and P2 in 6 hours.", "5 6 hours"),
        ("en", "- P3: 12 hours", "5 12 hours"),
        ("en", "## P2\n\nThe service is restored within twelve hours.", "7 twelve hours"),
        ("en", "A P1 is restored within 1 hour.", "5 1 hour"),
        ("it", "Per i problemi P2 la prima risposta arriva entro due ore.", "5 due ore"),
        ("es", "| P1 | 3 horas |", "5 3 horas"),
        ("en", "P1 cases are answered in half an hour.", "5 half an hour"),
        ("it", "A un P1 rispondiamo entro mezz'ora.", "5 mezz'ora"),
        ("es", "Un P1 se responde en media hora.", "5 media hora"),
    ] {
        assert_eq!(in_article(Code::ContradictedFact, language, body), [wrong], "{body}");
    }
    for (language, body) in [
        ("en", "A P1 gets a first response in 1 hour and is restored within 4 hours; P2 within 8 hours."),
        ("en", "P3 and P4 are answered within 24 hours. P1 is worked on 24 hours a day."),
        ("en", "We deleted the recording after 30 days. With P1, that is another matter."),
        ("it", "Un P1 ha una prima risposta entro un'ora, 24 ore su 24."),
        ("es", "Un P2 se responde en 4 horas, las 24 horas."),
        ("en", "If a P1 is open for 2 hours, call us."),
        ("en", "Wait 10 minutes before you report a P1."),
        ("it", "Aspetta dieci minuti prima di aprire un P1, poi chiamaci dopo 2 ore."),
        ("en", "## P2\n\nOur office is two hours from here."),
    ] {
        assert_eq!(in_article(Code::ContradictedFact, language, body), Vec::<String>::new(), "{body}");
    }
}

#[test]
fn channels_are_promised_to_those_who_have_them() {
    for (language, body, wrong) in [
        ("en", "Free accounts have live chat with an agent.", "5 Free accounts"),
        ("en", "Members of free accounts can open a web ticket.", "5 Members of free accounts"),
        ("en", "Members without a license on Premier can call us by phone.", "5 Members without a license on Premier"),
        ("it", "Gli account gratuiti hanno la chat dal vivo.", "5 gratuiti"),
        ("es", "Las cuentas gratuitas tienen soporte telefónico.", "5 gratuitas"),
    ] {
        assert_eq!(in_article(Code::ContradictedFact, language, body), [wrong], "{body}");
    }
    for (language, body) in [
        ("en", "Business accounts have live chat with an agent."),
        ("en", "Members of free accounts can not open a web ticket."),
        ("en", "Free accounts have the Community."),
        ("en", "Who has a free account can upgrade to get live chat."),
        ("en", "Free accounts have the Help Center, and Pro accounts have live chat."),
        ("it", "Con un account gratuito non hai i ticket via web."),
    ] {
        assert_eq!(in_article(Code::ContradictedFact, language, body), Vec::<String>::new(), "{body}");
    }
}

#[test]
fn what_has_to_be_done_first_and_the_hours_of_something_else_are_no_contradiction() {
    for body in [
        "Our office in Milan is open Monday to Friday, 9:00 to 17:00; live chat is open around the clock.",
        "With the Access plan, upgrade to get priority response.",
    ] {
        assert_eq!(in_article(Code::ContradictedFact, "en", body), Vec::<String>::new(), "{body}");
    }
}

#[test]
fn plans_exist_and_include_what_is_said() {
    for (language, body, wrong) in [
        ("en", "This comes with the Premium plan.", "5 Premium"),
        ("it", "È compreso nel piano Premium.", "5 Premium"),
        ("es", "Con el plan de soporte Oro hay más.", "5 Oro"),
    ] {
        assert_eq!(in_article(Code::UnknownPlan, language, body), [wrong], "{body}");
    }
    for (language, body) in [
        ("en", "The Premier plan, the Premier+ plan and the Access plan. Your plan. Support plans. The Business plan."),
        ("en", "A Backup plan helps. So does the Recovery plan."),
        ("it", "Il piano Premier+ e il piano che hai. Piano di supporto."),
    ] {
        assert_eq!(in_article(Code::UnknownPlan, language, body), Vec::<String>::new(), "{body}");
    }
    let included = |body: &str| in_article(Code::ContradictedFact, "en", body);
    assert_eq!(included("Access includes priority response."), ["5 Access"]);
    assert_eq!(included("Priority response is included in {{ plan_name('access') }}."), ["5 plan_name('access')"]);
    assert_eq!(included("Priority response is included in Premier."), Vec::<String>::new());
    assert_eq!(included("Access does not include priority response."), Vec::<String>::new());
    assert_eq!(included("Compared with Access, Premier+ includes automated escalation."), Vec::<String>::new());
    assert_eq!(included("Access and Premier include automated escalation."), ["5 Access", "5 Premier"]);
    assert_eq!(included("Premier+ doesn't include automated escalation."), ["5 Premier+"]);
    assert_eq!(included("Premier does not include priority response."), ["5 Premier"]);
    assert_eq!(included("Priority response is not included in Premier."), ["5 Premier"]);
    assert_eq!(
        included("Premier does not include direct access to Level 2."),
        Vec::<String>::new(),
        "not for everybody"
    );
    let italian = in_article(Code::ContradictedFact, "it", "Premier non include la risposta prioritaria.");
    assert_eq!(italian, ["5 Premier"]);
}

#[test]
fn a_plan_has_what_is_plainly_said() {
    for (language, body, wrong) in [
        ("it", "Access comprende la risposta prioritaria.", "5 Access"),
        ("it", "Premier comprende l'escalation automatica.", "5 Premier"),
        ("it", "Con Access hai la risposta prioritaria.", "5 Access"),
        ("es", "Access comprende la respuesta prioritaria.", "5 Access"),
        ("es", "Con Access tienes respuesta prioritaria.", "5 Access"),
        ("en", "Premier has a technical account manager.", "5 Premier"),
        ("en", "On Access you have priority response.", "5 Access"),
        ("en", "With Access you have priority response.", "5 Access"),
        ("en", "On Access you wait; with Premier you get a technical account manager.", "5 Premier"),
    ] {
        assert_eq!(in_article(Code::ContradictedFact, language, body), [wrong], "{body}");
    }
    for (language, body) in [
        ("en", "Premier+ has a technical account manager. With Premier you have priority response."),
        ("en", "Whoever is on Access has to buy Premier to have priority response."),
        ("en", "On Access you have to wait; with Premier you have priority response."),
        ("en", "Access has no priority response. You have Access and want priority response?"),
        ("it", "Premier non comprende l'escalation automatica. Con Premier hai la risposta prioritaria."),
        ("es", "Access no comprende la respuesta prioritaria."),
    ] {
        assert_eq!(in_article(Code::ContradictedFact, language, body), Vec::<String>::new(), "{body}");
    }
}

#[test]
fn the_remedy_for_a_number_names_no_country_that_the_sentence_does_not() {
    let of = |body: &str| found(Code::UnlistedNumber, &[("knowledge/en/a/b.md", &article(body))])[0].remedy.clone();
    assert!(of("Call +39 02 999 88 77 in Italy.").contains("phone_numbers('IT')"));
    let unknown = of("Call +99 02 999 88 77.");
    assert!(unknown.contains("phone_table()") && !unknown.contains("CH"), "{unknown}");
}

#[test]
fn what_is_always_open_has_no_hours() {
    for (language, body, wrong) in [
        ("en", "Live chat is only open from 9:00 to 17:00 on weekdays.", "5 9:00 to 17:00"),
        ("en", "On Sundays the live chat is closed.", "5  is closed"),
        ("en", "- Live chat: 9am-5pm", "5 9am-5pm"),
        ("en", "The community is available only on weekdays.", "5 only on weekdays"),
        ("it", "La chat dal vivo è aperta dalle 9.00 alle 17.00.", "5 9.00 alle 17.00"),
        ("it", "La domenica la chat dal vivo è chiusa.", "5  è chiusa"),
        ("es", "El chat en directo está abierto de 9:00 a 17:00.", "5 9:00 a 17:00"),
        ("en", "Live chat is open Monday to Friday 9-17.", "5 Monday to Friday"),
        ("en", "Live chat is open Monday to Friday.", "5 Monday to Friday"),
        ("en", "- Live chat: Mon-Fri", "5 Mon-Fri"),
        ("en", "Live chat is open from 9 to 17.", "5 9 to 17"),
        ("en", "The live chat is available on weekdays only.", "5 on weekdays only"),
        ("it", "La chat dal vivo è aperta dal lunedì al venerdì dalle 9 alle 17.", "5 lunedì al venerdì"),
        ("it", "La chat dal vivo è aperta dalle 9 alle 17.", "5 9 alle 17"),
        ("es", "El chat en directo está abierto de lunes a viernes de 9 a 17.", "5 lunes a viernes"),
        ("es", "El chat en directo está disponible de 9 a 17 h.", "5 9 a 17 h"),
    ] {
        let found = in_article(Code::ContradictedFact, language, body);
        assert_eq!(found.iter().map(|f| f.trim_end()).collect::<Vec<_>>(), [wrong], "{body}");
    }
    for (language, body) in [
        ("en", "Live chat is never closed. Is live chat open from 9:00 to 17:00?"),
        ("en", "Live chat is open from 0:00 to 24:00, every day."),
        ("en", "A question in the community is closed after 30 days. When an agent closes the chat, it is closed."),
        ("en", "Our office is open from 9:00 to 17:00. A meeting of 7 to 10 people needs no agent."),
        ("it", "La chat dal vivo non è mai chiusa."),
        ("en", "Live chat is open Monday to Friday and at weekends. Live chat is open from 0 to 24."),
        (
            "en",
            "Live chat takes meetings of 7 to 10 people. Our office writes from Monday to Friday, the live chat always.",
        ),
        ("es", "El chat en directo está disponible de 2 a 3 minutos después."),
    ] {
        assert_eq!(in_article(Code::ContradictedFact, language, body), Vec::<String>::new(), "{body}");
    }
}
