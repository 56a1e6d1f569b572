//! Whether the parts fit together: ids, links, translations, examples, patterns.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
};

use rayon::prelude::*;

use super::{
    File, Finding, article,
    article::ArticleSource,
    code::Code,
    fields::Text,
    finding::{Report, near, suggest},
    intent::IntentSource,
    parts::Parts,
    required,
};
use crate::{domain::Language, intents::Patterns, language::Utterance};

/// Checks everything that needs no rendering.
pub(super) fn verify(parts: &Parts) -> Vec<Finding> {
    let found = RefCell::new(Vec::new());
    let verifier = Verifier { parts, found: &found };
    verifier.articles();
    verifier.intents();
    found.into_inner()
}

struct Verifier<'a> {
    parts: &'a Parts,
    found: &'a RefCell<Vec<Finding>>,
}

impl<'a> Verifier<'a> {
    fn file(&self, file: usize) -> &'a File {
        &self.parts.files[file]
    }

    fn report(&self, file: usize) -> Report<'a> {
        Report::new(&self.parts.files[file], self.found)
    }

    fn articles(&self) {
        let channels = self.parts.channels();
        let mut titles: HashMap<(Language, String), &ArticleSource> = HashMap::new();
        let there = self.parts.articles.iter().map(|article| (article.language, article.id.as_str())).collect();
        for article in &self.parts.articles {
            let report = self.report(article.file);
            let unknown = |channel: &&Text| !channels.is_empty() && !channels.contains(&channel.text.as_str());
            for audience in article.audience.iter().filter(unknown) {
                let message = format!("there is no channel `{}`", audience.text);
                report.at(
                    Code::UnknownValue,
                    &audience.span,
                    message,
                    suggest(&audience.text, channels.iter().copied()),
                );
            }
            let title = article.title.text.to_lowercase();
            if !title.is_empty()
                && let Some(other) = titles.insert((article.language, title), article)
            {
                let message = format!("`{}` has the same title", other.id);
                let (span, remedy) = (article.title.span.clone(), "say in the title what is different");
                let finding = Finding::at(Code::DuplicateTitle, report.file, span, message, remedy);
                report.push(finding.related(self.file(other.file), other.title.span.clone(), "the other title"));
            }
            self.links(article, &there, &report);
            repeated(&article.keywords, &report);
        }
        self.translations();
    }

    fn links(&self, article: &ArticleSource, there: &HashSet<(Language, &str)>, report: &Report<'_>) {
        let body = &report.file.text[article.body.clone()];
        for (target, written, range) in article::links(&article.id, body) {
            let language = article.language;
            if there.contains(&(language, target.as_str())) || self.parts.is_broken(&path_of(language, &target)) {
                continue;
            }
            let span = article.body.start + range.start..article.body.start + range.end;
            let message = format!("`{written}` leads to no article in `{language}`");
            let all = self.parts.articles.iter().filter(|a| a.language == language && a.id != article.id);
            let remedy = match meant(&target, written, all.map(|a| a.id.as_str())) {
                Some(id) => {
                    let heading = written.find('#').map_or("", |at| &written[at..]);
                    format!("did you mean `{}{heading}`?", article::way(&article.id, id))
                }
                None => format!(
                    "write the way from this file to the other one, like `../contact/live-chat.md`; the articles lie in \
                     `knowledge/{language}`"
                ),
            };
            report.at(Code::BrokenLink, &span, message, remedy);
        }
    }

    fn translations(&self) {
        for language in Language::ALL.iter().filter(|l| !self.parts.articles.iter().any(|a| a.language == **l)) {
            let path = format!("knowledge/{language}");
            if self.parts.is_broken_below(&path) {
                continue;
            }
            let message = "there is no article in this served language";
            let remedy = "write its articles here: people who ask in it would get none";
            self.found.borrow_mut().push(Finding::of_file(Code::MissingFile, &path, message, remedy));
        }
        let mut by_id: BTreeMap<&str, Vec<&ArticleSource>> = BTreeMap::new();
        for article in &self.parts.articles {
            by_id.entry(&article.id).or_default().push(article);
        }
        for (id, articles) in by_id {
            let lacks = |language: &&Language| {
                let path = path_of(**language, id);
                !articles.iter().any(|article| article.language == **language) && !self.parts.is_broken(&path)
            };
            for language in Language::ALL.iter().filter(lacks) {
                let message = format!("this article is missing in `{language}`");
                let remedy = format!("write `knowledge/{language}/{id}.md`");
                self.report(articles[0].file).file(Code::MissingTranslation, message, remedy);
            }
        }
    }

    fn intents(&self) {
        for id in required::ALL.iter().filter(|id| !self.parts.intents.iter().any(|(_, intent)| intent.id == **id)) {
            let remedy = "add it: the rules of the reply need this intent";
            let path = format!("intents/{id}.yaml");
            if self.parts.is_broken(&path) {
                continue;
            }
            self.found.borrow_mut().push(Finding::of_file(Code::MissingFile, &path, "this file is missing", remedy));
        }
        self.intent_titles();
        let off_topic = self.parts.off_topic.par_iter().map(|(language, line)| ((*language, read(line)), None));
        let mut seen: Seen<'_> = off_topic.collect();
        let prepared: Vec<Prepared> = self.parts.intents.par_iter().map(|(_, intent)| Prepared::of(intent)).collect();
        for ((file, intent), prepared) in self.parts.intents.iter().zip(prepared) {
            let report = self.report(*file);
            self.article_of(intent, &report);
            self.names_of(intent, &report);
            for ((language, text), read) in examples(intent).zip(prepared.examples) {
                example((&intent.id, language, text), read, &mut seen, &report);
            }
            intent.keywords.iter().for_each(|(_, keywords)| repeated(keywords, &report));
            prepared.problems.iter().for_each(|(span, problem)| pattern_problem(span, problem, &report));
        }
    }

    /// "Did you mean" offers titles: two alike are no choice.
    fn intent_titles(&self) {
        let mut seen: HashMap<(Language, String), (usize, &IntentSource)> = HashMap::new();
        for (file, intent) in &self.parts.intents {
            for (language, title) in intent.title.iter().filter(|(_, title)| !title.text.is_empty()) {
                let before = seen.insert((language, title.text.to_lowercase()), (*file, intent));
                let Some((other_file, other)) = before else { continue };
                let message = format!("`{}` has the same title", other.id);
                let remedy = "say in the title what is different";
                let finding = Finding::at(Code::DuplicateTitle, self.file(*file), title.span.clone(), message, remedy);
                let span = other.title.get(language).span.clone();
                self.found.borrow_mut().push(finding.related(self.file(other_file), span, "the other title"));
            }
        }
    }

    /// The channel that an intent is about, and the intents that go on from it.
    fn names_of(&self, intent: &IntentSource, report: &Report<'_>) {
        let channels = self.parts.channels();
        let channel = intent.channel.as_ref().filter(|_| !channels.is_empty());
        known(channel, "channel", channels.iter().copied(), report);
        let is_there = |named: &Text| self.parts.is_broken(&format!("intents/{}.yaml", named.text));
        let named = intent.follow_ups.iter().map(|(_, named)| named).chain(&intent.lists);
        for named in named.filter(|named| !is_there(named)) {
            known(Some(named), "intent", self.parts.intents.iter().map(|(_, intent)| intent.id.as_str()), report);
        }
    }

    fn article_of(&self, intent: &IntentSource, report: &Report<'_>) {
        let is_broken = |id: &str| Language::ALL.iter().any(|language| self.parts.is_broken(&path_of(*language, id)));
        let Some(article) = intent.article.as_ref().filter(|article| !is_broken(&article.text)) else { return };
        let mut ids: Vec<_> = self.parts.articles.iter().map(|a| a.id.as_str()).collect();
        if !ids.contains(&article.text.as_str()) {
            ids.sort_unstable();
            ids.dedup();
            let message = format!("there is no article `{}`", article.text);
            report.at(Code::UnknownArticle, &article.span, message, suggest(&article.text, ids));
        }
    }
}

/// The file of an article.
fn path_of(language: Language, id: &str) -> String {
    format!("knowledge/{language}/{id}.md")
}

/// The article that a link which leads nowhere is likely to mean: the one whose id was written, as if it were the way to
/// it; one of that name elsewhere; or one that is called nearly so.
fn meant<'i>(target: &str, written: &str, ids: impl Iterator<Item = &'i str>) -> Option<&'i str> {
    let ids: Vec<&str> = ids.collect();
    let path = written.split('#').next().unwrap_or_default().trim_start_matches(['.', '/']);
    let path = path.strip_suffix(".md").unwrap_or(path);
    let name = |id: &str| id.rsplit('/').next().map(str::to_owned);
    let namesakes = ids.iter().copied().filter(|id| name(id) == name(target));
    let namesake = namesakes.min_by_key(|id| (strsim::damerau_levenshtein(target, id), *id));
    ids.iter().copied().find(|id| *id == path).or(namesake).or_else(|| near(target, &ids))
}

/// Reports keywords that read like one before them.
fn repeated(keywords: &[Text], report: &Report<'_>) {
    let mut seen: HashMap<String, &Text> = HashMap::new();
    for keyword in keywords {
        let Some(first) = seen.insert(read(&keyword.text), keyword) else { continue };
        let (span, message) = (keyword.span.clone(), "this keyword reads like another one here");
        let finding = Finding::at(Code::RepeatedKeyword, report.file, span, message, "remove it");
        report.push(finding.related(report.file, first.span.clone(), "the other one"));
    }
}

fn known<'i>(text: Option<&Text>, what: &str, ids: impl Iterator<Item = &'i str> + Clone, report: &Report<'_>) {
    let Some(text) = text.filter(|text| !ids.clone().any(|id| id == text.text)) else { return };
    report.at(Code::UnknownValue, &text.span, format!("there is no {what} `{}`", text.text), suggest(&text.text, ids));
}

/// What takes time to make of an intent, and needs nothing of the others.
struct Prepared {
    /// The examples as they are compared, in their order.
    examples: Vec<String>,
    /// What is wrong with keywords and patterns, and where.
    problems: Vec<(Range<usize>, String)>,
}

impl Prepared {
    fn of(intent: &IntentSource) -> Self {
        let problem = |text: &Text, of: fn(&str) -> Option<String>| Some((text.span.clone(), of(&text.text)?));
        let keywords = intent.keywords.iter().flat_map(|(_, texts)| texts);
        let keywords = keywords.filter_map(|text| problem(text, Patterns::problem_of_keyword));
        let patterns = intent.patterns.iter().flat_map(|(_, texts)| texts);
        let patterns = patterns.filter_map(|text| problem(text, Patterns::problem_of_pattern));
        Self {
            examples: examples(intent).map(|(_, text)| read(&text.text)).collect(),
            problems: keywords.chain(patterns).collect(),
        }
    }
}

fn examples(intent: &IntentSource) -> impl Iterator<Item = (Language, &Text)> {
    intent.examples.iter().flat_map(|(language, texts)| texts.iter().map(move |text| (language, text)))
}

/// A text as it is compared with others.
fn read(text: &str) -> String {
    Utterance::read(text).normalized().to_owned()
}

/// Examples by language and normalised text: the intent with its file and place; none for off-topic lines.
type Seen<'i> = HashMap<(Language, String), Option<(&'i str, &'i File, Range<usize>)>>;

fn example<'i>(
    (intent, language, text): (&'i str, Language, &Text),
    read: String,
    seen: &mut Seen<'i>,
    report: &Report<'i>,
) {
    if read.is_empty() {
        let remedy = "remove it, or write the words that come with it";
        report.at(Code::WordlessExample, &text.span, "this example has no word in it", remedy);
        return;
    }
    let Some(before) = seen.insert((language, read), Some((intent, report.file, text.span.clone()))) else {
        return;
    };
    let at = |code, message: &str, remedy| Finding::at(code, report.file, text.span.clone(), message, remedy);
    let remedy = "keep it where it belongs without a doubt";
    report.push(match before {
        Some((other, file, span)) if other == intent => {
            let message = "this example reads like another one here, accents and repeated letters aside";
            at(Code::RepeatedExample, message, "write it differently, or remove it").related(
                file,
                span,
                "the other one",
            )
        }
        Some((other, file, span)) => {
            let message = format!("`{other}` has the same example");
            at(Code::DuplicateExample, &message, remedy).related(file, span, "the other one")
        }
        None => {
            let message = format!("`off_topic/{language}.txt` has the same line");
            at(Code::DuplicateExample, &message, remedy)
        }
    });
}

fn pattern_problem(span: &Range<usize>, problem: &str, report: &Report<'_>) {
    report.at(
        Code::BadPattern,
        span,
        format!("this pattern {problem}"),
        "patterns are regular expressions without look-around, in single quotes",
    );
}
