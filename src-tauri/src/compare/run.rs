//! Asking the columns of a run, all at once and each for itself: one that fails leaves the others alone. The repeats of a
//! column come one after the other, and end with the first that does not come whole.

use futures_util::future::join_all;
use serde::Deserialize;
use serde_json::value::RawValue;
use tauri::ipc::{Channel, InvokeResponseBody};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::dto::{Cell, CompareEvent};
use super::running::Begun;
use crate::app::App;
use crate::ipc::failure::Failure;
use crate::playground::asking;
use crate::playground::dto::{Answer, AnswerEvent, AnswerOutcome, Ask};

/// What a column is asked: a new message, or its old one once more.
pub(crate) struct Asked<'a> {
    pub(crate) cell: &'a Cell,
    pub(crate) prompt: &'a str,
    pub(crate) turn: Option<String>,
    pub(crate) variables: &'a [(String, String)],
    pub(crate) times: u32,
}

/// Asks columns, and comes back when the last of them is through. How each ended is in the events and the database.
pub(crate) async fn all(app: &App, begun: &Begun, columns: Vec<Asked<'_>>, events: &Channel<CompareEvent>) {
    join_all(columns.into_iter().map(|asked| async move {
        let column_id = asked.cell.column_id.clone();
        let failure = column(app, begun, asked, events).await.err();
        // A window that is gone does not stop the others: they are in the database when the window comes back.
        let _ = events.send(CompareEvent::Ended { column_id, failure });
    }))
    .await;
}

async fn column(
    app: &App,
    begun: &Begun,
    asked: Asked<'_>,
    events: &Channel<CompareEvent>,
) -> Result<(), Failure> {
    let mut turn = asked.turn.clone();
    for _ in 0..asked.times {
        if begun.stopped(&asked.cell.column_id) {
            break;
        }
        let (answer, answered) = once(app, begun, &asked, turn.take(), events).await?;
        turn = answered;
        if answer.outcome != AnswerOutcome::Complete {
            break;
        }
    }
    Ok(())
}

/// One answer, and the turn it belongs to.
async fn once(
    app: &App,
    begun: &Begun,
    asked: &Asked<'_>,
    turn: Option<String>,
    events: &Channel<CompareEvent>,
) -> Result<(Answer, Option<String>), Failure> {
    let column = asked.cell.column_id.as_str();
    let (starts, mut started) = unbounded_channel();
    let handed_on = handing_on(column.to_owned(), events.clone(), starts);
    let mut answered = turn.clone();
    let ask = Ask {
        chat_id: asked.cell.chat_id.clone(),
        turn_id: turn,
        prompt: asked.prompt.to_owned(),
        variables: asked.variables.to_vec(),
        ..Ask::default()
    };
    let asking = asking::ask(app, ask, &handed_on);
    tokio::pin!(asking);
    let answer = loop {
        tokio::select! {
            answer = &mut asking => break answer,
            Some(begin) = started.recv() => {
                let Started { turn_id, answer } = begin;
                answered = Some(turn_id);
                if begun.waits_for(column, &answer.id) {
                    app.asks.stop(&answer.id);
                }
            }
        }
    };
    begun.ended(column);
    Ok((answer?, answered))
}

/// What of the first event of an answer is needed here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Started {
    turn_id: String,
    answer: StartedAnswer,
}

#[derive(Deserialize)]
struct StartedAnswer {
    id: String,
}

/// A channel for one answer that puts its column's name on everything and hands it on without reading it, but for the
/// beginning.
fn handing_on(
    column: String,
    events: Channel<CompareEvent>,
    starts: UnboundedSender<Started>,
) -> Channel<AnswerEvent> {
    Channel::new(move |body| {
        let InvokeResponseBody::Json(json) = body else { return Ok(()) };
        if json.starts_with(r#"{"kind":"started""#)
            && let Ok(begin) = serde_json::from_str(&json)
        {
            let _ = starts.send(begin);
        }
        let event = RawValue::from_string(json)?;
        events.send(CompareEvent::Answer { column_id: column.clone(), event })
    })
}
