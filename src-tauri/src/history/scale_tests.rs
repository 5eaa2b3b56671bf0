//! A hundred thousand messages. The figures are printed: `cargo test -p gatewright --lib history -- --nocapture`.

use std::time::{Duration, Instant};

use super::dto::HistorySearch;
use super::rows;
use crate::store::Store;

const EXCHANGES: u32 = 50_000;

/// What a search may take. SQLite is compiled without optimisation here, and other tests run beside; docs/history.md has the
/// figures of the app itself.
const BOUND: Duration = Duration::from_millis(400);

fn filled() -> Store {
    let store = Store::in_memory();
    store
        .run_now(|connection| {
            connection.execute_batch(&format!(
                "CREATE TEMP TABLE said (at INTEGER PRIMARY KEY, prompt TEXT, answer TEXT);
                 WITH RECURSIVE at (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM at WHERE i < {EXCHANGES} - 1)
                 INSERT INTO said SELECT i,
                   'Where is pallet ' || i || ' of customer k' || (i % 997) || ', and when does it leave depot d' || (i % 61) || '?',
                   'Pallet ' || i || ' left the depot on day ' || (i % 365) || '. It is ' ||
                     CASE WHEN i % 1000 = 0 THEN 'lost 🚚' ELSE 'on its way' END ||
                     ', carrier c' || (i % 89) || ', lorry l' || (i % 1013) || ', and should be there within the week.'
                 FROM at;
                 BEGIN;
                 INSERT INTO chats (id, workspace, title, endpoint, options, created_at, updated_at)
                   SELECT 'c' || at, 'sandbox', 'Pallets', 'endpoint-' || (at % 12), '{{}}', at, at FROM said WHERE at % 10 = 0;
                 INSERT INTO turns (id, chat, position, prompt)
                   SELECT 't' || at, 'c' || (at - at % 10), at % 10, prompt FROM said;
                 INSERT INTO answers (id, turn, version, outcome, text, detail, started_at)
                   SELECT 'a' || at, 't' || at, 1, 'complete', answer, '{{}}', at FROM said;
                 COMMIT;
                 DROP TABLE said;"
            ))
        })
        .unwrap();
    store
}

#[test]
fn a_search_over_a_hundred_thousand_messages_is_answered_at_once() {
    let store = filled();
    let words =
        |words: &str| HistorySearch { words: words.to_owned(), limit: 50, ..HistorySearch::default() };
    let searches = [
        ("one word that is everywhere", words("pallet"), EXCHANGES),
        ("beginnings", words("cust dep"), EXCHANGES),
        ("a phrase", words("\"should be there within\""), EXCHANGES),
        ("one exchange", words("\"pallet 4711\""), 1),
        ("this or that, without", words("lost OR k7 -carrier"), 0),
        ("what looks like operators", words("NEAR(pallet depot) AND {x}:*"), 0),
        ("an emoji", words("🚚"), EXCHANGES / 1_000),
        ("nothing", HistorySearch { limit: 50, ..HistorySearch::default() }, EXCHANGES),
        (
            "only filters",
            HistorySearch {
                endpoint: Some("endpoint-0".into()),
                failed: Some(false),
                from: Some(10_000.0),
                limit: 50,
                ..HistorySearch::default()
            },
            6_670,
        ),
        ("far down", HistorySearch { offset: 40_000, ..words("pallet") }, EXCHANGES),
    ];
    for (what, search, expected) in searches {
        let mut best = Duration::MAX;
        for _ in 0..3 {
            let began = Instant::now();
            let page = store.run_now(|connection| rows::search(connection, "sandbox", &search)).unwrap();
            best = best.min(began.elapsed());
            assert_eq!(page.total, expected, "{what}");
        }
        println!("history_search over 100,000 messages, {what}: {:.1} ms", best.as_secs_f64() * 1e3);
        assert!(best < BOUND, "{what} took {best:?}");
    }
}
