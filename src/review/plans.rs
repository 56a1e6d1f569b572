//! Plans that do not exist, and services that a plan does not include.

use std::{ops::Range, sync::LazyLock};

use rayon::prelude::*;
use regex::Regex;

use super::{material::Material, material::regex, prose::Prose, prose::Sentence};
use crate::{
    content::{Code, Finding, suggest},
    domain::{AccountType, Language, Role},
    language::{Utterance, is_small_word},
    support::{Channel, ChannelKind, Plan},
};

/// "the Premium plan", "Premium plans".
static ENGLISH: LazyLock<Regex> = LazyLock::new(|| regex(r"\b(\p{Lu}[\p{L}\d]*\+?)(?: support)? plans?\b"));
/// "il piano Premium", "el plan de soporte Premium".
static ROMANCE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"\b(?i:pian[oi]|plan(?:es)?)(?i: di supporto| di assistenza| de soporte)? [«“]?(\p{Lu}[\p{L}\d]*\+?)")
});
/// What says that something comes with a plan …
static INCLUDED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:includ\w+|comes? with|compres[oaie]\w*|comprend(?:e|en|ono)|inclus[oaie]\w*|incluye\w*|incluid[oa]s?)\b",
    )
});
/// … what says so only right before what is had: one has many things …
static HAD: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)\b(?:ha[sd]?|have|gets?|offers?|provides?|hai|hanno|avete|offr(?:e|ono)|prevede|tienes?|tienen|ten[eé]is
          |ofrecen?|cuentan?\ con)\b",
    )
});
/// … with no more than this between the two: "a dedicated", "access to your", "una", "il tuo".
static OWN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)^\s*(?:(?:an?|the|your|its|own|dedicated|personal|access|to|un[oa]?|il|la|lo|un.|l.|tuo|tua|propri[oa]|el|los|las
          |tus?|su|acceso|a)\s*){0,4}$",
    )
});
/// … what says that it does not …
static DENIED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)\b(?:(?:do|does|is|are)(?:\ not|n.t)(?:\ \p{L}+)?\ (?:includ\w+|come\ with)
          |non\ (?:\p{L}+\ ){0,2}(?:includ\w+|comprend\w+|compres[oaie]|inclus[oaie])
          |no\ (?:est[aá]n?\ )?(?:incluye\w*|incluid[oa]s?|comprenden?))\b",
    )
});
/// … and what says neither so simply.
static HEDGED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:not?|non|nobody|none|nessun[oa]?|nadie|ning[uú]n[oa]?|only|solo|soltanto|sólo|without|senza|sin|nor|né|ni|unless|except|tranne|salvo|excepto|if|se|si|whether|neither|doesn.t|isn.t|don.t|more|più|más|which|quali?|cuál(?:es)?|upgrad\w+|to get|need\w*|want\w*|pass(?:a|ando|are)|vuoi|volete|per avere|serve|mejora\w*|pas(?:a|ar|ando)|quier\w+|para tener|necesit\w+)\b|\?",
    )
});

/// Where a sentence denies something, doubts it, or asks.
pub(super) fn hedges(sentence: &str) -> impl Iterator<Item = usize> {
    HEDGED.find_iter(sentence).map(|hedge| hedge.start())
}

/// A plan that stands further than these bytes from what says "included" is not what includes.
const NEAR: usize = 60;

/// Names of plans that nobody can buy, and entitlements other than `channels.yaml` gives.
pub(super) fn plans(material: &Material<'_>) -> Vec<Finding> {
    let of = |prose: &Prose<'_>| {
        let sentences = prose.sentences();
        let names = sentences.iter().flat_map(|sentence| unknown(material, prose, sentence));
        let names: Vec<_> = names.collect();
        let included = sentences.iter().flat_map(|sentence| entitlements(material, prose, sentence));
        names.into_iter().chain(included).collect::<Vec<_>>()
    };
    material.prose.par_iter().flat_map_iter(of).collect()
}

fn unknown(material: &Material<'_>, prose: &Prose<'_>, sentence: &Sentence<'_>) -> Vec<Finding> {
    let pattern = if prose.language == Language::En { &*ENGLISH } else { &*ROMANCE };
    let plans: Vec<&str> = material.parts.facts.plans.iter().map(|plan| plan.name.as_str()).collect();
    let finding = |name: regex::Match<'_>| {
        let written = name.as_str();
        // Plans of accounts are plans, too; and any word is written large where a sentence begins.
        let is_account = AccountType::ALL.iter().any(|kind| kind.word().eq_ignore_ascii_case(written));
        let like_a_plan = plans.iter().any(|plan| strsim::normalized_levenshtein(plan, written) > 0.6);
        let is_word = is_small_word(&written.to_lowercase()) || begins(sentence.text, name.start()) && !like_a_plan;
        let is_plan = plans.iter().any(|plan| plan.eq_ignore_ascii_case(written));
        if is_account || is_word || is_plan || material_word(written) {
            return None;
        }
        let place = sentence.start + name.start()..sentence.start + name.end();
        let message = format!("there is no plan `{written}`");
        Some(prose.finding(Code::UnknownPlan, place, message, suggest(written, plans.iter().copied())))
    };
    pattern.captures_iter(sentence.text).filter_map(|found| finding(found.get(1)?)).collect()
}

/// Words that are written large and name no plan of support, but some other plan.
fn material_word(written: &str) -> bool {
    const WORDS: [&str; 22] = [
        "support",
        "service",
        "account",
        "your",
        "bolt",
        "api",
        "action",
        "backup",
        "business",
        "contingency",
        "data",
        "disaster",
        "emergency",
        "floor",
        "lesson",
        "migration",
        "payment",
        "project",
        "recovery",
        "rollout",
        "test",
        "training",
    ];
    WORDS.contains(&written.to_lowercase().as_str())
}

/// Whether nothing but marks stands before a place.
fn begins(sentence: &str, place: usize) -> bool {
    !sentence[..place].contains(char::is_alphanumeric)
}

/// What a sentence says of plans and services that `channels.yaml` says otherwise.
fn entitlements(material: &Material<'_>, prose: &Prose<'_>, sentence: &Sentence<'_>) -> Vec<Finding> {
    let claim = || {
        let denied = DENIED.find(sentence.text);
        let is_hedge = |at: &regex::Match<'_>| denied.is_none_or(|denied| !denied.range().contains(&at.start()));
        let included = || denied.or_else(|| INCLUDED.find(sentence.text));
        if included().is_none() && !HAD.is_match(sentence.text)
            || HEDGED.find_iter(sentence.text).any(|at| is_hedge(&at))
        {
            return None;
        }
        let (channel, place) = service(material, prose, sentence)?;
        let claim = included().or_else(|| had(sentence.text, place))?.range();
        Some((channel, place, claim, denied.is_some()))
    };
    let Some((channel, place, claim, denied)) = claim() else { return Vec::new() };
    let plans = named(material, prose, sentence);
    // "Premier includes …" and "… is included in Premier": what has it stands on the other side of what it has.
    let subjects =
        if place < claim.start { after(&plans, sentence.text, &claim) } else { before(&plans, sentence.text, &claim) };
    let wrong =
        subjects.into_iter().filter(|(plan, _)| if denied { gives_all(channel, plan) } else { !gives(channel, plan) });
    let says = if denied { "includes" } else { "does not include" };
    let finding = |(plan, range): (&Plan, Range<usize>)| {
        let message = format!("{} {says} {}", plan.name, channel.name.get(prose.language));
        let place = sentence.start + range.start..sentence.start + range.end;
        let remedy = "say what knowledge/facts/channels.yaml says, or change it there";
        prose.finding(Code::ContradictedFact, place, message, remedy)
    };
    wrong.map(finding).collect()
}

/// What says that the service which is named at a place is had.
fn had(text: &str, place: usize) -> Option<regex::Match<'_>> {
    let before = HAD.find_iter(text).take_while(|verb| verb.end() <= place);
    before.last().filter(|verb| text.get(verb.end()..place).is_some_and(|between| OWN.is_match(between)))
}

/// The service that a sentence is about, if it names no other channel, and where it does.
fn service<'m>(material: &'m Material<'_>, prose: &Prose<'_>, sentence: &Sentence<'_>) -> Option<(&'m Channel, usize)> {
    let entities = material.lexicon.find(&Utterance::read(sentence.text), prose.language);
    let mut channels = entities.iter().filter(|entity| entity.kind == "channel");
    let (first, more) = (channels.next()?, channels.next());
    // Who may use the others depends on more than the plan.
    let channel = material.parts.facts.channel(&first.value).filter(|channel| channel.kind == ChannelKind::Service)?;
    more.is_none().then_some((channel, first.start))
}

fn gives(channel: &Channel, plan: &Plan) -> bool {
    channel.grant(plan.id).is_some()
}

/// Whether the plan gives it to whoever has the plan: else "does not include" may be said of some of them.
fn gives_all(channel: &Channel, plan: &Plan) -> bool {
    channel.grant(plan.id).is_some_and(|grant| Role::ALL.iter().all(|role| grant.roles.contains(role)))
}

/// The plans that a sentence names, by function or by name, in order.
fn named<'m>(material: &'m Material<'_>, prose: &Prose<'_>, sentence: &Sentence<'_>) -> Vec<(&'m Plan, Range<usize>)> {
    let facts = &material.parts.facts;
    let tagged = prose.plan_tags(sentence.start..sentence.start + sentence.text.len()).into_iter();
    let tagged = tagged.filter_map(|(id, range)| Some((facts.plan(id.parse().ok()?)?, range)));
    let written = facts.plans.iter().flat_map(|plan| places_of(&plan.name, sentence.text).map(move |at| (plan, at)));
    let mut all: Vec<_> = tagged.chain(written).collect();
    all.sort_by_key(|(_, range)| range.start);
    all
}

/// What joins the plans of a list: "Access and Premier".
static JOINED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)^[\s{}]*(?:and|or|e|ed|o|y|u|&|/)[\s{}]+(?:(?:in|with|con|en)\s+)?$"));

/// The plan right before a place, and those that are joined to it.
fn before<'m>(plans: &[(&'m Plan, Range<usize>)], text: &str, place: &Range<usize>) -> Vec<(&'m Plan, Range<usize>)> {
    let nearer = plans.iter().rev().filter(|(_, at)| at.end <= place.start && place.start - at.end < NEAR);
    chain(nearer, |(_, one), (_, next)| text.get(next.end..one.start).is_some_and(|gap| JOINED.is_match(gap)))
}

/// The plan right after a place, and those that are joined to it.
fn after<'m>(plans: &[(&'m Plan, Range<usize>)], text: &str, place: &Range<usize>) -> Vec<(&'m Plan, Range<usize>)> {
    let nearer = plans.iter().filter(|(_, at)| at.start >= place.end && at.start - place.end < NEAR);
    chain(nearer, |(_, one), (_, next)| text.get(one.end..next.start).is_some_and(|gap| JOINED.is_match(gap)))
}

/// The first, and those after it as long as each is joined to the one before.
fn chain<'p, T: Clone + 'p>(all: impl Iterator<Item = &'p T>, joined: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let mut chain: Vec<T> = Vec::new();
    for next in all {
        if chain.last().is_some_and(|one| !joined(one, next)) {
            break;
        }
        chain.push(next.clone());
    }
    chain
}

/// Where a plan's name stands in a text: not as a part of a longer name.
fn places_of<'t>(name: &'t str, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let is_whole = move |at: &usize| {
        let before = text[..*at].ends_with(char::is_alphanumeric);
        let after = text[at + name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '+');
        !before && !after
    };
    text.match_indices(name).map(|(at, _)| at).filter(is_whole).map(|at| at..at + name.len())
}
