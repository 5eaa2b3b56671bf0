//! Comparing: all columns at once, each failing alone; repeats, stops, votes, names hidden until then; and that nothing is
//! asked twice or left behind.

use gatewright::App;
use gatewright_sandbox::Fault;
use serde_json::{Value, json};
use tauri::Manager;

use crate::desk::Desk;

const ENDPOINT: &str = "support-assistant-chat";
const BROKEN: &str = "command-r-plus-standby";

fn options() -> Value {
    json!({ "temperature": null, "maxTokens": null, "system": "", "stream": true, "extra": [],
        "stop": [], "n": null, "useCache": "off" })
}

fn column(id: &str, entity: Option<&str>) -> Value {
    json!({ "id": id, "source": if entity.is_some() { "entity" } else { "endpoint" }, "endpoint": ENDPOINT,
        "entity": entity, "prompt": null, "message": null, "options": null })
}

/// Two entities of the demo world that answer.
fn entities(desk: &Desk) -> [String; 2] {
    let endpoint = desk.ok("endpoints_get", json!({ "name": ENDPOINT }));
    let mut names = endpoint["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entity| entity["name"].as_str().unwrap().to_owned())
        .filter(|name| name != BROKEN);
    [names.next().unwrap(), names.next().unwrap()]
}

fn setup(columns: Vec<Value>, draft: &str) -> Value {
    json!({ "endpoint": ENDPOINT, "columns": columns, "draft": draft, "variables": [], "options": options(),
        "repeat": 1, "blind": false, "baseline": null, "differences": true })
}

pub(crate) fn two(desk: &Desk, draft: &str) -> Value {
    let [one, other] = entities(desk);
    setup(vec![column("a", Some(&one)), column("b", Some(&other))], draft)
}

pub(crate) fn create(desk: &Desk, setup: &Value) -> String {
    desk.ok("compare_create", json!({ "setup": setup }))["id"].as_str().unwrap().to_owned()
}

fn asked(setup: &Value) -> Value {
    setup["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let prompt = one["message"].as_str().unwrap_or(setup["draft"].as_str().unwrap());
            json!({ "columnId": one["id"], "label": one["entity"], "prompt": prompt })
        })
        .collect()
}

pub(crate) fn ask(desk: &Desk, id: &str, setup: &Value) -> Vec<Value> {
    let (channel, number) = desk.channel();
    desk.ok("compare_ask", json!({ "id": id, "columns": asked(setup), "events": channel }));
    desk.messages(number)
}

pub(crate) fn newest_run(desk: &Desk, id: &str) -> Value {
    desk.ok("compare_get", json!({ "id": id }))["runs"].as_array().unwrap().last().unwrap().clone()
}

pub(crate) fn answers(desk: &Desk, run: &Value, column: &str) -> Vec<Value> {
    let cells = desk.ok("compare_answers", json!({ "run": run["id"] }));
    let cell = cells.as_array().unwrap().iter().find(|cell| cell["columnId"] == column).unwrap();
    cell["answers"].as_array().unwrap().clone()
}

pub(crate) fn calls(desk: &Desk) -> usize {
    let app = desk.app.state::<App>();
    let running = tauri::async_runtime::block_on(app.sandbox()).unwrap();
    running.requests().iter().filter(|entry| entry.path.contains("invocations")).count()
}

/// The body of the call an answer came from.
fn sent(desk: &Desk, answer: &Value) -> Value {
    let raw = desk.ok("playground_raw", json!({ "answerId": answer["id"] }));
    serde_json::from_str(raw["sent"].as_str().unwrap()).unwrap()
}

#[test]
fn all_columns_answer_the_same_message_and_each_is_asked_once() {
    let desk = Desk::new();
    let setup = two(&desk, "Write a short answer to a customer whose pallet is late.");
    let id = create(&desk, &setup);
    let events = ask(&desk, &id, &setup);
    assert_eq!(events[0]["kind"], "begun", "{:#}", events[0]);
    for name in ["a", "b"] {
        let of = |kind: &str| {
            let is = |event: &&Value| event["columnId"] == name && event["event"]["kind"] == kind;
            events.iter().filter(is).cloned().collect::<Vec<_>>()
        };
        let streamed: String =
            of("text").iter().map(|event| event["event"]["text"].as_str().unwrap().to_owned()).collect();
        let finished = &of("finished")[0]["event"]["answer"];
        assert_eq!(finished["outcome"], "complete", "{finished:#}");
        assert_eq!(streamed, finished["text"].as_str().unwrap(), "what was streamed is what is kept");
        assert_eq!(answers(&desk, &newest_run(&desk, &id), name)[0]["text"], finished["text"]);
        assert_eq!(events.iter().filter(|e| e["kind"] == "ended" && e["columnId"] == name).count(), 1);
    }
    assert_eq!(calls(&desk), 2);
    let list = desk.ok("compare_list", json!({}));
    assert_eq!(list[0]["title"], "Write a short answer to a customer whose pallet is late.");
    assert_eq!((&list[0]["columns"], &list[0]["runs"]), (&json!(2), &json!(1)));
}

#[test]
fn a_column_that_fails_fails_alone() {
    let desk = Desk::new();
    let [one, _] = entities(&desk);
    let setup = setup(vec![column("good", Some(&one)), column("bad", Some(BROKEN))], "Anybody there?");
    let id = create(&desk, &setup);
    ask(&desk, &id, &setup);
    let run = newest_run(&desk, &id);
    assert_eq!(answers(&desk, &run, "good")[0]["outcome"], "complete");
    let failed = &answers(&desk, &run, "bad")[0];
    assert_eq!(failed["outcome"], "failed");
    assert_eq!(failed["failure"]["explanation"]["layer"], "providerKey", "{failed:#}");
}

#[test]
fn each_run_asks_anew_without_what_was_said_before() {
    let desk = Desk::new();
    let mut setup = two(&desk, "First message.");
    let id = create(&desk, &setup);
    ask(&desk, &id, &setup);
    setup["draft"] = json!("Second message.");
    desk.ok("compare_save", json!({ "id": id, "setup": setup }));
    ask(&desk, &id, &setup);
    assert_eq!(calls(&desk), 4);
    let run = newest_run(&desk, &id);
    for name in ["a", "b"] {
        let messages = sent(&desk, &answers(&desk, &run, name)[0])["messages"].clone();
        assert_eq!(messages, json!([{ "role": "user", "content": "Second message." }]));
    }
    let runs = desk.ok("compare_get", json!({ "id": id }))["runs"].clone();
    assert_eq!(
        (&runs[0]["prompt"], &runs[1]["prompt"]),
        (&json!("First message."), &json!("Second message."))
    );
}

#[test]
fn a_column_may_have_its_own_message_and_options() {
    let desk = Desk::new();
    let mut setup = two(&desk, "For all.");
    setup["columns"][1]["message"] = json!("For this one.");
    setup["columns"][1]["options"] = options();
    setup["columns"][1]["options"]["temperature"] = json!(0.25);
    let id = create(&desk, &setup);
    ask(&desk, &id, &setup);
    let run = newest_run(&desk, &id);
    let own = sent(&desk, &answers(&desk, &run, "b")[0]);
    let other = sent(&desk, &answers(&desk, &run, "a")[0]);
    assert_eq!(
        (&own["messages"][0]["content"], &own["temperature"]),
        (&json!("For this one."), &json!(0.25))
    );
    assert_eq!((&other["messages"][0]["content"], &other["temperature"]), (&json!("For all."), &Value::Null));
}

#[test]
fn repeats_are_further_answers_of_the_same_message() {
    let desk = Desk::new();
    let mut setup = two(&desk, "Name three colours.");
    setup["repeat"] = json!(3);
    let id = create(&desk, &setup);
    ask(&desk, &id, &setup);
    let run = newest_run(&desk, &id);
    assert_eq!(answers(&desk, &run, "a").len(), 3);
    assert_eq!(answers(&desk, &run, "b").len(), 3);
    assert_eq!(calls(&desk), 6);
    for answer in answers(&desk, &run, "a") {
        assert_eq!(
            sent(&desk, &answer)["messages"].as_array().unwrap().len(),
            1,
            "no repeat sees an earlier one"
        );
    }
}

#[test]
fn repeats_end_with_the_first_that_fails() {
    let desk = Desk::new();
    let [one, _] = entities(&desk);
    let mut setup = setup(vec![column("good", Some(&one)), column("bad", Some(BROKEN))], "Anybody there?");
    setup["repeat"] = json!(4);
    let id = create(&desk, &setup);
    ask(&desk, &id, &setup);
    let run = newest_run(&desk, &id);
    assert_eq!(answers(&desk, &run, "good").len(), 4);
    assert_eq!(answers(&desk, &run, "bad").len(), 1, "a refused key is not tried four times");
}

#[test]
fn stopping_all_keeps_the_parts_and_begins_no_further_repeat() {
    let desk = Desk::new();
    let mut setup = two(&desk, "Write a very long story of 900 words.");
    setup["repeat"] = json!(5);
    let id = create(&desk, &setup);
    let (channel, number) = desk.channel();
    let asking = desk.begin("compare_ask", json!({ "id": id, "columns": asked(&setup), "events": channel }));
    let writes = |name: &str| {
        desk.messages(number).iter().any(|one| one["columnId"] == name && one["event"]["kind"] == "text")
    };
    while !(writes("a") && writes("b")) {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let pressed = std::time::Instant::now();
    desk.ok("compare_stop", json!({ "id": id, "column": null }));
    asking.recv().unwrap().unwrap();
    assert!(pressed.elapsed().as_millis() < 1000, "stopping took {:?}", pressed.elapsed());
    let run = newest_run(&desk, &id);
    for name in ["a", "b"] {
        let answers = answers(&desk, &run, name);
        assert_eq!(answers.len(), 1);
        assert_eq!(answers[0]["outcome"], "stopped");
        assert!(!answers[0]["text"].as_str().unwrap().is_empty());
    }
    assert_eq!(calls(&desk), 2);
}

#[test]
fn one_column_can_be_stopped_and_asked_again_by_itself() {
    let desk = Desk::new();
    let setup = two(&desk, "Write a very long story of 300 words.");
    let id = create(&desk, &setup);
    let (channel, number) = desk.channel();
    let asking = desk.begin("compare_ask", json!({ "id": id, "columns": asked(&setup), "events": channel }));
    while !desk.messages(number).iter().any(|one| one["columnId"] == "b" && one["event"]["kind"] == "text") {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    desk.ok("compare_stop", json!({ "id": id, "column": "b" }));
    asking.recv().unwrap().unwrap();
    let run = newest_run(&desk, &id);
    assert_eq!(answers(&desk, &run, "a")[0]["outcome"], "complete");
    assert_eq!(answers(&desk, &run, "b")[0]["outcome"], "stopped");
    let (channel, _) = desk.channel();
    desk.ok("compare_again", json!({ "run": run["id"], "column": "b", "events": channel }));
    let again = answers(&desk, &run, "b");
    assert_eq!((again.len(), &again[1]["outcome"]), (2, &json!("complete")));
    assert_eq!(answers(&desk, &run, "a").len(), 1, "the other column is left alone");
}

#[test]
fn a_comparison_is_not_asked_twice_at_a_time() {
    let desk = Desk::new();
    let setup = two(&desk, "Write a very long story of 900 words.");
    let id = create(&desk, &setup);
    let (channel, number) = desk.channel();
    let asking = desk.begin("compare_ask", json!({ "id": id, "columns": asked(&setup), "events": channel }));
    while desk.messages(number).is_empty() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let (channel, _) = desk.channel();
    let second = json!({ "id": id, "columns": asked(&setup), "events": channel });
    let failure = desk.fails("compare_ask", second);
    assert_eq!(failure["explanation"]["title"], "This comparison is being answered already");
    desk.ok("compare_stop", json!({ "id": id, "column": null }));
    asking.recv().unwrap().unwrap();
    assert_eq!(desk.ok("compare_get", json!({ "id": id }))["runs"].as_array().unwrap().len(), 1);
}

#[test]
fn nothing_is_sent_without_two_columns_or_with_an_empty_message() {
    let desk = Desk::new();
    let [one, _] = entities(&desk);
    let lonely = setup(vec![column("a", Some(&one))], "Hi");
    let id = create(&desk, &lonely);
    let (channel, _) = desk.channel();
    let failure =
        desk.fails("compare_ask", json!({ "id": id, "columns": asked(&lonely), "events": channel }));
    assert_eq!(failure["fields"][0]["path"], "columns");
    let silent = two(&desk, "  ");
    let id = create(&desk, &silent);
    let (channel, _) = desk.channel();
    let failure =
        desk.fails("compare_ask", json!({ "id": id, "columns": asked(&silent), "events": channel }));
    assert_eq!(failure["fields"][0]["path"], "columns.a");
    let crowd = setup((0..7).map(|n| column(&n.to_string(), Some(&one))).collect(), "Hi");
    assert_eq!(desk.fails("compare_create", json!({ "setup": crowd }))["kind"], "invalid");
    assert_eq!(calls(&desk), 0);
}

#[test]
fn a_blind_vote_counts_as_blind_only_while_nobody_has_seen_the_names() {
    let desk = Desk::new();
    let mut setup = two(&desk, "Name three colours.");
    setup["blind"] = json!(true);
    let id = create(&desk, &setup);
    ask(&desk, &id, &setup);
    let run = newest_run(&desk, &id);
    let vote = |column: Value| json!({ "run": run["id"], "vote": { "column": column, "note": "clearer" } });
    let voted = desk.ok("compare_vote", vote(json!("b")));
    assert_eq!(voted["runs"][0]["vote"], json!({ "column": "b", "note": "clearer", "blind": true }));
    let changed = desk.ok("compare_vote", vote(json!("a")));
    assert_eq!(changed["runs"][0]["vote"]["blind"], false, "the names have been shown");
    desk.ok("compare_vote", json!({ "run": run["id"], "vote": null }));
    let again = desk.ok("compare_vote", vote(json!("b")));
    assert_eq!(again["runs"][0]["vote"]["blind"], false, "taking it back does not make one forget");
    let tally = desk.ok("compare_tally", json!({ "id": id }));
    assert_eq!((&tally["votes"], &tally["rows"][0]["columnId"]), (&json!(1), &json!("b")));
    assert_eq!((&tally["rows"][0]["wins"], &tally["rows"][0]["blindWins"]), (&json!(1), &json!(0)));
}

#[test]
fn hiding_the_names_shuffles_the_answers_in_the_end() {
    let desk = Desk::new();
    let setup_shown = two(&desk, "Name three colours.");
    let id = create(&desk, &setup_shown);
    ask(&desk, &id, &setup_shown);
    let mut hidden = setup_shown.clone();
    hidden["blind"] = json!(true);
    let mut orders = std::collections::BTreeSet::new();
    for _ in 0..40 {
        let saved = desk.ok("compare_save", json!({ "id": id, "setup": hidden }));
        orders.insert(saved["runs"][0]["cells"][0]["columnId"].as_str().unwrap().to_owned());
        desk.ok("compare_save", json!({ "id": id, "setup": setup_shown }));
    }
    assert_eq!(orders.len(), 2, "both columns have stood first");
}

#[test]
fn columns_are_no_chats_of_their_own_and_are_found_from_a_chat() {
    let desk = Desk::new();
    let setup = two(&desk, "Name three colours.");
    let id = create(&desk, &setup);
    ask(&desk, &id, &setup);
    assert_eq!(desk.ok("playground_chats", json!({})), json!([]));
    let run = newest_run(&desk, &id);
    let place = desk.ok("compare_find", json!({ "chat": run["cells"][0]["chatId"] }));
    assert_eq!(place, json!({ "comparison": id, "run": run["id"] }));
    assert_eq!(desk.ok("compare_find", json!({ "chat": "nowhere" })), Value::Null);
}

#[test]
fn a_stream_that_breaks_in_one_column_leaves_its_part_and_the_other_whole() {
    let desk = Desk::new();
    let setup = two(&desk, "Write a long story of 500 words.");
    let id = create(&desk, &setup);
    let [one, _] = entities(&desk);
    let app = desk.app.state::<App>();
    tauri::async_runtime::block_on(app.sandbox()).unwrap().add_fault(Fault {
        pattern: format!("/serving-endpoints/{ENDPOINT}/served-models/{one}/invocations"),
        cut_after: Some(1500),
        ..Fault::default()
    });
    ask(&desk, &id, &setup);
    let run = newest_run(&desk, &id);
    assert_eq!(answers(&desk, &run, "a")[0]["outcome"], "cut");
    assert!(!answers(&desk, &run, "a")[0]["text"].as_str().unwrap().is_empty());
    assert_eq!(answers(&desk, &run, "b")[0]["outcome"], "complete");
    assert_eq!(calls(&desk), 2, "and nothing is sent again");
}
