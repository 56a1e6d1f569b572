//! Tables: of examples, or of questions with their answers.

use super::*;

fn csv(name: &str, bytes: &[u8]) -> Result<Draft, ImportError> {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join(name), bytes).unwrap();
    import(Format::Csv, &root.path().join(name), Some(Language::En))
}

#[test]
fn a_table_that_would_be_read_wrongly_is_refused() {
    let problem = |bytes: &[u8]| csv("a.csv", bytes).unwrap_err().to_string();
    let open = problem(b"question,answer\na,\"it is 5\"\" wide\"\nb,\"never closed\nc,d\n");
    assert!(open.contains("line 3 is never closed"), "{open}");
    assert!(problem(b"question,answer\nperch\xe9,s\xec\n").contains("CSV UTF-8"));
    assert!(problem(b"question,answer\n").contains("holds nothing"));
}

#[test]
fn tabs_divide_and_what_is_not_read_is_told() {
    let draft = csv("a.tsv", b"intent\texample\tauthor\ngreet\thello, there\tAda\n").unwrap();
    assert_eq!(texts(&draft, "greet", Language::En), ["hello, there"]);
    assert_left(&draft, &["the columns `author`, which Bolt does not read"]);
}

#[test]
fn tables_become_intents_or_articles() {
    let intents = "\u{feff}Intent,Language,Example,Reply\ngreet,en,\"hello, there\",Hi!\ngreet,it,ciao,\nbye,de,tschüss,\nbye,en,,\n";
    let faq = "question;answer\nHow?;Like this.\n";
    let root = folder(&[("a.csv", intents), ("b.csv", faq)]);
    let draft = import(Format::Csv, root.path(), Some(Language::Es)).unwrap();
    assert_eq!(texts(&draft, "greet", Language::En), ["hello, there"]);
    assert_eq!(texts(&draft, "greet", Language::It), ["ciao"]);
    let article = &draft.articles[0];
    assert_eq!(
        (article.language, article.title.as_str(), article.markdown.as_str()),
        (Language::Es, "How?", "Like this.")
    );
    assert_left(&draft, &["a.csv: line 4: a language that is not served", "a.csv: line 5: a row with an empty cell"]);
    let wrong = folder(&[("c.csv", "a,b\n1,2\n")]);
    let error = import(Format::Csv, wrong.path(), None).unwrap_err().to_string();
    assert!(error.starts_with("c.csv: the heading has `a, b`"), "{error}");
}

#[test]
fn one_intent_spelled_in_several_ways_in_a_table_is_one() {
    let table = "intent,example,reply\ngreet me,hi,Hi!\ngreet_me,hello,\nGreet-Me,hey,Hey!\n日本,tokyo,\n中国,beijing,\nC++,templates,\nC#,linq,\n";
    let draft = csv("a.csv", table.as_bytes()).unwrap();
    assert_eq!(draft.intents.keys().collect::<Vec<_>>(), ["c", "c_2", "greet_me", "unnamed", "unnamed_2"]);
    assert_eq!(texts(&draft, "greet_me", Language::En), ["hi", "hello", "hey"]);
    assert_eq!(draft.intents["greet_me"].says[&Language::En], ["Hi!", "Hey!"]);
    assert_eq!(texts(&draft, "unnamed_2", Language::En), ["beijing"]);
    assert_left(
        &draft,
        &[
            "a.csv: `greet_me` and `greet me` are put together as one intent",
            "a.csv: `Greet-Me` and `greet me` are put together as one intent",
            "intents/unnamed_2.yaml: `中国`: its name would be that of `日本`",
            "intents/c_2.yaml: `C#`: its name would be that of `C++`",
        ],
    );
}

#[test]
fn lines_are_counted_as_an_editor_shows_them() {
    let table =
        "question,answer,language\r\nHow?,\"First this,\r\nthen that.\",en\r\n\r\nWhere?,Here.,de\r\nWhen?,,en\r\n";
    for table in [table.to_owned(), table.replace("\r\n", "\n")] {
        let draft = csv("a.csv", table.as_bytes()).unwrap();
        assert_eq!(draft.articles.len(), 1);
        assert_left(&draft, &["line 5: a language that is not served", "line 6: a row with an empty cell"]);
    }
}

#[test]
fn a_question_that_stands_twice_in_tables_is_told() {
    let first =
        "question,answer,language\nHow?,Like this.,en\nhow,Like this.,en\nHow?,Like that.,en\nHow?,Like this.,it\n";
    let root = folder(&[("a.csv", first), ("b.csv", "question,answer\nHow?,Like this.\n")]);
    let draft = import(Format::Csv, root.path(), Some(Language::En)).unwrap();
    let answers: Vec<_> = draft.articles.iter().map(|article| (article.language, article.markdown.as_str())).collect();
    assert_eq!(
        answers,
        [(Language::En, "Like this."), (Language::En, "Like that."), (Language::It, "Like this.")],
        "one that says nothing new is not kept"
    );
    assert_left(
        &draft,
        &[
            "a.csv: line 3: `how` with the same answer as in a.csv:2: one of them is kept",
            "a.csv: line 4: `How?` with another answer than in a.csv:2: two articles of one title",
            "b.csv: line 2: `How?` with the same answer as in a.csv:2",
        ],
    );
}
