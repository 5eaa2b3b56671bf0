//! The listener: 127.0.0.1 only, at most 256 connections, ten seconds for a request to arrive, and faults carried out.
//! What a request may do is decided by `gate`, what it means by `routes`.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::gate::{self, Outcome};
use crate::reply::{Broken, Refusal, Reply, WireBody};
use crate::running::Shared;

const CONNECTIONS: usize = 256;
pub(crate) const HEADER_BYTES: usize = 32 * 1024;
const ARRIVAL: Duration = Duration::from_secs(10);
pub(crate) const BODY_BYTES: usize = 16 * 1024 * 1024;

pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let accepted = tokio::select! {
            () = until_true(&mut stopped) => break,
            accepted = async {
                let Ok(permit) = room.clone().acquire_owned().await else { return None };
                listener.accept().await.ok().map(|(stream, _)| (stream, permit))
            } => accepted,
        };
        let Some((stream, permit)) = accepted else {
            // Out of file descriptors, most likely: give the others a moment to close.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let shared = shared.clone();
        connections.spawn(async move {
            connection(stream, shared).await;
            drop(permit);
        });
    }
    connections.shutdown().await;
}

async fn until_true(stopped: &mut watch::Receiver<bool>) {
    // Err: the handle is gone, which means stop as well.
    let _seen = stopped.wait_for(|stop| *stop).await;
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    // Err only when the connection is already gone; the next read says so.
    let _small_writes_at_once = stream.set_nodelay(true);
    let reset = Arc::new(AtomicBool::new(false));
    let io = TokioIo::new(Wire { stream, reset: reset.clone() });
    let service = service_fn(move |request| handle(request, shared.clone(), reset.clone()));
    // An error here is a client that left or a connection broken on purpose; nobody is there to tell.
    let _ended = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(ARRIVAL)
        .max_buf_size(HEADER_BYTES)
        .max_headers(100)
        .serve_connection(io, service)
        .await;
}

async fn handle(
    request: http::Request<Incoming>,
    shared: Arc<Shared>,
    reset: Arc<AtomicBool>,
) -> Result<http::Response<WireBody>, Broken> {
    let (head, body) = request.into_parts();
    let admitted = match gate::admit(&head, &shared) {
        Ok(admitted) => admitted,
        // The body is left unread: hyper closes the connection after the answer.
        Err(refusal) => return Ok(wire(refusal.into(), None).closing()),
    };
    let bytes = match collect(body).await {
        Ok(bytes) => bytes,
        Err(refusal) => return Ok(wire(refusal.into(), None).closing()),
    };
    match gate::pass(head, bytes, &shared, admitted).await {
        Outcome::Reply { reply, cut_after } => Ok(wire(reply, cut_after)),
        Outcome::Reset => {
            reset.store(true, Ordering::Release);
            Err(Broken)
        }
    }
}

trait Closing {
    fn closing(self) -> Self;
}

impl Closing for http::Response<WireBody> {
    fn closing(mut self) -> Self {
        self.headers_mut().insert(http::header::CONNECTION, http::HeaderValue::from_static("close"));
        self
    }
}

fn wire(reply: Reply, cut_after: Option<u64>) -> http::Response<WireBody> {
    let mut response = http::Response::new(WireBody::new(reply.payload, cut_after));
    *response.status_mut() = reply.status;
    for (name, value) in reply.headers {
        response.headers_mut().insert(name, value);
    }
    response
}

/// Reads a body to its end: 16 MB at most, never ten seconds without a byte.
async fn collect(mut body: Incoming) -> Result<bytes::Bytes, Refusal> {
    let mut collected = bytes::BytesMut::new();
    loop {
        let frame = tokio::time::timeout(ARRIVAL, body.frame()).await.map_err(|_| {
            Refusal::new(408, "REQUEST_TIMEOUT", "The request's body did not arrive within ten seconds.")
        })?;
        match frame {
            None => return Ok(collected.freeze()),
            Some(Err(_)) => {
                return Err(Refusal::new(400, "MALFORMED_REQUEST", "The request's body could not be read."));
            }
            Some(Ok(frame)) => {
                if let Some(data) = frame.data_ref() {
                    if collected.len() + data.len() > BODY_BYTES {
                        return Err(Refusal::new(
                            413,
                            "REQUEST_TOO_LARGE",
                            "The request's body is larger than 16 MB.",
                        ));
                    }
                    collected.extend_from_slice(data);
                }
            }
        }
    }
}

/// The socket, able to end with a reset.
struct Wire {
    stream: TcpStream,
    reset: Arc<AtomicBool>,
}

impl Drop for Wire {
    fn drop(&mut self) {
        if self.reset.load(Ordering::Acquire) {
            // Closing with no linger time sends RST instead of FIN. Err: already closed.
            let _reset = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.reset.load(Ordering::Acquire) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
