//! What somebody would have of a channel, with a license, a plan or a paid account.

use super::*;

const MEMBER: Standing =
    Standing { account_type: AccountType::Business, role: Role::Member, support_plan: SupportPlan::Premier };
const UNPAID: Standing =
    Standing { account_type: AccountType::Free, role: Role::Member, support_plan: SupportPlan::Access };

#[track_caller]
fn assert_says(standing: Standing, texts: &[&str], rule: &str, words: &str) {
    let (seen, intent, _, text) = last_of(standing, texts);
    assert_eq!(seen, rule, "{texts:?}: {intent:?} {text}");
    assert!(text.contains(words), "{texts:?}: {text}");
}

#[test]
fn what_others_would_have_with_a_license() {
    assert_says(
        PREMIER,
        &["can I phone support?", "and my assistant, an admin without a license?", "what if she gets a license?"],
        "what-if",
        "Yes, licensed admins on Business accounts with Premier have phone support",
    );
    assert_says(
        PREMIER,
        &["puedo llamar por teléfono?", "y mi compañera que es admin sin licencia?", "y si le damos una?"],
        "what-if",
        "Sí, los administradores con licencia",
    );
}

#[test]
fn what_the_visitor_would_have_with_a_license() {
    assert_says(
        MEMBER,
        &["chi può usare la chat?", "e se mi danno la licenza?"],
        "what-if",
        "Sì, i membri con licenza",
    );
    let ticket = ["can I open a ticket?", "and if I got a license?"];
    assert_says(MEMBER, &ticket, "what-if", "Yes, licensed members");
}

#[test]
fn how_to_come_by_what_was_supposed() {
    let license = ["chi può usare la chat?", "e se mi danno la licenza?", "a chi la chiedo?"];
    let (rule, intent, ..) = last_of(MEMBER, &license);
    assert_eq!((rule.as_str(), intent.as_deref()), ("as-supposed", Some("license_get")));
    let plan = ["who can use live chat?", "and if I upgraded to pro?", "how do I do that?"];
    let (rule, intent, ..) = last_of(UNPAID, &plan);
    assert_eq!((rule.as_str(), intent.as_deref()), ("as-supposed", Some("plan_upgrade")));
}

#[test]
fn it_with_a_plan_is_the_channel_that_was_talked_of() {
    for (then, begins) in [("so that's for Premier+ alone?", "Yes"), ("do they have that on Premier?", "No")] {
        let (rule, intent, _, text) = last_of(PREMIER, &["what is automated escalation?", then]);
        assert_eq!((rule.as_str(), intent.as_deref()), ("with-that-plan", Some("automated_escalation")), "{then}");
        assert!(text.starts_with(begins), "{then}: {text}");
    }
    // By the lists of what is supposed it is the same answer.
    let (_, intent, _, text) = last_of(PREMIER, &["qué es la escalada automatizada?", "¿lo tiene también Premier?"]);
    assert!(intent.as_deref() == Some("automated_escalation") && text.starts_with("No, "), "{text}");
}

#[test]
fn the_plan_above_ones_own() {
    let (rule, intent, slots, _) = last_of(MEMBER, &["cosa comprende il mio piano?", "e quello sopra?"]);
    assert_eq!((rule.as_str(), intent.as_deref()), ("follow-up", Some("plan_includes")));
    assert!(slots.contains(&"plan=premier_plus".to_owned()), "{slots:?}");
}

#[test]
fn who_can_then_means_the_people_around() {
    let texts = ["puedo abrir un ticket?", "entonces quién?"];
    let (rule, _, _, text) = last_of(MEMBER, &texts);
    assert_eq!(rule, "more-about-it", "{text}");
    assert!(text.contains("cuentas Business") && !text.contains("Más que esto"), "{text}");
}

#[test]
fn somebody_else_is_meant() {
    for texts in [
        ["phone number for Germany", "not me, my boss - he's a licensed admin"],
        ["puedo llamar?", "no, para mi jefe, que es administrador con licencia"],
    ] {
        let (_, intent, slots, text) = last_of(MEMBER, &texts);
        assert_eq!(intent.as_deref(), Some("phone_who"), "{texts:?}: {text}");
        assert!(slots.iter().any(|slot| slot.contains("licensed_admin")), "{slots:?}");
    }
}

#[test]
fn somebody_else_need_not_be_what_the_visitor_is() {
    for texts in [
        ["who can call you?", "me?", "and my boss, on a Business account?"],
        ["chi può telefonare?", "io?", "e il mio capo, su un account Business?"],
        ["¿quién puede llamar?", "¿yo?", "¿y mi jefe, en una cuenta Business?"],
    ] {
        let (_, intent, slots, text) = last_of(PRO, &texts);
        assert_eq!(intent.as_deref(), Some("phone_who"), "{text}");
        assert!(slots.iter().all(|slot| !slot.starts_with("role=")), "{slots:?} {text}");
    }
    let mine = last_of(PRO, &["who can call you?", "me?"]).2;
    assert!(mine.contains(&"role=licensed_member".to_owned()), "{mine:?}");
}

#[test]
fn what_paying_would_bring_where_no_channel_was_talked_of() {
    let (rule, intent, _, text) = last_of(UNPAID, &["è tutto fermo, non va niente", "e se pago?"]);
    assert_eq!((rule.as_str(), intent.as_deref()), ("my-own-case", Some("who_gets_what")), "{text}");
}

#[test]
fn a_plan_alone_asks_for_its_people() {
    let access = Standing { support_plan: SupportPlan::Access, ..PREMIER };
    assert_says(access, &["¿tengo nivel 2 directo?", "¿y con premier?"], "follow-up", "cuentas Business con Premier");
}

#[test]
fn how_others_use_a_channel_supposes_nothing() {
    let (rule, ..) = last_of(PRO, &["who has direct access to Level 2?", "and how do they use it?"]);
    assert_ne!(rule, "as-supposed");
}

#[test]
fn access_alone_is_the_plan_after_what_takes_one() {
    let (rule, intent, slots, text) = last_of(PREMIER, &["qué es la respuesta prioritaria?", "¿y access?"]);
    assert_eq!((rule.as_str(), intent.as_deref()), ("follow-up", Some("priority_response_who")), "{text}");
    assert!(slots.contains(&"plan=access".to_owned()) && text.starts_with("No"), "{slots:?} {text}");
}

#[test]
fn why_not_after_somebody_else_is_about_what_counts() {
    let (_, intent, _, said) =
        last_of(PREMIER, &["can I phone you", "and my colleague who has no license?", "why not?"]);
    assert_eq!(intent.as_deref(), Some("phone_who"), "{said}");
    assert!(said.starts_with("What counts"), "{said}");
}
