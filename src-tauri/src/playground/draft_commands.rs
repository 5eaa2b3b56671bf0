//! Commands about the message being typed: its text, its pictures, how it is to be answered, and what fits whom it goes to.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tauri::State;
use uuid::Uuid;

use super::dto::{Attachment, ChatOptions, Defaults};
use super::{attachment_rows, chats, defaults, rows};
use crate::app::App;
use crate::explain::FieldProblem;
use crate::ipc::failure::Failure;
use crate::workspaces::rows as workspaces;

/// Keeps how the model is asked to answer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_save_options(
    app: State<'_, App>,
    id: String,
    options: ChatOptions,
) -> Result<(), Failure> {
    let store = app.store_of(&id).clone();
    Ok(store.run(move |connection| rows::keep_options(connection, &id, &options)).await?)
}

/// Keeps what was typed and not sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_save_draft(
    app: State<'_, App>,
    id: String,
    text: String,
) -> Result<(), Failure> {
    let store = app.store_of(&id).clone();
    Ok(store.run(move |connection| rows::keep_draft(connection, &id, &text)).await?)
}

/// What Databricks takes as one request holds this much of pictures once they are written as text.
const LARGEST: usize = 3 * 1024 * 1024;

/// Adds a picture to the message being typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_attach(
    app: State<'_, App>,
    chat_id: String,
    name: String,
    media_type: String,
    base64: String,
) -> Result<Attachment, Failure> {
    let refused = |said: String| {
        Failure::invalid("This picture cannot be sent", vec![FieldProblem::block("attachments", said)])
    };
    // The type that the file claims says nothing; its first bytes do.
    let bytes = STANDARD
        .decode(base64.trim())
        .map_err(|_| refused("It did not arrive whole. Attach it again.".to_owned()))?;
    let Some(found) = picture_type(&bytes) else {
        return Err(refused(format!(
            "{} is no PNG, JPEG, GIF or WebP picture, although it is called {}. Save it as one of these.",
            name,
            if media_type.is_empty() { "one" } else { &media_type }
        )));
    };
    let workspace = workspaces::current(&app.store).await?;
    let chat = chats::read(&app, &workspace, &chat_id).await?;
    let there: usize = chat.draft_attachments.iter().map(|one| one.bytes as usize).sum();
    if there + bytes.len() > LARGEST {
        let mb = |bytes: usize| format!("{:.1} MB", bytes as f64 / 1024.0 / 1024.0);
        return Err(refused(format!(
            "With it the pictures of this message are {}; Databricks takes 4 MB a request, which is 3 MB of pictures. \
             Make it smaller or remove another one.",
            mb(there + bytes.len())
        )));
    }
    let attachment = Attachment {
        id: Uuid::new_v4().to_string(),
        name: name.chars().filter(|one| !one.is_control()).take(200).collect(),
        media_type: found.to_owned(),
        bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
    };
    let (store, new) = (app.store_of(&chat_id).clone(), attachment.clone());
    store.run(move |connection| attachment_rows::add(connection, &chat_id, &new, &bytes)).await?;
    Ok(attachment)
}

fn picture_type(bytes: &[u8]) -> Option<&'static str> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    if begins(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if begins(&[0xff, 0xd8, 0xff]) {
        Some("image/jpeg")
    } else if begins(b"GIF87a") || begins(b"GIF89a") {
        Some("image/gif")
    } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else {
        None
    }
}

/// A picture as an address that holds it, to be looked at.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_attachment(app: State<'_, App>, id: String) -> Result<String, Failure> {
    for store in app.chat_stores() {
        let wanted = id.clone();
        if let Some((media_type, bytes)) =
            store.run(move |connection| attachment_rows::content(connection, &wanted)).await?
        {
            return Ok(super::prompt::Picture { media_type, bytes }.address());
        }
    }
    Err(Failure::here(
        "This picture is not here any more",
        "It was removed, or deleted with its conversation.",
        "",
    ))
}

/// Takes a picture from the message being typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_detach(app: State<'_, App>, id: String) -> Result<(), Failure> {
    for store in app.chat_stores() {
        let wanted = id.clone();
        store.run(move |connection| attachment_rows::remove(connection, &wanted)).await?;
    }
    Ok(())
}

/// What fits whom a conversation talks to: ranges, what is needed, what is not taken.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_defaults(
    app: State<'_, App>,
    endpoint: String,
    entity: Option<String>,
) -> Result<Defaults, Failure> {
    let connection = app.connection().await?;
    let single = connection.known.about(&connection.client, &endpoint).await;
    let entities = single.as_deref().map(|single| single.shown.entities.as_slice()).unwrap_or_default();
    // With the split deciding, what is asked has to fit whoever may answer.
    let asked: Vec<_> =
        entities.iter().filter(|one| entity.as_ref().is_none_or(|name| *name == one.name)).collect();
    Ok(defaults::of(&asked))
}

#[cfg(test)]
mod tests {
    use super::picture_type;

    #[test]
    fn a_picture_is_known_by_its_bytes() {
        assert_eq!(picture_type(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(picture_type(&[0xff, 0xd8, 0xff, 0xe0]), Some("image/jpeg"));
        assert_eq!(picture_type(b"GIF89a.."), Some("image/gif"));
        assert_eq!(picture_type(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(picture_type(b"<svg onload=alert(1)>"), None);
        assert_eq!(picture_type(b""), None);
    }
}
