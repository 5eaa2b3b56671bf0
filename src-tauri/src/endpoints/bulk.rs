//! Tags of many endpoints at once. Each endpoint is read, compared and written by itself, through the road of every write,
//! so that one that refuses stops no other and each stands in the ledger. Called by `list_commands`.

use futures_util::StreamExt;
use serde_json::{Value, json};
use tauri::ipc::Channel;

use super::dto::Tag;
use super::list_dto::{BulkOutcome, BulkResult};
use super::stamp::stamp;
use super::write::{self, Origin, Planned, PlannedWrite};
use crate::activity::dto::ChangeState;
use crate::app::App;
use crate::explain::{Explanation, FieldProblem, Operation};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// One works in parts past this: a job on many takes seconds an endpoint.
const MOST: usize = 200;

/// Endpoints written at the same time.
const TOGETHER: usize = 4;

/// The tags to set and the keys to take away, fit to be sent.
pub(super) struct Wanted {
    add: Vec<Tag>,
    remove: Vec<String>,
}

impl Wanted {
    /// Cleans what was typed, or says what is wrong with it.
    pub(super) fn of(names: &[String], add: &[Tag], remove: &[String]) -> Result<Self, Vec<FieldProblem>> {
        let trimmed = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut problems = Vec::new();
        let mut kept: Vec<Tag> = Vec::new();
        for (at, tag) in add.iter().enumerate() {
            let value = tag.value.as_deref().and_then(trimmed);
            match trimmed(&tag.key) {
                Some(key) if kept.iter().any(|other| other.key == key) => problems.push(FieldProblem::block(
                    format!("add.{at}.key"),
                    format!("The tag {key} is there twice. Keep one of the two."),
                )),
                Some(key) => kept.push(Tag { key, value }),
                None if value.is_some() => problems.push(FieldProblem::block(
                    format!("add.{at}.key"),
                    "Give this tag a key, or clear its value.",
                )),
                None => {}
            }
        }
        let mut remove: Vec<String> = remove.iter().filter_map(|key| trimmed(key)).collect();
        remove.sort();
        remove.dedup();
        if let Some(both) = remove.iter().find(|key| kept.iter().any(|tag| tag.key == **key)) {
            problems.push(FieldProblem::block(
                "remove",
                format!("The tag {both} is both set and removed. Decide for one."),
            ));
        }
        if problems.is_empty() && kept.is_empty() && remove.is_empty() {
            problems.push(FieldProblem::block("add.0.key", "Name a tag to set or to remove."));
        }
        if names.is_empty() || names.len() > MOST {
            problems.push(FieldProblem::block("names", format!("Choose 1 to {MOST} endpoints.")));
        }
        if problems.is_empty() { Ok(Self { add: kept, remove }) } else { Err(problems) }
    }

    /// What is left to do for an endpoint with these tags.
    fn missing(&self, there: &[Tag]) -> (Vec<Value>, Vec<String>) {
        let add = self.add.iter().filter(|tag| !there.contains(tag)).map(|tag| match &tag.value {
            Some(value) => json!({ "key": tag.key, "value": value }),
            None => json!({ "key": tag.key }),
        });
        let remove = self.remove.iter().filter(|key| there.iter().any(|tag| tag.key == **key)).cloned();
        (add.collect(), remove.collect())
    }
}

/// Goes through all of them, some at a time, and tells each result as it comes. Answers in the order given.
pub(super) async fn tag(
    app: &App,
    connection: &Connection,
    names: Vec<String>,
    wanted: &Wanted,
    told: &Channel<BulkResult>,
) -> Vec<BulkResult> {
    futures_util::stream::iter(names)
        .map(|name| async move {
            let (outcome, explanation) = match tag_one(app, connection, &name, wanted).await {
                Ok(outcome) => (outcome, None),
                Err(explanation) => (BulkOutcome::Failed, Some(*explanation)),
            };
            let result = BulkResult { name, outcome, explanation };
            // A window that is gone does not stop the job.
            drop(told.send(result.clone()));
            result
        })
        .buffered(TOGETHER)
        .collect()
        .await
}

async fn tag_one(
    app: &App,
    connection: &Connection,
    name: &str,
    wanted: &Wanted,
) -> Result<BulkOutcome, Box<Explanation>> {
    let said = |failure: Failure| Box::new(failure.explanation().clone());
    let operation = Operation::ReadEndpoint { name: name.to_owned() };
    let snapshot =
        connection.client.serving().get(name).await.map_err(connection.failed(operation)).map_err(said)?;
    let single = connection.known.take(&connection.client, snapshot);
    if let Some(reason) = &single.shown.read_only {
        let title = format!("{name} is not changed here");
        return Err(said(Failure::here(&title, "Its tags are as they were.", reason)));
    }
    let (add, remove) = wanted.missing(&single.shown.tags);
    if add.is_empty() && remove.is_empty() {
        return Ok(BulkOutcome::Unchanged);
    }
    let raw = &single.snapshot.raw;
    let before = raw.get("tags").cloned().unwrap_or_else(|| json!([]));
    let planned = Planned {
        endpoint: name.to_owned(),
        origin: Origin::Bulk,
        title: format!("Tags of {name}"),
        stamp: Some(stamp(&single.snapshot)),
        before: raw.clone(),
        writes: vec![PlannedWrite::tags(name, &add, &remove, before)],
    };
    let change = write::run(app, connection, planned, None).await.map_err(said)?;
    if change.state == ChangeState::Done {
        return Ok(BulkOutcome::Done);
    }
    let why = change.steps.into_iter().find_map(|step| step.explanation);
    Err(why.map_or_else(|| said(Failure::unexpected("a change stopped and does not say why")), Box::new))
}

#[cfg(test)]
mod tests {
    use super::{Tag, Wanted};

    fn tag(key: &str, value: &str) -> Tag {
        Tag { key: key.into(), value: (!value.is_empty()).then(|| value.into()) }
    }

    fn names() -> Vec<String> {
        vec!["a".into()]
    }

    #[test]
    fn only_what_is_not_so_already_is_sent() {
        let add = [tag(" team ", "search "), tag("plain", " "), tag("", "")];
        let wanted = Wanted::of(&names(), &add, &["old".into(), "old".into()]).unwrap();
        let (add, remove) = wanted.missing(&[tag("team", "search"), tag("old", "1")]);
        assert_eq!(add, [serde_json::json!({"key": "plain"})]);
        assert_eq!(remove, ["old"]);
        let there = [tag("team", "search"), tag("plain", "")];
        assert_eq!(wanted.missing(&there), (vec![], vec![]));
    }

    #[test]
    fn what_cannot_be_meant_is_said_before_anything_is_sent() {
        let none: &[String] = &[];
        for (add, remove, path) in [
            (vec![], vec![], "add.0.key"),
            (vec![tag("", "x")], vec![], "add.0.key"),
            (vec![tag("a", "1"), tag("a", "2")], vec![], "add.1.key"),
            (vec![tag("a", "1")], vec!["a".to_owned()], "remove"),
        ] {
            let problems = Wanted::of(&names(), &add, &remove).err().unwrap();
            assert_eq!(problems[0].path, path);
        }
        assert!(Wanted::of(none, &[tag("a", "")], none).is_err());
        assert!(Wanted::of(&vec!["a".into(); 201], &[tag("a", "")], none).is_err());
    }
}
