//! Plans that do not exist, and services that a plan does not include.

use std::{ops::Range, sync::LazyLock};

use rayon::prelude::*;
use regex::Regex;

use super::{material::Material, material::regex, prose::Prose, prose::Sentence};
use crate::{
    content::{Code, Finding, suggest},
    domain::{AccountType, Language},
    language::{Utterance, is_small_word},
    support::{ChannelKind, Plan},
};

/// "the Premium plan", "Premium plans".
static ENGLISH: LazyLock<Regex> = LazyLock::new(|| regex(r"\b(\p{Lu}[\p{L}\d]*\+?)(?: support)? plans?\b"));
/// "il piano Premium", "el plan de soporte Premium".
static ROMANCE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"\b(?i:pian[oi]|plan(?:es)?)(?i: di supporto| di assistenza| de soporte)? [«“]?(\p{Lu}[\p{L}\d]*\+?)")
});
/// What says that something comes with a plan …
static INCLUDED: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)\b(?:includ\w+|comes? with|compres[oaie]\w*|inclus[oaie]\w*|incluye\w*|incluid[oa]s?)\b")
});
/// … and what says that it does not, or not so simply.
static HEDGED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:not?|non|only|solo|soltanto|sólo|without|senza|sin|nor|né|ni|unless|except|tranne|salvo|excepto|if|se|si|whether|neither|doesn.t|isn.t|don.t|more|più|más|which|quali?|cuál(?:es)?)\b|\?",
    )
});

/// A plan that stands further than these bytes from what says "included" is not what includes.
const NEAR: usize = 60;

/// Names of plans that nobody can buy, and entitlements other than `channels.yaml` gives.
pub(super) fn plans(material: &Material<'_>) -> Vec<Finding> {
    let of = |prose: &Prose<'_>| {
        let sentences = prose.sentences();
        let names = sentences.iter().flat_map(|sentence| unknown(material, prose, sentence));
        let names: Vec<_> = names.collect();
        let included = sentences.iter().filter_map(|sentence| not_included(material, prose, sentence));
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

/// Words of headings that are written large and name no plan.
fn material_word(written: &str) -> bool {
    ["Support", "Service", "Account", "Your", "Bolt", "API"].contains(&written)
}

/// Whether nothing but marks stands before a place.
fn begins(sentence: &str, place: usize) -> bool {
    !sentence[..place].contains(char::is_alphanumeric)
}

fn not_included(material: &Material<'_>, prose: &Prose<'_>, sentence: &Sentence<'_>) -> Option<Finding> {
    let text = sentence.text;
    if HEDGED.is_match(text) {
        return None;
    }
    let included = INCLUDED.find(text)?;
    let entities = material.lexicon.find(&Utterance::read(text), prose.language);
    let mut channels = entities.iter().filter(|entity| entity.kind == "channel");
    let (channel, more) = (channels.next()?, channels.next());
    let channel = material.parts.facts.channel(&channel.value).filter(|channel| {
        // Who may use the others depends on more than the plan.
        more.is_none() && channel.kind == ChannelKind::Service
    })?;
    let tagged = prose.plan_tags(sentence.start..sentence.start + text.len()).into_iter();
    let mut named = tagged.filter_map(|(id, range)| Some((material.parts.facts.plan(id.parse().ok()?)?, range)));
    let mut written = material.parts.facts.plans.iter().filter_map(|plan| Some((plan, place_of(&plan.name, text)?)));
    // "Premier includes …" and "… is included in Premier" say it; a plan elsewhere may be the other side of a comparison.
    let is_wrong = |(plan, range): &(&Plan, Range<usize>)| {
        range.start.abs_diff(included.start()) < NEAR && !channel.under.iter().any(|(granted, _)| *granted == plan.id)
    };
    let (plan, range) = named.find(is_wrong).or_else(|| written.find(is_wrong))?;
    let message = format!("{} does not include {}", plan.name, channel.name.get(prose.language));
    let place = sentence.start + range.start..sentence.start + range.end;
    let remedy = "say what knowledge/facts/channels.yaml says, or change it there";
    Some(prose.finding(Code::ContradictedFact, place, message, remedy))
}

/// Where a plan's name stands in a text: not as a part of a longer name.
fn place_of(name: &str, text: &str) -> Option<Range<usize>> {
    let is_whole = |at: usize| {
        let before = text[..at].ends_with(char::is_alphanumeric);
        let after = text[at + name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '+');
        !before && !after
    };
    let at = text.match_indices(name).map(|(at, _)| at).find(|at| is_whole(*at))?;
    Some(at..at + name.len())
}
