//! Articles that nobody finds.

use rayon::prelude::*;

use super::material::Material;
use crate::{
    content::{ArticleLinks, ArticleSource, Code, Finding, anchors},
    knowledge::{Article, Hit, Index},
    language::Utterance,
};

/// An article further down is not seen.
const SEEN: usize = 3;

/// Articles that neither their title nor their description, keywords or headings find among the first three.
pub(super) fn unreachable(material: &Material<'_>) -> Vec<Finding> {
    let articles = material.checked.articles(&ArticleLinks::default());
    let Ok(index) = Index::build(articles) else { return Vec::new() };
    // What lacks its title or description is told as that.
    let is_whole = |source: &&ArticleSource| !source.title.text.is_empty() && !source.description.text.is_empty();
    let sources = material.parts.articles.par_iter().filter(is_whole);
    sources.filter_map(|source| of_article(material, &index, source)).collect()
}

fn of_article(material: &Material<'_>, index: &Index, source: &ArticleSource) -> Option<Finding> {
    let article = index.article(source.language, &source.id)?;
    // The title mostly does; the others are asked only where it does not.
    let by_title = search(index, article, &article.title);
    if finds(&by_title, article)
        || other_questions(article).iter().any(|question| finds(&search(index, article, question), article))
    {
        return None;
    }
    let message = "neither its title nor its description, keywords or headings find this article";
    let remedy = "give it a title and keywords of its own words, or put it together with what beats it";
    let file = &material.parts.files[source.file];
    let mut finding = Finding::at(Code::UnreachableArticle, file, source.title.span.clone(), message, remedy);
    for (place, hit) in (1..).zip(&by_title) {
        let winner = material.parts.articles.iter().find(|a| a.id == hit.article && a.language == hit.language);
        if let Some(winner) = winner {
            let said = format!("number {place} for its title");
            finding = finding.related(&material.parts.files[winner.file], winner.title.span.clone(), said);
        }
    }
    if by_title.is_empty() {
        finding = finding.note("its title finds nothing at all");
    }
    Some(finding)
}

fn other_questions(article: &Article) -> Vec<String> {
    let headings = anchors(&article.markdown).into_iter().map(|anchor| anchor.text);
    std::iter::once(article.description.clone()).chain(article.keywords.iter().cloned()).chain(headings).collect()
}

fn search(index: &Index, article: &Article, question: &str) -> Vec<Hit> {
    // As somebody who may read all of them: everybody else has fewer that could come before it.
    index.search(&Utterance::read(question), article.language, &|_| true, SEEN)
}

fn finds(hits: &[Hit], article: &Article) -> bool {
    hits.iter().any(|hit| hit.article == article.id && hit.language == article.language)
}
