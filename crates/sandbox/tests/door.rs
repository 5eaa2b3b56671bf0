//! The door of the sandbox: attacks from web pages, foreign names and broken requests are refused over a real socket.

mod wire;

use std::time::{Duration, Instant};

use gatewright_sandbox::WorldKind;
use wire::{call, raw, started};

const LIST: &str = "/api/2.0/serving-endpoints";

/// What it is, the bytes, and the statuses that refuse it.
type Attack = (&'static str, String, &'static [u16]);

/// What an attacker at this computer may know; the token only in some attacks.
struct Door {
    host: String,
    token: String,
}

fn host_attacks(door: &Door) -> Vec<Attack> {
    let host = &door.host;
    let port = door.host.split(':').nth(1).unwrap_or_default();
    let good = format!("Host: {}\r\nAuthorization: Bearer {}\r\n", door.host, door.token);
    let auth = format!("Authorization: Bearer {}\r\n", door.token);
    let get = |lines: &str| format!("GET {LIST} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n");
    vec![
        ("rebound host", get(&format!("Host: evil.example:{port}\r\n{auth}")), &[421]),
        ("host without the port", get(&format!("Host: 127.0.0.1\r\n{auth}")), &[421]),
        ("another port", get(&format!("Host: 127.0.0.1:1\r\n{auth}")), &[421]),
        ("the IPv6 loopback", get(&format!("Host: [::1]:{port}\r\n{auth}")), &[421]),
        ("a trailing dot", get(&format!("Host: localhost.:{port}\r\n{auth}")), &[421]),
        ("a name in front", get(&format!("Host: localhost:{port}.evil.example\r\n{auth}")), &[421]),
        ("user info in the host", get(&format!("Host: evil@127.0.0.1:{port}\r\n{auth}")), &[421]),
        ("all interfaces", get(&format!("Host: 0.0.0.0:{port}\r\n{auth}")), &[421]),
        ("no host", get(&auth), &[421, 400]),
        ("two hosts", get(&format!("Host: {host}\r\nHost: evil.example\r\n{auth}")), &[421, 400]),
        (
            "a foreign absolute address",
            format!("GET http://evil.example{LIST} HTTP/1.1\r\n{good}Connection: close\r\n\r\n"),
            &[421],
        ),
    ]
}

fn sign_in_attacks(door: &Door) -> Vec<Attack> {
    let host = &door.host;
    let token = &door.token;
    let good = format!("Host: {}\r\nAuthorization: Bearer {}\r\n", door.host, door.token);
    let auth = format!("Authorization: Bearer {}\r\n", door.token);
    let get = |lines: &str| format!("GET {LIST} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n");
    vec![
        ("an origin", get(&format!("{good}Origin: https://evil.example\r\n")), &[403]),
        ("the null origin", get(&format!("{good}Origin: null\r\n")), &[403]),
        ("its own origin", get(&format!("{good}Origin: http://{host}\r\n")), &[403]),
        ("an empty origin", get(&format!("{good}Origin: \r\n")), &[403]),
        ("a preflight", format!("OPTIONS {LIST} HTTP/1.1\r\n{good}Connection: close\r\n\r\n"), &[403]),
        ("TRACE", format!("TRACE {LIST} HTTP/1.1\r\n{good}Connection: close\r\n\r\n"), &[405]),
        (
            "CONNECT",
            format!("CONNECT evil.example:443 HTTP/1.1\r\n{good}Connection: close\r\n\r\n"),
            &[400, 405, 421],
        ),
        ("no token", get(&format!("Host: {host}\r\n")), &[401]),
        ("a wrong token", get(&format!("Host: {host}\r\nAuthorization: Bearer nope\r\n")), &[401]),
        (
            "a part of the token",
            get(&format!(
                "Host: {host}\r\nAuthorization: Bearer {}\r\n",
                door.token.get(..20).unwrap_or_default()
            )),
            &[401],
        ),
        ("the token and more", get(&format!("Host: {host}\r\nAuthorization: Bearer {token}-x\r\n")), &[401]),
        ("another scheme", get(&format!("Host: {host}\r\nAuthorization: Basic {token}\r\n")), &[401]),
        ("two authorizations", get(&format!("{good}{auth}")), &[401]),
        (
            "the token in the address",
            format!("GET {LIST}?access_token={token} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
            &[401],
        ),
    ]
}

fn shape_attacks(door: &Door) -> Vec<Attack> {
    let host = &door.host;
    let good = format!("Host: {}\r\nAuthorization: Bearer {}\r\n", door.host, door.token);
    let get = |lines: &str| format!("GET {LIST} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n");
    let post = |lines: &str, body: &str| {
        format!("POST {LIST} HTTP/1.1\r\n{good}{lines}Connection: close\r\n\r\n{body}")
    };
    let long = "x".repeat(40_000);
    vec![
        (
            "a form",
            post("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n", "a=b"),
            &[415],
        ),
        ("plain text", post("Content-Type: text/plain\r\nContent-Length: 2\r\n", "{}"), &[415]),
        ("no content type", post("Content-Length: 2\r\n", "{}"), &[415]),
        (
            "length and chunks",
            post(
                "Content-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                "0\r\n\r\n",
            ),
            &[400],
        ),
        (
            "two lengths",
            post("Content-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n", "{}"),
            &[400],
        ),
        ("a negative length", post("Content-Type: application/json\r\nContent-Length: -1\r\n", ""), &[400]),
        (
            "a length of 17 MB",
            post("Content-Type: application/json\r\nContent-Length: 17825792\r\n", "{"),
            &[413],
        ),
        ("a space before the colon", get(&format!("{good}X-A : b\r\n")), &[400]),
        ("a head of 40 kB", get(&format!("{good}X-Long: {long}\r\n")), &[431, 400]),
        ("a thousand headers", get(&format!("{good}{}", "X-A: b\r\n".repeat(1_000))), &[431, 400]),
        (
            "a path out of the tree",
            format!("GET /../../etc/passwd HTTP/1.1\r\n{good}Connection: close\r\n\r\n"),
            &[501],
        ),
        (
            "an encoded path out",
            format!("GET /api/2.0/%2e%2e%2f%2e%2e%2fetc HTTP/1.1\r\n{good}Connection: close\r\n\r\n"),
            &[501],
        ),
        (
            "controls without a token",
            format!(
                "POST /sandbox/reset HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            ),
            &[401],
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn attacks_at_the_door_are_refused() {
    let running = started(WorldKind::Demo).await;
    let door = Door {
        host: running.host().trim_start_matches("http://").to_owned(),
        token: running.token().to_owned(),
    };
    let mut attacks = host_attacks(&door);
    attacks.extend(sign_in_attacks(&door));
    attacks.extend(shape_attacks(&door));
    assert!(attacks.len() >= 25);
    for (what, request, wanted) in attacks {
        let got = raw(&running, &request).await;
        let status = got.as_ref().map(|got| got.status);
        assert!(
            status.is_some_and(|status| wanted.contains(&status)),
            "{what}: {status:?}, wanted {wanted:?}"
        );
        let got = got.expect("checked above");
        assert!(!got.head.contains("access-control-"), "{what} must not be told anything about origins");
        assert!(!got.body.contains("support-assistant-chat"), "{what} must not see the world");
    }
    assert_eq!(call(&running, "GET", LIST, None).await.status, 200, "and a proper request still works");
    running.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_never_ends_is_hung_up_on() {
    let running = started(WorldKind::Empty).await;
    let host = running.host().trim_start_matches("http://").to_owned();
    let start = Instant::now();
    let head = async { raw(&running, &format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Slow: ")).await };
    let unfinished = format!(
        "POST /api/2.0/serving-endpoints HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{",
        running.token()
    );
    let (head, body) = tokio::join!(head, raw(&running, &unfinished));
    assert!(head.is_none_or(|got| got.status == 408));
    assert!(body.is_none_or(|got| got.status == 408));
    assert!(start.elapsed() < Duration::from_secs(14), "took {:?}", start.elapsed());
}
