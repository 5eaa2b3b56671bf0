//! The one window. It shows the app's own pages and nothing else: no navigation away, no second window.

use tauri::webview::NewWindowResponse;
use tauri::{App, Manager, Runtime, Theme, WebviewWindowBuilder};

use crate::app::dto;

/// Builds the window described in `tauri.conf.json`, with the person's theme from the first pixel on.
pub(crate) fn open<R: Runtime>(app: &App<R>, theme: dto::Theme) -> tauri::Result<()> {
    let Some(config) = app.config().app.windows.iter().find(|window| window.label == "main") else {
        return Ok(());
    };
    let theme = match theme {
        dto::Theme::System => None,
        dto::Theme::Light => Some(Theme::Light),
        dto::Theme::Dark => Some(Theme::Dark),
    };
    WebviewWindowBuilder::from_config(app, config)?
        .theme(theme)
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    Ok(())
}

/// Brings the window to the front, when the app is started a second time.
pub(crate) fn focus<R: Runtime>(app: &tauri::AppHandle<R>) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
        // The page asks what it was started with when it comes to the front; here it may have been there all along.
        let _ = window.eval("dispatchEvent(new Event('focus'))");
    }
}

/// Whether an address is the app's own: `tauri://localhost` (Linux, macOS) or `http(s)://tauri.localhost` (Windows).
fn is_ours(url: &tauri::Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        "about" => url.as_str() == "about:blank",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn the_window_stays_with_the_apps_own_pages() {
        for (url, ours) in [
            ("tauri://localhost/endpoints", true),
            ("http://tauri.localhost/chat", true),
            ("https://tauri.localhost/", true),
            ("https://evil.example/tauri.localhost", false),
            ("http://localhost:1420/", false),
            ("tauri://evil/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
        ] {
            assert_eq!(is_ours(&url.parse().unwrap()), ours, "{url}");
        }
    }
}
