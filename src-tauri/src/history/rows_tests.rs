//! What is found and what is not, over a small history.

use rusqlite::params;

use super::dto::{HistoryKind, HistoryPage, HistorySearch};
use super::rows;
use crate::store::Store;

/// A chat, its prompts, and for each prompt the answers with their outcomes.
type Said<'a> = (&'a str, &'a str, &'a [(&'a str, &'a [(&'a str, &'a str)])]);

fn tell(store: &Store, said: &[Said<'_>]) {
    store
        .run_now(|connection| {
            let mut at = 0;
            for (chat, endpoint, turns) in said {
                connection.execute(
                    "INSERT INTO chats (id, workspace, title, endpoint, options, created_at, updated_at)
                     VALUES (?1, 'sandbox', ?1, ?2, '{}', 1, 1)",
                    [chat, endpoint],
                )?;
                for (position, (prompt, answers)) in turns.iter().enumerate() {
                    let turn = format!("{chat}-{position}");
                    connection.execute(
                        "INSERT INTO turns (id, chat, position, prompt) VALUES (?1, ?2, ?3, ?4)",
                        params![turn, chat, position, prompt],
                    )?;
                    at += 1_000;
                    for (version, (outcome, text)) in answers.iter().enumerate() {
                        connection.execute(
                            "INSERT INTO answers (id, turn, version, outcome, text, detail, started_at)
                             VALUES (?1, ?2, ?3, ?4, ?5, '{}', ?6)",
                            params![format!("{turn}-{version}"), turn, version, outcome, text, at],
                        )?;
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}

fn found(store: &Store, search: HistorySearch) -> HistoryPage {
    let search = HistorySearch { limit: search.limit.max(50), ..search };
    store.run_now(|connection| rows::search(connection, "sandbox", &search)).unwrap()
}

fn turns(store: &Store, words: &str) -> Vec<String> {
    let page = found(store, HistorySearch { words: words.to_owned(), ..HistorySearch::default() });
    assert_eq!(page.total as usize, page.hits.len());
    page.hits.into_iter().filter_map(|hit| hit.turn_id).collect()
}

fn freight() -> Store {
    let store = Store::in_memory();
    tell(
        &store,
        &[
            (
                "one",
                "support",
                &[
                    ("Where is my pallet?", &[("complete", "It is late 🚚, we are sorry.")]),
                    ("And the other one?", &[("failed", ""), ("complete", "It was lost in Zürich.")]),
                ],
            ),
            (
                "two",
                "code",
                &[
                    ("Is C++ older than C#?", &[("complete", "C++ is from 1985.")]),
                    ("東京の天気は?", &[("stopped", "晴れです。")]),
                    ("Still on its way", &[("streaming", "half an answ")]),
                ],
            ),
        ],
    );
    store
}

#[test]
fn prompts_and_answers_are_found_by_words_and_their_beginnings() {
    let store = freight();
    assert_eq!(turns(&store, "pallet"), ["one-0"]);
    assert_eq!(turns(&store, "pall"), ["one-0"]);
    assert_eq!(turns(&store, "PALLET late"), ["one-0"]);
    assert_eq!(turns(&store, "pallet lost"), Vec::<String>::new());
    assert_eq!(turns(&store, "pallet OR lost"), ["one-1", "one-0"]);
    assert_eq!(turns(&store, "it -lost"), ["one-0"]);
    assert_eq!(turns(&store, "zurich"), ["one-1"]);
    assert_eq!(turns(&store, "\"we are sorry\""), ["one-0"]);
    assert_eq!(turns(&store, "\"sorry are we\""), Vec::<String>::new());
}

#[test]
fn signs_and_scripts_without_spaces_are_found() {
    let store = freight();
    assert_eq!(turns(&store, "🚚"), ["one-0"]);
    assert_eq!(turns(&store, "天気"), ["two-1"]);
    assert_eq!(turns(&store, "晴れ"), ["two-1"]);
    assert_eq!(turns(&store, "C++"), ["two-0"]);
    assert_eq!(turns(&store, "it -🚚"), ["one-1"]);
    assert_eq!(turns(&store, "c#"), ["two-0"], "signs do not care for capitals either");
}

#[test]
fn without_words_everything_that_has_ended_is_there_newest_first() {
    let store = freight();
    let page = found(&store, HistorySearch::default());
    assert_eq!(page.total, 4);
    assert_eq!(page.endpoints, ["code", "support"]);
    assert!(!page.empty);
    assert_eq!(page.hits[0].turn_id.as_deref(), Some("two-1"));
    assert_eq!(page.hits[0].answer.text, "晴れです。");
    assert_eq!(page.hits[0].kind, HistoryKind::Chat);
    assert!(found(&Store::in_memory(), HistorySearch::default()).empty);
}

#[test]
fn pages_continue_where_the_one_before_ended() {
    let store = freight();
    let page = |offset| {
        let search = HistorySearch { offset, limit: 3, ..HistorySearch::default() };
        store.run_now(|connection| rows::search(connection, "sandbox", &search)).unwrap()
    };
    let (first, second) = (page(0), page(3));
    assert_eq!((first.hits.len(), second.hits.len(), second.total), (3, 1, 4));
    assert_eq!(second.hits[0].turn_id.as_deref(), Some("one-0"));
}

#[test]
fn filters_narrow_with_and_without_words() {
    let store = freight();
    let count = |search: HistorySearch| found(&store, search).total;
    let any = HistorySearch::default;
    assert_eq!(count(HistorySearch { endpoint: Some("support".into()), ..any() }), 2);
    assert_eq!(count(HistorySearch { endpoint: Some("supp".into()), ..any() }), 0);
    assert_eq!(count(HistorySearch { failed: Some(true), ..any() }), 1);
    assert_eq!(count(HistorySearch { failed: Some(false), ..any() }), 3);
    assert_eq!(count(HistorySearch { kind: Some(HistoryKind::Compare), ..any() }), 0);
    assert_eq!(count(HistorySearch { from: Some(2_000.0), to: Some(4_000.0), ..any() }), 2);
    assert_eq!(count(HistorySearch { to: Some(1_000.0), ..any() }), 0);
    assert_eq!(count(HistorySearch { from: Some(9_000.0), ..any() }), 0);
    assert_eq!(count(HistorySearch { entity: Some("gpt".into()), ..any() }), 0);
    store.run_now(|c| c.execute("UPDATE chats SET starred = 1 WHERE id = 'two'", [])).unwrap();
    assert_eq!(count(HistorySearch { starred: Some(true), ..any() }), 2);
    assert_eq!(count(HistorySearch { starred: Some(false), words: "it".into(), ..any() }), 2);
}

#[test]
fn a_hit_shows_the_answer_the_words_are_in_and_marks_them() {
    let store = freight();
    tell(
        &store,
        &[(
            "three",
            "support",
            &[(
                "Try it twice",
                &[
                    ("complete", "The first says marmalade."),
                    ("complete", "The second says nothing of the kind."),
                ],
            )],
        )],
    );
    let page = found(&store, HistorySearch { words: "marmalade".into(), ..HistorySearch::default() });
    let hit = &page.hits[0];
    assert_eq!((hit.answer_id.as_deref(), hit.answers), (Some("three-0-0"), 2));
    assert_eq!(hit.answer.text, "The first says marmalade.");
    assert_eq!(hit.answer.marks, [(15, 24)]);
    let page = found(&store, HistorySearch { words: "twice".into(), ..HistorySearch::default() });
    assert_eq!(
        page.hits[0].answer_id.as_deref(),
        Some("three-0-1"),
        "the newest, where no answer holds the word"
    );
    assert_eq!(page.hits[0].prompt.marks, [(7, 12)]);
    let page = found(&store, HistorySearch { words: "🚚".into(), ..HistorySearch::default() });
    assert_eq!(page.hits[0].answer.marks, [(11, 13)]);
    let page = found(&store, HistorySearch { failed: Some(true), ..HistorySearch::default() });
    assert_eq!(page.hits[0].answer_id.as_deref(), Some("one-1-0"), "the one that failed");
}

#[test]
fn of_several_answers_at_once_the_further_ones_are_found_too() {
    let store = freight();
    let detail = r#"{"choices":["A marmot whistles.","A vole digs."],"servedBy":"gpt"}"#;
    store
        .run_now(|c| {
            c.execute(
                "UPDATE answers SET outcome = 'complete', text = 'One', detail = ?1 WHERE id = 'two-2-0'",
                [detail],
            )
        })
        .unwrap();
    assert_eq!(turns(&store, "vole digs"), ["two-2"]);
    let asked = HistorySearch {
        entity: Some("gpt".into()),
        endpoint: Some("code".into()),
        ..HistorySearch::default()
    };
    let page = found(&store, asked);
    assert_eq!((page.total, page.entities), (1, vec!["gpt".to_owned()]));
    store.run_now(|c| c.execute("DELETE FROM turns WHERE id = 'two-2'", [])).unwrap();
    assert_eq!(turns(&store, "vole"), Vec::<String>::new());
}

#[test]
fn what_is_said_in_another_workspace_is_not_found_here() {
    let store = freight();
    store.run_now(|c| c.execute("DELETE FROM chats", [])).unwrap();
    tell(&store, &[("one", "support", &[("Where is my pallet?", &[("complete", "Here.")])])]);
    let elsewhere = store.run_now(|c| rows::search(c, "w1", &HistorySearch::default())).unwrap();
    assert!(elsewhere.empty && elsewhere.total == 0 && elsewhere.endpoints.is_empty());
}

#[test]
fn an_answer_is_found_once_it_has_ended_and_an_interrupted_one_after_the_restart() {
    let store = freight();
    assert_eq!(turns(&store, "way"), Vec::<String>::new());
    store.run_now(crate::playground::rows::settle_interrupted).unwrap();
    assert_eq!(turns(&store, "way"), ["two-2"]);
    assert_eq!(turns(&store, "half"), ["two-2"]);
    store
        .run_now(|c| {
            c.execute("UPDATE answers SET text = 'whole', outcome = 'complete' WHERE id = 'two-2-0'", [])
        })
        .unwrap();
    assert_eq!(turns(&store, "half"), Vec::<String>::new());
    assert_eq!(turns(&store, "whole"), ["two-2"]);
}

#[test]
fn asked_again_an_entry_is_the_newest_and_its_texts_are_exchanged_whole() {
    let store = freight();
    store
        .run_now(|c| {
            c.execute(
                "INSERT INTO answers (id, turn, version, outcome, text, detail, started_at)
                 VALUES ('again', 'one-0', 7, 'waiting', '', '{}', 9000)",
                [],
            )?;
            c.execute("UPDATE answers SET text = 'so far', outcome = 'streaming' WHERE id = 'again'", [])?;
            c.execute(
                "UPDATE answers SET text = 'It has arrived.', outcome = 'complete' WHERE id = 'again'",
                [],
            )
        })
        .unwrap();
    let page = found(&store, HistorySearch::default());
    assert_eq!((page.hits[0].turn_id.as_deref(), page.hits[0].answers), (Some("one-0"), 2));
    assert_eq!(turns(&store, "sorry"), ["one-0"], "the answer of before still counts");
    assert_eq!(turns(&store, "arrived"), ["one-0"]);
    store.run_now(|c| c.execute("DELETE FROM answers WHERE id = 'again'", [])).unwrap();
    assert_eq!(turns(&store, "arrived"), Vec::<String>::new());
    store.run_now(|c| c.execute("DELETE FROM answers", [])).unwrap();
    assert!(found(&store, HistorySearch::default()).empty);
}

/// The index must agree with the texts to the letter: it has no texts of its own to take a deletion from.
#[test]
fn the_index_agrees_with_the_texts_after_everything_that_can_happen_to_them() {
    let store = freight();
    store
        .run_now(|c| {
            c.execute("UPDATE turns SET prompt = 'Where is my crate?' WHERE id = 'one-0'", [])?;
            c.execute("UPDATE answers SET outcome = 'failed' WHERE id = 'two-0-0'", [])?;
            c.execute("UPDATE chats SET endpoint = 'elsewhere' WHERE id = 'one'", [])?;
            c.execute("DELETE FROM turns WHERE id = 'one-1'", [])?;
            c.execute("DELETE FROM chats WHERE id = 'two'", [])
        })
        .unwrap();
    assert_eq!(turns(&store, "crate"), ["one-0"]);
    store
        .run_now(|c| {
            c.execute("INSERT INTO history_words (history_words, rank) VALUES ('integrity-check', 1)", [])
        })
        .unwrap();
    store.run_now(|c| c.execute("DELETE FROM chats", [])).unwrap();
    let left: i64 =
        store.run_now(|c| c.query_row("SELECT count(*) FROM history", [], |row| row.get(0))).unwrap();
    assert_eq!(left, 0);
}

proptest::proptest! {
    #[test]
    fn whatever_is_typed_is_a_search_the_index_takes(typed in "\\PC{0,40}|[\"'*()^:+ -ORANDT]{0,20}") {
        let found = super::words::sought(&typed);
        let index = rusqlite::Connection::open_in_memory().unwrap();
        index.execute_batch("CREATE VIRTUAL TABLE words USING fts5 (prompt)").unwrap();
        for expression in [found.all, found.none].into_iter().flatten() {
            let asked: rusqlite::Result<i64> =
                index.query_row("SELECT count(*) FROM words WHERE words MATCH ?1", [&expression], |row| row.get(0));
            proptest::prop_assert!(asked.is_ok(), "{typed:?} became {expression:?}: {asked:?}");
        }
    }
}
