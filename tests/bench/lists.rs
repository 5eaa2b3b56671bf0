//! P7 in the window: from the click on a workspace with 10,000 endpoints to its first rows, and from a key in the filter to
//! the rows it leaves.

use std::time::Duration;

use fantoccini::key::Key;

use crate::desk::Desk;
use crate::server::Plain;
use crate::watch::Watched;
use crate::{quantile, report, rounds};

const MANY: usize = 10_000;
/// Digits of names of endpoints; every key changes which rows are left. None begins with a digit that stands in something else
/// of every endpoint, a tag or a version of a model: such a key leaves all rows as they are.
const TYPED: [&str; 4] = ["4711", "5815", "6234", "9876"];
/// A person who types fast.
const BETWEEN_KEYS: Duration = Duration::from_millis(150);

/// Opens the menu of workspaces and gives the item with that name.
async fn workspace(desk: &Desk, name: &str) -> fantoccini::elements::Element {
    let trigger = desk.see("//button[contains(., 'Switch workspace')]").await;
    desk.click(&trigger).await;
    desk.see(&format!("//*[@role='menuitem' or @role='menuitemradio'][contains(., '{name}')]")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_ten_thousand_opens_and_follows_the_keys() {
    let Some(rounds) = rounds() else { return };
    let plain = Plain::start(MANY).await;
    let watched = Watched::connect(&plain).await;
    let desk = &watched.desk;
    for round in 0..=rounds {
        let sandbox = workspace(desk, "Sandbox").await;
        desk.click(&sandbox).await;
        desk.see_text("support-assistant-chat").await;
        // What the other workspace still reads for its rows is not this one's time.
        tokio::time::sleep(Duration::from_millis(500)).await;
        let many = workspace(desk, "127.0.0.1").await;
        watched.expect("pointerdown", "tenThousand").await;
        desk.click(&many).await;
        let opened = watched.seen_after().await;
        if round > 0 {
            report("list_open_ms", opened, "ms");
        }
        tokio::time::sleep(Duration::from_millis(800)).await;

        let filter = desk.field("Filter endpoints").await;
        desk.click(&filter).await;
        desk.focus(&filter).await;
        let mut keystrokes = Vec::new();
        for word in TYPED {
            let keys = word.chars().chain(std::iter::repeat_n(char::from(Key::Backspace), word.len()));
            for key in keys {
                watched.expect("keydown", "changed").await;
                desk.keys(&[], &key.to_string()).await;
                keystrokes.push(watched.seen_after().await);
                tokio::time::sleep(BETWEEN_KEYS).await;
            }
        }
        if round > 0 {
            report("filter_keystroke_ms", quantile(&keystrokes, 0.95), "ms");
            report("filter_keystroke_p50_ms", quantile(&keystrokes, 0.5), "ms");
        }
    }
    watched.desk.close().await;
}
