//! Preferences in the local database, one row a name. No password may stand in one.

use super::dto::{Motion, Settings, SettingsChange, TextSize, Theme};
use crate::explain::FieldProblem;
use crate::ipc::failure::Failure;
use crate::store::{Store, StoreError};

/// Reads the preferences; what is absent or unreadable has its default.
pub(crate) async fn read(store: &Store) -> Result<Settings, StoreError> {
    let rows: Vec<(String, String)> = store
        .run(|connection| {
            connection
                .prepare("SELECT name, value FROM settings")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
        .await?;
    let word = |name: &str| {
        rows.iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    };
    Ok(Settings {
        theme: theme_of(word("theme")),
        text_size: TextSize::of(word("textSize")),
        motion: Motion::of(word("motion")),
        proxy: word("proxy").map(str::to_owned),
        ca_file: word("caFile").map(str::to_owned),
    })
}

/// The theme a kept word names.
pub(crate) fn theme_of(word: Option<&str>) -> Theme {
    match word {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

fn theme_word(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

/// Keeps what was given and leaves the rest.
///
/// # Errors
/// When the proxy is no address of a proxy, or holds a password; nothing is kept then.
pub(crate) async fn change(store: &Store, change: SettingsChange) -> Result<Settings, Failure> {
    let mut rows: Vec<(&'static str, String)> = Vec::new();
    if let Some(theme) = change.theme {
        rows.push(("theme", theme_word(theme).to_owned()));
    }
    if let Some(size) = change.text_size {
        rows.push(("textSize", size.word().to_owned()));
    }
    if let Some(motion) = change.motion {
        rows.push(("motion", motion.word().to_owned()));
    }
    if let Some(proxy) = change.proxy {
        rows.push(("proxy", proxy_of(&proxy)?));
    }
    if let Some(file) = change.ca_file {
        rows.push(("caFile", file.trim().to_owned()));
    }
    store
        .run(move |connection| {
            let transaction = connection.transaction()?;
            for (name, value) in rows {
                transaction.execute(
                    "INSERT INTO settings VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    (name, value),
                )?;
            }
            transaction.commit()
        })
        .await?;
    Ok(read(store).await?)
}

/// `proxy.acme.com:8080` and `http://proxy.acme.com:8080/` are the same proxy; nothing typed means the system's.
fn proxy_of(typed: &str) -> Result<String, Failure> {
    if typed.trim().is_empty() {
        return Ok(String::new());
    }
    gatewright_databricks::probe::proxy_address(typed)
        .map_err(|why| Failure::invalid("This proxy cannot be used", vec![FieldProblem::block("proxy", why)]))
}

/// One named value.
pub(crate) async fn get(store: &Store, name: &'static str) -> Result<Option<String>, StoreError> {
    store
        .run(move |connection| {
            use rusqlite::OptionalExtension;
            connection
                .query_row("SELECT value FROM settings WHERE name = ?1", [name], |row| row.get(0))
                .optional()
        })
        .await
}

/// Keeps one named value.
pub(crate) async fn set(store: &Store, name: &'static str, value: String) -> Result<(), StoreError> {
    store
        .run(move |connection| {
            connection
                .execute(
                    "INSERT INTO settings VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    (name, value),
                )
                .map(|_| ())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing() -> SettingsChange {
        SettingsChange::default()
    }

    #[tokio::test]
    async fn a_change_of_one_preference_leaves_the_others() {
        let store = Store::in_memory();
        change(
            &store,
            SettingsChange {
                theme: Some(Theme::Dark),
                proxy: Some("proxy.acme.com:8080".into()),
                ..nothing()
            },
        )
        .await
        .unwrap();
        let after =
            change(&store, SettingsChange { text_size: Some(TextSize::Larger), ..nothing() }).await.unwrap();
        assert_eq!(after.theme, Theme::Dark);
        assert_eq!(after.proxy.as_deref(), Some("http://proxy.acme.com:8080"));
        assert_eq!(after.text_size, TextSize::Larger);
        let cleared = change(&store, SettingsChange { proxy: Some(" ".into()), ..nothing() }).await.unwrap();
        assert_eq!((cleared.proxy, cleared.theme), (None, Theme::Dark));
    }

    #[tokio::test]
    async fn a_proxy_with_a_password_is_refused_and_nothing_is_kept() {
        let store = Store::in_memory();
        for bad in ["http://me:pw@proxy.acme.com:8080", "socks5://proxy:1080", "two words", "http://"] {
            let change = change(
                &store,
                SettingsChange { theme: Some(Theme::Dark), proxy: Some(bad.into()), ..nothing() },
            );
            assert!(change.await.is_err(), "{bad}");
        }
        assert_eq!(read(&store).await.unwrap(), Settings::default());
    }
}
