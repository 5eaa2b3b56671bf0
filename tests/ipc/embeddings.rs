//! Comparing texts: what the window gets, what stays in the core, what is kept, and what is said when it does not work.

use gatewright::App;
use gatewright_sandbox::Fault;
use serde_json::{Value, json};
use tauri::Manager;

use crate::desk::Desk;

const TEXTS: [&str; 4] = [
    "Where is my delivery?",
    "Where is my delivery today?",
    "Please send me a copy of the invoice",
    "What will the weather be like tomorrow?",
];

fn asked(texts: &[&str], endpoints: &[&str]) -> Value {
    let targets: Vec<Value> =
        endpoints.iter().map(|endpoint| json!({ "endpoint": endpoint, "entity": null })).collect();
    json!({ "ask": { "name": "a-name", "texts": texts, "targets": targets } })
}

fn with_fault(desk: &Desk, fault: Fault) {
    let app = desk.app.state::<App>();
    tauri::async_runtime::block_on(app.sandbox()).unwrap().add_fault(fault);
}

fn sent(desk: &Desk) -> usize {
    let app = desk.app.state::<App>();
    let running = tauri::async_runtime::block_on(app.sandbox()).unwrap();
    running.requests().iter().filter(|entry| entry.path.contains("invocations")).count()
}

#[test]
fn texts_that_are_alike_are_shown_to_be_and_no_vector_reaches_the_window() {
    let desk = Desk::new();
    let run = desk.ok("embeddings_compare", asked(&TEXTS, &["embeddings-multilingual"]));
    let side = &run["sides"][0];
    let picture = &side["picture"];
    assert_eq!(picture["dimensions"], 1024, "{side:#}");
    assert_eq!(picture["nearest"][0][0], 1, "the nearly same question is nearest");
    let rows = picture["similarities"].as_array().unwrap();
    assert!(rows.len() == 4 && rows.iter().all(|row| row.as_array().unwrap().len() == 4));
    assert!(rows[0][1].as_f64().unwrap() > rows[0][3].as_f64().unwrap() + 0.2);
    assert!(
        picture["norms"].as_array().unwrap().iter().all(|norm| (norm.as_f64().unwrap() - 1.0).abs() < 1e-3)
    );
    assert_eq!(picture["points"].as_array().unwrap().len(), 4);
    assert_eq!(
        (side["servedBy"].as_str(), side["model"].as_str()),
        (Some("embed-multilingual-v3-0"), Some("embed-multilingual-v3.0"))
    );
    assert_eq!((side["calls"].as_u64(), side["tokenLimit"].as_u64()), (Some(1), Some(512)));
    let tokens = side["tokens"].as_u64().unwrap();
    assert!(tokens > 0 && side["estimatedTokens"] == false);
    // Ten cents a million tokens, as the book has it.
    let expected = f64::from(u32::try_from(tokens).unwrap()) * 0.1 / 1e6;
    assert!((side["cost"]["amount"].as_f64().unwrap() - expected).abs() < 1e-12, "{side:#}");
    assert!(run.to_string().len() < 4_000, "a thousand numbers a text would be more: {run:#}");
    assert_eq!(sent(&desk), 1);
}

#[test]
fn a_price_of_ones_own_counts_for_vectors_too_and_is_kept_with_the_run() {
    let desk = Desk::new();
    desk.ok(
        "prices_save",
        json!({ "price": { "provider": "cohere", "model": "embed-multilingual-v3.0", "input": 5.0, "output": 0.0,
                           "cached": null, "currency": "EUR", "source": "", "date": "", "own": true } }),
    );
    let run = desk.ok("embeddings_compare", asked(&TEXTS, &["embeddings-multilingual"]));
    let side = &run["sides"][0];
    assert_eq!(side["cost"]["currency"], "EUR", "{side:#}");
    assert!(side["cost"]["source"].as_str().unwrap().contains("your own price"), "{side:#}");
    let again = desk.ok("embeddings_run", json!({ "id": run["id"] }));
    assert_eq!(again["sides"][0]["cost"], side["cost"], "it is kept with the run");
}

#[test]
fn two_models_are_asked_beside_each_other_and_one_that_fails_leaves_the_other_alone() {
    let desk = Desk::new();
    let both = ["embeddings-multilingual", "invoice-embeddings-3-large"];
    let run = desk.ok("embeddings_compare", asked(&TEXTS, &both));
    let dimensions: Vec<_> =
        (0..2).map(|side| run["sides"][side]["picture"]["dimensions"].as_u64().unwrap()).collect();
    assert_eq!(dimensions, [1024, 3072]);
    let headers = std::iter::once(("retry-after".to_owned(), "17".to_owned())).collect();
    with_fault(
        &desk,
        Fault {
            pattern: "/serving-endpoints/invoice-embeddings-3-large/invocations".into(),
            status: Some(429),
            body: Some(
                json!({ "error_code": "REQUEST_LIMIT_EXCEEDED", "message": "QPM rate limit exceeded" }),
            ),
            headers,
            ..Fault::default()
        },
    );
    let run = desk.ok("embeddings_compare", asked(&TEXTS, &both));
    assert!(run["sides"][0]["picture"].is_object());
    assert_eq!(run["sides"][1]["failure"]["kind"], "throttled", "{:#}", run["sides"][1]);
    assert!(run["sides"][1]["picture"].is_null());
    let kept = desk.ok("embeddings_runs", json!({}));
    assert_eq!((kept[0]["failed"].as_bool(), kept[1]["failed"].as_bool()), (Some(true), Some(false)));
}

#[test]
fn two_hundred_texts_go_in_as_many_calls_as_the_provider_takes() {
    let desk = Desk::new();
    let texts: Vec<String> = (0..200).map(|at| format!("Parcel number {at} is late")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let run = desk.ok("embeddings_compare", asked(&texts, &["embeddings-multilingual"]));
    let side = &run["sides"][0];
    assert_eq!((side["calls"].as_u64(), sent(&desk)), (Some(3), 3));
    assert_eq!(side["picture"]["similarities"].as_array().unwrap().len(), 200);
    assert_eq!(side["picture"]["nearest"][199].as_array().unwrap().len(), 199);
}

#[test]
fn an_endpoint_that_does_another_task_is_not_asked() {
    let desk = Desk::new();
    let run = desk.ok("embeddings_compare", asked(&TEXTS, &["support-assistant-chat"]));
    let explanation = &run["sides"][0]["failure"]["explanation"];
    assert_eq!(explanation["layer"], "request", "{run:#}");
    assert!(explanation["title"].as_str().unwrap().contains("chats"), "{explanation:#}");
    assert_eq!(sent(&desk), 0);
}

#[test]
fn an_answer_that_is_no_list_of_vectors_is_said_to_be_none() {
    let answers = [
        (json!({ "data": [{ "index": 0, "embedding": [0.1, 0.2] }] }), "4 texts were sent and 1"),
        (
            json!({ "data": (0..4).map(|at| json!({ "index": at, "embedding": vec![0.5; at + 1] })).collect::<Vec<_>>() }),
            "two models",
        ),
        (
            json!({ "data": (0..4).map(|at| json!({ "index": at, "embedding": [] })).collect::<Vec<_>>() }),
            "holds no numbers",
        ),
        (json!({ "object": "list" }), "0 lists"),
    ];
    let desk = Desk::new();
    for (body, said) in answers {
        with_fault(
            &desk,
            Fault {
                pattern: "/serving-endpoints/*/invocations".into(),
                status: Some(200),
                body: Some(body),
                times: Some(1),
                ..Fault::default()
            },
        );
        let run = desk.ok("embeddings_compare", asked(&TEXTS, &["embeddings-multilingual"]));
        let cause =
            run["sides"][0]["failure"]["explanation"]["cause"].as_str().unwrap_or_default().to_owned();
        assert!(cause.contains(said), "{said}: {run:#}");
    }
}

#[test]
fn stopping_ends_it_at_once_and_keeps_nothing() {
    let desk = Desk::new();
    with_fault(
        &desk,
        Fault { pattern: "/serving-endpoints/*/invocations".into(), delay_ms: 20_000, ..Fault::default() },
    );
    let comparing = desk.begin("embeddings_compare", asked(&TEXTS, &["embeddings-multilingual"]));
    std::thread::sleep(std::time::Duration::from_millis(300));
    let pressed = std::time::Instant::now();
    desk.ok("embeddings_stop", json!({ "name": "a-name" }));
    assert_eq!(comparing.recv().unwrap().unwrap(), Value::Null);
    assert!(pressed.elapsed().as_millis() < 500, "stopping took {:?}", pressed.elapsed());
    assert_eq!(desk.ok("embeddings_runs", json!({})), json!([]));
}

#[test]
fn what_cannot_be_sent_is_marked_where_it_stands_and_nothing_is_sent() {
    let desk = Desk::new();
    let failure = desk.fails("embeddings_compare", asked(&["fine", "  "], &["embeddings-multilingual"]));
    assert_eq!(failure["fields"][0]["path"], "texts.1");
    let many = vec!["x"; 201];
    assert_eq!(
        desk.fails("embeddings_compare", asked(&many, &["embeddings-multilingual"]))["kind"],
        "invalid"
    );
    assert_eq!(desk.fails("embeddings_compare", asked(&TEXTS, &[]))["fields"][0]["path"], "targets");
    let long = "x".repeat(4_000_000);
    assert_eq!(
        desk.fails("embeddings_compare", asked(&[&long], &["embeddings-multilingual"]))["kind"],
        "invalid"
    );
    assert_eq!(sent(&desk), 0);
}

#[test]
fn runs_and_the_draft_survive_a_restart_and_files_hold_the_vectors() {
    let desk = Desk::new();
    let texts = ["=HYPERLINK(\"https://x.example\")", "Ein Text, mit \"Zeichen\""];
    let run = desk.ok("embeddings_compare", asked(&texts, &["embeddings-multilingual"]));
    let draft = json!({ "texts": ["half a sent"], "targets": [{ "endpoint": "e", "entity": null }] });
    desk.ok("embeddings_draft_save", json!({ "workspace": "sandbox", "draft": draft }));
    let again = Desk::on(desk.folder.clone());
    assert_eq!(again.ok("embeddings_draft_get", json!({})), draft);
    let id = again.ok("embeddings_runs", json!({}))[0]["id"].clone();
    assert_eq!(again.ok("embeddings_run", json!({ "id": id })), run);

    let written = |file: &str| {
        let path = again.ok("embeddings_export", json!({ "id": id, "side": 0, "file": file }));
        std::fs::read_to_string(path.as_str().unwrap()).unwrap()
    };
    let csv = written("vectorsCsv");
    assert!(
        csv.starts_with("letter,text,d1,d2,") && csv.contains("A,\"'=HYPERLINK(\"\"https"),
        "{}",
        csv.get(..200).unwrap_or(&csv)
    );
    assert_eq!(csv.lines().next().unwrap().split(',').count(), 1026);
    let json: Value = serde_json::from_str(&written("vectorsJson")).unwrap();
    assert_eq!(json["texts"][1]["vector"].as_array().unwrap().len(), 1024);
    assert_eq!(json["texts"][0]["text"], texts[0], "JSON runs nothing, so the text stays as it is");
    assert!(written("similaritiesCsv").contains("B,\"Ein Text, mit \"\"Zeichen\"\"\","));

    again.ok("embeddings_delete", json!({ "id": id }));
    again.fails("embeddings_run", json!({ "id": id }));
    again.fails("embeddings_export", json!({ "id": id, "side": 0, "file": "vectorsCsv" }));
}

#[test]
fn clearing_conversations_takes_comparisons_along() {
    let desk = Desk::new();
    desk.ok("embeddings_compare", asked(&TEXTS, &["embeddings-multilingual"]));
    assert_eq!(desk.ok("app_kept_data", json!({}))["conversations"], 1);
    desk.ok("app_clear_data", json!({ "what": "conversations" }));
    assert_eq!(desk.ok("embeddings_runs", json!({})), json!([]));
    let written = String::from_utf8_lossy(&desk.everything_written()).into_owned();
    assert!(!written.contains("like tomorrow"), "what was cleared is gone from the files too");
}
