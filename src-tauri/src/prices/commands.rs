//! Commands of the price book.

use tauri::State;

use super::dto::{EntityPrice, Price, PriceList};
use super::{book, cost, rows};
use crate::app::App;
use crate::clock;
use crate::explain::FieldProblem;
use crate::ipc::failure::Failure;
use crate::playground::dto::Cost;
use crate::providers;

/// How many prices one answer holds.
const SHOWN: usize = 200;

/// The prices whose provider or model holds these words, a person's own first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prices_list(app: State<'_, App>, words: String) -> Result<PriceList, Failure> {
    let own = app.store.run(rows::list).await?;
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let fits = |price: &&Price| {
        let text =
            format!("{} {} {}", price.provider, provider_name(&price.provider), price.model).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let replaced =
        |price: &&Price| !own.iter().any(|one| one.provider == price.provider && one.model == price.model);
    let all: Vec<&Price> =
        own.iter().chain(book::book().prices.iter().filter(replaced)).filter(fits).collect();
    Ok(PriceList {
        total: u32::try_from(all.len()).unwrap_or(u32::MAX),
        own: u32::try_from(own.len()).unwrap_or(u32::MAX),
        prices: all.into_iter().take(SHOWN).cloned().collect(),
        book_source: book::book().source.clone(),
        book_date: book::book().date.clone(),
    })
}

fn provider_name(id: &str) -> &str {
    providers::by_id(id).map_or(id, |spec| spec.name)
}

/// Writes a price down. It counts from the next answer on; what was asked before keeps its cost.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prices_save(app: State<'_, App>, price: Price) -> Result<Price, Failure> {
    let mut problems = Vec::new();
    if providers::by_id(&price.provider).is_none() {
        problems.push(FieldProblem::block("provider", "Choose the provider."));
    }
    if price.model.trim().is_empty() {
        problems.push(FieldProblem::block("model", "Name the model, as the provider calls it."));
    }
    for (field, value) in
        [("input", Some(price.input)), ("output", Some(price.output)), ("cached", price.cached)]
    {
        if value.is_some_and(|value| !value.is_finite() || !(0.0..=1_000_000.0).contains(&value)) {
            problems.push(FieldProblem::block(field, "A price per million tokens, 0 or more."));
        }
    }
    let currency = price.currency.trim().to_uppercase();
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        problems.push(FieldProblem::block("currency", "Three letters, for example USD or EUR."));
    }
    if !problems.is_empty() {
        return Err(Failure::invalid("This price cannot be kept", problems));
    }
    let source = price.source.trim();
    let price = Price {
        model: price.model.trim().to_owned(),
        currency,
        source: if source.is_empty() { "written down here".to_owned() } else { source.to_owned() },
        date: clock::today(),
        own: true,
        ..price
    };
    let kept = price.clone();
    app.store.run(move |connection| rows::save(connection, &kept)).await?;
    Ok(price)
}

/// Forgets an own price; the book's counts again, if it has one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prices_remove(
    app: State<'_, App>,
    provider: String,
    model: String,
) -> Result<(), Failure> {
    Ok(app.store.run(move |connection| rows::remove(connection, &provider, &model)).await?)
}

/// What is known of the prices of an endpoint's served entities.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prices_for(app: State<'_, App>, endpoint: String) -> Result<Vec<EntityPrice>, Failure> {
    let connection = app.connection().await?;
    let own = app.store.run(rows::list).await?;
    let Some(single) = connection.known.about(&connection.client, &endpoint).await else {
        return Ok(Vec::new());
    };
    let found = single.shown.entities.iter().map(|entity| EntityPrice {
        entity: entity.name.clone(),
        provider: entity.provider.clone(),
        provider_name: entity.provider_name.clone(),
        model: entity.model.clone(),
        price: fitting(&own, &entity.provider, &entity.model).cloned(),
    });
    Ok(found.collect())
}

fn fitting<'a>(own: &'a [Price], provider: &str, model: &str) -> Option<&'a Price> {
    book::fitting(own.iter().chain(book::book().prices.iter()), provider, model)
}

/// What an answer of this model cost; none when nobody wrote its price down.
pub(crate) async fn cost_of(app: &App, provider: &str, model: &str, counts: cost::Counts) -> Option<Cost> {
    let own = app.store.run(rows::list).await.unwrap_or_default();
    fitting(&own, provider, model).map(|price| cost::of(price, counts))
}
