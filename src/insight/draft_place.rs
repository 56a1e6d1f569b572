//! Where a draft is put: into a section that fits, under a name that says what it is about.

use std::collections::BTreeMap;

use super::{helped::Helped, proposal::slug};
use crate::{domain::Language, language::fold_accents};

/// An article that came this near is about the same. Some article is always the nearest, whatever the question is about.
const NEAR: f32 = 0.3;
/// The section of what is near to nothing: an editor knows where it belongs.
const NEUTRAL: &str = "new";

/// Words that questions begin with before they come to their matter, folded and in lower case.
const ENGLISH: &str = "how do does did can could may might must should would will shall i we you they one somebody someone \
    is are was were am be it there what which who where when why please the a an my our your to want need like try trying \
    possible way if don t m d ve ll s re cannot";
const ITALIAN: &str = "come si fa fare faccio facciamo posso possiamo puo puoi potete potrei devo dobbiamo deve vorrei \
    vorremmo voglio che cosa cos qual quale quali e c possibile il lo la l i gli le un uno una per favore mi ci io noi a ad \
    di del della dove quando perche sapere se modo";
const SPANISH: &str = "como se puedo podemos puede pueden podria debo debemos quiero queremos quisiera necesito hago hacemos \
    hacer hace que cual cuales es el la lo los las un una mi mis me yo nosotros donde cuando por favor para de a posible \
    saber si manera";

/// The section of the articles that the questions came near to, the most of them first.
pub(super) fn section(cluster: &[&Helped]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let near = cluster.iter().filter_map(|helped| helped.article.as_ref()).filter(|near| near.score >= NEAR);
    for (section, _) in near.filter_map(|near| near.id.split_once('/')) {
        *counts.entry(section).or_default() += 1;
    }
    let most = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)));
    most.map_or(NEUTRAL, |(section, _)| section).to_owned()
}

/// The name of the file, out of a title: from the first word on that is about something.
pub(super) fn name(title: &str, language: Language) -> String {
    let leading = match language {
        Language::En => ENGLISH,
        Language::It => ITALIAN,
        Language::Es => SPANISH,
    };
    let folded = fold_accents(title).to_lowercase();
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let begins = words.iter().position(|word| !leading.split_whitespace().any(|lead| lead == *word));
    slug(&words[begins.unwrap_or_default()..].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_with_what_it_is_about() {
        use Language::{En, Es, It};
        for (language, title, expected) in [
            (En, "How do I enable closed captions in breakout rooms", "enable-closed-captions-in-breakout-rooms"),
            (En, "Can we record to the cloud", "record-cloud"),
            (En, "I can't change my virtual background", "change-virtual-background"),
            (En, "How do I", "i"),
            (It, "Come si fa a registrare una riunione", "registrare-una-riunione"),
            (It, "È possibile cambiare l'audio", "cambiare-l-audio"),
            (It, "Vorrei i sottotitoli", "sottotitoli"),
            (Es, "¿Cómo puedo cambiar el fondo virtual", "cambiar-fondo-virtual"),
            (Es, "Se puede grabar una reunión", "grabar-una-reunion"),
        ] {
            assert_eq!(name(title, language), expected, "{title}");
        }
    }
}
