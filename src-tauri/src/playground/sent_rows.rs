//! The body that was sent for an answer, kept so that a conversation of a thousand messages does not hold each of them a
//! thousand times: the messages before are named by the answers they ended with, the rest is kept as it was. From that the
//! body is put together again exactly.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::dto::RawCall;
use super::prompt::{self, Own, Picture, Said};
use super::{answer_rows, attachment_rows, turn_rows};

#[derive(Debug, Serialize, Deserialize)]
struct Shape {
    /// The version of this form; a body that was kept whole has none.
    shape: u8,
    /// Everything but the messages.
    body: Value,
    system: String,
    /// What came before, as the answer it ended with, when that one's own past is the same.
    after: Option<String>,
    /// What came before, one answer each, when it is not.
    said: Vec<String>,
    /// Of the answers that came before, in their order.
    chain: String,
}

/// The form a chat's request is kept in. `last` is how the answer just before was kept.
pub(crate) fn keep(body: &Value, system: &str, context: &[Said], last: Option<&str>) -> String {
    let ids: Vec<&str> = context.iter().map(|said| said.answer.as_str()).collect();
    let before = ids.split_last().map(|(_, before)| chain_of(before));
    let same_past = last
        .and_then(|kept| serde_json::from_str::<Shape>(kept).ok())
        .is_some_and(|kept| Some(kept.chain) == before);
    let mut rest = body.clone();
    if let Some(fields) = rest.as_object_mut() {
        // Its place in the body is kept.
        fields.insert("messages".to_owned(), Value::Null);
    }
    let shape = Shape {
        shape: 1,
        body: rest,
        system: system.to_owned(),
        after: same_past.then(|| ids.last().map(|id| (*id).to_owned())).flatten(),
        said: if same_past { Vec::new() } else { ids.iter().map(|id| (*id).to_owned()).collect() },
        chain: chain_of(&ids),
    };
    serde_json::to_string(&shape).unwrap_or_default()
}

fn chain_of(ids: &[&str]) -> String {
    let mut hash = Sha256::new();
    for id in ids {
        hash.update(id.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// The call of an answer, with the body that was sent.
pub(crate) fn call(connection: &Connection, answer: &str) -> rusqlite::Result<Option<RawCall>> {
    let Some((kept, mut call)) = answer_rows::call(connection, answer)? else { return Ok(None) };
    call.sent = rebuild(connection, answer, &kept)?;
    Ok(Some(call))
}

/// The body as it was sent, laid out for reading.
fn rebuild(connection: &Connection, answer: &str, kept: &str) -> rusqlite::Result<String> {
    let Ok(shape) = serde_json::from_str::<Shape>(kept) else { return Ok(pretty(kept)) };
    let mut ids = shape.said.clone();
    let mut next = shape.after.clone();
    let mut past = Vec::new();
    while let Some(id) = next {
        let before = answer_rows::call(connection, &id)?.map(|(sent, _)| sent).unwrap_or_default();
        let before = serde_json::from_str::<Shape>(&before).ok();
        past.push(id);
        next = before.as_ref().and_then(|shape| shape.after.clone());
        if let Some(before) = before.filter(|before| before.after.is_none()) {
            past.extend(before.said.into_iter().rev());
        }
    }
    ids.extend(past.into_iter().rev());
    let mut context = Vec::new();
    for id in ids {
        let Some((chat, turn, prompt)) = turn_rows::of_answer(connection, &id)? else { continue };
        let text = answer_rows::one(connection, &id)?.map(|answer| answer.text).unwrap_or_default();
        let pictures = pictures(connection, &chat, &turn)?;
        context.push(Said { answer: id, prompt, pictures, text });
    }
    let own = match turn_rows::of_answer(connection, answer)? {
        Some((chat, turn, prompt)) => Own { prompt, pictures: pictures(connection, &chat, &turn)? },
        None => Own::default(),
    };
    let mut body = shape.body;
    if let Some(place) = body.get_mut("messages") {
        *place = json!(prompt::messages(&shape.system, &context, &own));
    }
    Ok(serde_json::to_string_pretty(&body).unwrap_or_default())
}

/// The pictures of a message.
pub(crate) fn pictures(connection: &Connection, chat: &str, turn: &str) -> rusqlite::Result<Vec<Picture>> {
    let mut all = attachment_rows::of_turns(connection, chat)?;
    let mut pictures = Vec::new();
    for attachment in all.remove(turn).unwrap_or_default() {
        if let Some((media_type, bytes)) = attachment_rows::content(connection, &attachment.id)? {
            pictures.push(Picture { media_type, bytes });
        }
    }
    Ok(pictures)
}

fn pretty(text: &str) -> String {
    serde_json::from_str::<Value>(text)
        .ok()
        .and_then(|value| serde_json::to_string_pretty(&value).ok())
        .unwrap_or_else(|| text.to_owned())
}
