//! A recorder inside the page: when frames come, and how long after an event the screen shows its effect. And the app in a
//! window, connected to the plain server. Used by every measurement in the window.

use std::time::{Duration, Instant};

use fantoccini::key::Key;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::desk::Desk;
use crate::server::{Plain, TOKEN};

const PATIENCE: Duration = Duration::from_secs(60);

/// Stamps every frame until it is told to stop.
const RECORD: &str = "
  const stamps = (window.benchFrames = []);
  window.benchStop = false;
  const frame = (now) => { stamps.push(now); if (!window.benchStop) requestAnimationFrame(frame); };
  requestAnimationFrame(frame);";

const STOP: &str = "window.benchStop = true; return window.benchFrames;";

/// Stamps the first frame after an event in which a condition holds, when that frame has been painted.
const AWAIT: &str = "
  const [type, condition] = arguments;
  const holds = { tenThousand, changed, sent }[condition];
  const seen = (window.benchSeen = { from: null, until: null, before: rows() });
  addEventListener(type, (event) => {
    if (seen.from === null) { seen.from = event.timeStamp; seen.before = rows(); }
  }, { capture: true, once: true });
  const look = () => {
    if (seen.until !== null) return;
    if (seen.from !== null && holds()) setTimeout(() => { seen.until = performance.now(); }, 0);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  function table() { return document.querySelector('[data-list=endpoints] table'); }
  function rows() { const t = table(); return t && t.getAttribute('aria-rowcount') + t.querySelector('tbody a')?.textContent; }
  function tenThousand() { const t = table(); return t && +t.getAttribute('aria-rowcount') > 9000 && t.querySelector('tbody a'); }
  function changed() { return rows() !== seen.before; }
  function sent() {
    const send = [...document.querySelectorAll('button')].find((one) => one.textContent.startsWith('Send'));
    return send && document.body.textContent.length > 1_400_000;
  }";

/// The app, connected to a plain server.
pub struct Watched {
    pub desk: Desk,
    home: TempDir,
}

impl Watched {
    /// Starts the app and connects it.
    pub async fn connect(plain: &Plain) -> Self {
        let home = tempfile::tempdir().unwrap();
        let desk = Desk::open(home.path()).await;
        desk.press("Connect a workspace").await;
        desk.see_text("Workspace address").await;
        desk.fill("Workspace address", &format!("http://{}", plain.address)).await;
        desk.press("Access token").await;
        desk.fill("Access token", TOKEN).await;
        desk.press("Connect").await;
        desk.see_text("generated-00000").await;
        Self { desk, home }
    }

    /// Closes the app, lets something be done to its folder, and starts it again.
    pub async fn closed_for(self, work: impl FnOnce(&std::path::Path)) -> Self {
        let Self { desk, home } = self;
        desk.close().await;
        work(home.path());
        let desk = Desk::open(home.path()).await;
        desk.see_text("generated-00000").await;
        Self { desk, home }
    }

    /// Starts stamping frames.
    pub async fn record(&self) {
        self.desk.script(RECORD, vec![]).await;
    }

    /// Ends stamping and gives the milliseconds between frames, without the first ones, in which the recorder was put in.
    pub async fn gaps(&self) -> Vec<f64> {
        let stamps = self.desk.script(STOP, vec![]).await;
        let stamps: Vec<f64> = stamps.as_array().unwrap().iter().filter_map(Value::as_f64).collect();
        stamps.windows(2).skip(5).map(|pair| pair[1] - pair[0]).collect()
    }

    /// Begins to wait for a condition after the next event of a type.
    pub async fn expect(&self, event: &str, condition: &str) {
        self.desk.script(AWAIT, vec![json!(event), json!(condition)]).await;
    }

    /// Milliseconds from the event to the painted frame.
    pub async fn seen_after(&self) -> f64 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            tokio::time::sleep(Duration::from_millis(60)).await;
            let took = "const s = window.benchSeen; return s.until === null ? null : s.until - s.from";
            if let Some(took) = self.desk.script(took, vec![]).await.as_f64() {
                return took;
            }
            if Instant::now() > deadline {
                self.desk.shoot("bench-missing").await;
                let state = "return JSON.stringify([window.benchSeen, document.activeElement.outerHTML.slice(0, 120)])";
                let state = self.desk.script(state, vec![]).await;
                panic!("what was waited for did not come: {state}\n{}", self.desk.text().await);
            }
        }
    }

    /// Opens a chat of its own with an endpoint.
    pub async fn chat(&self, endpoint: &str) {
        self.desk.go(&format!("/chat?endpoint={endpoint}")).await;
        self.desk.see("//textarea[not(@readonly)]").await;
    }

    /// Types a question and sends it.
    pub async fn ask(&self) {
        // The driver now and then refuses keys in the moment in which the page is drawn anew.
        for _ in 0..2 {
            let composer = self.desk.see("//textarea[not(@readonly)]").await;
            if composer.send_keys("Tell me all of it.").await.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        self.desk.key(Key::Enter).await;
    }
}
