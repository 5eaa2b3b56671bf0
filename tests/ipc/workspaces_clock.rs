//! Time and sign-ins (quality R9), through the whole app: a token that ends while an answer streams in, and a workspace whose
//! clock is a day away from ours.

use std::time::{Duration, SystemTime};

use gatewright_sandbox::{Fault, Running};
use serde_json::{Value, json};

use crate::sign_in::{connect, signing, workspace};

fn browser() -> Value {
    json!({ "kind": "browser", "clientId": null })
}

fn exchanges(workspace: &Running) -> usize {
    workspace.requests().iter().filter(|one| one.path == "/oidc/v1/token").count()
}

#[test]
fn a_token_that_ends_while_an_answer_streams_in_disturbs_nothing_and_is_renewed_once_afterwards() {
    let other = workspace(|options| options.token_lifetime = 2);
    let at = signing();
    connect(&at.desk, &other.host(), browser()).unwrap();
    let chat =
        at.desk.ok("playground_start", json!({ "endpoint": "support-assistant-chat", "entity": null }));
    let (events, number) = at.desk.channel();
    let prompt = "Write a very long story of 900 words.";
    let ask = json!({ "ask": { "chatId": chat["id"], "turnId": null, "prompt": prompt }, "events": events });
    let answer = at.desk.ok("playground_ask", ask);
    assert_eq!(answer["outcome"], "complete", "{answer:#}");
    assert!(
        answer["totalMs"].as_f64().unwrap() > 2_500.0,
        "the token ended on the way: {}",
        answer["totalMs"]
    );
    assert!(at.desk.messages(number).iter().filter(|event| event["kind"] == "text").count() > 20);
    let prompts = other.requests().iter().filter(|one| one.path.contains("invocations")).count();
    assert_eq!(prompts, 1, "it was sent once");
    std::thread::sleep(Duration::from_millis(2_100));
    let before = exchanges(&other);
    let calls: Vec<_> =
        (0..8).map(|_| at.desk.begin("endpoints_get", json!({ "name": "support-assistant-chat" }))).collect();
    for call in calls {
        call.recv_timeout(Duration::from_secs(20)).unwrap().unwrap();
    }
    assert_eq!(exchanges(&other) - before, 1);
}

#[test]
fn a_workspace_whose_clock_is_a_day_off_is_signed_in_to_as_any_other() {
    for date in ["Sat, 01 Jan 2000 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"] {
        let other = workspace(|_| {});
        other.add_fault(Fault {
            pattern: "*".into(),
            headers: [("date".to_owned(), date.to_owned())].into(),
            ..Fault::default()
        });
        let at = signing();
        let connected = connect(&at.desk, &other.host(), browser()).unwrap();
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis() as f64;
        let left = connected["expiresAt"].as_f64().unwrap() - now;
        assert!((3_500_000.0..3_700_000.0).contains(&left), "{date}: shown by our clock, {left} ms to go");
        let before = exchanges(&other);
        for _ in 0..5 {
            at.desk.ok("endpoints_get", json!({ "name": "support-assistant-chat" }));
        }
        assert_eq!(exchanges(&other), before, "{date}: nothing is renewed that is still good");
    }
}
