//! A draft as content files.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde_json::Value;

use super::{
    Draft, NewArticle, NewIntent,
    draft::{Texts, slug},
};
use crate::content::markdown_options;

/// Content that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Files that are there already.
    #[error("{} files are there already, {} the first of them; nothing was written, --force writes over them", .0.len(), .0[0].display())]
    Exists(Vec<PathBuf>),
    /// A file that cannot be written.
    #[error("{path}: {problem}")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why not.
        problem: io::Error,
    },
}

/// The files that a draft amounts to, by their paths below the content folder.
#[must_use]
pub fn files(draft: &Draft) -> Vec<(String, String)> {
    let intents = draft.intents.iter().map(|(id, new)| (format!("intents/{id}.yaml"), intent(new)));
    let mut files: Vec<(String, String)> = intents.collect();
    for new in &draft.articles {
        let path = |name: &str| format!("knowledge/{}/{}/{name}.md", new.language, slug(&new.section, '-'));
        let name = slug(&new.name, '-');
        let names = std::iter::once(name.clone()).chain((2..).map(|n| format!("{name}-{n}")));
        // Two articles of one title are still two.
        let free = names.map(|name| path(&name)).find(|path| !files.iter().any(|(taken, _)| taken == path));
        files.push((free.unwrap_or_else(|| path(&name)), article(new)));
    }
    files
}

/// Writes files below a folder: all of them or, where one is there already and may not be overwritten, none.
///
/// # Errors
/// A file that is there, or cannot be written.
pub fn write(files: &[(String, String)], into: &Path, force: bool) -> Result<(), WriteError> {
    let taken: Vec<PathBuf> = files.iter().map(|(path, _)| into.join(path)).filter(|path| path.exists()).collect();
    if !taken.is_empty() && !force {
        return Err(WriteError::Exists(taken));
    }
    for (path, text) in files {
        let path = into.join(path);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        written.map_err(|problem| WriteError::File { path, problem })?;
    }
    Ok(())
}

fn intent(new: &NewIntent) -> String {
    let mut out = String::from("title:\n");
    let title = sentence(&new.name.replace(['_', '/', '-', '.'], " "));
    let languages = new.examples.keys().chain(new.says.keys()).collect::<std::collections::BTreeSet<_>>();
    for language in languages {
        out.push_str(&format!("  {language}: {}\n", quoted(&title)));
    }
    for (key, texts) in [("keywords", &new.keywords), ("patterns", &new.patterns), ("examples", &new.examples)] {
        list(&mut out, key, texts, "");
    }
    if new.says.values().any(|texts| !texts.is_empty()) {
        out.push_str("replies:\n");
        list(&mut out, "- say", &new.says, "  ");
    }
    out
}

fn list(out: &mut String, key: &str, texts: &Texts, indent: &str) {
    if texts.values().all(Vec::is_empty) {
        return;
    }
    let inner = if key.starts_with("- ") { "  " } else { "" };
    out.push_str(&format!("{indent}{key}:\n"));
    for (language, texts) in texts.iter().filter(|(_, texts)| !texts.is_empty()) {
        out.push_str(&format!("{indent}{inner}  {language}:\n"));
        for text in texts {
            out.push_str(&format!("{indent}{inner}    - {}\n", quoted(text)));
        }
    }
}

fn article(new: &NewArticle) -> String {
    let mut out = format!("---\ntitle: {}\n", quoted(&new.title));
    out.push_str(&format!("description: {}\n", quoted(&opening(&new.markdown, &new.title))));
    if !new.keywords.is_empty() {
        let words: Vec<_> = new.keywords.iter().map(|word| quoted(word)).collect();
        out.push_str(&format!("keywords: [{}]\n", words.join(", ")));
    }
    if let Some(updated) = &new.updated {
        out.push_str(&format!("updated: {updated}\n"));
    }
    if new.draft {
        out.push_str("draft: true\n");
    }
    out.push_str("---\n");
    out.push_str(&literal(new.markdown.trim()));
    out.push('\n');
    out
}

/// Text that means itself where templates are read.
#[must_use]
pub fn literal(text: &str) -> String {
    if !["{{", "{%", "{#"].iter().any(|sign| text.contains(sign)) {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let end = at + rest[at..].chars().take_while(|c| *c == '{').count();
        out.push_str(&rest[..at]);
        let sign = rest[end..].starts_with(['%', '#']);
        if end - at > 1 || sign {
            let end = if sign { end + 1 } else { end };
            out.push_str(&format!("{{{{ {} }}}}", quoted(&rest[at..end])));
            rest = &rest[end..];
        } else {
            out.push('{');
            rest = &rest[end..];
        }
    }
    out.push_str(rest);
    out
}

/// The first sentence of a text, as plain words.
fn opening(markdown: &str, title: &str) -> String {
    const LONGEST: usize = 160;
    let prose = paragraph(markdown);
    let plain = prose.as_deref().unwrap_or(title).replace(['{', '}'], "");
    let end = plain.find(". ").map_or(plain.len(), |at| at + 1);
    plain[..end].chars().take(LONGEST).collect()
}

/// The words of the first paragraph that has some.
fn paragraph(markdown: &str) -> Option<String> {
    let (mut words, mut inside) = (String::new(), false);
    for event in Parser::new_ext(markdown, markdown_options()) {
        match event {
            Event::Start(Tag::Paragraph) => inside = true,
            Event::Text(text) | Event::Code(text) if inside => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak if inside => words.push(' '),
            Event::End(TagEnd::Paragraph) if words.contains(char::is_alphanumeric) => break,
            Event::End(TagEnd::Paragraph) => {
                words.clear();
                inside = false;
            }
            _ => {}
        }
    }
    Some(words.trim().to_owned()).filter(|words| !words.is_empty())
}

/// A text as YAML and JSON both read it.
#[must_use]
pub fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn sentence(text: &str) -> String {
    let mut chars = text.trim().chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
