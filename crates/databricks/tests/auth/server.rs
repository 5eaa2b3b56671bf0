//! A server that answers by a function, notes what it was sent, and can be slow; plain or over TLS.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use gatewright_databricks::Host;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Seen {
    /// `GET /path`, without the query.
    pub(crate) fn line(&self) -> String {
        self.head.split([' ', '?']).take(2).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()).next()
    }

    /// A field of the form.
    pub(crate) fn field(&self, name: &str) -> String {
        let mut fields = url::form_urlencoded::parse(self.body.as_bytes());
        fields.find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
    }
}

/// What is sent back: pieces, each after a pause in milliseconds.
pub(crate) struct Answer(pub(crate) Vec<(u64, String)>);

impl Answer {
    pub(crate) fn new(status: u16, headers: &str, body: &str) -> Self {
        Self(vec![(
            0,
            format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\n\r\n{body}", body.len()),
        )])
    }

    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::new(status, "content-type: application/json\r\n", body)
    }

    pub(crate) fn after(mut self, millis: u64) -> Self {
        self.0[0].0 = millis;
        self
    }

    pub(crate) fn missing() -> Self {
        Self::json(404, r#"{"error_code":"NOT_FOUND","message":"nothing here"}"#)
    }
}

type Handler = Arc<dyn Fn(&Seen) -> Answer + Send + Sync>;

#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    pub(crate) async fn start(handler: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> Self {
        Self::run(Arc::new(handler), None).await
    }

    pub(crate) async fn start_tls(
        tls: TlsAcceptor,
        handler: impl Fn(&Seen) -> Answer + Send + Sync + 'static,
    ) -> Self {
        Self::run(Arc::new(handler), Some(tls)).await
    }

    async fn run(handler: Handler, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self { port: listener.local_addr().unwrap().port(), seen: Arc::default() };
        let seen = server.seen.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (handler, seen, tls) = (handler.clone(), seen.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve(socket, handler, seen).await,
                        Some(tls) => {
                            if let Ok(socket) = tls.accept(socket).await {
                                serve(socket, handler, seen).await;
                            }
                        }
                    }
                });
            }
        });
        server
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn host(&self) -> Host {
        Host::parse(&self.address()).unwrap()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// How many requests with this line came.
    pub(crate) fn count(&self, line: &str) -> usize {
        self.seen().iter().filter(|seen| seen.line() == line).count()
    }
}

async fn serve(
    mut socket: impl AsyncRead + AsyncWrite + Unpin,
    handler: Handler,
    seen: Arc<Mutex<Vec<Seen>>>,
) {
    let mut buffer = Vec::new();
    while let Some(request) = read_request(&mut socket, &mut buffer).await {
        seen.lock().unwrap().push(request.clone());
        let Answer(pieces) = handler(&request);
        let lasts = pieces.len() > 1;
        for (pause, piece) in pieces {
            tokio::time::sleep(Duration::from_millis(pause)).await;
            let _ = socket.write_all(piece.as_bytes()).await;
            let _ = socket.flush().await;
        }
        if lasts {
            let _ = socket.shutdown().await;
            return;
        }
    }
}

async fn read_request(socket: &mut (impl AsyncRead + Unpin), buffer: &mut Vec<u8>) -> Option<Seen> {
    let mut block = vec![0; 16 * 1024];
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
