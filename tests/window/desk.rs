//! The built app in a real window, driven the way a person's hands would: by what is written on the screen. WebKit's own
//! driver starts the binary; the data folder, the home and the keychain belong to the test.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::process;

/// Longest wait for anything on the screen.
const PATIENCE: Duration = Duration::from_secs(20);

/// One run of the app. Close it to start it again on the same data folder.
pub struct Desk {
    pub client: Client,
    pub folder: PathBuf,
    driver: Child,
    /// Ends what hangs, for as long as this run is held.
    _watched: Arc<()>,
}

/// What a run is started with beside the folder.
#[derive(Default, Clone)]
pub struct Start {
    /// Further environment of the app.
    pub env: Vec<(&'static str, String)>,
}

impl Desk {
    /// Starts the app on `folder`.
    pub async fn open(folder: &Path) -> Self {
        Self::open_with(folder, &Start::default()).await
    }

    /// Starts the app on `folder` with something special about the start. A machine that is busy elsewhere can keep a killed app
    /// from leaving the session bus for seconds, and a start in that time waits for somebody who does not answer: one that
    /// hangs is killed, said, and tried once more.
    pub async fn open_with(folder: &Path, start: &Start) -> Self {
        match Self::opened(folder, start).await {
            Ok(desk) => desk,
            Err(why) => {
                eprintln!("{why}; killed and started once more");
                process::kill(folder);
                Self::opened(folder, start).await.unwrap_or_else(|why| panic!("{why}"))
            }
        }
    }

    async fn opened(folder: &Path, start: &Start) -> Result<Self, String> {
        process::has_ended(folder, Duration::from_secs(10));
        let port = free_port();
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("GATEWRIGHT_DATA", folder)
            .envs(start.env.iter().map(|(name, value)| (*name, value.as_str())))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut driver = command.spawn().expect(
            "WebKitWebDriver starts every window test; install it with `apt-get install webkit2gtk-driver` or run `cargo xtask e2e`",
        );
        let capabilities = json!({
            "webkitgtk:browserOptions": { "binary": env!("CARGO_BIN_EXE_gatewright"), "args": [] }
        });
        let Value::Object(capabilities) = capabilities else { unreachable!() };
        let deadline = Instant::now() + PATIENCE;
        let address = format!("http://127.0.0.1:{port}");
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            let session = builder.capabilities(capabilities.clone()).connect(&address);
            // The driver itself waits for ever for an app that has ended.
            match tokio::time::timeout(PATIENCE, session).await {
                Ok(Ok(client)) => break client,
                Ok(Err(error)) if Instant::now() > deadline => {
                    let _ = driver.kill();
                    let _ = driver.wait();
                    return Err(format!("the app did not open its window: {error}"));
                }
                Ok(Err(_)) => tokio::time::sleep(Duration::from_millis(50)).await,
                Err(_) => {
                    let _ = driver.kill();
                    let _ = driver.wait();
                    return Err("the app ended, or hangs, before its window was open".to_owned());
                }
            }
        };
        Ok(Self { client, folder: folder.to_owned(), driver, _watched: process::watched(folder) })
    }

    /// Closes the window and waits until the app has ended.
    pub async fn close(self) {
        let _ = self.client.clone().close().await;
        assert!(process::has_ended(&self.folder, Duration::from_secs(10)), "the app ends with its window");
    }

    /// Kills the app in the middle of what it does, as a power cut would.
    pub fn kill(self) {
        assert_eq!(process::kill(&self.folder), 1, "the app is one process");
    }

    /// Runs a script in the page.
    pub async fn script(&self, script: &str, args: Vec<Value>) -> Value {
        self.client.execute(script, args).await.expect("the script runs")
    }

    /// Waits for an element by XPath that can be seen.
    pub async fn see(&self, xpath: &str) -> Element {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Ok(found) = self.client.find_all(Locator::XPath(xpath)).await {
                for element in found {
                    if self.is_shown(&element).await {
                        return element;
                    }
                }
            }
            if Instant::now() > deadline {
                self.shoot("missing").await;
                let text = self.text().await;
                panic!("this did not appear: {xpath}\nthe screen says:\n{text}");
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// Waits until nothing that can be seen is left of what XPath names.
    pub async fn gone(&self, xpath: &str) {
        let deadline = Instant::now() + PATIENCE;
        'again: loop {
            for element in self.client.find_all(Locator::XPath(xpath)).await.unwrap_or_default() {
                if self.is_shown(&element).await {
                    if Instant::now() > deadline {
                        self.shoot("missing").await;
                        panic!(
                            "this stays on the screen: {xpath}\nit says:\n{}",
                            self.text_of(&element).await
                        );
                    }
                    tokio::time::sleep(Duration::from_millis(40)).await;
                    continue 'again;
                }
            }
            return;
        }
    }

    /// Whether an element can be seen. The driver's own question is not asked: it changes prototypes, which the window has
    /// frozen.
    async fn is_shown(&self, element: &Element) -> bool {
        let Ok(reference) = serde_json::to_value(element) else { return false };
        let asks = "const e = arguments[0];
                    return e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden'";
        // An element that has gone meanwhile is not shown.
        self.client.execute(asks, vec![reference]).await.is_ok_and(|shown| shown == true)
    }

    /// Waits until a text stands somewhere on the screen.
    pub async fn see_text(&self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.text().await.contains(text) {
            if Instant::now() > deadline {
                self.shoot("missing").await;
                panic!("this text did not appear: {text}\nthe screen says:\n{}", self.text().await);
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// All that is written on the screen.
    pub async fn text(&self) -> String {
        let text = self.script("return document.body.innerText", vec![]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// What is written in an element.
    pub async fn text_of(&self, element: &Element) -> String {
        let args = vec![serde_json::to_value(element).expect("an element is a reference")];
        let text = self.script("return arguments[0].innerText", args).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Presses the button (or link, tab, radio, menu item) of that name: the one named so, or the first whose name begins
    /// so.
    pub async fn press(&self, name: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let at = self.script(FIND_BY_NAME, vec![json!(name)]).await;
            if let (Some(x), Some(y)) = (at[0].as_f64(), at[1].as_f64()) {
                return self.click_at(x, y).await;
            }
            if Instant::now() > deadline {
                self.shoot("missing").await;
                panic!("there is nothing to press named {name}\nthe screen says:\n{}", self.text().await);
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// Clicks an element with the mouse, where it is on the screen.
    pub async fn click(&self, element: &Element) {
        let args = vec![serde_json::to_value(element).expect("an element is a reference")];
        let place = "const e = arguments[0]; e.scrollIntoView({ block: 'nearest', inline: 'nearest' });
                     const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]";
        let at = self.script(place, args).await;
        self.click_at(at[0].as_f64().unwrap_or_default(), at[1].as_f64().unwrap_or_default()).await;
    }

    /// Clicks where the mouse is sent.
    pub async fn click_at(&self, x: f64, y: f64) {
        let mouse = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveTo { duration: None, x, y })
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(mouse).await.expect("the mouse can click");
    }

    /// The field with that label.
    pub async fn field(&self, label: &str) -> Element {
        let literal = quoted(label);
        let by_label = format!("@id=//label[starts-with(normalize-space(.), {literal})]/@for");
        let by_name = format!("@aria-label={literal} or @placeholder={literal}");
        let labelled = format!("@aria-labelledby=//*[starts-with(normalize-space(.), {literal})]/@id");
        self.see(&format!("//*[(self::input or self::textarea) and ({by_label} or {by_name} or {labelled})]"))
            .await
    }

    /// Types into the field with that label, after emptying it.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        self.click(&field).await;
        // The page may have moved under the mouse.
        self.focus(&field).await;
        self.keys(&[Key::Control], "a").await;
        field.send_keys(text).await.unwrap_or_else(|error| panic!("{label} takes no text: {error}"));
    }

    /// Presses keys where the focus is, with others held.
    pub async fn keys(&self, held: &[Key], keys: &str) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for key in held {
            actions = actions.then(KeyAction::Down { value: (*key).into() });
        }
        for key in keys.chars() {
            actions = actions.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        }
        for key in held.iter().rev() {
            actions = actions.then(KeyAction::Up { value: (*key).into() });
        }
        self.client.perform_actions(actions).await.expect("keys can be pressed");
    }

    /// Presses one named key.
    pub async fn key(&self, key: Key) {
        self.keys(&[], &char::from(key).to_string()).await;
    }

    /// Puts the focus on an element, as Tab would.
    pub async fn focus(&self, element: &Element) {
        let args = vec![serde_json::to_value(element).expect("an element is a reference")];
        self.script("arguments[0].focus()", args).await;
    }

    /// Goes to an address of the app.
    pub async fn go(&self, address: &str) {
        self.script(
            "history.pushState({}, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate'))",
            vec![json!(address)],
        )
        .await;
    }

    /// Fails where the page runs out of the window sideways.
    pub async fn fits(&self, name: &str, width: u32) {
        let over = "return document.documentElement.scrollWidth - window.innerWidth";
        let over = self.script(over, vec![]).await.as_f64().unwrap_or_default();
        assert!(over <= 1.0, "{name} runs out of a window of {width} by {over}");
    }

    /// Keeps a picture of the screen under a name, where `GATEWRIGHT_SHOTS` says.
    pub async fn shoot(&self, name: &str) {
        let Some(folder) = std::env::var_os("GATEWRIGHT_SHOTS").map(PathBuf::from) else { return };
        std::fs::create_dir_all(&folder).expect("the folder for pictures can be made");
        // The driver takes what was painted last; two frames later that is what the page is now.
        let settled = "const done = arguments[0]; setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done(1))), 60)";
        let _ = self.client.execute_async(settled, vec![]).await;
        let picture = self.client.screenshot().await.expect("a picture can be taken");
        std::fs::write(folder.join(format!("{name}.png")), picture).expect("the picture can be kept");
    }
}

impl Drop for Desk {
    /// Nothing may be left of the app: the next start would hand over to it.
    fn drop(&mut self) {
        process::kill(&self.folder);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .expect("a port is free")
        .port()
}

/// Gives the middle of what a person would press by that name: visible, enabled, not covered by something else.
const FIND_BY_NAME: &str = r#"
    const wanted = arguments[0];
    const words = (element) => {
        const by = element.getAttribute("aria-labelledby");
        const text = by
            ? by.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ")
            : (element.getAttribute("aria-label") ?? element.textContent);
        return text.replace(/\s+/g, " ").trim();
    };
    const roles = ["button", "tab", "radio", "option", "menuitem", "link", "switch"].map((role) => `[role=${role}]`);
    const all = [...document.querySelectorAll(["button", "a", "summary", "label", ...roles].join())];
    const middle = (element) => {
        if (element.disabled || element.getAttribute("aria-disabled") === "true") return null;
        element.scrollIntoView({ block: "nearest", inline: "nearest" });
        const box = element.getBoundingClientRect();
        if (box.width === 0 || box.height === 0) return null;
        const at = [box.x + box.width / 2, box.y + box.height / 2];
        const top = document.elementFromPoint(...at);
        return top && (element.contains(top) || top.contains(element)) ? at : null;
    };
    for (const fits of [(name) => name === wanted, (name) => name.startsWith(wanted)]) {
        for (const element of all) {
            if (!fits(words(element))) continue;
            const at = middle(element);
            if (at) return at;
        }
    }
    return null;
"#;

/// A string as XPath writes it.
fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}
