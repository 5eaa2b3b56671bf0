//! A socket that answers from a script, counts what it was sent, and can cut, stall or lie.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use async_trait::async_trait;
use gatewright_databricks::{AccessToken, Clock, Host, Random, Timeouts, Token, Workspace};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What happens after a request was read.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// These bytes are sent; the connection stays open.
    Send(String),
    /// These bytes are sent, then the connection is closed.
    SendAndClose(String),
    /// The connection is closed without an answer.
    Close,
    /// Pieces with a pause before each; the connection is closed at the end.
    Slowly(Vec<(u64, String)>),
    /// These bytes are sent, then nothing until the client goes away.
    SendAndStay(String),
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Seen {
    /// `GET /path`.
    pub(crate) fn line(&self) -> String {
        self.head.split(" HTTP").next().unwrap().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()).next()
    }
}

pub(crate) struct Server {
    pub(crate) port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    connections: Arc<AtomicUsize>,
    /// When a client went away while an answer stood open.
    gone: Arc<Mutex<Option<Instant>>>,
}

impl Server {
    /// Answers requests with the steps in turn; the last one again and again.
    pub(crate) async fn start(steps: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self { port, seen: Arc::default(), connections: Arc::default(), gone: Arc::default() };
        let (seen, connections, gone) =
            (server.seen.clone(), server.connections.clone(), server.gone.clone());
        let steps = Arc::new(Mutex::new(VecDeque::from(steps)));
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(socket, seen.clone(), steps.clone(), gone.clone()));
            }
        });
        server
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn gone(&self) -> Option<Instant> {
        *self.gone.lock().unwrap()
    }

    pub(crate) fn workspace(&self) -> Workspace {
        self.workspace_with(Timeouts::default())
    }

    pub(crate) fn workspace_with(&self, timeouts: Timeouts) -> Workspace {
        workspace(self.port, timeouts)
    }
}

/// A client of a port, with time that jumps ahead instead of waiting.
pub(crate) fn workspace(port: u16, timeouts: Timeouts) -> Workspace {
    let host = Host::parse(&format!("http://127.0.0.1:{port}")).unwrap();
    Workspace::builder(host)
        .auth(Arc::new(AccessToken::new(Token::new("dapi-canary-token"))))
        .clock(Arc::new(Jump::default()))
        .random(Arc::new(Middle))
        .timeouts(timeouts)
        .build()
        .unwrap()
}

/// Time that passes when somebody waits for it.
#[derive(Debug)]
pub(crate) struct Jump {
    begun: Instant,
    ahead: Mutex<Duration>,
}

impl Default for Jump {
    fn default() -> Self {
        Self { begun: Instant::now(), ahead: Mutex::new(Duration::ZERO) }
    }
}

#[async_trait]
impl Clock for Jump {
    fn now(&self) -> Instant {
        self.begun + self.begun.elapsed() + *self.ahead.lock().unwrap()
    }
    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }
    async fn sleep(&self, time: Duration) {
        *self.ahead.lock().unwrap() += time;
        tokio::task::yield_now().await;
    }
}

#[derive(Debug)]
pub(crate) struct Middle;

impl Random for Middle {
    fn fraction(&self) -> f64 {
        0.5
    }
}

async fn serve(
    mut socket: TcpStream,
    seen: Arc<Mutex<Vec<Seen>>>,
    steps: Arc<Mutex<VecDeque<Step>>>,
    gone: Arc<Mutex<Option<Instant>>>,
) {
    let mut buffer = Vec::new();
    while let Some(request) = read_request(&mut socket, &mut buffer).await {
        seen.lock().unwrap().push(request);
        let step = {
            let mut steps = steps.lock().unwrap();
            if steps.len() > 1 { steps.pop_front().unwrap() } else { steps.front().cloned().unwrap() }
        };
        match step {
            Step::Send(bytes) => {
                let _ = socket.write_all(bytes.as_bytes()).await;
            }
            Step::SendAndClose(bytes) => {
                let _ = socket.write_all(bytes.as_bytes()).await;
                let _ = socket.shutdown().await;
                return;
            }
            Step::Close => return,
            Step::Slowly(pieces) => {
                for (pause, piece) in pieces {
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                    let _ = socket.write_all(piece.as_bytes()).await;
                }
                let _ = socket.shutdown().await;
                return;
            }
            Step::SendAndStay(bytes) => {
                let _ = socket.write_all(bytes.as_bytes()).await;
                let mut rest = [0; 64];
                while matches!(socket.read(&mut rest).await, Ok(n) if n > 0) {}
                *gone.lock().unwrap() = Some(Instant::now());
                return;
            }
        }
    }
}

async fn read_request(socket: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Seen> {
    let mut block = vec![0; 64 * 1024];
    let head_end = loop {
        if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        match socket.read(&mut block).await {
            Ok(n) if n > 0 => buffer.extend_from_slice(&block[..n]),
            _ => return None,
        }
    };
    let head = String::from_utf8_lossy(&buffer[..head_end]).into_owned();
    let seen = Seen { head, body: String::new() };
    let length: usize = seen.header("content-length").map_or(0, |length| length.parse().unwrap());
    while buffer.len() < head_end + length {
        match socket.read(&mut block).await {
            Ok(n) if n > 0 => buffer.extend_from_slice(&block[..n]),
            _ => return None,
        }
    }
    let body = String::from_utf8_lossy(&buffer[head_end..head_end + length]).into_owned();
    buffer.drain(..head_end + length);
    Some(Seen { body, ..seen })
}

/// A whole answer.
pub(crate) fn answer(status: u16, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
}

pub(crate) fn json(status: u16, body: &str) -> String {
    answer(status, "content-type: application/json\r\n", body)
}

/// The head of a stream that lasts until the connection is closed.
pub(crate) const EVENTS: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nserved-model-name: claude\r\nx-databricks-request-id: r-1\r\n\r\n";

pub(crate) const CHAT: &str = r#"{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":"3","completion_tokens":1,"total_tokens":4}}"#;

pub(crate) fn delta(text: &str) -> String {
    format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n")
}
