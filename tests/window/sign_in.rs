//! Connecting with a token: into the real keychain, and nowhere else.

use std::path::Path;
use std::process::Command;

use gatewright_sandbox::{Options, Sandbox};

use crate::desk::Desk;

const TOKEN: &str = "dapi0f1e2d3c4b5a69788796a5b4c3d2e1f0canary";

#[tokio::test(flavor = "multi_thread")]
async fn a_token_goes_into_the_keychain_and_nowhere_else() {
    let home = tempfile::tempdir().unwrap();
    let other =
        Sandbox::start(Options { token: Some(TOKEN.to_owned()), ..Options::default() }).await.unwrap();
    let desk = Desk::open(home.path()).await;
    desk.press("Connect a workspace").await;
    desk.see_text("Workspace address").await;
    desk.fill("Workspace address", &format!("{}/ml/endpoints?o=1", other.host())).await;
    desk.press("Access token").await;
    desk.fill("Access token", "dapi-a-wrong-one").await;
    desk.press("Connect").await;
    desk.see_text("did not accept the token").await;
    desk.shoot("connect-refused").await;
    let kept = desk.field("Workspace address").await.prop("value").await.unwrap().unwrap_or_default();
    assert!(kept.contains("127.0.0.1"), "what was typed is still there: {kept}");
    desk.fill("Access token", TOKEN).await;
    desk.press("Connect").await;
    desk.see_text("support-assistant-chat").await;
    desk.see_text("dana.okafor@meridian-freight.com").await;
    desk.shoot("connected").await;

    let page =
        desk.script("return document.documentElement.outerHTML + JSON.stringify(localStorage)", vec![]).await;
    assert!(!page.to_string().contains(TOKEN), "the window does not hold the token");
    let folder = desk.folder.clone();
    desk.close().await;
    assert!(!holds(&folder, TOKEN), "no file of the data folder holds the token");

    let desk = Desk::open(home.path()).await;
    desk.see_text("dana.okafor@meridian-freight.com").await;
    desk.close().await;

    if std::env::var_os("GATEWRIGHT_TEST_KEYRING").is_some() {
        let found = Command::new("secret-tool").args(["search", "--all", "service", "gatewright"]).output();
        let found = found.expect("secret-tool reads the keyring; install libsecret-tools");
        let text =
            String::from_utf8_lossy(&found.stdout).into_owned() + &String::from_utf8_lossy(&found.stderr);
        assert!(text.contains(TOKEN), "the system's own tool finds it in the keyring: {text}");
    }
}

/// Whether any file below a folder holds a text.
pub fn holds(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return holds(&path, text);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}
