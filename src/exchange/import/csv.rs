//! Tables: `intent,example` rows become intents, `question,answer` rows articles. `language` and `section` are optional.

use std::{collections::HashMap, path::Path};

use super::ImportError;
use crate::{
    domain::Language,
    exchange::{
        Draft, NewArticle,
        draft::{add, spelled},
        source::texts,
    },
};

/// The section of articles that name none.
const SECTION: &str = "imported";

/// The columns of a table, by their headings.
struct Columns {
    headings: Vec<String>,
}

impl Columns {
    fn find(&self, names: &[&str]) -> Option<usize> {
        self.headings.iter().position(|heading| names.contains(&heading.as_str()))
    }

    /// The headings of columns that are none of these.
    fn others(&self, read: &[Option<usize>]) -> Vec<String> {
        let others =
            self.headings.iter().enumerate().filter(|(at, name)| !name.is_empty() && !read.contains(&Some(*at)));
        others.map(|(_, name)| format!("`{name}`")).collect()
    }
}

/// What stands between cells: spreadsheets of some countries save semicolons, others save tabs.
fn delimiter(heading: &str) -> u8 {
    let used = |sign: &u8| heading.bytes().filter(|byte| byte == sign).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(used).filter(|sign| used(sign) > 0).unwrap_or(b',')
}

/// The line with a quote that opens a cell and never closes: everything behind it would be one cell.
fn open_quote(text: &str, delimiter: u8) -> Option<usize> {
    let (mut open, mut begins, mut line) = (None, true, 1);
    for byte in text.bytes() {
        match (byte, open) {
            // A quote written twice closes and opens again.
            (b'"', Some(_)) => (open, begins) = (None, true),
            (b'"', None) if begins => open = Some(line),
            (byte, None) => begins = byte == delimiter || byte == b'\n',
            _ => {}
        }
        line += usize::from(byte == b'\n');
    }
    open
}

/// Reads a table, or every table in a folder.
pub(super) fn read(path: &Path, language: Option<Language>, draft: &mut Draft) -> Result<(), ImportError> {
    let (mut names, mut asked) = (Names::default(), Asked::default());
    for (file, text) in texts(path, &["csv", "tsv"])? {
        table(&file, &text, language, (&mut names, &mut asked), draft)?;
    }
    Ok(())
}

/// How each intent was spelled first. People type these names: another spelling is hardly another intent.
#[derive(Default)]
struct Names(HashMap<String, String>);

impl Names {
    fn first(&mut self, name: &str, file: &str, draft: &mut Draft) -> String {
        let first = self.0.entry(spelled(name)).or_insert_with(|| name.to_owned());
        if first != name {
            draft.leave(file, format!("`{name}` and `{first}` are put together as one intent"));
        }
        first.clone()
    }
}

/// The answers of each question, and where they stand.
#[derive(Default)]
struct Asked(HashMap<(Language, String), Vec<(String, String)>>);

impl Asked {
    /// Whether a row says nothing new. One with another answer becomes an article of its own: which of them is right,
    /// or how they are put together, is for an editor to say.
    fn repeats(&mut self, (file, line): (&str, usize), article: &NewArticle, draft: &mut Draft) -> bool {
        let (title, answer) = (&article.title, &article.markdown);
        let answers = self.0.entry((article.language, spelled(title))).or_default();
        if let Some((place, _)) = answers.iter().find(|(_, known)| known == answer) {
            let what = format!("line {line}: `{title}` with the same answer as in {place}: one of them is kept");
            draft.leave(file, what);
            return true;
        }
        if let Some((place, _)) = answers.first() {
            let what = format!(
                "line {line}: `{title}` with another answer than in {place}: two articles of one title; put them \
                 together, or say in the titles what is different"
            );
            draft.leave(file, what);
        }
        answers.push((format!("{file}:{line}"), answer.clone()));
        false
    }
}

/// The lines on which rows begin. The reader's own count is one behind where lines end in two signs, and where some are
/// empty: there a row's place is what stands before it.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    const fn of(text: &'t str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line of the row that is read from this place on. Rows come in their order.
    fn of_row(&mut self, row: &csv::StringRecord) -> usize {
        let place = row.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.at);
        let bytes = self.text.as_bytes();
        let empty = bytes.iter().skip(place).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = bytes.iter().take(place + empty).skip(self.at);
        self.line += passed.filter(|byte| **byte == b'\n').count();
        self.at = self.at.max(place + empty);
        self.line
    }
}

fn table(
    file: &str,
    text: &str,
    language: Option<Language>,
    (names, asked): (&mut Names, &mut Asked),
    draft: &mut Draft,
) -> Result<(), ImportError> {
    let problem = |problem: String| ImportError::Table { file: file.to_owned(), problem };
    let delimiter = delimiter(text.lines().next().unwrap_or_default());
    if let Some(line) = open_quote(text, delimiter) {
        return Err(problem(format!(
            "the quote that opens on line {line} is never closed; close it, or write it twice"
        )));
    }
    let mut rows = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let headings = rows.headers().map_err(|error| problem(error.to_string()))?;
    let columns = Columns { headings: headings.iter().map(|heading| heading.trim().to_lowercase()).collect() };
    let intent = columns.find(&["intent"]).zip(columns.find(&["example", "text", "utterance"]));
    let question = columns.find(&["question", "title"]).zip(columns.find(&["answer", "body", "text"]));
    if intent.is_none() && question.is_none() {
        let headings = columns.headings.join(", ");
        return Err(problem(format!(
            "the heading has `{headings}`; Bolt reads `intent,language,example` or `question,answer,language,section`"
        )));
    }
    let (tongue, reply, section) = (
        columns.find(&["language", "lang", "locale"]),
        columns.find(&["reply", "response"]),
        columns.find(&["section"]),
    );
    let (first, second) = intent.or(question).unzip();
    let others = columns.others(&[first, second, tongue, reply, section]);
    if !others.is_empty() {
        draft.leave(file, format!("the columns {}, which Bolt does not read", others.join(", ")));
    }
    let mut lines = Lines::of(text);
    for row in rows.records() {
        let row = row.map_err(|error| problem(error.to_string()))?;
        let line = lines.of_row(&row);
        let cell =
            |column: Option<usize>| column.and_then(|at| row.get(at)).map(str::trim).filter(|cell| !cell.is_empty());
        let spoken = match cell(tongue) {
            Some(tag) => Language::of_locale(tag),
            None => Some(language.ok_or_else(|| ImportError::Language { file: format!("{file}:{line}") })?),
        };
        let Some(spoken) = spoken else {
            draft.leave(file, format!("line {line}: a language that is not served"));
            continue;
        };
        if let Some((name, example)) = intent.and_then(|(a, b)| cell(Some(a)).zip(cell(Some(b)))) {
            let name = names.first(name, file, draft);
            add(&mut draft.intent(&name).examples, spoken, example);
            cell(reply).into_iter().for_each(|reply| draft.say(file, &name, spoken, reply));
        } else if let Some((title, answer)) = question.and_then(|(a, b)| cell(Some(a)).zip(cell(Some(b)))) {
            let article = article(spoken, cell(section).unwrap_or(SECTION), title, answer);
            if !asked.repeats((file, line), &article, draft) {
                draft.articles.push(article);
            }
        } else {
            draft.leave(file, format!("line {line}: a row with an empty cell"));
        }
    }
    Ok(())
}

fn article(language: Language, section: &str, title: &str, markdown: &str) -> NewArticle {
    NewArticle {
        language,
        section: section.to_owned(),
        name: title.to_owned(),
        title: title.to_owned(),
        keywords: Vec::new(),
        updated: None,
        draft: false,
        markdown: markdown.to_owned(),
    }
}
