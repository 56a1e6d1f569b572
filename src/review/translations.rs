//! Translations that are older than what they translate.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::{history::last_changes, material::Material};
use crate::content::{ArticleSource, Code, Finding};

/// Articles that were changed in one language after they were in another.
pub(super) fn outdated(material: &Material<'_>) -> Vec<Finding> {
    let articles = &material.parts.articles;
    let from_git = match &material.beside.folder {
        // git is asked only where a file does not say it itself.
        Some(folder) if articles.iter().any(|article| article.updated.is_none()) => last_changes(folder),
        _ => HashMap::new(),
    };
    let day = |article: &ArticleSource| {
        article.updated.or_else(|| from_git.get(&material.parts.files[article.file].path).copied())
    };
    // A day that has not come is told by itself.
    let has_come = |day: &Date| material.beside.today.is_none_or(|today| *day <= today);
    let mut by_id: BTreeMap<&str, Vec<(&ArticleSource, Date)>> = BTreeMap::new();
    for article in articles {
        if let Some(day) = day(article).filter(has_come) {
            by_id.entry(&article.id).or_default().push((article, day));
        }
    }
    by_id.into_values().flat_map(|translations| of_one(material, &translations)).collect()
}

/// Articles that say of themselves that they were updated on a day that has not come.
pub(super) fn future(material: &Material<'_>) -> Vec<Finding> {
    let Some(today) = material.beside.today else { return Vec::new() };
    let of = |article: &ArticleSource| {
        let day = article.updated.filter(|day| *day > today)?;
        let (message, remedy) =
            (format!("{day} has not come yet"), format!("write the day of the last change: `{today}`"));
        let file = &material.parts.files[article.file];
        Some(Finding::at(Code::FutureDate, file, article.updated_span.clone(), message, remedy))
    };
    material.parts.articles.iter().filter_map(of).collect()
}

fn of_one(material: &Material<'_>, translations: &[(&ArticleSource, Date)]) -> Vec<Finding> {
    let newest = translations.iter().rev().max_by_key(|(_, day)| *day);
    let Some((newest, newest_day)) = newest else { return Vec::new() };
    let older = translations.iter().filter(|(_, day)| day < newest_day);
    let finding = |(article, day): &(&ArticleSource, Date)| {
        let (language, other) = (article.language, newest.language);
        let message = format!("this is of {day}, its `{other}` version of {newest_day}");
        let remedy =
            format!("carry over what changed in `{other}`, then set `updated: {newest_day}` in both languages");
        let file = &material.parts.files[article.file];
        let span = place(article);
        let finding = Finding::at(Code::OutdatedTranslation, file, span, message, remedy);
        let finding = if article.updated.is_none() {
            finding.note(format!("the `{language}` version does not say when it was updated; git does"))
        } else {
            finding
        };
        finding.related(&material.parts.files[newest.file], place(newest), "the newer version")
    };
    older.map(finding).collect()
}

/// The line that says the day, or else the title.
fn place(article: &ArticleSource) -> std::ops::Range<usize> {
    if article.updated.is_some() { article.updated_span.clone() } else { article.title.span.clone() }
}
