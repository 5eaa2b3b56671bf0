//! The doctor against the sandbox and against small servers that misbehave in all the ways that people meet: names,
//! ports, certificates, proxies, pages. Every line is checked as the window gets it.

use std::time::{Duration, Instant};

use gatewright_sandbox::{Identity as Who, Options, Running, Sandbox};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::servers::{Identity, Like, cutting, http, like_a_workspace, nobody, plain, saying, silent};
use crate::sign_in;

const TOKEN: &str = "dapi0123456789abcdef0123456789canary";
const CHECKS: [&str; 11] = [
    "name",
    "tcp",
    "tls",
    "proxy",
    "workspace",
    "token",
    "identity",
    "serving",
    "secrets",
    "warehouses",
    "catalogs",
];

fn run(desk: &Desk, target: &Value) -> Value {
    let (told, channel) = desk.channel();
    let report = desk.ok("doctor_run", json!({ "target": target, "run": "r", "told": told }));
    let lines = report["lines"].as_array().unwrap();
    let checks: Vec<&str> = lines.iter().map(|line| line["check"].as_str().unwrap()).collect();
    assert_eq!(checks, CHECKS, "every line is in every report, in order");
    for line in lines {
        assert_ne!(line["state"], "running", "{line}");
        assert!(line["detail"].as_str().unwrap().ends_with('.'), "a finished sentence: {line}");
        assert!(line["state"] != "failed" || line["whoCanFix"].is_string(), "who can change it: {line}");
        assert!(desk.messages(channel).contains(line), "told as it came: {line}");
    }
    report
}

fn address(desk: &Desk, host: &str) -> Value {
    run(desk, &json!({ "kind": "address", "host": host }))
}

fn line<'a>(report: &'a Value, check: &str) -> &'a Value {
    report["lines"].as_array().unwrap().iter().find(|line| line["check"] == check).unwrap()
}

fn says(report: &Value, check: &str, state: &str, words: &str) {
    let line = line(report, check);
    assert_eq!(line["state"], state, "{report:#}");
    let text = format!("{} {}", line["title"].as_str().unwrap(), line["detail"].as_str().unwrap());
    assert!(text.contains(words), "{words:?} is not in {text:?}");
}

fn states(report: &Value, state: &str) -> Vec<String> {
    let lines = report["lines"].as_array().unwrap().iter();
    lines
        .filter(|line| line["state"] == state)
        .map(|line| line["check"].as_str().unwrap().to_owned())
        .collect()
}

fn settings(desk: &Desk, settings: &Value) {
    desk.ok("app_save_settings", json!({ "settings": settings }));
}

fn workspace_of(identity: Who) -> Running {
    let options = Options { token: Some(TOKEN.to_owned()), identity, ..Options::default() };
    tauri::async_runtime::block_on(Sandbox::start(options)).unwrap()
}

fn connected(desk: &Desk, host: &str) -> Value {
    let workspace = sign_in::connect(desk, host, json!({ "kind": "accessToken", "token": TOKEN })).unwrap();
    json!({ "kind": "workspace", "id": workspace["id"] })
}

#[test]
fn the_sandbox_is_well_and_needs_no_encryption() {
    let desk = Desk::new();
    let report = run(&desk, &json!({ "kind": "workspace", "id": "sandbox" }));
    assert_eq!(states(&report, "failed"), Vec::<String>::new(), "{report:#}");
    assert_eq!(states(&report, "skipped"), Vec::<String>::new(), "{report:#}");
    says(&report, "tls", "ok", "not needed here");
    says(&report, "proxy", "ok", "this computer itself");
    says(&report, "identity", "ok", "Dana Okafor");
    says(&report, "warehouses", "ok", "2 SQL warehouses");
    assert_eq!(report["verdict"], "All is well with Sandbox.");
}

#[test]
fn what_somebody_lacks_is_a_warning_that_names_an_admin() {
    let other = workspace_of(Who::Limited);
    let desk = Desk::new();
    let report = run(&desk, &connected(&desk, &other.host()));
    says(&report, "identity", "ok", "Noah Lindqvist");
    says(&report, "warehouses", "warning", "may not list SQL warehouses");
    says(&report, "catalogs", "warning", "No catalog is shown");
    assert_eq!(line(&report, "warehouses")["whoCanFix"], "An admin of claims.");
    let text = report["text"].as_str().unwrap();
    assert!(text.contains("[!] ") && text.contains("noah.lindqvist"), "{text}");
    assert!(!report.to_string().contains(TOKEN));
}

#[test]
fn a_refused_sign_in_stops_the_questions_behind_it() {
    let other = workspace_of(Who::Owner);
    let desk = Desk::new();
    let target = connected(&desk, &other.host());
    let port = other.host().rsplit(':').next().unwrap().parse::<u16>().unwrap();
    tauri::async_runtime::block_on(other.shutdown());
    let options = Options { token: Some("dapi-another-token-0000000000".into()), port, ..Options::default() };
    let other = tauri::async_runtime::block_on(Sandbox::start(options)).unwrap();
    let report = run(&desk, &target);
    says(&report, "workspace", "ok", "workspace");
    assert_eq!(line(&report, "token")["state"], "failed", "{report:#}");
    assert_eq!(line(&report, "token")["next"]["kind"], "signInAgain", "{report:#}");
    assert_eq!(states(&report, "skipped"), ["identity", "serving", "secrets", "warehouses", "catalogs"]);
    assert!(!report.to_string().contains(TOKEN));
    drop(other);
}

#[test]
fn an_address_without_a_sign_in_is_looked_at_as_far_as_that_goes() {
    let other = workspace_of(Who::Owner);
    let report = address(&Desk::new(), &other.host());
    says(&report, "workspace", "ok", "workspace");
    says(&report, "token", "skipped", "Nobody has signed in");
    assert_eq!(states(&report, "failed"), Vec::<String>::new());
}

#[test]
fn what_is_no_address_is_said_at_the_field() {
    let failure = Desk::new().fails(
        "doctor_run",
        json!({ "target": { "kind": "address", "host": "ftp://x" }, "run": "r", "told": "__CHANNEL__:9" }),
    );
    assert_eq!(failure["kind"], "invalid");
    assert_eq!(failure["fields"][0]["path"], "host");
}

#[test]
fn a_port_that_refuses_is_told_from_one_that_cuts_and_one_that_is_silent() {
    let desk = Desk::new();
    let report = address(&desk, &format!("https://127.0.0.1:{}", nobody()));
    says(&report, "tcp", "failed", "refuses connections");
    says(&report, "tls", "skipped", "No connection was made");
    says(&report, "proxy", "ok", "No proxy");
    let report = address(&desk, &format!("https://127.0.0.1:{}", cutting()));
    says(&report, "tls", "failed", "cut");
    let begun = Instant::now();
    let report = address(&desk, &format!("https://127.0.0.1:{}", silent()));
    says(&report, "tls", "failed", "took too long");
    assert!(begun.elapsed() < Duration::from_secs(12), "it has a limit: {:?}", begun.elapsed());
}

#[test]
fn what_does_not_encrypt_and_what_encrypts_in_an_old_way_are_told_apart() {
    let desk = Desk::new();
    let report =
        address(&desk, &format!("https://127.0.0.1:{}", saying(b"HTTP/1.1 400 Bad Request\r\n\r\n")));
    says(&report, "tls", "failed", "does not encrypt");
    // The alert of a server that ends at TLS 1.1: fatal, protocol version.
    let report = address(&desk, &format!("https://127.0.0.1:{}", saying(&[0x15, 3, 1, 0, 2, 2, 70])));
    says(&report, "tls", "failed", "too old");
}

#[test]
fn a_company_certificate_is_refused_until_its_file_is_set_and_then_named() {
    let desk = Desk::new();
    let company = Identity::good();
    let host = format!("https://127.0.0.1:{}", company.serve(like_a_workspace));
    let report = address(&desk, &host);
    says(&report, "tls", "failed", "not trusted");
    says(&report, "tls", "failed", "Meridian Freight Root");
    assert_eq!(line(&report, "tls")["next"]["kind"], "openSettings");
    assert_eq!(line(&report, "workspace")["state"], "skipped");
    let file = desk.folder.join("company.pem");
    std::fs::write(&file, &company.authority).unwrap();
    settings(&desk, &json!({ "caFile": file }));
    let report = address(&desk, &host);
    says(&report, "tls", "ok", "by the extra certificate");
    says(&report, "tls", "ok", "company.pem");
    says(&report, "workspace", "ok", "answers like a Databricks workspace");
}

#[test]
fn bad_certificates_are_told_apart_and_never_accepted_even_from_a_trusted_authority() {
    let desk = Desk::new();
    let cases = [
        (Like { names: &["127.0.0.1"], until: 2021, by_authority: true }, "expired"),
        (Like { names: &["elsewhere.meridian"], until: 2099, by_authority: true }, "elsewhere.meridian"),
        (Like { names: &["127.0.0.1"], until: 2099, by_authority: false }, "vouches for itself"),
    ];
    for (like, words) in cases {
        let server = Identity::new(&like);
        let file = desk.folder.join("company.pem");
        std::fs::write(&file, &server.authority).unwrap();
        settings(&desk, &json!({ "caFile": file }));
        let report = address(&desk, &format!("https://127.0.0.1:{}", server.serve(like_a_workspace)));
        says(&report, "tls", "failed", words);
        assert_eq!(line(&report, "workspace")["state"], "skipped", "nothing is sent");
    }
}

#[test]
fn a_certificate_file_that_cannot_be_used_is_explained() {
    let desk = Desk::new();
    settings(&desk, &json!({ "caFile": desk.folder.join("gone.pem") }));
    let report = address(&desk, &format!("https://127.0.0.1:{}", Identity::good().serve(like_a_workspace)));
    says(&report, "tls", "failed", "no file at this path");
    assert_eq!(line(&report, "tls")["next"]["kind"], "openSettings");
}

fn through_proxy(proxy: u16) -> Value {
    let desk = Desk::new();
    settings(&desk, &json!({ "proxy": format!("http://127.0.0.1:{proxy}") }));
    address(&desk, "https://acme.cloud.databricks.com")
}

#[test]
fn a_proxy_that_refuses_is_named_with_who_named_it() {
    let report = through_proxy(plain(|_| http("403 Forbidden", "", "")));
    says(&report, "tcp", "ok", "The proxy takes connections");
    says(&report, "tls", "skipped", "The proxy opened no way");
    says(&report, "proxy", "failed", "the proxy of the settings");
    says(&report, "proxy", "failed", "does not let this address through");
    let report = through_proxy(plain(|_| http("407 Proxy Authentication Required", "", "")));
    says(&report, "proxy", "failed", "asks for a password");
    let report = through_proxy(saying(b"SSH-2.0-OpenSSH_9\r\n\r\n"));
    says(&report, "proxy", "failed", "is not a proxy");
    let report = through_proxy(nobody());
    says(&report, "tcp", "failed", "The proxy refuses connections");
    says(&report, "proxy", "failed", "cannot be reached");
}

#[test]
fn the_certificate_is_looked_at_through_the_proxy() {
    // A proxy that agrees to everything and then shows a certificate of its own, as inspecting ones do.
    let report =
        through_proxy(saying(b"HTTP/1.1 200 Connection established\r\n\r\n\x15\x03\x01\x00\x02\x02\x46"));
    says(&report, "tls", "failed", "too old");
    says(&report, "proxy", "ok", "A proxy is used");
}

#[test]
fn a_name_that_leads_nowhere_is_said_and_all_behind_it_is_skipped() {
    let desk = Desk::new();
    settings(&desk, &json!({ "proxy": "http://no-such-proxy.invalid:8080" }));
    let report = address(&desk, "https://acme.cloud.databricks.com");
    assert_eq!(line(&report, "name")["state"], "failed", "{report:#}");
    says(&report, "tcp", "skipped", "nothing to connect to");
    says(&report, "proxy", "failed", "no-such-proxy.invalid");
    assert_eq!(states(&report, "skipped").len(), 9, "{report:#}");
    assert!(!report["verdict"].as_str().unwrap().is_empty());
}

fn seen(answer: fn(&str) -> String) -> Value {
    address(&Desk::new(), &format!("http://127.0.0.1:{}", plain(answer)))
}

#[test]
fn what_stands_where_a_workspace_was_expected_is_recognised() {
    const JSON: &str = "content-type: application/json\r\n";
    const HTML: &str = "content-type: text/html\r\n";
    let login = |_: &str| http("200 OK", HTML, "<html><head><title>Login - Databricks</title></head></html>");
    says(&seen(login), "workspace", "failed", "sign-in page");
    let page =
        |_: &str| http("200 OK", HTML, "<html><head><title>Welcome to the hotel</title></head></html>");
    says(&seen(page), "workspace", "failed", "Welcome to the hotel");
    let elsewhere = |_: &str| http("302 Found", "location: https://www.example.com/start\r\n", "");
    says(&seen(elsewhere), "workspace", "failed", "www.example.com");
    let private = |_: &str| {
        http("302 Found", "location: /login.html?error=private-link-validation-error%3A123\r\n", "")
    };
    says(&seen(private), "workspace", "failed", "private link");
    let listed = |_: &str| {
        http(
            "403 Forbidden",
            JSON,
            r#"{"error_code":"PERMISSION_DENIED","message":"Source IP address: 203.0.113.7 is blocked by Databricks IP ACL for workspace: 12"}"#,
        )
    };
    says(&seen(listed), "workspace", "failed", "203.0.113.7");
    let account = |_: &str| {
        http("200 OK", JSON, r#"{"host_type":"ACCOUNT_HOST","account_id":"a","oidc_endpoint":"https://x"}"#)
    };
    says(&seen(account), "workspace", "failed", "account console");
    let unified =
        |_: &str| http("200 OK", JSON, r#"{"host_type":"UNIFIED_HOST","oidc_endpoint":"https://x"}"#);
    says(&seen(unified), "workspace", "warning", "several workspaces");
    let other = |_: &str| http("200 OK", JSON, r#"{"hello":"world"}"#);
    says(&seen(other), "workspace", "failed", "Something else answers");
}

#[test]
fn an_examination_can_be_stopped_and_keeps_what_it_found() {
    let desk = Desk::new();
    let (told, channel) = desk.channel();
    let target = json!({ "kind": "address", "host": format!("https://127.0.0.1:{}", silent()) });
    let answer = desk.begin("doctor_run", json!({ "target": target, "run": "r7", "told": told }));
    let begun = Instant::now();
    while !desk.messages(channel).iter().any(|line| line["check"] == "tls") {
        assert!(begun.elapsed() < Duration::from_secs(5), "the handshake begins");
        std::thread::sleep(Duration::from_millis(10));
    }
    desk.ok("doctor_stop", json!({ "run": "r7" }));
    let report = answer.recv_timeout(Duration::from_secs(3)).expect("it ends at once").unwrap();
    says(&report, "tcp", "ok", "takes connections");
    says(&report, "tls", "skipped", "You stopped");
    desk.ok("doctor_stop", json!({ "run": "r7" }));
}
