//! Links between the articles of a Help Center, and where they lead now.

use std::{collections::HashMap, sync::LazyLock};

use regex::{Captures, Regex};

use crate::{domain::Language, exchange::Draft};

/// Where an article is now.
pub(super) struct Place {
    /// Its number in the Help Center.
    pub id: Option<i64>,
    /// The link to it, from any other article.
    pub way: String,
    /// Where it was.
    pub address: Option<String>,
    /// The ids of its headings, by what they were.
    pub anchors: HashMap<String, String>,
}

/// The address of an article of a Help Center, whole or without its host, the heading in it, or both.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\]\((<?)(?:(?:https?://[^/\s)]+)?/hc/(?:[\w-]+/)?articles/(\d+)[^\s)#>]*)?(?:#([^\s)>]*))?").ok()
});

/// Whether an address is one of an article, of which more is said where it cannot be led.
pub(super) fn is_article(address: &str) -> bool {
    ADDRESS
        .as_ref()
        .is_some_and(|pattern| pattern.captures(&format!("]({address})")).is_some_and(|found| found.get(2).is_some()))
}

/// Leads the links to where the articles and their headings are now, and tells of those that cannot be led. The places
/// are those of the draft's articles, one for each.
pub(super) fn link(places: &[Place], draft: &mut Draft) {
    let Some(address) = &*ADDRESS else { return };
    let articles = draft.articles.iter().map(|article| (article.title.clone(), article.language)).collect();
    let mut map = Map { places, articles, of_language: HashMap::new(), of_any: HashMap::new(), told: Vec::new() };
    for (at, (place, article)) in places.iter().zip(&draft.articles).enumerate() {
        let Some(id) = place.id else { continue };
        map.of_language.entry((id, article.language)).or_insert(at);
        map.of_any.entry(id).or_insert(at);
    }
    for (own, article) in draft.articles.iter_mut().enumerate() {
        let linked = address.replace_all(&article.markdown, |link: &Captures<'_>| {
            map.led(own, link).unwrap_or_else(|| link[0].to_owned())
        });
        article.markdown = linked.into_owned();
    }
    map.told.into_iter().for_each(|what| draft.leave("articles", what));
}

struct Map<'p> {
    places: &'p [Place],
    /// The articles' titles and languages.
    articles: Vec<(String, Language)>,
    of_language: HashMap<(i64, Language), usize>,
    of_any: HashMap<i64, usize>,
    /// What cannot be led.
    told: Vec<String>,
}

impl Map<'_> {
    /// The beginning of a link as it is now; nothing for one that stays as it is.
    fn led(&mut self, own: usize, link: &Captures<'_>) -> Option<String> {
        let (number, heading) = (link.get(2).map(|id| id.as_str()), link.get(3).map(|heading| heading.as_str()));
        let at = match number {
            Some(number) => self.article(own, number)?,
            None => heading.map(|_| own)?,
        };
        let (place, heading) = (&self.places[at], heading.unwrap_or_default());
        if self.articles[at].1 != self.articles[own].1 {
            return self.elsewhere(own, at, heading).map(|led| format!("]({}{led}", &link[1]));
        }
        let led = match (place.anchors.get(heading), number) {
            (Some(anchor), Some(_)) => format!("{}#{anchor}", place.way),
            (Some(anchor), None) => format!("#{anchor}"),
            (None, _) => place.way.clone(),
        };
        if !heading.is_empty() && !led.contains('#') {
            self.told.push(format!(
                "`{}`: its link to `#{heading}` of `{}` leads to the article: no heading there has this id",
                self.articles[own].0, self.articles[at].0
            ));
        }
        Some(format!("]({}{led}", &link[1]))
    }

    /// The address that an article had, which is there in another language only: from one language no way leads to
    /// another.
    fn elsewhere(&mut self, own: usize, at: usize, heading: &str) -> Option<String> {
        let ((title, _), (other, language)) = (&self.articles[own], &self.articles[at]);
        self.told.push(format!(
            "`{title}`: its link to `{other}`, which the export has in `{language}` only, leads to the Help Center"
        ));
        let address = self.places[at].address.as_deref()?;
        Some(if heading.is_empty() { address.to_owned() } else { format!("{address}#{heading}") })
    }

    /// The article of a number, in the language of the one that links to it where there is one.
    fn article(&mut self, own: usize, number: &str) -> Option<usize> {
        let (title, language) = (&self.articles[own].0, self.articles[own].1);
        let id: Option<i64> = number.parse().ok();
        let at = id.and_then(|id| self.of_language.get(&(id, language)).or_else(|| self.of_any.get(&id)));
        if at.is_none() {
            self.told.push(format!("`{title}`: its link to article {number}, which is not in the export"));
        }
        at.copied()
    }
}
