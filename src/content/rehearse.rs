//! Renders every template for every kind of visitor and value, so that nobody is the first to see it fail.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    ops::Range,
};

use rayon::prelude::*;

use super::{
    File, Finding, Intent, Person, Reply, Scene, Slots,
    build::PHRASE_VARIABLES,
    code::Code,
    fields::Text,
    finding::{Report, suggest},
    intent::{IntentSource, ReplySource},
    made::digest,
    parts::{FACTS_FOLDER, Parts},
    scene::VARIABLES,
    template::{FUNCTIONS, TemplateProblem, Templates, fields},
};
use crate::{
    domain::{AccountType, Action, Language, Role, Standing, SupportPlan},
    support::{ChannelKind, Entitlements, Facts, Localized},
};

/// Kinds of visitors that replies can tell apart.
pub(super) struct Audience(Vec<(Standing, bool, Entitlements)>);

impl Audience {
    /// Every account type, role and plan, once for each set of entitlements.
    pub fn of(facts: &Facts) -> Self {
        let mut seen = HashSet::new();
        let mut all = vec![(Standing::ANONYMOUS, true, facts.entitlements(&Standing::ANONYMOUS))];
        for account_type in AccountType::ALL {
            for role in Role::ALL {
                for support_plan in SupportPlan::ALL {
                    let standing = Standing { account_type: *account_type, role: *role, support_plan: *support_plan };
                    let entitlements = facts.entitlements(&standing);
                    if seen.insert((entitlements.clone(), account_type.is_paid(), *support_plan)) {
                        all.push((standing, false, entitlements));
                    }
                }
            }
        }
        Self(all)
    }

    fn scenes<'a>(
        &'a self,
        slots: &'a Slots,
        language: Language,
        names: &'static [Option<&'static str>],
    ) -> impl Iterator<Item = Scene<'a>> {
        self.0.iter().flat_map(move |(standing, anonymous, entitlements)| {
            names.iter().map(move |&name| Scene {
                language,
                person: Person { name, anonymous: *anonymous, standing: *standing },
                entitlements,
                slots,
            })
        })
    }
}

/// The slots that tell who is meant; templates read them as one, `standing`.
const WHO_IS_MEANT: [&str; 3] = ["account_type", "role", "license"];

/// Nobody's name, and somebody's.
const NAMES: [Option<&str>; 2] = [None, Some("Ada")];

/// The files with replies and phrases, each with a hash of it and of the facts. Where content is in use they all passed,
/// and need no second rehearsal.
#[derive(Debug, Default)]
pub(super) struct Rehearsed(HashMap<String, [u8; 32]>);

impl Rehearsed {
    /// Those of these parts.
    pub fn of(parts: &Parts) -> Self {
        let facts: Vec<_> = parts.files.iter().filter(|file| file.path.starts_with(FACTS_FOLDER)).collect();
        let facts = digest(&facts);
        let scripts = parts.intents.iter().map(|(file, _)| *file).chain(parts.phrases.as_ref().map(|(file, _)| *file));
        let files = scripts.map(|file| &parts.files[file]);
        Self(files.map(|file| (file.path.clone(), digest(&(facts, &file.text)))).collect())
    }

    fn is_new(&self, file: &File, before: Option<&Self>) -> bool {
        before.is_none_or(|before| before.0.get(&file.path) != self.0.get(&file.path))
    }
}

/// Renders the replies of all intents that did not pass before.
pub(super) fn rehearse(
    parts: &Parts,
    intents: &[Intent],
    templates: &Templates,
    audience: &Audience,
    (now, before): (&Rehearsed, Option<&Rehearsed>),
) -> Vec<Finding> {
    let channels = parts.channels();
    let found: Vec<Vec<Finding>> = parts
        .intents
        .par_iter()
        .zip(intents)
        .filter(|((file, _), _)| now.is_new(&parts.files[*file], before))
        .map(|((file, source), intent)| {
            let found = RefCell::new(Vec::new());
            let report = Report::new(&parts.files[*file], &found);
            let stage = Stage { facts: &parts.facts, templates, report: &report, channels: &channels };
            // Where facts are missing, it would fail for that alone.
            if stage.names(source, intent) && is_compiled(templates, intent) && parts.facts_are_whole {
                stage.play(source, intent, audience);
            }
            found.into_inner()
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// Renders all phrases, unless they passed before.
pub(super) fn rehearse_phrases(
    parts: &Parts,
    phrases: &[Localized<Vec<String>>],
    templates: &Templates,
    audience: &Audience,
    (now, before): (&Rehearsed, Option<&Rehearsed>),
) -> Vec<Finding> {
    let phrases_file = parts.phrases.as_ref().filter(|(file, _)| now.is_new(&parts.files[*file], before));
    let Some((file, source)) = phrases_file.filter(|_| parts.facts_are_whole) else { return Vec::new() };
    let found = RefCell::new(Vec::new());
    let report = Report::new(&parts.files[*file], &found);
    let named = PHRASE_VARIABLES.map(|name| (name, "x"));
    let mut told = HashSet::new();
    for (say, spoken) in source.phrases.iter().zip(phrases) {
        for language in Language::ALL {
            for scene in audience.scenes(&Slots::default(), language, &NAMES) {
                let value = scene.value_with(&parts.facts, &named);
                for (text, name) in say.get(language).iter().zip(spoken.get(language)) {
                    if templates.has(name)
                        && let Err(problem) = templates.render(name, &value)
                        && told.insert(text.span.start)
                    {
                        template_problem(text, &problem, &report);
                    }
                }
            }
        }
    }
    found.into_inner()
}

/// Whether all templates of an intent compile. One that does not is told of already.
fn is_compiled(templates: &Templates, intent: &Intent) -> bool {
    templates_of(intent).all(|name| templates.has(name))
}

/// The names of all templates of an intent.
fn templates_of(intent: &Intent) -> impl Iterator<Item = &String> {
    intent.replies.iter().flat_map(|reply| {
        let wordings = reply.say.iter().flat_map(|(_, wordings)| wordings);
        reply.when.iter().chain(wordings)
    })
}

struct Stage<'a> {
    facts: &'a Facts,
    templates: &'a Templates,
    report: &'a Report<'a>,
    channels: &'a [&'a str],
}

impl Stage<'_> {
    /// Whether every name in the templates is known; those that are not are reported.
    fn names(&self, source: &IntentSource, intent: &Intent) -> bool {
        let mut known = true;
        for (reply, spoken) in source.replies.iter().zip(&intent.replies) {
            if let (Some(when), Some(name)) = (&reply.when, &spoken.when) {
                known &= names(self.templates, name, when, self.channels, &[], self.report);
                self.slots(source, name, when);
            }
            self.asked(source, reply);
            for (language, texts) in reply.say.iter() {
                for (text, name) in texts.iter().zip(spoken.say.get(language)) {
                    known &= names(self.templates, name, text, self.channels, &[], self.report);
                    self.slots(source, name, text);
                }
            }
        }
        known
    }

    /// Reports what a template reads of slots that the intent does not take.
    fn slots(&self, source: &IntentSource, name: &str, text: &Text) {
        for variable in self.templates.variables(name) {
            let kinds = match variable.as_str() {
                "standing" => WHO_IS_MEANT.to_vec(),
                "person" => continue,
                slot => match VARIABLES.iter().find(|(known, _)| *known == slot) {
                    Some((slot, _)) => vec![*slot],
                    None => continue,
                },
            };
            if kinds.iter().any(|kind| source.slots.contains(kind)) {
                continue;
            }
            let message = format!("`{variable}` is never there: the intent takes no slot `{}`", kinds.join("` or `"));
            let span = within(self.report, text, &variable);
            let remedy = format!("add `{}` to `slots`, or don't read it here", kinds[0]);
            self.report.at(Code::UnfilledSlot, &span, message, remedy);
        }
    }

    /// Reports a reply that waits for a slot which the intent does not take.
    fn asked(&self, source: &IntentSource, reply: &ReplySource) {
        let Some(slot) = reply.asks.filter(|slot| !source.slots.contains(slot)) else { return };
        let message = format!("this reply asks for `{slot}`, which the intent does not take");
        let remedy = format!("add `{slot}` to `slots`, or don't ask for it");
        let key = format!("asks: {slot}");
        let written = self.report.file.text.get(reply.span.start..).unwrap_or_default();
        let at = reply.span.start + written.find(&key).unwrap_or_default();
        self.report.at(Code::UnfilledSlot, &(at..at + key.len()), message, remedy);
    }

    fn play(&self, source: &IntentSource, intent: &Intent, audience: &Audience) {
        let mut told = HashSet::new();
        // Most replies call nobody by name: those are the same with one and without.
        let reads_name = templates_of(intent).any(|name| self.templates.reads_name(name));
        let names = if reads_name { &NAMES[..] } else { &NAMES[..1] };
        for slots in slot_values(&self.slots_read(source, intent), self.facts) {
            for language in Language::ALL {
                for scene in audience.scenes(&slots, language, names) {
                    self.scene(source, intent, &scene, &mut told);
                }
            }
        }
    }

    /// The slots of an intent that its templates read. What the others hold makes no difference to them.
    fn slots_read(&self, source: &IntentSource, intent: &Intent) -> Vec<&'static str> {
        let read: HashSet<String> = templates_of(intent).flat_map(|name| self.templates.variables(name)).collect();
        let variable = |kind: &'static str| if WHO_IS_MEANT.contains(&kind) { "standing" } else { kind };
        source.slots.iter().copied().filter(|kind| read.contains(variable(kind))).collect()
    }

    fn scene(&self, source: &IntentSource, intent: &Intent, scene: &Scene<'_>, told: &mut HashSet<(usize, String)>) {
        let value = scene.value(self.facts);
        for (reply, spoken) in source.replies.iter().zip(&intent.replies) {
            let holds = match (&spoken.when, &reply.when) {
                (Some(name), Some(text)) => self.templates.holds(name, &value).unwrap_or_else(|problem| {
                    self.problem(text, &problem, told);
                    false
                }),
                _ => true,
            };
            if holds {
                self.spoken(reply, spoken, scene, &value, told);
                return;
            }
        }
    }

    fn spoken(
        &self,
        reply: &ReplySource,
        spoken: &Reply,
        scene: &Scene<'_>,
        value: &minijinja::Value,
        told: &mut HashSet<(usize, String)>,
    ) {
        let kind = needs(reply.action);
        if kind.is_some_and(|kind| !scene.entitlements.reaches(kind)) && told.insert((reply.span.start, String::new()))
        {
            let message = "this reply promises something to people who are not entitled to it";
            let remedy = "give it a `when` with `can.…`, and the others a `decline` reply with what they have";
            self.report.at(Code::UnguardedAction, &reply.span, message, remedy);
        }
        let language = scene.language;
        for (text, name) in reply.say.get(language).iter().zip(spoken.say.get(language)) {
            if let Err(problem) = self.templates.render(name, value) {
                self.problem(text, &problem, told);
            }
        }
    }

    fn problem(&self, text: &Text, problem: &TemplateProblem, told: &mut HashSet<(usize, String)>) {
        if told.insert((text.span.start, problem.problem.clone())) {
            template_problem(text, problem, self.report);
        }
    }
}

/// The channel that an action needs.
const fn needs(action: Action) -> Option<ChannelKind> {
    match action {
        Action::Handoff => Some(ChannelKind::Live),
        Action::Ticket => Some(ChannelKind::Ticket),
        Action::Phone => Some(ChannelKind::Phone),
        Action::Answer | Action::Clarify | Action::Decline | Action::Fallback => None,
    }
}

/// Reports names that templates don't have. Whether there was none. Without `channels`, which ones there are is not known.
pub(super) fn names(
    templates: &Templates,
    name: &str,
    text: &Text,
    channels: &[&str],
    more: &[&str],
    report: &Report<'_>,
) -> bool {
    let unknown = templates.unknown_names(name, channels, more);
    let of_channels = |name: &str| ["can.", "standing."].iter().any(|variable| name.starts_with(variable));
    for name in unknown.iter().filter(|name| !channels.is_empty() || !of_channels(name)) {
        let message = format!("templates have no `{name}`");
        report.at(Code::UnknownVariable, &within(report, text, name), message, known_names(name, channels, more));
    }
    unknown.is_empty()
}

/// Where a word of a template stands in its file, or the whole text where that is not known.
fn within(report: &Report<'_>, text: &Text, word: &str) -> Range<usize> {
    let written = report.file.text.get(text.span.clone()).unwrap_or_default();
    // What people read may have the same word in it.
    let in_tag = |at: &usize| {
        let last = |signs: [&str; 2]| signs.iter().filter_map(|sign| written[..*at].rfind(sign)).max();
        last(["{{", "{%"]) > last(["}}", "%}"])
    };
    let mut places = written.match_indices(word).map(|(at, _)| at);
    let at = places.find(in_tag).or_else(|| written.find(word)).map(|at| text.span.start + at);
    at.map_or_else(|| text.span.clone(), |at| at..at + word.len())
}

fn known_names(name: &str, channels: &[&str], more: &[&str]) -> String {
    match name.split_once('.') {
        Some((variable, field)) if fields(variable, channels).is_some() => {
            suggest(field, fields(variable, channels).unwrap_or_default())
        }
        _ => {
            let variables = VARIABLES.map(|(name, _)| name).into_iter().chain(["can", "standing"]);
            let root = name.split('.').next().unwrap_or(name);
            suggest(root, FUNCTIONS.into_iter().chain(variables).chain(more.iter().copied()))
        }
    }
}

/// Reports what is wrong with a template, at its place in the file where that is known.
pub(super) fn template_problem(text: &Text, problem: &TemplateProblem, report: &Report<'_>) {
    // Only where the text stands in the file exactly as it was read does a place in it mean a place in the file.
    let written = report.file.text.get(text.span.clone()).unwrap_or_default();
    let span = match (&problem.range, written.find(&text.text)) {
        (Some(range), Some(at)) => {
            let start = text.span.start + at;
            start + range.start..start + range.end
        }
        _ => text.span.clone(),
    };
    report.at(Code::BadTemplate, &span, format!("this template fails: {}", problem.problem), problem.remedy);
}

/// Values worth trying for the slots of an intent: none, and one of each kind that replies can tell apart.
fn slot_values(kinds: &[&'static str], facts: &Facts) -> Vec<Slots> {
    let mut all = vec![Slots::default()];
    for kind in kinds {
        let values: Vec<String> = match *kind {
            "country" => countries(facts),
            "priority" | "severity" => facts.priorities.iter().map(|priority| priority.id.clone()).collect(),
            "plan" => facts.plans.iter().map(|plan| plan.id.word().to_owned()).collect(),
            "channel" => facts.channels.iter().map(|channel| channel.id.clone()).collect(),
            "time" => ["monday", "sunday"].map(str::to_owned).into(),
            // Who is meant by these is told by the same words for all of them.
            "account_type" => vec![AccountType::Pro.word().to_owned()],
            "role" => vec![Role::Admin.word().to_owned()],
            "license" => Vec::new(),
            _ => Language::ALL.iter().map(|language| language.code().to_owned()).chain(["de".to_owned()]).collect(),
        };
        let filled = all.iter().flat_map(|slots| {
            values.iter().map(|value| {
                let mut slots = slots.clone();
                slots.set(kind, value);
                slots
            })
        });
        let filled: Vec<_> = filled.collect();
        all.extend(filled);
    }
    all
}

fn countries(facts: &Facts) -> Vec<String> {
    let listed = facts.countries.iter().find(|country| facts.phone_of(country.code).is_some());
    let unlisted = facts.countries.iter().find(|country| facts.phone_of(country.code).is_none());
    listed.into_iter().chain(unlisted).map(|country| country.code.to_string()).collect()
}
