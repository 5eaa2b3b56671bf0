//! The built app in a real window, driven the way a person's hands would: by what is written on the screen. WebKit's own
//! driver starts the binary; the data folder, the home and the keychain belong to the test.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// Longest wait for anything on the screen.
const PATIENCE: Duration = Duration::from_secs(20);

/// One run of the app. Close it to start it again on the same data folder.
pub struct Desk {
    pub client: Client,
    pub folder: PathBuf,
    driver: Child,
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

    /// Starts the app on `folder` with something special about the start.
    pub async fn open_with(folder: &Path, start: &Start) -> Self {
        let port = free_port();
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("GATEWRIGHT_DATA", folder)
            .envs(start.env.iter().map(|(name, value)| (*name, value.as_str())))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let driver = command.spawn().expect(
            "WebKitWebDriver starts every window test; install it with `apt-get install webkit2gtk-driver` or run `cargo xtask e2e`",
        );
        let capabilities = json!({
            "webkitgtk:browserOptions": { "binary": env!("CARGO_BIN_EXE_gatewright"), "args": [] }
        });
        let Value::Object(capabilities) = capabilities else { unreachable!() };
        let deadline = Instant::now() + PATIENCE;
        let client = loop {
            let connected = ClientBuilder::new(HttpConnector::new())
                .capabilities(capabilities.clone())
                .connect(&format!("http://127.0.0.1:{port}"))
                .await;
            match connected {
                Ok(client) => break client,
                Err(error) if Instant::now() > deadline => panic!("the app did not open its window: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        };
        Self { client, folder: folder.to_owned(), driver }
    }

    /// Closes the window and waits until the app has ended.
    pub async fn close(mut self) {
        let _ = self.client.clone().close().await;
        tokio::time::sleep(Duration::from_millis(600)).await;
        let _ = self.driver.kill();
        let _ = self.driver.wait();
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
                    if element.is_displayed().await.unwrap_or(false) {
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

    /// Presses the button (or link, tab, radio, menu item) of that name.
    pub async fn press(&self, name: &str) {
        let literal = quoted(name);
        let roles = "self::button or self::a or @role='button' or @role='tab' or @role='menuitem' or @role='option' \
                     or @role='radio' or @role='link' or self::label or self::summary";
        let named = format!("normalize-space(.)={literal} or @aria-label={literal} or starts-with(normalize-space(.), {literal})");
        let element = self.see(&format!("//*[({roles}) and ({named}) and not(@disabled)]")).await;
        element.click().await.unwrap_or_else(|error| panic!("{name} cannot be pressed: {error}"));
    }

    /// The field with that label.
    pub async fn field(&self, label: &str) -> Element {
        let literal = quoted(label);
        let by_label = format!("@id=//label[starts-with(normalize-space(.), {literal})]/@for");
        let by_name = format!("@aria-label={literal} or @placeholder={literal}");
        let labelled = format!("@aria-labelledby=//*[starts-with(normalize-space(.), {literal})]/@id");
        self.see(&format!("//*[(self::input or self::textarea) and ({by_label} or {by_name} or {labelled})]")).await
    }

    /// Types into the field with that label, after emptying it.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field.click().await.expect("a field can be clicked");
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

    /// Keeps a picture of the screen under a name, where `GATEWRIGHT_SHOTS` says.
    pub async fn shoot(&self, name: &str) {
        let Some(folder) = std::env::var_os("GATEWRIGHT_SHOTS").map(PathBuf::from) else { return };
        std::fs::create_dir_all(&folder).expect("the folder for pictures can be made");
        let picture = self.client.screenshot().await.expect("a picture can be taken");
        std::fs::write(folder.join(format!("{name}.png")), picture).expect("the picture can be kept");
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr()).expect("a port is free").port()
}

/// A string as XPath writes it.
fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}
