//! Tables: `intent,example` rows become intents, `question,answer` rows articles. `language` and `section` are optional.

use std::path::Path;

use super::ImportError;
use crate::{
    domain::Language,
    exchange::{Draft, NewArticle, draft::add, source::texts},
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
}

/// Reads a table, or every table in a folder.
pub(super) fn read(path: &Path, language: Option<Language>, draft: &mut Draft) -> Result<(), ImportError> {
    for (file, text) in texts(path, &["csv"])? {
        table(&file, &text, language, draft)?;
    }
    Ok(())
}

fn table(file: &str, text: &str, language: Option<Language>, draft: &mut Draft) -> Result<(), ImportError> {
    let problem = |problem: String| ImportError::Table { file: file.to_owned(), problem };
    // What spreadsheets of some countries save has semicolons.
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = if heading.contains(';') && !heading.contains(',') { b';' } else { b',' };
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
    for row in rows.records() {
        let row = row.map_err(|error| problem(error.to_string()))?;
        let line = row.position().map_or(0, csv::Position::line);
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
            add(&mut draft.intent(name).examples, spoken, example);
            cell(reply).into_iter().for_each(|reply| draft.say(file, name, spoken, reply));
        } else if let Some((title, answer)) = question.and_then(|(a, b)| cell(Some(a)).zip(cell(Some(b)))) {
            draft.articles.push(article(spoken, cell(section).unwrap_or(SECTION), title, answer));
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
