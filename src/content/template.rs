//! Templates of articles and replies, and the functions that bring facts into them.

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior, Value};

use super::scene::{REPLY_LANGUAGE, STANDING, VARIABLES};
use crate::{
    domain::{Language, Standing, SupportPlan},
    support::{CountryCode, Facts, Priority, join_and},
};

/// The functions that templates have.
pub(super) const FUNCTIONS: [&str; 13] = [
    "phone_numbers",
    "phone_table",
    "phone_countries",
    "first_response",
    "restoration",
    "priority_what",
    "priority_coverage",
    "priority_table",
    "plan_table",
    "plan_name",
    "channel_name",
    "channels_you_have",
    "why_not",
];

/// Steps that one template may take; nobody writes a reply that needs more.
const FUEL: u64 = 50_000;

/// Compiled templates by name.
#[derive(Debug)]
pub struct Templates {
    env: Environment<'static>,
}

/// What is wrong with a template, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TemplateProblem {
    pub problem: String,
    pub range: Option<Range<usize>>,
    pub remedy: &'static str,
    /// It asks for a fact that is not there.
    pub asks_for_fact: bool,
}

/// How the message of a function begins that does not find what it is asked for.
const NO_SUCH: &str = "there is no ";

/// More mistakes in one text than these come from the first ones.
const MOST_PROBLEMS: usize = 20;

impl Templates {
    /// No templates yet, but all the functions.
    pub fn new(facts: &Arc<Facts>) -> Self {
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        env.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        env.set_fuel(Some(FUEL));
        env.set_debug(true);
        add_functions(&mut env, facts);
        // `capitalize` would write "with access no".
        env.add_filter("capital", |text: &str| {
            let mut letters = text.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        });
        Self { env }
    }

    /// Compiles a template.
    pub(super) fn add(&mut self, name: String, source: &str) -> Result<(), TemplateProblem> {
        self.env.add_template_owned(name, source.to_owned()).map_err(|error| TemplateProblem::of(&error))
    }

    /// Compiles a condition; [`holds`](Self::holds) asks it.
    pub(super) fn add_condition(&mut self, name: String, condition: &str) -> Result<(), TemplateProblem> {
        // The expression alone tells better what is wrong with it than the template around it.
        self.env.compile_expression(condition).map_err(|error| TemplateProblem::of(&error))?;
        self.add(name, &format!("{{% if {condition} %}}1{{% endif %}}"))
    }

    /// Whether a template of this name was compiled.
    pub(super) fn has(&self, name: &str) -> bool {
        self.env.get_template(name).is_ok()
    }

    /// Renders a template.
    pub(super) fn render(&self, name: &str, scene: &Value) -> Result<String, TemplateProblem> {
        let rendered = self.env.get_template(name).and_then(|template| template.render(scene));
        rendered.map_err(|error| TemplateProblem::of(&error))
    }

    /// Compiles and renders a text, or tells everything that fails in it.
    pub(super) fn made(&mut self, name: &str, source: &str, scene: &Value) -> Result<String, Vec<TemplateProblem>> {
        let (mut source, mut problems) = (source.to_owned(), Vec::new());
        loop {
            let made = self.add(name.to_owned(), &source).and_then(|()| self.render(name, scene));
            let problem = match made {
                Ok(text) if problems.is_empty() => return Ok(text),
                Ok(_) => return Err(problems),
                Err(problem) => problem,
            };
            // What fails is left out, and the rest tried again.
            let rest = problem.range.as_ref().and_then(|range| without_value(&source, range));
            problems.push(problem);
            match rest.filter(|_| problems.len() < MOST_PROBLEMS) {
                Some(rest) => source = rest,
                None => return Err(problems),
            }
        }
    }

    /// Whether a condition holds.
    pub(super) fn holds(&self, name: &str, scene: &Value) -> Result<bool, TemplateProblem> {
        self.render(name, scene).map(|text| !text.is_empty())
    }

    /// The variables that a template reads, without their fields.
    pub(super) fn variables(&self, name: &str) -> BTreeSet<String> {
        let template = self.env.get_template(name);
        template.map(|template| template.undeclared_variables(false).into_iter().collect()).unwrap_or_default()
    }

    /// Whether a template reads what the person is called.
    pub(super) fn reads_name(&self, name: &str) -> bool {
        let names = self.env.get_template(name).map(|template| template.undeclared_variables(true)).unwrap_or_default();
        // Whoever takes the whole person may read the name of it.
        names.contains("person") || names.contains("person.name")
    }

    /// The names in a template that are neither a function nor a variable nor one of its fields.
    pub(super) fn unknown_names(&self, name: &str, channels: &[&str], more: &[&str]) -> BTreeSet<String> {
        let Ok(template) = self.env.get_template(name) else { return BTreeSet::new() };
        let names = template.undeclared_variables(true);
        names.into_iter().filter(|name| !is_known(name, channels, more)).collect()
    }
}

fn is_known(name: &str, channels: &[&str], more: &[&str]) -> bool {
    match name.split_once('.') {
        None => more.contains(&name) || FUNCTIONS.contains(&name) || fields(name, channels).is_some(),
        Some((variable, field)) => fields(variable, channels).is_some_and(|fields| fields.contains(&field)),
    }
}

/// The fields of a variable.
pub(super) fn fields<'a>(variable: &str, channels: &[&'a str]) -> Option<Vec<&'a str>> {
    match variable {
        "can" => Some(channels.to_vec()),
        "standing" => Some(STANDING.into_iter().chain(channels.iter().copied()).collect()),
        _ => VARIABLES.iter().find(|(name, _)| *name == variable).map(|(_, fields)| fields.to_vec()),
    }
}

impl TemplateProblem {
    fn of(error: &Error) -> Self {
        let problem = match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        };
        let asks_for_fact = error.detail().is_some_and(|detail| detail.starts_with(NO_SUCH));
        Self { problem, range: error.range(), remedy: remedy(error.kind()), asks_for_fact }
    }
}

/// What to do about a template that fails.
const fn remedy(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::SyntaxError => {
            "`{{ … }}` writes a value, and `{% if … %} … {% endif %}` asks for one; docs/content.md shows templates"
        }
        ErrorKind::UnknownFilter | ErrorKind::UnknownFunction | ErrorKind::UnknownTest | ErrorKind::UnknownMethod => {
            "use what templates have; docs/content.md lists it"
        }
        ErrorKind::InvalidOperation | ErrorKind::MissingArgument | ErrorKind::TooManyArguments => {
            "give it what it asks for, and name only what knowledge/facts/ has; docs/content.md shows the functions"
        }
        _ => "values that may be missing need a condition around them; docs/content.md lists all names",
    }
}

/// A template with spaces for the `{{ … }}` around a place; `None` where the place is in no such one.
fn without_value(source: &str, place: &Range<usize>) -> Option<String> {
    let until = source.floor_char_boundary((place.start + "{{".len()).min(source.len()));
    let start = source[..until].rfind("{{")?;
    let end = start + source[start..].find("}}")? + "}}".len();
    let blank: String = source[start..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    (end > place.start).then(|| format!("{}{blank}{}", &source[..start], &source[end..]))
}

fn add_functions(env: &mut Environment<'static>, facts: &Arc<Facts>) {
    /// A function of the facts, the language and the arguments that follow.
    macro_rules! function {
        ($name:literal, |$facts:ident, $language:ident $(, $arg:ident)*| $body:expr) => {
            let shared = Arc::clone(facts);
            env.add_function($name, move |state: &State<'_, '_> $(, $arg: &str)*| -> Result<String, Error> {
                let ($facts, $language) = (&*shared, language_of(state)?);
                $body
            });
        };
    }
    function!("phone_numbers", |facts, language, code| {
        let entry = CountryCode::new(code).and_then(|code| facts.phone_of(code));
        entry.map(|entry| entry.written(language)).ok_or_else(|| no_such("country with a number", code))
    });
    function!("phone_table", |facts, language| Ok(facts.phone_table(language)));
    function!("phone_countries", |facts, language| Ok(facts.phone_countries(language)));
    function!("first_response", |facts, language, id| Ok(priority(facts, id)?.first_response(language)));
    function!("restoration", |facts, language, id| Ok(priority(facts, id)?.restoration(language).unwrap_or_default()));
    function!("priority_what", |facts, language, id| Ok(priority(facts, id)?.what.get(language).clone()));
    function!("priority_coverage", |facts, language, id| Ok(priority(facts, id)?.coverage.get(language).clone()));
    function!("priority_table", |facts, language| Ok(facts.priority_table(language)));
    function!("plan_table", |facts, language| Ok(facts.plan_table(language)));
    function!("plan_name", |facts, _language, id| {
        let plan = id.parse::<SupportPlan>().ok().and_then(|id| facts.plan(id));
        plan.map(|plan| plan.name.clone()).ok_or_else(|| no_such("plan", id))
    });
    function!("channel_name", |facts, language, id| {
        facts.channel(id).map(|channel| channel.name.get(language).clone()).ok_or_else(|| no_such("channel", id))
    });
    let shared = Arc::clone(facts);
    env.add_function("why_not", move |state: &State<'_, '_>, channel: &str| why_not(&shared, state, channel));
    let shared = Arc::clone(facts);
    env.add_function("channels_you_have", move |state: &State<'_, '_>| channels_you_have(&shared, state));
}

/// The contact channels that the person has, but for Bolt, who is speaking.
fn channels_you_have(facts: &Facts, state: &State<'_, '_>) -> Result<String, Error> {
    let language = language_of(state)?;
    let can = state.lookup("can").ok_or_else(|| Error::new(ErrorKind::UndefinedError, "only replies know who asks"))?;
    let has = |id: &str| can.get_attr(id).is_ok_and(|has| has.is_true());
    let names: Vec<_> = facts
        .channels
        .iter()
        .filter(|channel| channel.is_contact() && has(&channel.id))
        .map(|channel| channel.name.get(language).clone())
        .collect();
    Ok(join_and(&names, language))
}

/// Why the person does not have a channel.
fn why_not(facts: &Facts, state: &State<'_, '_>, channel: &str) -> Result<String, Error> {
    let channel = facts.channel(channel).ok_or_else(|| no_such("channel", channel))?;
    let standing = || {
        let person = state.lookup("person")?;
        let word = |name| Some(person.get_attr(name).ok()?.as_str()?.to_owned());
        Some(Standing {
            account_type: word("account_type")?.parse().ok()?,
            role: word("role")?.parse().ok()?,
            support_plan: word("plan_id")?.parse().ok()?,
        })
    };
    let standing = standing().ok_or_else(|| Error::new(ErrorKind::UndefinedError, "only replies know who asks"))?;
    Ok(facts.why_not(channel, &standing, language_of(state)?))
}

fn language_of(state: &State<'_, '_>) -> Result<Language, Error> {
    let language = state.lookup(REPLY_LANGUAGE).and_then(|code| code.as_str()?.parse().ok());
    language.ok_or_else(|| Error::new(ErrorKind::UndefinedError, "no language to render in"))
}

fn priority<'f>(facts: &'f Facts, id: &str) -> Result<&'f Priority, Error> {
    facts.priority(id).ok_or_else(|| no_such("priority", id))
}

fn no_such(what: &str, id: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("{NO_SUCH}{what} `{id}`"))
}
