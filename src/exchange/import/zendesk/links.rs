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
    /// The ids of its headings, by what they were.
    pub anchors: HashMap<String, String>,
}

/// The address of an article of a Help Center, whole or without its host, the heading in it, or both.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\]\((<?)(?:(?:https?://[^/\s)]+)?/hc/(?:[\w-]+/)?articles/(\d+)[^\s)#>]*)?(?:#([^\s)>]*))?").ok()
});

/// Leads the links to where the articles and their headings are now, and tells of those that cannot be led. The places
/// are those of the draft's articles, one for each.
pub(super) fn link(places: &[Place], draft: &mut Draft) {
    let Some(address) = &*ADDRESS else { return };
    let titles = draft.articles.iter().map(|article| article.title.clone()).collect();
    let mut map = Map { places, titles, of_language: HashMap::new(), of_any: HashMap::new(), told: Vec::new() };
    for (at, (place, article)) in places.iter().zip(&draft.articles).enumerate() {
        let Some(id) = place.id else { continue };
        map.of_language.entry((id, article.language)).or_insert(at);
        map.of_any.entry(id).or_insert(at);
    }
    for (own, article) in draft.articles.iter_mut().enumerate() {
        let language = article.language;
        let linked = address.replace_all(&article.markdown, |link: &Captures<'_>| {
            map.led(own, language, link).unwrap_or_else(|| link[0].to_owned())
        });
        article.markdown = linked.into_owned();
    }
    map.told.into_iter().for_each(|what| draft.leave("articles", what));
}

struct Map<'p> {
    places: &'p [Place],
    titles: Vec<String>,
    of_language: HashMap<(i64, Language), usize>,
    of_any: HashMap<i64, usize>,
    /// What cannot be led.
    told: Vec<String>,
}

impl Map<'_> {
    /// The beginning of a link as it is now; nothing for one that stays as it is.
    fn led(&mut self, own: usize, language: Language, link: &Captures<'_>) -> Option<String> {
        let (number, heading) = (link.get(2).map(|id| id.as_str()), link.get(3).map(|heading| heading.as_str()));
        let at = match number {
            Some(number) => self.article(own, language, number)?,
            None => heading.map(|_| own)?,
        };
        let place = &self.places[at];
        let heading = heading.unwrap_or_default();
        let led = match (place.anchors.get(heading), number) {
            (Some(anchor), Some(_)) => format!("{}#{anchor}", place.way),
            (Some(anchor), None) => format!("#{anchor}"),
            (None, _) => place.way.clone(),
        };
        if !heading.is_empty() && !led.contains('#') {
            self.told.push(format!(
                "`{}`: its link to `#{heading}` of `{}` leads to the article: no heading there has this id",
                self.titles[own], self.titles[at]
            ));
        }
        Some(format!("]({}{led}", &link[1]))
    }

    /// The article of a number, in this language where there is one.
    fn article(&mut self, own: usize, language: Language, number: &str) -> Option<usize> {
        let id: Option<i64> = number.parse().ok();
        let at = id.and_then(|id| self.of_language.get(&(id, language)).or_else(|| self.of_any.get(&id)));
        if at.is_none() {
            let title = &self.titles[own];
            self.told.push(format!("`{title}`: its link to article {number}, which is not in the export"));
        }
        at.copied()
    }
}
