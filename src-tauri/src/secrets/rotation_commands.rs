//! Commands of rotations: begin with a new value, go on, undo, finish, forget, and which there are.

use std::sync::Arc;

use tauri::State;
use tauri::ipc::Channel;

use super::rotation::Plan;
use super::rotation_dto::{
    BeginRotation, Rotation, RotationState, RotationStepKind as Kind, RotationStepState as Step,
};
use super::rotation_run::{Runner, Work};
use super::{
    overview, rotation_rows as rows, rotation_truth as truth, rotation_words as words, value, writes,
};
use crate::app::App;
use crate::explain::{FieldProblem, Operation};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// Stores the new value under its own name and makes the plan. The value goes into the scope and is kept nowhere here.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_rotation_begin(
    app: State<'_, App>,
    rotation: BeginRotation,
) -> Result<Rotation, Failure> {
    let (scope, key, new_key) = (rotation.scope.trim(), rotation.key.trim(), rotation.new_key.trim());
    let problems = [
        ("scope", value::name_problem(scope, "scope", true)),
        ("newKey", value::name_problem(new_key, "key", false)),
    ];
    let mut fields: Vec<FieldProblem> = problems
        .into_iter()
        .filter_map(|(path, problem)| problem.map(|message| FieldProblem::block(path, message)))
        .collect();
    if new_key.eq_ignore_ascii_case(key) {
        fields
            .push(FieldProblem::block("newKey", "The new key needs a name of its own, beside the old one."));
    }
    if !fields.is_empty() {
        return Err(Failure::invalid("This name cannot be used", fields));
    }
    let cleaned = value::clean(&rotation.value).map_err(|why| {
        Failure::invalid("This key cannot be stored", vec![FieldProblem::block("value", why)])
    })?;
    let connection = app.connection().await?;
    free(&connection, scope, key, new_key).await?;
    let uses = overview::uses(&connection).await?;
    let mut runner =
        Runner { app: &app, connection: &connection, plan: Plan::new(scope, key, new_key), told: None };
    let _work = app.rotations.begin(&runner.plan.rotation.id);
    runner.take_in(&uses);
    runner.plan.set(Kind::StoreKey, None, None, Step::Running);
    // Kept before the value is sent: a key that arrives while the app dies is a key somebody is told about.
    runner.save().await?;
    match writes::put(&connection, &runner.plan.new_one(), &cleaned.value).await {
        Ok(()) => {
            runner.plan.set(Kind::StoreKey, None, None, Step::Done);
            runner.save().await?;
            Ok(runner.plan.rotation)
        }
        Err(failure) => {
            not_stored(&app, &mut runner, &failure).await?;
            Err(failure)
        }
    }
}

/// The old key has to be there, the new name must not be.
async fn free(connection: &Connection, scope: &str, key: &str, new_key: &str) -> Result<(), Failure> {
    let operation = Operation::ReadSecrets { scope: Some(scope.to_owned()) };
    let keys = connection.client.secrets().list(scope).await.map_err(connection.failed(operation))?;
    let there = |name: &str| keys.iter().any(|one| one.key.eq_ignore_ascii_case(name));
    if there(new_key) {
        let message = format!("{scope} already has a key named {new_key}. Choose another name.");
        return Err(Failure::invalid(
            "This key exists already",
            vec![FieldProblem::block("newKey", message)],
        ));
    }
    if !there(key) {
        let message = format!("{scope} has no key named {key} any more.");
        return Err(Failure::invalid(
            "There is nothing to replace",
            vec![FieldProblem::block("key", message)],
        ));
    }
    Ok(())
}

/// Forgets the plan when nothing was stored; keeps it when something may have been.
async fn not_stored(app: &App, runner: &mut Runner<'_>, failure: &Failure) -> Result<(), Failure> {
    let workspace = &runner.connection.workspace.id;
    if let Ok(false) = writes::key_exists(runner.connection, &runner.plan.new_one()).await {
        rows::forget(&app.store, workspace, &runner.plan.rotation.id).await?;
        return Ok(());
    }
    runner.plan.rotation.state = RotationState::Failed;
    runner.plan.set(Kind::StoreKey, None, None, Step::Failed);
    if let Some(step) = runner.plan.step_mut(Kind::StoreKey, None, None) {
        step.explanation = Some(failure.explanation().clone());
    }
    runner.save().await
}

/// The rotations of this workspace, newest first, as the workspace shows them now. One that was on its way when the app
/// ended is interrupted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_rotations(app: State<'_, App>) -> Result<Vec<Rotation>, Failure> {
    let connection = app.connection().await?;
    let mut rotations = Vec::new();
    for mut plan in rows::all(&app.store, &connection.workspace.id).await? {
        if !app.rotations.has(&plan.rotation.id) && truth::check(&connection, &mut plan).await.is_err() {
            // What is the case cannot be read just now; that nobody works on it is known.
            if matches!(plan.rotation.state, RotationState::Switching | RotationState::Undoing) {
                plan.rotation.state = RotationState::Interrupted;
            }
        }
        rotations.push(plan.rotation);
    }
    Ok(rotations)
}

/// A rotation to work on: taken from its row, corrected by the workspace, and this app's alone until it is dropped.
async fn take(app: &App, id: &str) -> Result<(Arc<Connection>, Plan, Work), Failure> {
    let connection = app.connection().await?;
    let work = app.rotations.begin(id).ok_or_else(words::at_work)?;
    let mut plan = rows::one(&app.store, &connection.workspace.id, id).await?.ok_or_else(words::gone)?;
    if plan.is_over() {
        return Err(words::over());
    }
    truth::check(&connection, &mut plan).await?;
    Ok((connection, plan, work))
}

/// Switches every endpoint to the new key, each proved before the next, to the end or to the first failure. A failed
/// endpoint gets its old reference back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_rotation_run(
    app: State<'_, App>,
    id: String,
    told: Channel<Rotation>,
) -> Result<Rotation, Failure> {
    let (connection, plan, _work) = take(&app, &id).await?;
    let mut runner = Runner { app: &app, connection: &connection, plan, told: Some(&told) };
    runner.run().await?;
    Ok(runner.plan.rotation)
}

/// Puts the old references back and deletes the new key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_rotation_undo(
    app: State<'_, App>,
    id: String,
    told: Channel<Rotation>,
) -> Result<Rotation, Failure> {
    let (connection, plan, _work) = take(&app, &id).await?;
    let mut runner = Runner { app: &app, connection: &connection, plan, told: Some(&told) };
    runner.undo().await?;
    Ok(runner.plan.rotation)
}

/// Ends a rotation whose endpoints are all switched, with the old key or without it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_rotation_finish(
    app: State<'_, App>,
    id: String,
    delete_old: bool,
) -> Result<Rotation, Failure> {
    let (connection, plan, _work) = take(&app, &id).await?;
    let mut runner = Runner { app: &app, connection: &connection, plan, told: None };
    runner.finish(delete_old).await?;
    Ok(runner.plan.rotation)
}

/// Forgets a rotation. Its keys and the endpoints stay as they are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_rotation_forget(app: State<'_, App>, id: String) -> Result<(), Failure> {
    let connection = app.connection().await?;
    let _work = app.rotations.begin(&id).ok_or_else(words::at_work)?;
    Ok(rows::forget(&app.store, &connection.workspace.id, &id).await?)
}
