use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::{Arrived, Loopback, MOST_CONNECTIONS};
use crate::workspaces::sign_in::request::{MOST_BYTES, Page};

/// A listener on a port of its own, so that the tests neither meet each other nor a sign-in of this computer. It takes one
/// answer and closes.
async fn waiting() -> (u16, JoinHandle<(Loopback, Arrived)>) {
    let free = TcpListener::bind(("127.0.0.1", 0)).await.unwrap().local_addr().unwrap().port();
    let mut listener = Loopback::on_one_of(free..=free).await.unwrap();
    let task = tokio::spawn(async move {
        let arrived = listener.answer().await;
        listener.close();
        (listener, arrived)
    });
    (free, task)
}

fn coming_back(port: u16, target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n")
}

async fn say(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.unwrap();
    String::from_utf8(answer).unwrap()
}

async fn answered(task: JoinHandle<(Loopback, Arrived)>, page: Page) -> String {
    let (listener, arrived) = tokio::time::timeout(Duration::from_secs(5), task).await.unwrap().unwrap();
    let query = arrived.query.clone();
    arrived.show(page).await;
    drop(listener);
    query
}

#[tokio::test]
async fn the_browser_that_comes_back_is_heard_once_and_then_nobody_listens() {
    let (port, task) = waiting().await;
    let browser = tokio::spawn(async move { say(port, &coming_back(port, "/?code=canary&state=s")).await });
    assert_eq!(answered(task, Page::GoBack).await, "code=canary&state=s");
    let page = browser.await.unwrap();
    assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("Go back to Gatewright"), "{page}");
    assert!(!page.contains("canary"), "nothing of the request is repeated");
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err(), "a replay finds nobody");
}

#[tokio::test]
async fn an_answer_that_does_not_count_leaves_the_way_back_open() {
    let free = TcpListener::bind(("127.0.0.1", 0)).await.unwrap().local_addr().unwrap().port();
    let mut listener = Loopback::on_one_of(free..=free).await.unwrap();
    let first = tokio::spawn(async move { say(free, &coming_back(free, "/?code=guess&state=wrong")).await });
    listener.answer().await.show(Page::DidNotWork).await;
    assert!(first.await.unwrap().starts_with("HTTP/1.1 400 "));
    let second = tokio::spawn(async move { say(free, &coming_back(free, "/?code=c&state=s")).await });
    let arrived = listener.answer().await;
    listener.close();
    assert!(TcpStream::connect(("127.0.0.1", free)).await.is_err(), "a second hit finds nobody");
    arrived.show(Page::GoBack).await;
    assert!(second.await.unwrap().starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn two_hits_at_once_give_one_answer() {
    let (port, task) = waiting().await;
    let hits: Vec<_> = (0..8)
        .map(|number| {
            tokio::spawn(async move {
                let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)).await else {
                    return String::new();
                };
                let _ = stream.write_all(coming_back(port, &format!("/?code={number}")).as_bytes()).await;
                let mut answer = Vec::new();
                let _ = stream.read_to_end(&mut answer).await;
                String::from_utf8_lossy(&answer).into_owned()
            })
        })
        .collect();
    answered(task, Page::GoBack).await;
    let mut welcomed = 0;
    for hit in hits {
        welcomed += usize::from(hit.await.unwrap().starts_with("HTTP/1.1 200 "));
    }
    assert_eq!(welcomed, 1);
}

#[tokio::test]
async fn whatever_else_knocks_is_turned_away_and_the_browser_is_still_heard() {
    let (port, task) = waiting().await;
    let foreign = format!("GET /?code=c&state=s HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n");
    assert!(say(port, &foreign).await.starts_with("HTTP/1.1 421 "));
    assert!(say(port, &coming_back(port, "/favicon.ico")).await.starts_with("HTTP/1.1 404 "));
    assert!(say(port, &coming_back(port, "/elsewhere?code=c")).await.starts_with("HTTP/1.1 404 "));
    assert!(say(port, "\u{16}\u{3}\u{1} hello\r\n\r\n").await.starts_with("HTTP/1.1 400 "));
    let huge = format!(
        "GET /?code=c HTTP/1.1\r\nHost: localhost:{port}\r\nX: {}\r\n\r\n",
        "a".repeat(MOST_BYTES * 8)
    );
    assert!(say(port, &huge).await.starts_with("HTTP/1.1 431 "));
    drop(TcpStream::connect(("127.0.0.1", port)).await.unwrap());
    let browser = tokio::spawn(async move { say(port, &coming_back(port, "/?code=c&state=s")).await });
    answered(task, Page::GoBack).await;
    assert!(browser.await.unwrap().starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn many_who_say_nothing_hold_the_browser_up_for_no_moment() {
    let (port, task) = waiting().await;
    let mut silent = Vec::new();
    for _ in 0..MOST_CONNECTIONS * 2 {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(b"GET /?co").await.unwrap();
        silent.push(stream);
    }
    let before = Instant::now();
    let browser = tokio::spawn(async move { say(port, &coming_back(port, "/?code=c&state=s")).await });
    answered(task, Page::GoBack).await;
    assert!(browser.await.unwrap().starts_with("HTTP/1.1 200 "));
    assert!(before.elapsed() < Duration::from_secs(2), "{:?}", before.elapsed());
}

#[tokio::test]
async fn an_answer_in_small_pieces_is_put_together() {
    let (port, task) = waiting().await;
    let browser = tokio::spawn(async move {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        for piece in coming_back(port, "/?code=c&state=s").as_bytes().chunks(7) {
            stream.write_all(piece).await.unwrap();
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let mut page = String::new();
        stream.read_to_string(&mut page).await.unwrap();
        page
    });
    answered(task, Page::GoBack).await;
    assert!(browser.await.unwrap().starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_busy_port_is_passed_over_on_either_address() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = taken.local_addr().unwrap().port();
    assert!(Loopback::on_one_of(port..=port).await.is_none(), "another program has it");
    let next = Loopback::on_one_of(port..=port.saturating_add(8)).await.unwrap();
    assert!(next.port > port && next.redirect_uri() == format!("http://localhost:{}", next.port));
    // Where this computer has IPv6, that address counts as well.
    if let Ok(six) = TcpListener::bind(("::1", 0)).await {
        let port = six.local_addr().unwrap().port();
        assert!(
            Loopback::on_one_of(port..=port).await.is_none(),
            "the browser might go to the other program"
        );
    }
}

#[tokio::test]
async fn a_sign_in_that_is_given_up_frees_its_port() {
    let (port, task) = waiting().await;
    assert!(!task.is_finished());
    task.abort();
    let _ = task.await;
    assert!(TcpListener::bind(("127.0.0.1", port)).await.is_ok());
}
