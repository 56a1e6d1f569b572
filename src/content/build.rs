//! From checked parts to the content that answers.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use minijinja::context;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{
    ArticleLinks, Content, File, Files, Finding, Intent, Invalid, Made, Reply, Severity, article,
    article::ArticleSource,
    code::Code,
    fields::Text,
    finding::{Report, causes_first},
    intent::{IntentSource, ReplySource},
    learning::{Classifiers, Lessons, Pace},
    parts::Parts,
    phrases::Phrase,
    rehearse::{Audience, Rehearsed, names, rehearse, rehearse_phrases, template_problem},
    template::Templates,
    verify::verify,
    written,
};
use crate::{
    domain::Language,
    intents::{PatternError, PatternSource, Patterns},
    knowledge::{Article, Index},
    language::{Detector, Lexicon, Speller, Utterance},
    support::Localized,
};

/// Parts with everything that is wrong with them, and their templates.
pub(crate) struct Checked {
    pub parts: Parts,
    templates: Templates,
    intents: Vec<Intent>,
    phrases: Vec<Localized<Vec<String>>>,
    /// The rendered bodies, as the articles; as it is written where one cannot be rendered.
    pub bodies: Vec<String>,
    rehearsed: Rehearsed,
    pub findings: Vec<Finding>,
}

impl Checked {
    /// Reads and checks; what is wrong stands in `findings`, by file and line.
    ///
    /// What content in use says of replies and phrases is not checked a second time.
    pub fn read(files: Files, before: Option<&Content>) -> Self {
        let (mut parts, mut findings) = Parts::read(files);
        parts.intents.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        findings.extend(verify(&parts));
        let found = RefCell::new(findings);
        let mut templates = Templates::new(&parts.facts);
        let phrases = add_phrases(&parts, &mut templates, &found);
        let bodies = render_articles(&parts, &mut templates, &found);
        let intents: Vec<_> = parts
            .intents
            .iter()
            .map(|(file, source)| add_intent(source, &mut templates, &Report::new(&parts.files[*file], &found)))
            .collect();
        let mut findings = found.into_inner();
        let rehearsed = Rehearsed::of(&parts);
        let audience = Audience::of(&parts.facts);
        let passed = (&rehearsed, before.map(|before| &before.rehearsed));
        findings.extend(rehearse(&parts, &intents, &templates, &audience, passed));
        findings.extend(rehearse_phrases(&parts, &phrases, &templates, &audience, passed));
        findings.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        Self { parts, templates, intents, phrases, bodies, rehearsed, findings }
    }

    /// Trains and indexes, unless there is an error. What would come out as in `before` is taken from there.
    pub fn build(
        self,
        links: ArticleLinks,
        detector: Arc<Detector>,
        before: Option<&Content>,
        pace: Pace,
    ) -> Result<Content, Invalid> {
        if self.findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(Invalid(causes_first(self.findings)));
        }
        let parts = &self.parts;
        let articles = self.articles(&links);
        let lexicon = Lexicon::build(parts.facts.surfaces().into_iter());
        let (cues, shorthand) = parts
            .phrases
            .as_ref()
            .map(|(_, source)| (source.cues.clone(), source.shorthand.clone()))
            .unwrap_or_default();
        // Training takes longest and parts its work finest: the others are done beside its first steps.
        let (classifiers, ((index, patterns), speller)) = rayon::join(
            || Classifiers::learn(&Lessons::of(parts, &lexicon, &shorthand), before, pace),
            || {
                rayon::join(
                    || {
                        let index = || Index::build_after(articles, before.map(|b| &b.index));
                        rayon::join(index, || compile(parts, before))
                    },
                    || speller(parts, &self.bodies),
                )
            },
        );
        let patterns = patterns.map_err(|error| Invalid(vec![of_content(&error)]))?;
        let index = index.map_err(|error| Invalid(vec![of_content(&error)]))?;
        Ok(Content {
            revision: revision(&parts.files),
            facts: Arc::clone(&parts.facts),
            links,
            detector,
            lexicon,
            speller,
            written: written::of_parts(parts),
            patterns,
            classifiers,
            index,
            cues,
            shorthand,
            intents: self.intents,
            templates: self.templates,
            phrases: self.phrases,
            rehearsed: self.rehearsed,
        })
    }
}

/// A problem that only shows when everything comes together.
fn of_content(error: &dyn std::error::Error) -> Finding {
    Finding::of_file(Code::BadPattern, "intents", error.to_string(), "make the content smaller, or split it")
}

/// A hash over all files and their names.
pub(super) fn revision(files: &[File]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        for part in [&file.path, &file.text] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Every word of the content, so that only unknown ones are taken for misspelt.
fn speller(parts: &Parts, bodies: &[String]) -> Speller {
    let examples = parts.intents.iter().flat_map(|(_, intent)| intent.examples.iter().flat_map(|(_, texts)| texts));
    let typed = examples.map(|text| text.text.clone()).chain(parts.off_topic.iter().map(|(_, line)| line.clone()));
    let surfaces = parts.facts.surfaces().into_iter().map(|surface| surface.surface);
    let written = surfaces.chain(bodies.iter().flat_map(|body| body.lines().map(str::to_owned)));
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut count = |text: String, weight| {
        for token in Utterance::read(&text).tokens() {
            *counts.entry(token.text.clone()).or_default() += weight;
        }
    };
    typed.for_each(|text| count(text, 1));
    // Examples are typed as people type: a word that only one of them has may be a slip of the finger.
    written.for_each(|text| count(text, 2));
    let known = counts.iter().filter(|(_, count)| **count > 1);
    Speller::build(known.map(|(word, count)| (word.as_str(), *count)))
}

fn compile(parts: &Parts, before: Option<&Content>) -> Result<Made<Patterns>, PatternError> {
    let sources = pattern_sources(parts);
    Made::try_of(&sources, before.map(|before| &before.patterns), || Patterns::compile(&sources))
}

fn pattern_sources(parts: &Parts) -> Vec<PatternSource> {
    pattern_sources_of(parts, &|_, _| true)
}

/// The keywords and regular expressions of the intents: those that are wanted, by the place of their file and their text.
pub(crate) fn pattern_sources_of(parts: &Parts, wanted: &dyn Fn(usize, &Text) -> bool) -> Vec<PatternSource> {
    let of = |file: usize, intent: &IntentSource, language: Language| {
        let words = |texts: &[Text]| {
            let wanted = texts.iter().filter(|text| wanted(file, text));
            wanted.map(|text| text.text.clone()).collect()
        };
        PatternSource {
            intent: intent.id.clone(),
            language,
            keywords: words(intent.keywords.get(language)),
            patterns: words(intent.patterns.get(language)),
        }
    };
    parts.intents.iter().flat_map(|(file, intent)| Language::ALL.map(|language| of(*file, intent, language))).collect()
}

impl Checked {
    /// The articles as they are searched.
    pub fn articles(&self, links: &ArticleLinks) -> Vec<Article> {
        let of = |(source, body): (&ArticleSource, &String)| Article {
            id: source.id.clone(),
            language: source.language,
            title: source.title.text.clone(),
            description: source.description.text.clone(),
            keywords: source.keywords.iter().map(|keyword| keyword.text.clone()).collect(),
            audience: source.audience.iter().map(|channel| channel.text.clone()).collect(),
            updated: source.updated,
            markdown: with_urls(source, body, links),
        };
        self.parts.articles.par_iter().zip(&self.bodies).map(of).collect()
    }
}

/// The body with links to other articles turned into addresses that work anywhere.
fn with_urls(source: &ArticleSource, body: &str, links: &ArticleLinks) -> String {
    let mut out = String::with_capacity(body.len());
    let mut done = 0;
    for (target, written, range) in article::links(&source.id, body) {
        out.push_str(&body[done..range.start]);
        out.push_str(&links.url(source.language, &target));
        out.push_str(written.find('#').map_or("", |at| &written[at..]));
        done = range.end;
    }
    out.push_str(&body[done..]);
    out
}

fn render_articles(parts: &Parts, templates: &mut Templates, found: &RefCell<Vec<Finding>>) -> Vec<String> {
    let mut bodies = Vec::new();
    for source in &parts.articles {
        let report = Report::new(&parts.files[source.file], found);
        let text = Text { text: report.file.text[source.body.clone()].to_owned(), span: source.body.clone() };
        let scene = context! { _language => source.language.code() };
        bodies.push(templates.made(&report.file.path, &text.text, &scene).unwrap_or_else(|problems| {
            // What asks for a fact is right or wrong only where the facts are there.
            let told = problems.iter().filter(|problem| parts.facts_are_whole || !problem.asks_for_fact);
            told.for_each(|problem| template_problem(&text, problem, &report));
            // Its headings are there all the same.
            text.text.clone()
        }));
    }
    bodies
}

fn add_intent(source: &IntentSource, templates: &mut Templates, report: &Report<'_>) -> Intent {
    let replies = source.replies.iter().enumerate();
    let replies =
        replies.map(|(place, reply)| add_reply(&format!("intents/{}#{place}", source.id), reply, templates, report));
    Intent {
        replies: replies.collect(),
        id: source.id.clone(),
        title: Localized::from_fn(|language| source.title.get(language).text.clone()),
        small_talk: source.small_talk,
        slots: source.slots.clone(),
        article: source.article.as_ref().map(|article| article.text.clone()),
        channel: source.channel.as_ref().map(|channel| channel.text.clone()),
        lists: source.lists.as_ref().map(|lists| lists.text.clone()),
        follow_ups: source.follow_ups.iter().map(|(cue, intent)| (*cue, intent.text.clone())).collect(),
    }
}

fn add_reply(name: &str, source: &ReplySource, templates: &mut Templates, report: &Report<'_>) -> Reply {
    let when = source.when.as_ref().map(|when| {
        let name = format!("{name}/when");
        if let Err(problem) = templates.add_condition(name.clone(), &when.text) {
            template_problem(when, &problem, report);
        }
        name
    });
    Reply { when, action: source.action, asks: source.asks, say: add_wordings(name, &source.say, templates, report) }
}

fn add_wordings(
    name: &str,
    say: &Localized<Vec<Text>>,
    templates: &mut Templates,
    report: &Report<'_>,
) -> Localized<Vec<String>> {
    Localized::from_fn(|language| {
        let add = |(place, text): (usize, &Text)| {
            let name = format!("{name}/{language}/{place}");
            if let Err(problem) = templates.add(name.clone(), &text.text) {
                template_problem(text, &problem, report);
            }
            name
        };
        say.get(language).iter().enumerate().map(add).collect()
    })
}

/// What the phrases that introduce an article may name besides the scene.
pub(super) const PHRASE_VARIABLES: [&str; 2] = ["title", "other_language"];

fn add_phrases(parts: &Parts, templates: &mut Templates, found: &RefCell<Vec<Finding>>) -> Vec<Localized<Vec<String>>> {
    let Some((file, source)) = &parts.phrases else { return Vec::new() };
    let report = Report::new(&parts.files[*file], found);
    let channels = parts.channels();
    let keyed = Phrase::ALL.iter().zip(&source.phrases);
    let all = keyed.map(|(phrase, say)| {
        let spoken = add_wordings(&format!("phrases/{}", phrase.word()), say, templates, &report);
        for (language, texts) in say.iter() {
            for (text, name) in texts.iter().zip(spoken.get(language)) {
                names(templates, name, text, &channels, &PHRASE_VARIABLES, &report);
            }
        }
        spoken
    });
    all.collect()
}
