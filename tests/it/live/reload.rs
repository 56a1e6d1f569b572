//! What a reload takes, what it keeps out, and what it tells of it.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
};

use bolt::{
    content::{ArticleLinks, Content, Source},
    domain::{Clock as _, Context, Language, ManualClock},
    live::{Live, Outcome, Verdict},
    reply::{Decision, Replier as _},
};
use jiff::SignedDuration;

use super::{ARTICLE, INTENT, open, open_at, question};
use crate::support::{Folder, START, article};

fn ask(content: &Content, text: &str) -> Decision {
    content.reply(&question(text, &Context::default()))
}

#[test]
fn a_change_is_taken_and_a_broken_one_is_not() {
    let folder = Folder::small();
    let clock = Arc::new(ManualClock::at(START.parse().unwrap()));
    let live = open_at(&folder.root, &clock);
    let first = live.content();
    let (tell, told) = mpsc::channel();
    live.listen(move |attempt, _| tell.send(attempt.outcome.verdict()).unwrap());
    assert!(matches!(live.reload(), Outcome::Unchanged));

    clock.advance(SignedDuration::from_mins(1));
    folder.edit(ARTICLE, "title: ", "titel: ");
    let Outcome::Kept(findings) = live.reload() else { panic!("it is broken") };
    assert!(findings.iter().any(|finding| finding.file == ARTICLE && finding.line == 2), "{findings:#?}");
    assert!(Arc::ptr_eq(&live.content(), &first));
    let broken = live.state().broken.unwrap();
    assert_eq!(broken.since, clock.now());
    assert!(broken.errors().count() >= 1);

    clock.advance(SignedDuration::from_mins(1));
    assert!(matches!(live.reload(), Outcome::Unchanged), "it is told once");
    folder.edit(ARTICLE, "description: ", "descripton: ");
    assert!(matches!(live.reload(), Outcome::Kept(_)));
    assert_eq!(live.state().broken.unwrap().since, broken.since);

    // The clock is set back meanwhile: nothing depends on it.
    clock.advance(SignedDuration::from_hours(-5));
    folder.edit(ARTICLE, "descripton: ", "description: ");
    folder.edit(ARTICLE, "titel: ", "title: ");
    assert!(matches!(live.reload(), Outcome::Restored));
    assert!(live.state().broken.is_none());
    folder.edit(ARTICLE, "title: ", "title: Now ");
    let Outcome::Swapped { old, new } = live.reload() else { panic!("it is mended") };
    assert!(Arc::ptr_eq(&old, &first) && Arc::ptr_eq(&live.content(), &new));
    let state = live.state();
    assert_eq!((&state.revision, state.loaded_at, state.reloads), (&new.revision, clock.now(), 1));
    use Verdict::{Kept, Restored, Swapped, Unchanged};
    assert_eq!(told.try_iter().collect::<Vec<_>>(), [Unchanged, Kept, Unchanged, Kept, Restored, Swapped]);
}

#[test]
fn a_reload_under_way_is_told_until_it_is_over() {
    let folder = Folder::small();
    let live = Arc::new(open(&folder));
    folder.edit(ARTICLE, "title: ", "title: New ");
    let reloading = Arc::clone(&live);
    let reloading = thread::spawn(move || reloading.reload().verdict());
    let mut seen = false;
    while !reloading.is_finished() {
        seen |= live.state().loading_since.is_some();
        thread::yield_now();
    }
    assert_eq!((reloading.join().unwrap(), seen), (Verdict::Swapped, true));
    assert!(live.state().loading_since.is_none());
}

#[test]
fn what_changes_nothing_and_was_not_broken_is_not_mended() {
    let folder = Folder::small();
    let live = open(&folder);
    folder.write("knowledge/en/notes.docx", "x");
    assert_eq!(live.reload().verdict(), Verdict::Unchanged);
    std::fs::remove_file(folder.path("knowledge/en/notes.docx")).unwrap();
    assert_eq!(live.reload().verdict(), Verdict::Unchanged);
}

#[test]
fn nothing_to_begin_with_is_an_error() {
    let folder = Folder::small();
    folder.edit(ARTICLE, "title: ", "titel: ");
    let clock = || Arc::new(ManualClock::at(START.parse().unwrap())) as _;
    let source = || Source::find(Some(&folder.root));
    assert!(Live::open(source().unwrap(), ArticleLinks::default(), clock()).is_err());
    // Intents alone are content that an import has begun: to be checked, not to be served.
    fs::remove_dir_all(folder.path("knowledge")).unwrap();
    assert!(Live::open(source().unwrap(), ArticleLinks::default(), clock()).is_err());
    fs::remove_dir_all(folder.path("intents")).unwrap();
    assert!(source().is_err());
    fs::create_dir(folder.path("knowledge")).unwrap();
    assert!(Live::open(source().unwrap(), ArticleLinks::default(), clock()).is_err());
}

/// What is kept from before must not show: after each change answers are as after a fresh start.
#[test]
fn after_any_change_answers_are_as_after_a_fresh_start() {
    const QUESTIONS: [&str; 8] =
        ["say that again", "live chat", "which plan do I have", "no", "todos", "a ticket", "languages", "quokkas"];
    let folder = Folder::small();
    let live = open(&folder);
    let new_example = "  en:\n    - where did the quokkas go\n";
    let said = folder.read(INTENT);
    let line = said.lines().rfind(|line| line.trim_start().starts_with("- ")).unwrap();
    let changes: [&dyn Fn(); 7] = [
        &|| folder.edit(ARTICLE, "Everybody", "Quokkas also"),
        &|| folder.edit(INTENT, line, "        - Otra vez, por favor."),
        &|| folder.edit(INTENT, "examples:\n  en:\n", &format!("examples:\n{new_example}")),
        &|| folder.edit("knowledge/facts/plans.yaml", "name: Access", "name: Basic Access"),
        &|| folder.write("knowledge/en/plans/new.md", article("A new one", "Quokkas are small.")),
        &|| fs::remove_file(folder.path("knowledge/en/plans/new.md")).unwrap(),
        &|| folder.edit("knowledge/phrases.yaml", "\nphrases:", "\n# Nothing else.\nphrases:"),
    ];
    for (n, change) in changes.iter().enumerate() {
        change();
        let outcome = live.reload();
        assert!(matches!(outcome, Outcome::Swapped { .. }), "change {n}: {outcome:?}");
        live.learn();
        let fresh = open(&folder).content();
        assert_eq!(live.content().revision, fresh.revision);
        for text in QUESTIONS {
            assert_eq!(ask(&live.content(), text), ask(&fresh, text), "change {n}: {text}");
        }
    }
}

/// The English examples of an intent with one more.
fn teach(folder: &Folder, example: &str) {
    folder.edit(INTENT, "examples:\n  en:\n", &format!("examples:\n  en:\n    - {example}\n"));
}

#[test]
fn what_is_taught_is_answered_at_once_and_learned_after() {
    const TAUGHT: &str = "Quokkas nibble zithers!";
    let folder = Folder::small();
    let live = open(&folder);
    let (tell, told) = mpsc::channel();
    live.listen(move |attempt, _| tell.send(attempt.outcome.verdict()).unwrap());
    let intent = |live: &Live| ask(&live.content(), TAUGHT).message.intent;
    assert_ne!(intent(&live).as_deref(), Some("repeat"));
    assert!(live.learn().is_none(), "there is nothing to learn");

    teach(&folder, "quokkas nibble zithers");
    let Outcome::Swapped { new: at_once, .. } = live.reload() else { panic!("it is not taken") };
    assert_eq!(intent(&live).as_deref(), Some("repeat"));
    assert!(live.state().learning_since.is_some());
    let Some(Outcome::Learned { old, new }) = live.learn() else { panic!("it is not learned") };
    assert!(Arc::ptr_eq(&old, &at_once) && Arc::ptr_eq(&live.content(), &new) && new.revision == old.revision);
    assert_eq!(intent(&live).as_deref(), Some("repeat"));
    let state = live.state();
    assert!(state.learning_since.is_none() && state.reloads == 1);
    assert!(live.learn().is_none(), "it is learned once");

    // What is taken back before it is learned leaves nothing to learn.
    teach(&folder, "wombats once more");
    assert_eq!(live.reload().verdict(), Verdict::Swapped);
    folder.edit(INTENT, "    - wombats once more\n", "");
    assert_eq!(live.reload().verdict(), Verdict::Swapped);
    assert!(live.state().learning_since.is_none() && live.learn().is_none());
    use Verdict::{Learned, Swapped};
    assert_eq!(told.try_iter().collect::<Vec<_>>(), [Swapped, Learned, Swapped, Swapped]);
}

#[test]
fn learning_that_is_overtaken_brings_nothing_old_back() {
    let folder = Folder::small();
    let live = open(&folder);
    let (begun, over) = (AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                live.learn();
                begun.store(true, Ordering::Relaxed);
            }
        });
        while !begun.load(Ordering::Relaxed) {
            thread::yield_now();
        }
        for n in 0..20 {
            teach(&folder, &format!("quokka {n}"));
            assert_eq!(live.reload().verdict(), Verdict::Swapped);
            let content = live.content();
            assert_eq!(content.revision, live.state().revision);
            let known = ask(&content, &format!("quokka {n}")).message.intent;
            assert_eq!(known.as_deref(), Some("repeat"), "{n}");
        }
        over.store(true, Ordering::Relaxed);
    });
    live.learn();
    let fresh = open(&folder).content();
    assert!(live.content().has_learned() && live.content().revision == fresh.revision);
    assert_eq!(ask(&live.content(), "quokka 3"), ask(&fresh, "quokka 3"));
}

#[test]
fn files_that_come_and_go_while_they_are_read_are_no_mistakes() {
    let folder = Folder::small();
    let live = open(&folder);
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                folder.save("knowledge/en/plans/brief.md", &article("Brief", "Here for a moment."));
                fs::remove_file(folder.path("knowledge/en/plans/brief.md")).unwrap();
            }
        });
        for _ in 0..30 {
            let outcome = live.reload();
            if let Outcome::Kept(findings) = &outcome {
                over.store(true, Ordering::Relaxed);
                panic!("{findings:#?}");
            }
        }
        over.store(true, Ordering::Relaxed);
    });
    assert!(matches!(live.reload(), Outcome::Swapped { .. } | Outcome::Unchanged | Outcome::Restored));
    assert!(live.content().index.article(Language::En, "plans/brief").is_none());
}

#[test]
fn what_no_editor_means_is_a_finding_and_never_half_loaded() {
    let folder = Folder::small();
    let live = open(&folder);
    let before = live.content();
    let whole = folder.read(ARTICLE);
    let large = article("Large", &"words ".repeat(5 << 17));
    let cases: [(&str, &[u8]); 5] = [
        ("file-too-large", large.as_bytes()),
        ("unreadable-file", b"\x7fELF\0\x01\x02\xff\xfe"),
        ("front-matter", b""),
        ("front-matter", &whole.as_bytes()[..9]),
        ("yaml-syntax", b"---\ntitle: [\n---\nText.\n"),
    ];
    for (code, bytes) in cases {
        folder.write(ARTICLE, bytes);
        let Outcome::Kept(findings) = live.reload() else { panic!("{code} is taken") };
        assert!(findings.iter().any(|f| f.code == code && f.file == ARTICLE), "{code} is missing in {findings:#?}");
        assert!(Arc::ptr_eq(&before, &live.content()));
    }
    // How an editor ends its lines is nobody's business.
    folder.write(ARTICLE, format!("\u{feff}{}", whole.replace('\n', "\r\n")));
    assert!(matches!(live.reload(), Outcome::Restored));
}

#[cfg(unix)]
#[test]
fn a_link_in_a_circle_is_told_and_walked_once() {
    let folder = Folder::small();
    let live = open(&folder);
    std::os::unix::fs::symlink(folder.path("knowledge"), folder.path("knowledge/en/loop")).unwrap();
    // It breaks nothing, so it keeps nothing out.
    assert!(!matches!(live.reload(), Outcome::Kept(_)));
    assert_eq!(live.content().index.articles().count(), 12);
}
