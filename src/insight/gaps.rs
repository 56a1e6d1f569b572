//! What people ask and Bolt cannot answer: counted, put together, and compared with the time before.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Asked, Digest, Fate, Near, Period, Point, Proposal,
    clusters::{clusters, most_asked},
    proposal::{common_to, distinct, propose},
};
use crate::{content::Content, domain::Language};

/// So many examples of a gap are shown.
const EXAMPLES: usize = 5;
/// In each language so many different questions are put together, those asked most; comparing more takes longer than
/// anybody waits.
const MOST: usize = 5_000;

/// Questions that ask for the same thing, which Bolt could not answer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Gap {
    /// The language.
    pub language: Language,
    /// How often it was asked in the period.
    pub count: usize,
    /// How often in the time before.
    pub count_before: usize,
    /// How often by the day, or the week.
    pub series: Vec<Point>,
    /// How often with which end, in the period.
    pub fates: BTreeMap<Fate, usize>,
    /// Some of the questions, without personal data; the first is the most typical one.
    pub examples: Vec<String>,
    /// The intent that most of them came nearest to.
    pub intent: Option<Near>,
    /// The article that most of them came nearest to.
    pub article: Option<Near>,
    /// What may be done about it.
    pub proposal: Proposal,
}

/// The gaps of a period.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Gaps {
    /// The period.
    pub period: Period,
    /// How many questions there were.
    pub questions: usize,
    /// How many of them had no good answer.
    pub unanswered: usize,
    /// The same by the day, or the week.
    pub unanswered_series: Vec<Point>,
    /// How many questions there were in the time before.
    pub questions_before: usize,
    /// How many of those had no good answer.
    pub unanswered_before: usize,
    /// How many different questions, the rarest, were too many to be put together.
    pub left_out: usize,
    /// The gaps, the largest first.
    pub gaps: Vec<Gap>,
}

/// Puts the questions of a period, and of the time before it, together.
#[must_use]
pub fn gaps(content: &Content, digest: &Digest, period: Period) -> Gaps {
    let before = Period { since: period.before(), until: period.since };
    let mut asked: Vec<&Asked> = digest.unanswered.iter().filter(|asked| asked.at < period.until).collect();
    asked.retain(|asked| asked.at >= before.since);
    // Ids break ties, so that the same log gives the same report.
    asked.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.id.cmp(&b.id)));
    let moments = || asked.iter().map(|asked| asked.at);
    let (unanswered, unanswered_before) =
        (moments().filter(|at| period.holds(*at)).count(), moments().filter(|at| before.holds(*at)).count());
    let answered = |of: Period| digest.answered.iter().filter(|at| of.holds(**at)).count();
    let mut found = Gaps {
        period,
        questions: answered(period) + unanswered,
        unanswered,
        unanswered_series: period.series(moments()),
        questions_before: answered(before) + unanswered_before,
        unanswered_before,
        left_out: 0,
        gaps: Vec::new(),
    };
    for language in Language::ALL {
        let of: Vec<&Asked> = asked.iter().copied().filter(|asked| asked.language == language).collect();
        let (of, left_out) = most_asked(of, MOST);
        found.left_out += left_out;
        let texts: Vec<&str> = of.iter().map(|asked| asked.text.as_str()).collect();
        let members = clusters(&texts).into_iter().map(|places| places.into_iter().map(|place| of[place]).collect());
        found.gaps.extend(members.filter_map(|cluster: Vec<&Asked>| gap(content, language, &cluster, period)));
    }
    found
        .gaps
        .sort_by(|a, b| b.count.cmp(&a.count).then_with(|| (a.language, &a.examples).cmp(&(b.language, &b.examples))));
    found
}

/// A cluster as a gap; nothing where nobody asked in the period itself.
fn gap(content: &Content, language: Language, cluster: &[&Asked], period: Period) -> Option<Gap> {
    let now: Vec<&Asked> = cluster.iter().copied().filter(|asked| asked.at >= period.since).collect();
    if now.is_empty() {
        return None;
    }
    let mut fates = BTreeMap::new();
    for asked in &now {
        *fates.entry(asked.fate).or_default() += 1;
    }
    Some(Gap {
        language,
        count: now.len(),
        count_before: cluster.len() - now.len(),
        series: period.series(now.iter().map(|asked| asked.at)),
        fates,
        examples: distinct(&now, EXAMPLES),
        intent: common_to(&now, |asked| asked.intent.as_ref()),
        article: common_to(&now, |asked| asked.article.as_ref()),
        proposal: propose(content, language, &now),
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{domain::Seq, insight::tests::CONTENT};

    fn at(day: u32) -> Timestamp {
        format!("2026-11-{day:02}T10:00:00Z").parse().unwrap()
    }

    fn period() -> Period {
        Period { since: at(11), until: at(21) }
    }

    fn near(id: &str, score: f32) -> Option<Near> {
        Some(Near { id: id.into(), score })
    }

    fn question(day: u32, text: &str, fate: Fate) -> Asked {
        Asked {
            id: format!("{day}{text}"),
            seq: Seq(1),
            at: at(day),
            language: Language::En,
            standing: None,
            before: Vec::new(),
            text: text.into(),
            own: true,
            fate,
            helpful: None,
            intent: near("help_center", 0.4),
            article: None,
        }
    }

    fn digest(asked: Vec<Asked>) -> Digest {
        let mut digest = Digest::new(&CONTENT, Timestamp::MIN);
        asked.into_iter().for_each(|asked| digest.take_question(asked));
        digest
    }

    fn asked() -> Digest {
        let mut all = vec![
            question(12, "how do I bake sourdough bread?", Fate::Unanswered),
            question(13, "bake sourdough bread", Fate::Unanswered),
            question(14, "sourdough bread: how to bake", Fate::HandedOff),
            question(2, "how is sourdough bread baked", Fate::Unanswered),
            question(15, "what does P1 mean?", Fate::Answered),
            question(16, "what does P4 mean?", Fate::Unhelpful),
            question(3, "who won the champions league", Fate::Unanswered),
            question(22, "how do I bake sourdough bread", Fate::Unanswered),
        ];
        all[5].intent = near("priority_definition", 0.9);
        digest(all)
    }

    #[test]
    fn what_is_taught_already_is_not_proposed_beside_what_is_not() {
        let taught = "when is support open?";
        assert!(CONTENT.teaches("opening_hours", taught, Language::En));
        let mut all: Vec<_> =
            [taught, "when is support open on my planet?"].map(|text| question(12, text, Fate::Unhelpful)).into();
        all.iter_mut().for_each(|asked| asked.intent = near("opening_hours", 0.9));
        let found = gaps(&CONTENT, &digest(all), period());
        let Proposal::Examples { examples, .. } = &found.gaps[0].proposal else { panic!("{:?}", found.gaps) };
        assert_eq!(examples, &["when is support open on my planet?"]);
    }

    #[test]
    fn what_has_no_answer_is_counted_put_together_and_compared() {
        let found = gaps(&CONTENT, &asked(), period());
        assert_eq!((found.questions, found.unanswered), (5, 4));
        assert_eq!((found.questions_before, found.unanswered_before), (2, 2));
        assert_eq!(found.gaps.len(), 2, "{:#?}", found.gaps);
        let bread = &found.gaps[0];
        assert_eq!((bread.count, bread.count_before, bread.examples.len()), (3, 1, 3));
        assert_eq!((bread.fates[&Fate::HandedOff], bread.fates[&Fate::Unanswered]), (1, 2));
        assert_eq!(bread.series.iter().map(|point| point.count).collect::<Vec<_>>(), [0, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
        let Proposal::Article { file, title, stub } = &bread.proposal else { panic!("{:?}", bread.proposal) };
        assert!(file.starts_with("knowledge/en/new/") && file.contains("sourdough"), "{file}");
        assert!(title.contains("ourdough bread") && stub.contains("draft: true"), "{title}: {stub}");
        let p4 = &found.gaps[1];
        let Proposal::Examples { intent, examples, lines, .. } = &p4.proposal else { panic!("{:?}", p4.proposal) };
        assert_eq!(lines, "  en:\n    - \"what does P4 mean?\"\n");
        assert_eq!(
            (intent.as_str(), examples.as_slice()),
            ("priority_definition", &["what does P4 mean?".to_owned()][..])
        );
    }

    #[test]
    fn an_article_that_is_near_wants_the_words_of_the_people() {
        let texts = ["hurdy gurdy about the host key", "gurdy: host key?"];
        let mut asked: Vec<_> = texts.iter().map(|text| question(12, text, Fate::Unanswered)).collect();
        asked.iter_mut().for_each(|asked| asked.article = near("contact/before-you-call", 0.6));
        let found = gaps(&CONTENT, &digest(asked), period());
        let Proposal::Keywords { file, keywords, .. } = &found.gaps[0].proposal else { panic!("{:?}", found.gaps) };
        assert_eq!(file, "knowledge/en/contact/before-you-call.md");
        assert!(keywords.contains(&"gurdy".to_owned()) && !keywords.contains(&"host".to_owned()), "{keywords:?}");
    }

    #[test]
    fn the_report_reads_in_a_terminal() {
        let text = gaps(&CONTENT, &asked(), period()).to_string();
        for part in [
            "4 of 5 questions",
            "en, 3 times, 1 before: unanswered 2, handed off 1",
            "write knowledge/en/",
            "add to intents/priority_definition.yaml",
            "    - \"what does P4 mean?\"",
            "0 1 1 1 0 0 0 0 0 0",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }
}
