//! Signing in through a browser that a test scripts: the way there and back, what it leaves in the keychain, and
//! everything that can go wrong on the way.

use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use gatewright_sandbox::{Running, SignInPage};
use gatewright_vault::Behaviour;
use serde_json::{Value, json};

use crate::desk::no_sources;
use crate::sign_in::{
    Doing, Signing, again, connect, connect_telling, connecting, follow, get, header, signing, signing_with,
    way_back, workspace,
};

fn browser() -> Value {
    json!({ "kind": "browser", "clientId": null })
}

fn exchanges(workspace: &Running) -> usize {
    workspace.requests().iter().filter(|one| one.path == "/oidc/v1/token").count()
}

/// A desk whose browser does what `doing` says with the address of the way back.
fn coming_back(doing: impl Fn(String) + Send + Sync + 'static) -> Signing {
    let doing: Doing = Arc::new(move |url: &str| doing(way_back(url)));
    signing_with(doing, no_sources(), false)
}

#[test]
fn a_person_signs_in_in_the_browser_and_stays_signed_in_after_a_restart() {
    let other = workspace(|_| {});
    let at = signing();
    let (told, channel) = at.desk.channel();
    let connected = connect_telling(&at.desk, &other.host(), browser(), told).unwrap();
    assert_eq!(connected["user"], "dana.okafor@meridian-freight.com");
    assert_eq!(
        (connected["signIn"].as_str(), connected["credential"].as_str()),
        (Some("browser"), Some("kept"))
    );
    assert!(connected["expiresAt"].as_f64().unwrap() > 1.7e12, "{connected:#}");
    let steps = at.desk.messages(channel);
    let names: Vec<_> = steps.iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(names, ["browserOpened", "callbackReceived", "checking"]);
    assert_eq!(steps[0]["url"], at.opened.lock().unwrap()[0].as_str());
    assert_eq!(at.desk.twin.items().len(), 1);
    // The page may be asked for again, though it is not https; another one of that kind may not.
    at.desk.ok("app_open_link", json!({ "url": steps[0]["url"] }));
    assert_eq!(at.opened.lock().unwrap().len(), 2);
    at.desk.fails("app_open_link", json!({ "url": format!("{}/oidc/v1/authorize", other.host()) }));

    let later = at.restarted();
    later.desk.ok("workspaces_identity", json!({}));
    assert!(later.opened.lock().unwrap().is_empty(), "nobody had to do anything");
}

#[test]
fn a_renewed_sign_in_is_the_one_that_is_kept() {
    let other = workspace(|_| {});
    let at = signing();
    connect(&at.desk, &other.host(), browser()).unwrap();
    // Every start exchanges the refresh token for a newer one; one that was used twice is worth nothing.
    for start in 0..4 {
        let later = at.restarted();
        let me = later.desk.call("workspaces_identity", json!({}));
        assert!(me.is_ok(), "start {start}: {me:#?}");
    }
    assert_eq!(exchanges(&other), 5);
}

#[test]
fn an_own_app_is_asked_for_by_its_client_id_and_is_remembered() {
    let other = workspace(|_| {});
    let at = signing();
    let own = json!({ "kind": "browser", "clientId": "meridian-desktop" });
    let connected = connect(&at.desk, &other.host(), own).unwrap();
    assert!(at.opened.lock().unwrap()[0].contains("client_id=meridian-desktop"));
    again(&at.desk, &connected, Value::Null).unwrap();
    assert!(at.opened.lock().unwrap()[1].contains("client_id=meridian-desktop"), "the same app as before");
}

#[test]
fn without_an_address_the_sign_in_finds_the_workspace() {
    let other = workspace(|_| {});
    let mut sources = no_sources();
    sources.discovery = format!("{}/discovery", other.host());
    let at = signing_with(crate::sign_in::follows(), sources, false);
    let connected = connect(&at.desk, "", browser()).unwrap();
    assert_eq!(connected["host"], other.host());
    assert!(at.opened.lock().unwrap()[0].contains("destination_url="));
    at.restarted().desk.ok("workspaces_identity", json!({}));
}

#[test]
fn a_person_who_refuses_keeps_nothing_and_reads_why() {
    let other = workspace(|options| options.sign_in_page = SignInPage::Refused);
    let at = signing();
    let failure = connect(&at.desk, &other.host(), browser()).unwrap_err();
    assert_eq!(failure["explanation"]["layer"], "signIn", "{failure:#}");
    assert!(at.desk.twin.items().is_empty());
    assert_eq!(at.desk.ok("workspaces_list", json!({}))["workspaces"].as_array().unwrap().len(), 1);
}

#[test]
fn an_answer_to_another_attempt_is_refused_and_the_right_one_still_counts() {
    let other = workspace(|_| {});
    let (page, pages) = mpsc::channel();
    let at = coming_back(move |back| {
        let state = back.split(['?', '&']).find(|pair| pair.starts_with("state=")).unwrap().to_owned();
        page.send(get(&back.replace(&state, "state=canary"))).unwrap();
        page.send(get(&back)).unwrap();
    });
    connect(&at.desk, &other.host(), browser()).unwrap();
    let page = pages.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(page.starts_with("HTTP/1.1 400 ") && !page.contains("canary"), "{page}");
    let page = pages.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
    assert_eq!(exchanges(&other), 1, "the foreign answer was never exchanged");
}

#[test]
fn a_code_of_somebody_else_is_refused_by_the_workspace() {
    let other = workspace(|_| {});
    let at = coming_back(|back| {
        let code = back.split(['?', '&']).find(|pair| pair.starts_with("code=")).unwrap().to_owned();
        drop(get(&back.replace(&code, "code=of-an-attacker")));
    });
    let failure = connect(&at.desk, &other.host(), browser()).unwrap_err();
    assert_eq!(failure["explanation"]["layer"], "signIn", "{failure:#}");
    assert!(at.desk.twin.items().is_empty());
}

#[test]
fn the_way_back_is_open_once() {
    let other = workspace(|_| {});
    let (page, pages) = mpsc::channel();
    let at = coming_back(move |back| {
        page.send(get(&back)).unwrap();
        page.send(std::panic::catch_unwind(|| get(&back)).unwrap_or_default()).unwrap();
    });
    connect(&at.desk, &other.host(), browser()).unwrap();
    let first = pages.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(first.starts_with("HTTP/1.1 200 ") && first.contains("Go back to Gatewright"), "{first}");
    assert_eq!(header(&first, "cache-control").as_deref(), Some("no-store"));
    assert!(!first.contains("code="), "nothing of the address is repeated");
    let second = pages.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(!second.starts_with("HTTP/1.1 200 "), "{second}");
    assert_eq!(exchanges(&other), 1);
}

#[test]
fn without_a_browser_the_address_can_be_copied_and_works() {
    let other = workspace(|_| {});
    let at = signing_with(Arc::new(|_: &str| {}), no_sources(), true);
    let (told, channel) = at.desk.channel();
    let answer = at.desk.begin("workspaces_connect", connecting(&other.host(), browser(), told));
    let step = first_message(&at, channel);
    assert_eq!(step["step"], "browserFailed");
    assert!(step["why"].as_str().is_some_and(|why| !why.is_empty()), "{step:#}");
    drop(follow(step["url"].as_str().unwrap()));
    answer.recv_timeout(Duration::from_secs(10)).unwrap().unwrap();
}

#[test]
fn a_browser_that_was_closed_is_given_up_by_the_person_at_once() {
    let other = workspace(|_| {});
    let at = signing_with(Arc::new(|_: &str| {}), no_sources(), false);
    let (told, channel) = at.desk.channel();
    let answer = at.desk.begin("workspaces_connect", connecting(&other.host(), browser(), told));
    let url = first_message(&at, channel)["url"].as_str().unwrap().to_owned();
    at.desk.ok("workspaces_cancel_sign_in", json!({ "attempt": "somebody else's" }));
    assert!(answer.recv_timeout(Duration::from_millis(100)).is_err(), "it still waits");
    let before = Instant::now();
    at.desk.ok("workspaces_cancel_sign_in", json!({ "attempt": "a" }));
    let failure = answer.recv_timeout(Duration::from_secs(5)).unwrap().unwrap_err();
    assert!(before.elapsed() < Duration::from_secs(1));
    assert_eq!(failure["explanation"]["title"], "The sign-in was stopped");
    let back = way_back(&url);
    assert!(std::panic::catch_unwind(|| get(&back)).is_err(), "nobody listens any more");
    assert!(at.desk.twin.items().is_empty());
}

fn first_message(at: &Signing, channel: u32) -> Value {
    let begun = Instant::now();
    loop {
        if let Some(first) = at.desk.messages(channel).first() {
            return first.clone();
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "nothing was told");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn two_sign_ins_at_a_time_take_two_ports() {
    let other = workspace(|_| {});
    let at = signing_with(Arc::new(|_: &str| {}), no_sources(), false);
    let begin = |attempt: &str| {
        let (told, channel) = at.desk.channel();
        let mut args = connecting(&other.host(), browser(), told);
        args["attempt"] = attempt.into();
        let answer = at.desk.begin("workspaces_connect", args);
        (first_message(&at, channel)["url"].as_str().unwrap().to_owned(), answer)
    };
    let (one, first) = begin("one");
    let (two, second) = begin("two");
    let port = |url: &str| way_back(url).split(['?', '/']).nth(2).unwrap().to_owned();
    assert_ne!(port(&one), port(&two));
    drop(follow(&two));
    drop(follow(&one));
    first.recv_timeout(Duration::from_secs(10)).unwrap().unwrap();
    second.recv_timeout(Duration::from_secs(10)).unwrap().unwrap();
}

#[test]
fn without_a_keychain_a_browser_sign_in_lasts_for_the_session_and_renews_itself_all_the_same() {
    let other = workspace(|options| options.token_lifetime = 2);
    let at = signing();
    at.desk.twin.behave(Behaviour::Missing);
    let connected = connect(&at.desk, &other.host(), browser()).unwrap();
    assert_eq!(connected["credential"], "sessionOnly");
    std::thread::sleep(Duration::from_millis(2_200));
    let query = json!({ "search": "", "view": "all", "sort": "name", "descending": false, "offset": 0, "limit": 10, "refresh": true });
    at.desk.ok("endpoints_list", json!({ "query": query }));
    assert!(exchanges(&other) >= 2, "it was renewed");
    at.desk.twin.behave(Behaviour::Works);
    let failure = at.restarted().desk.fails("workspaces_identity", json!({}));
    assert_eq!(failure["kind"], "signedOut", "{failure:#}");
}
