//! What is kept and found again: a search over 100,000 messages, and opening a conversation of 2,000. The messages are put
//! into the database between two runs of the app, by the app's own tables and triggers.

use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::json;

use crate::processes::memory_mb;
use crate::server::Plain;
use crate::watch::Watched;
use crate::{quantile, report, rounds};

/// Exchanges: a message and its answer each.
const EXCHANGES: usize = 50_000;
/// Of one conversation; the others have a hundred each.
const LONG: usize = 1_000;
/// Words people search, from one that is everywhere to one that is nowhere.
const SEARCHED: [&str; 6] =
    ["customs", "\"pallet waits\"", "rotterd", "number4711", "harbour customs", "zzzz"];

const WORDS: &str = "the pallet waits in the harbour of rotterdam until customs has seen the papers and the driver \
    may go on to the warehouse where the claim was opened by the customer who asked for a new date";

/// Fills the database of an app that does not run. Gives the id of the long conversation.
fn fill(file: &std::path::Path) -> String {
    let mut store = Connection::open(file).unwrap();
    let (workspace, answer): (String, String) = store
        .query_row(
            "SELECT chats.workspace, answers.id FROM answers JOIN turns ON turns.id = answers.turn
             JOIN chats ON chats.id = turns.chat LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    let words: Vec<&str> = WORDS.split(' ').collect();
    let transaction = store.transaction().unwrap();
    let (mut chat, mut parent, mut left) = (String::new(), None::<String>, 0);
    for number in 0..EXCHANGES {
        if left == 0 {
            left = if number == 0 { LONG } else { 100 };
            (chat, parent) = (format!("bench-{number}"), None);
            transaction
                .execute(
                    "INSERT INTO chats (id, workspace, title, endpoint, options, created_at, updated_at)
                     VALUES (?1, ?2, ?1, 'generated-00001', '{}', ?3, ?3)",
                    (&chat, &workspace, 1_790_000_000_000_i64 + number as i64),
                )
                .unwrap();
        }
        left -= 1;
        let some = |from: usize, many: usize| {
            (0..many)
                .map(|at| words[(from * 7 + at * (1 + from % 5)) % words.len()])
                .collect::<Vec<_>>()
                .join(" ")
        };
        let turn = format!("bench-turn-{number}");
        transaction
            .execute(
                "INSERT INTO turns (id, chat, position, prompt, parent) VALUES (?1, ?2, ?3, ?4, ?5)",
                (&turn, &chat, number as i64, format!("{} number{number}", some(number, 12)), &parent),
            )
            .unwrap();
        transaction
            .execute(
                "INSERT INTO answers (id, turn, version, outcome, text, detail, started_at)
                 SELECT ?1, ?2, 1, 'complete', ?3, detail, ?4 FROM answers WHERE id = ?5",
                (
                    format!("bench-answer-{number}"),
                    &turn,
                    some(number + 3, 60),
                    1_790_000_000_000_i64 + number as i64,
                    &answer,
                ),
            )
            .unwrap();
        parent = Some(turn);
    }
    transaction.commit().unwrap();
    "bench-0".to_owned()
}

const SEARCH: &str = "
  const [words, done] = arguments;
  const began = performance.now();
  window.__TAURI_INTERNALS__.invoke('history_search', { search: { words, offset: 0, limit: 50 } })
    .then((page) => done([performance.now() - began, page.total]), (error) => done([null, JSON.stringify(error)]));";

/// Goes to a conversation and stamps the frame in which its last message is painted.
const OPEN: &str = "
  const [address, word] = arguments;
  window.benchWord = null;
  const began = performance.now();
  history.pushState({}, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
  const look = () => {
    if (document.querySelector('[role=log]')?.textContent.includes(word))
      setTimeout(() => { window.benchWord = performance.now() - began; }, 0);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);";

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_messages_are_searched_and_a_long_conversation_opens() {
    let Some(rounds) = rounds() else { return };
    let plain = Plain::start(40).await;
    let watched = Watched::connect(&plain).await;
    watched.chat("generated-00001").await;
    watched.ask().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    report("memory_before_mb", memory_mb(&watched), "MB");
    let watched = watched
        .closed_for(|folder| {
            fill(&folder.join("gatewright.db"));
        })
        .await;
    for round in 0..=rounds {
        let mut took = Vec::new();
        for words in SEARCHED {
            let answer = watched.desk.client.execute_async(SEARCH, vec![json!(words)]).await.unwrap();
            took.push(answer[0].as_f64().unwrap_or_else(|| panic!("the search failed: {answer}")));
        }
        watched.desk.go("/endpoints").await;
        watched.desk.see_text("generated-00000").await;
        tokio::time::sleep(Duration::from_millis(400)).await;
        let last = format!("number{}", LONG - 1);
        watched.desk.script(OPEN, vec![json!("/chat?chat=bench-0"), json!(last)]).await;
        let deadline = Instant::now() + Duration::from_secs(30);
        let opened = loop {
            if let Some(took) = watched.desk.script("return window.benchWord", vec![]).await.as_f64() {
                break took;
            }
            assert!(
                Instant::now() < deadline,
                "the conversation did not open\n{}",
                watched.desk.text().await
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        if round > 0 {
            report("history_search_ms", quantile(&took, 1.0), "ms");
            report("chat_open_ms", opened, "ms");
        }
    }
    watched.desk.close().await;
}

/// Exchanges of the hour of use.
const USED: usize = 1_000;

const ASK: &str = "
  const [chat, many, done] = arguments;
  const { invoke, transformCallback } = window.__TAURI_INTERNALS__;
  (async () => {
    for (let at = 0; at < many; at += 1) {
      const events = `__CHANNEL__:${transformCallback(() => {})}`;
      await invoke('playground_ask', { ask: { chatId: chat, turnId: null, prompt: `Question ${at}` }, events });
    }
    return 'asked';
  })().then(done, (error) => done(JSON.stringify(error)));";

#[tokio::test(flavor = "multi_thread")]
async fn memory_after_a_thousand_exchanges() {
    let Some(_) = rounds() else { return };
    let plain = Plain::start(40).await;
    let watched = Watched::connect(&plain).await;
    watched.chat("generated-00001").await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    report("memory_fresh_mb", memory_mb(&watched), "MB");
    // Many conversations of a few messages, as in a day; each asked through the same commands as by hand.
    for _ in 0..USED / 20 {
        let begin = "const [done] = arguments; window.__TAURI_INTERNALS__.invoke('playground_start',
          { endpoint: 'generated-00001', entity: null }).then((chat) => done(chat.id))";
        let chat = watched.desk.client.execute_async(begin, vec![]).await.unwrap();
        let asked = watched.desk.client.execute_async(ASK, vec![chat, json!(20)]).await.unwrap();
        assert_eq!(asked, json!("asked"));
    }
    watched.desk.go("/history").await;
    watched.desk.see_text("Question 19").await;
    watched.chat("generated-00001").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    report("memory_after_1000_mb", memory_mb(&watched), "MB");
    watched.desk.close().await;
}
