//! A browser and the person in front of it, as far as a sign-in needs them: opens a page, follows where it is sent, presses a
//! button. Plain sockets, so that nothing of the client's own HTTP is used to test the client.

use std::collections::HashMap;

use gatewright_sandbox::Running;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

struct Page {
    status: u16,
    location: String,
    body: String,
}

async fn send(address: &str, method: &str, lines: &str, body: &str) -> Page {
    let rest = address.strip_prefix("http://").expect("an address on this machine");
    let (place, path) = rest.split_once('/').expect("a path");
    let mut stream = TcpStream::connect(place).await.expect("somebody listens");
    let request = format!(
        "{method} /{path} HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n{lines}Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.expect("it is heard");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    let location = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
    Page { status, location: location.to_owned(), body: body.to_owned() }
}

/// Opens an address and goes where it is sent, until that is `back`. Returns the query that arrives there.
pub(crate) async fn follow(address: &str, back: &str) -> String {
    let mut address = address.to_owned();
    for _ in 0..5 {
        let page = send(&address, "GET", "", "").await;
        assert_eq!(page.status, 303, "{}", page.body);
        match page.location.strip_prefix(&format!("{back}/?")) {
            Some(query) => return query.to_owned(),
            None => address = page.location,
        }
    }
    panic!("sent around in circles, last to {address}");
}

/// Opens the sign-in page and presses a button as somebody. Returns the query that arrives at `back`.
pub(crate) async fn answer(address: &str, identity: &str, choice: &str, back: &str) -> String {
    let page = send(address, "GET", "", "").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let hidden = attributes(&page.body, "<input type=\"hidden\"");
    let form = attributes(&page.body, "<form");
    let body = format!("{}={}&identity={identity}&choice={choice}", hidden["name"], hidden["value"]);
    let place = address.split('/').take(3).collect::<Vec<_>>().join("/");
    let lines = format!("Origin: {place}\r\nContent-Type: application/x-www-form-urlencoded\r\n");
    let sent =
        send(&format!("{place}{}", form["action"]), &form["method"].to_uppercase(), &lines, &body).await;
    let query = sent.location.strip_prefix(&format!("{back}/?"));
    query.unwrap_or_else(|| panic!("sent to {}: {}", sent.location, sent.body)).to_owned()
}

/// The attributes of the first element that begins like this.
fn attributes(page: &str, begins: &str) -> HashMap<String, String> {
    let (_, rest) = page.split_once(begins).unwrap_or_else(|| panic!("no {begins} in {page}"));
    let (element, _) = rest.split_once('>').expect("its end");
    let pairs = element.split("\" ").filter_map(|pair| pair.trim().trim_end_matches('"').split_once("=\""));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Changes something at the sandbox's own controls.
pub(crate) async fn control(running: &Running, path: &str, body: &str) {
    let lines = format!("Authorization: Bearer {}\r\nContent-Type: application/json\r\n", running.token());
    let done = send(&format!("{}{path}", running.host()), "POST", &lines, body).await;
    assert_eq!(done.status, 200, "{}", done.body);
}
