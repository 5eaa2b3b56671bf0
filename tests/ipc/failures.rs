//! The catalogue of failures (tests/cases/failures.json): each is said by a server to a prompt asked through the real commands,
//! and told to the person as the catalogue has it. docs/failures.md is the catalogue for reading, and kept up by this test.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gatewright::App;
use gatewright_sandbox::Fault;
use serde::Deserialize;
use serde_json::{Value, json};
use tauri::Manager;

use crate::desk::Desk;

const CASES: &str = include_str!("../cases/failures.json");
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/failures.md");

#[derive(Deserialize)]
struct Catalogue {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    source: String,
    status: u16,
    body: Value,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    endpoint: Option<String>,
    /// Kind, layer, title and next step.
    #[serde(default)]
    told: Vec<String>,
}

/// What the person is told when a prompt is answered like this.
fn told(case: &Case) -> Value {
    let desk = Desk::new();
    let endpoint = case.endpoint.as_deref().unwrap_or("code-review-bot");
    let chat = desk.ok("playground_start", json!({ "endpoint": endpoint, "entity": null }));
    let app = desk.app.state::<App>();
    let running = tauri::async_runtime::block_on(app.sandbox()).unwrap();
    running.add_fault(Fault {
        pattern: "/serving-endpoints/*/invocations".into(),
        status: Some(case.status),
        body: Some(case.body.clone()),
        headers: case.headers.clone(),
        ..Fault::default()
    });
    let (channel, _) = desk.channel();
    let ask = json!({ "chatId": chat["id"], "turnId": null, "prompt": "Where is my pallet?" });
    let answer = desk.ok("playground_ask", json!({ "ask": ask, "events": channel }));
    assert_eq!(answer["outcome"], "failed", "{}: {answer:#}", case.name);
    let sent = running.requests().iter().filter(|entry| entry.path.contains("invocations")).count();
    assert_eq!(sent, 1, "{}: a prompt goes out once", case.name);
    answer["failure"].clone()
}

fn words(failure: &Value) -> Vec<String> {
    let explanation = &failure["explanation"];
    let parts =
        [&failure["kind"], &explanation["layer"], &explanation["title"], &explanation["next"]["kind"]];
    parts.iter().map(|part| part.as_str().unwrap_or("?").to_owned()).collect()
}

#[test]
fn every_failure_of_the_catalogue_is_told_in_its_own_words() {
    let catalogue: Catalogue = serde_json::from_str(CASES).unwrap();
    let mut wrong = Vec::new();
    let mut page = String::from(HEAD);
    for case in &catalogue.cases {
        let failure = told(case);
        let explanation = &failure["explanation"];
        let found = words(&failure);
        if found != case.told {
            wrong.push(format!(
                "{}\n  found    {}\n  expected {}",
                case.name,
                json!(found),
                json!(case.told)
            ));
        }
        for part in ["title", "meaning", "cause", "whoCanFix"] {
            let text = explanation[part].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{}: {part} is empty: {failure:#}", case.name);
        }
        let cell = |part: &Value| part.as_str().unwrap_or_default().replace('|', "\\|").replace('\n', " ");
        let next = match cell(&explanation["next"]["label"]) {
            label if label.is_empty() => "–".to_owned(),
            label => label,
        };
        writeln!(
            page,
            "| {} ({}, {}) | **{}** {} | {} | {next} |",
            case.name,
            case.status,
            case.source,
            cell(&explanation["title"]),
            cell(&explanation["cause"]),
            cell(&explanation["whoCanFix"]),
        )
        .unwrap();
    }
    assert!(
        wrong.is_empty(),
        "{} of {} are told otherwise:\n{}",
        wrong.len(),
        catalogue.cases.len(),
        wrong.join("\n")
    );
    if std::env::var_os("GATEWRIGHT_WRITE_FAILURES").is_some() {
        std::fs::write(PAGE, &page).unwrap();
    }
    let kept = std::fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        kept == page,
        "docs/failures.md is not what the catalogue says. GATEWRIGHT_WRITE_FAILURES=1 cargo test -p gatewright --features \
         custom-protocol --test ipc every_failure_of_the_catalogue"
    );
}

const HEAD: &str = "# Failures, and what a person is told

What a server may answer to a prompt, and what Gatewright makes of it: the title and the cause as they are shown, who can do something \
about it, and the button that goes with it. The rows are `tests/cases/failures.json`; each is played through the app by \
`tests/ipc/failures.rs`, which also writes this page. How explanations are made: docs/errors.md.

| What came | What is said | Who can fix it | Next step |
|---|---|---|---|
";
