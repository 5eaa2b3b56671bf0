//! The history: what was asked is found by its words, kept as long as it should be, and gone when it is deleted.

use std::path::Path;

use gatewright::App;
use serde_json::{Value, json};
use tauri::Manager;

use crate::desk::Desk;

fn start(desk: &Desk, endpoint: &str) -> String {
    desk.ok("playground_start", json!({ "endpoint": endpoint, "entity": null }))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn ask(desk: &Desk, chat: &str, prompt: &str) -> Value {
    let (channel, _) = desk.channel();
    let ask = json!({ "chatId": chat, "turnId": null, "prompt": prompt });
    desk.ok("playground_ask", json!({ "ask": ask, "events": channel }))
}

fn search(desk: &Desk, words: &str) -> Value {
    desk.ok("history_search", json!({ "search": { "words": words, "limit": 50 } }))
}

/// The tables, past the app: what only time would do.
fn on_the_file(desk: &Desk, statement: &str) {
    let file = rusqlite::Connection::open(desk.folder.join("gatewright.db")).unwrap();
    file.execute_batch(&format!("PRAGMA secure_delete = ON; {statement}")).unwrap();
}

/// The files under the folder that hold these letters, in any case.
pub(crate) fn holding(folder: &Path, letters: &str) -> Vec<String> {
    let wanted = letters.to_ascii_lowercase().into_bytes();
    let mut holding = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if !entry.path().is_file() {
            continue;
        }
        let bytes = std::fs::read(entry.path()).unwrap().to_ascii_lowercase();
        if bytes.windows(wanted.len()).any(|window| window == wanted) {
            holding.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    holding
}

#[test]
fn what_was_asked_is_found_by_words_of_the_prompt_and_of_the_answer_also_after_a_restart() {
    let desk = Desk::new();
    assert_eq!(search(&desk, "")["empty"], true);
    let chat = start(&desk, "support-assistant-chat");
    let answer = ask(&desk, &chat, "Write a short answer to a customer whose zweibruecken pallet is late.");
    for desk in [&desk, &Desk::on(desk.folder.clone())] {
        let page = search(desk, "zweibr pallet");
        assert_eq!(page["total"], 1, "{page:#}");
        let hit = &page["hits"][0];
        assert_eq!(
            (hit["kind"].as_str(), hit["chatId"].as_str(), hit["answerId"].as_str(), hit["outcome"].as_str()),
            (Some("chat"), Some(chat.as_str()), answer["id"].as_str(), Some("complete"))
        );
        assert_eq!(hit["endpoint"], "support-assistant-chat");
        assert_eq!(hit["prompt"]["marks"].as_array().unwrap().len(), 2);
        let word = answer["text"].as_str().unwrap().split_whitespace().max_by_key(|word| word.len()).unwrap();
        assert_eq!(search(desk, word)["total"], 1, "{word}");
        assert_eq!(search(desk, "\"late is pallet\"")["total"], 0);
        let by = answer["servedBy"].as_str().unwrap();
        assert_eq!(hit["servedBy"], by);
        let asked = json!({ "search": { "endpoint": "support-assistant-chat", "entity": by, "limit": 5 } });
        let of_the_model = desk.ok("history_search", asked);
        assert_eq!((&of_the_model["total"], &of_the_model["entities"]), (&json!(1), &json!([by])));
        assert_eq!(page["endpoints"], json!(["support-assistant-chat"]));
    }
}

#[test]
fn an_answer_that_was_on_its_way_when_the_app_ended_is_found_with_the_part_that_came() {
    let desk = Desk::new();
    let chat = start(&desk, "support-assistant-chat");
    let (channel, number) = desk.channel();
    let prompt = "Write a very long story of 900 words about a xylotheque.";
    let body = json!({ "ask": { "chatId": chat, "turnId": null, "prompt": prompt }, "events": channel });
    let asking = desk.begin("playground_ask", body);
    let kept = |desk: &Desk| {
        desk.ok("playground_chat", json!({ "id": chat }))["turns"][0]["answers"][0]["text"].clone()
    };
    while kept(&desk).as_str().is_none_or(|text| text.len() < 60) {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(search(&desk, "xylotheque")["total"], 0, "what is still coming in is not indexed");
    let again = Desk::on(desk.folder.clone());
    let hit = search(&again, "xylotheque")["hits"][0].clone();
    assert_eq!(hit["outcome"], "cut");
    let part = kept(&again);
    let word = part.as_str().unwrap().split_whitespace().find(|word| word.len() > 3).unwrap();
    assert_eq!(search(&again, word)["total"], 1, "{word}");
    let failed = json!({ "search": { "failed": true, "limit": 5 } });
    assert_eq!(again.ok("history_search", failed)["total"], 1);
    let id = desk.messages(number)[0]["answer"]["id"].clone();
    desk.ok("playground_stop", json!({ "answerId": id }));
    asking.recv().unwrap().unwrap();
}

#[test]
fn what_is_deleted_is_in_no_file_any_more_and_the_rest_is_still_found() {
    let desk = Desk::new();
    let (kept, gone) = (start(&desk, "code-review-bot"), start(&desk, "code-review-bot"));
    ask(&desk, &kept, "Name three colours of a kingfisher.");
    ask(&desk, &gone, "What is a Quetzalcoatlus-Zyzzyva?");
    let copy = desk.folder.join("gatewright.version-3.db");
    on_the_file(&desk, &format!("VACUUM INTO '{}'", copy.display()));
    assert!(holding(&desk.folder, "zyzzyva").len() > 1, "the search of the bytes finds it while it is there");
    let deleted = desk.ok("history_delete", json!({ "ids": [gone] }));
    assert_eq!(deleted, json!({ "conversations": 1, "leftIn": [] }));
    assert_eq!(holding(&desk.folder, "zyzzyva"), Vec::<String>::new());
    assert_eq!(holding(&desk.folder, "quetzalcoatlus"), Vec::<String>::new());
    assert_eq!(search(&desk, "zyzzyva")["total"], 0);
    assert_eq!(search(&desk, "kingfisher")["total"], 1);
    desk.fails("playground_chat", json!({ "id": gone }));
}

#[test]
fn a_long_conversation_is_deleted_from_the_files_too() {
    let desk = Desk::new();
    let (kept, gone) = (start(&desk, "code-review-bot"), start(&desk, "code-review-bot"));
    ask(&desk, &kept, "Name three colours of a kingfisher.");
    on_the_file(
        &desk,
        &format!(
            "WITH RECURSIVE at (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM at WHERE i < 200)
             INSERT INTO turns (id, chat, position, prompt)
               SELECT 't' || i, '{gone}', i, 'Zyzzyva number ' || i || ' and gorgonzola' || i FROM at;
             INSERT INTO answers (id, turn, version, outcome, text, detail, started_at)
               SELECT 'a' || id, id, 1, 'complete', 'Pterodactyl ' || id, '{{}}', 1 FROM turns WHERE chat = '{gone}';"
        ),
    );
    assert_eq!(search(&desk, "zyzzyva pterodactyl")["total"], 200);
    desk.ok("history_delete", json!({ "ids": [gone] }));
    for word in ["zyzzyva", "gorgonzola17", "pterodactyl"] {
        assert_eq!(holding(&desk.folder, word), Vec::<String>::new(), "{word}");
    }
    assert_eq!(search(&desk, "kingfisher")["total"], 1);
}

#[test]
fn what_outlives_its_time_goes_and_what_has_a_star_or_unsent_text_stays() {
    let desk = Desk::new();
    let chats: Vec<String> = (0..4).map(|_| start(&desk, "code-review-bot")).collect();
    for (chat, word) in chats.iter().zip(["aardvark", "badger", "capybara", "dormouse"]) {
        ask(&desk, chat, &format!("Describe a {word}."));
    }
    let long_ago = "updated_at = updated_at - 40 * 24 * 3600 * 1000";
    on_the_file(&desk, &format!("UPDATE chats SET {long_ago} WHERE id <> '{}'", chats[3]));
    on_the_file(&desk, &format!("UPDATE chats SET starred = 1 WHERE id = '{}'", chats[1]));
    desk.ok("playground_save_draft", json!({ "id": chats[2], "text": "half a sentence" }));
    let before = desk.ok("history_retention_get", json!({}));
    assert_eq!(before["days"], Value::Null);
    assert_eq!(before["older"][1], json!({ "days": 30, "conversations": 1 }));
    assert_eq!(desk.ok("history_retention_set", json!({ "days": 90 }))["days"], 90);
    assert_eq!(search(&desk, "")["total"], 4, "nothing is older than 90 days");
    desk.ok("history_retention_set", json!({ "days": 30 }));
    assert_eq!(search(&desk, "")["total"], 3);
    assert_eq!(holding(&desk.folder, "aardvark"), Vec::<String>::new());
    assert_eq!(search(&desk, "badger")["total"], 1);
    assert_eq!(search(&desk, "capybara")["total"], 1);
    assert_eq!(desk.fails("history_retention_set", json!({ "days": 3 }))["kind"], "invalid");
    let again = Desk::on(desk.folder.clone());
    assert_eq!(again.ok("history_retention_get", json!({}))["days"], 30);
    assert_eq!(again.ok("history_retention_set", json!({ "days": null }))["days"], Value::Null);
}

#[test]
fn clearing_leaves_only_what_has_a_star_and_then_nothing_at_all() {
    let desk = Desk::new();
    let (starred, other) = (start(&desk, "code-review-bot"), start(&desk, "code-review-bot"));
    ask(&desk, &starred, "Describe a badger.");
    ask(&desk, &other, "Describe an aardvark.");
    on_the_file(&desk, &format!("UPDATE chats SET starred = 1 WHERE id = '{starred}'"));
    assert_eq!(desk.ok("history_clear", json!({ "keepStarred": true }))["conversations"], 1);
    assert_eq!(search(&desk, "")["total"], 1);
    assert_eq!(holding(&desk.folder, "aardvark"), Vec::<String>::new());
    let only = json!({ "search": { "starred": true, "limit": 5 } });
    assert_eq!(desk.ok("history_search", only)["hits"][0]["starred"], true);
    assert_eq!(desk.ok("history_clear", json!({ "keepStarred": false }))["conversations"], 1);
    assert_eq!(search(&desk, "")["empty"], true);
    assert_eq!(holding(&desk.folder, "badger"), Vec::<String>::new());
}

#[test]
fn after_clearing_all_conversations_or_everything_the_history_begins_anew() {
    for what in ["conversations", "everything"] {
        let desk = Desk::new();
        let chat = start(&desk, "code-review-bot");
        ask(&desk, &chat, "Describe an aardvark.");
        desk.ok("app_clear_data", json!({ "what": what }));
        assert_eq!(search(&desk, "")["empty"], true);
        assert_eq!(holding(&desk.folder, "aardvark"), Vec::<String>::new(), "{what}");
        let chat = start(&desk, "code-review-bot");
        ask(&desk, &chat, "Describe a badger.");
        assert_eq!(search(&desk, "badger")["total"], 1, "{what}");
        desk.ok("history_delete", json!({ "ids": [chat] }));
        assert_eq!(search(&desk, "")["empty"], true, "{what}");
    }
}

#[test]
fn texts_of_embeddings_are_found_and_deleted_like_conversations() {
    let desk = Desk::new();
    let app = desk.app.state::<App>();
    tauri::async_runtime::block_on(app.sandbox()).unwrap();
    let run = json!({ "texts": ["A zebrafish swims.", "A pallet is late."] });
    let summary = json!({ "title": "A zebrafish swims.", "endpoints": ["text-embeddings"], "failed": false });
    on_the_file(
        &desk,
        &format!(
            "INSERT INTO embedding_runs (id, workspace, summary, run, at) VALUES ('r', 'sandbox', '{summary}', '{run}', 5)"
        ),
    );
    let hit = search(&desk, "zebrafish pallet")["hits"][0].clone();
    assert_eq!((hit["kind"].as_str(), hit["placeId"].as_str()), (Some("embedding"), Some("r")));
    assert_eq!(
        (hit["endpoint"].as_str(), hit["title"].as_str()),
        (Some("text-embeddings"), Some("A zebrafish swims."))
    );
    assert_eq!(hit["chatId"], Value::Null);
    desk.ok("embeddings_delete", json!({ "id": "r" }));
    assert_eq!(search(&desk, "zebrafish")["total"], 0);
    assert_eq!(holding(&desk.folder, "zebrafish"), Vec::<String>::new());
}

#[test]
fn a_conversation_that_is_not_recorded_is_never_found_and_is_in_no_file() {
    let desk = Desk::new();
    let chat = start(&desk, "code-review-bot");
    ask(&desk, &chat, "Describe an aardvark.");
    assert_eq!(search(&desk, "aardvark")["total"], 1);
    desk.ok("playground_record", json!({ "id": chat, "on": false }));
    assert_eq!(
        holding(&desk.folder, "aardvark"),
        Vec::<String>::new(),
        "what was kept before is taken out again"
    );
    ask(&desk, &chat, "Describe a wolverine.");
    desk.ok("playground_save_draft", json!({ "id": chat, "text": "Describe a pangolin." }));
    assert_eq!(search(&desk, "")["empty"], true);
    for word in ["wolverine", "pangolin"] {
        assert_eq!(holding(&desk.folder, word), Vec::<String>::new(), "{word}");
    }
    desk.ok("playground_record", json!({ "id": chat, "on": true }));
    assert_eq!(search(&desk, "aardvark OR wolverine")["total"], 2, "recorded again, all of it is found");
    desk.ok("playground_delete", json!({ "id": chat }));
    assert_eq!(holding(&desk.folder, "wolverine"), Vec::<String>::new());
}

#[test]
fn a_star_is_found_by_its_filter() {
    let desk = Desk::new();
    let chat = start(&desk, "code-review-bot");
    ask(&desk, &chat, "Describe an aardvark.");
    let starred = |desk: &Desk| {
        desk.ok("history_search", json!({ "search": { "starred": true, "limit": 5 } }))["total"].clone()
    };
    assert_eq!(starred(&desk), 0);
    desk.ok("playground_star", json!({ "id": chat, "on": true }));
    assert_eq!(starred(&desk), 1);
}

#[test]
fn a_picture_goes_with_its_conversation() {
    let desk = Desk::new();
    let chat = start(&desk, "code-review-bot");
    // A PNG of one pixel, and behind its end what can be looked for in the file.
    let pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJgglpFQlJBRklTSFpFQlJBRklTSA==";
    let picture = json!({ "chatId": chat, "name": "pixel.png", "mediaType": "image/png", "base64": pixel });
    desk.ok("playground_attach", picture);
    assert!(!holding(&desk.folder, "zebrafishzebrafish").is_empty());
    desk.ok("history_delete", json!({ "ids": [chat] }));
    assert_eq!(holding(&desk.folder, "zebrafish"), Vec::<String>::new());
}
