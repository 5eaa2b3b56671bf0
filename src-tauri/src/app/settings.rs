//! Preferences in the local database, one row a name.

use super::dto::{Settings, Theme};
use crate::store::{Store, StoreError};

/// Reads the preferences; what is absent or unreadable has its default.
pub(crate) async fn read(store: &Store) -> Result<Settings, StoreError> {
    let theme = get(store, "theme").await?;
    Ok(Settings { theme: theme_of(theme.as_deref()) })
}

/// The theme a kept word names.
pub(crate) fn theme_of(word: Option<&str>) -> Theme {
    match word {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

/// Keeps the preferences.
pub(crate) async fn write(store: &Store, settings: &Settings) -> Result<(), StoreError> {
    let theme = match settings.theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    set(store, "theme", theme.to_owned()).await
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
