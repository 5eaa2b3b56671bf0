//! Keychains in every state and mood under the whole app (quality R8 and S5): nobody waits longer than the limit, nothing is
//! written to a file instead, and what is said fits what happened.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use gatewright_sandbox::Running;
use gatewright_vault::{Behaviour, Twin, Vault};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::sign_in::{again, connect, signing, workspace};

/// What a call may take that has to do with a keychain that never answers.
const LIMIT: Duration = Duration::from_millis(3_500);

fn pasted(of: &Running) -> Value {
    json!({ "kind": "accessToken", "token": of.token() })
}

fn browser() -> Value {
    json!({ "kind": "browser", "clientId": null })
}

fn list() -> Value {
    json!({ "query": { "search": "", "view": "all", "sort": "name", "descending": false, "offset": 0, "limit": 10,
                       "refresh": true } })
}

fn in_a_file(desk: &Desk, secret: &[u8]) -> bool {
    desk.everything_written().windows(secret.len()).any(|window| window == secret)
}

fn credential(desk: &Desk) -> String {
    desk.ok("workspaces_list", json!({}))["workspaces"][0]["credential"].as_str().unwrap().to_owned()
}

/// A keychain's behaviour, and what it comes to.
struct Case {
    behaviour: Behaviour,
    /// What becomes of a sign-in that is made meanwhile.
    credential: &'static str,
    /// What the keychain is said to be afterwards.
    state: &'static str,
    /// How an app that is started meanwhile answers the first call; nothing when it works.
    started: Option<&'static str>,
}

const CASES: [Case; 8] = [
    Case { behaviour: Behaviour::Works, credential: "kept", state: "ok", started: None },
    Case {
        behaviour: Behaviour::Slow(Duration::from_millis(120)),
        credential: "kept",
        state: "ok",
        started: None,
    },
    Case {
        behaviour: Behaviour::Locked,
        credential: "sessionOnly",
        state: "locked",
        started: Some("keychain"),
    },
    Case {
        behaviour: Behaviour::Missing,
        credential: "sessionOnly",
        state: "missing",
        started: Some("keychain"),
    },
    Case {
        behaviour: Behaviour::NeverAnswers,
        credential: "sessionOnly",
        state: "notAnswering",
        started: Some("keychain"),
    },
    Case {
        behaviour: Behaviour::DiesMidCall { after_writes: 1 },
        credential: "sessionOnly",
        state: "ok",
        started: Some("keychain"),
    },
    Case { behaviour: Behaviour::Junk, credential: "kept", state: "ok", started: Some("keychain") },
    Case { behaviour: Behaviour::Refuses, credential: "sessionOnly", state: "ok", started: Some("keychain") },
];

/// Long enough for three items, so that a keychain can die between them.
fn long_token() -> String {
    format!("dapi{}", uuid::Uuid::new_v4().simple().to_string().repeat(160))
}

fn one_case(case: &Case) {
    let name = format!("{:?}", case.behaviour);
    let token = long_token();
    let other = workspace(|options| options.token = Some(token.clone()));
    let desk = Desk::new();
    // A sign-in that was kept while all was well, of a workspace with another address.
    let before = workspace(|_| {});
    connect(&desk, &before.host(), pasted(&before)).unwrap();
    desk.twin.behave(case.behaviour);

    let begun = Instant::now();
    let connected = connect(&desk, &other.host(), pasted(&other)).unwrap();
    assert!(begun.elapsed() < LIMIT, "{name}: connecting took {:?}", begun.elapsed());
    assert_eq!(connected["credential"], case.credential, "{name}");
    desk.ok("endpoints_list", list());
    desk.ok("workspaces_switch", json!({ "id": "sandbox" }));
    desk.ok("workspaces_switch", json!({ "id": connected["id"] }));
    desk.ok("endpoints_list", list());
    let keychain = desk.ok("app_info", json!({}))["keychain"].clone();
    let said = keychain["state"].as_str().unwrap();
    assert!(said == case.state || (said == "notChecked" && case.state == "ok"), "{name}: {keychain}");

    // Started while the keychain is still like this: the workspace of before is in use, and its sign-in is needed.
    let list_of_all = desk.ok("workspaces_list", json!({}));
    let first = list_of_all["workspaces"].as_array().unwrap().iter();
    let id = first.clone().find(|one| one["host"] == before.host()).unwrap()["id"].clone();
    desk.ok("workspaces_switch", json!({ "id": id }));
    let started = Desk::with(desk.folder.clone(), desk.vault.clone(), desk.twin.clone());
    let begun = Instant::now();
    let answer = started.call("endpoints_list", list());
    assert!(begun.elapsed() < LIMIT, "{name}: the first call took {:?}", begun.elapsed());
    match (&answer, case.started) {
        (Ok(_), None) => {}
        (Err(failure), Some(kind)) => {
            assert_eq!(failure["kind"], kind, "{name}: {failure:#}");
            assert!(!failure.to_string().contains(before.token()), "{name}");
        }
        _ => panic!("{name}: {answer:#?}"),
    }
    for secret in [token.as_bytes(), &token.as_bytes()[40..80], before.token().as_bytes()] {
        assert!(!in_a_file(&desk, secret), "{name}: a file holds a sign-in");
    }
    // Once it is well again, everything is as it was.
    desk.twin.behave(Behaviour::Works);
    std::thread::sleep(Duration::from_millis(50));
    let well = Desk::with(desk.folder.clone(), desk.vault.clone(), desk.twin.clone());
    well.ok("endpoints_list", list());
}

#[test]
fn a_keychain_of_each_of_eight_kinds_ends_in_a_sentence_and_never_in_a_file() {
    std::thread::scope(|scope| {
        for case in &CASES {
            scope.spawn(move || one_case(case));
        }
    });
}

#[test]
fn a_renewal_while_the_keychain_never_answers_keeps_to_the_limit_and_then_costs_nothing() {
    let other = workspace(|options| options.token_lifetime = 2);
    let at = signing();
    connect(&at.desk, &other.host(), browser()).unwrap();
    at.desk.twin.behave(Behaviour::NeverAnswers);
    for most in [LIMIT, Duration::from_millis(1_000)] {
        std::thread::sleep(Duration::from_millis(2_100));
        let begun = Instant::now();
        at.desk.ok("endpoints_list", list());
        assert!(begun.elapsed() < most, "the call waited {:?}", begun.elapsed());
    }
    assert_eq!(credential(&at.desk), "sessionOnly");
    assert_eq!(at.desk.ok("app_info", json!({}))["keychain"]["state"], "notAnswering");
}

const CHILD: &str = "GATEWRIGHT_TEST_HUNG_KEYCHAIN";
const NAME: &str = "keychain::a_keychain_that_never_answers_holds_up_no_start_no_call_and_no_exit";

/// In a process of its own, whose threads and whose end can be looked at.
#[test]
fn a_keychain_that_never_answers_holds_up_no_start_no_call_and_no_exit() {
    if std::env::var_os(CHILD).is_some() {
        hung();
        println!("\nDONE");
        return;
    }
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture"])
        .env(CHILD, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut done = None;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        if line.unwrap() == "DONE" {
            done = Some(Instant::now());
        }
    }
    assert!(child.wait().unwrap().success(), "see above");
    let ended = done.expect("the child came to its end").elapsed();
    assert!(ended < Duration::from_secs(1), "the exit took {ended:?}");
}

/// The quickest of seven starts, up to where all that the first picture shows is there: whoever asked the keychain would be
/// slow every time.
fn first_picture(folder: &std::path::Path, vault: &Vault, twin: &Twin) -> Duration {
    let one = |_| {
        let begun = Instant::now();
        let desk = Desk::with(folder.to_owned(), vault.clone(), twin.clone());
        desk.ok("app_first_screen", json!({}));
        begun.elapsed()
    };
    (0..7).map(one).min().unwrap()
}

fn hung() {
    let other = workspace(|_| {});
    let first = Desk::new();
    let connected = connect(&first, &other.host(), pasted(&other)).unwrap();
    let well = first_picture(&first.folder, &first.vault, &first.twin);
    first.twin.behave(Behaviour::NeverAnswers);
    let ill = first_picture(&first.folder, &first.vault, &first.twin);
    assert!(ill < well + Duration::from_millis(50), "the first picture: {ill:?} instead of {well:?}");

    let desk = Desk::with(first.folder.clone(), first.vault.clone(), first.twin.clone());
    for (round, most) in [(1, LIMIT), (2, Duration::from_millis(500))] {
        let begun = Instant::now();
        let calls: Vec<_> = (0..20).map(|_| desk.begin("endpoints_list", list())).collect();
        for call in calls {
            let failure = call.recv_timeout(LIMIT).unwrap().unwrap_err();
            assert_eq!(failure["kind"], "keychain", "{failure:#}");
        }
        assert!(begun.elapsed() < most, "round {round} took {:?}", begun.elapsed());
    }
    let begun = Instant::now();
    desk.ok("workspaces_switch", json!({ "id": "sandbox" }));
    desk.ok("endpoints_list", list());
    let signed_in = again(&desk, &connected, pasted(&other)).unwrap();
    assert_eq!(signed_in["credential"], "sessionOnly");
    desk.ok("endpoints_list", list());
    assert!(begun.elapsed() < Duration::from_secs(2), "working on took {:?}", begun.elapsed());
    #[cfg(target_os = "linux")]
    assert_eq!(threads_named("keychain"), 1);
    let begun = Instant::now();
    drop(desk);
    drop(first);
    assert!(begun.elapsed() < Duration::from_secs(1), "closing took {:?}", begun.elapsed());
}

#[cfg(target_os = "linux")]
fn threads_named(name: &str) -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    tasks
        .filter(|task| {
            std::fs::read_to_string(task.path().join("comm")).is_ok_and(|comm| comm.trim() == name)
        })
        .count()
}
