//! How well an endpoint is prepared for an entity that fails, as points and as the sentences they come from. Pure.

use std::collections::HashSet;

use super::job_dto::{BenchRow, BenchState, Readiness, ReadinessLine};
use crate::endpoints::dto::Endpoint;
use crate::endpoints::words::listed;
use crate::explain::Layer;

/// Points of each question; together 100. Calling the entities counts most: all else is worth little when nobody answers.
const ANSWERS: u32 = 35;
const FALLBACK: u32 = 25;
const NEXT_ANSWERS: u32 = 20;
const OTHER_PROVIDER: u32 = 12;
const OTHER_KEY: u32 = 8;

/// The readiness of an endpoint whose entities have been called.
pub(crate) fn of(endpoint: &Endpoint, rows: &[BenchRow]) -> Readiness {
    let mut readiness = Readiness { score: 0, lines: Vec::new() };
    let mut line = |ok: bool, points: u32, text: String| {
        readiness.score += points;
        readiness.lines.push(ReadinessLine { ok, text });
    };
    let (ok, points, text) = answers(rows);
    line(ok, points, text);
    let several = endpoint.entities.len() > 1;
    let on = endpoint.fallback && several;
    let text = match (several, endpoint.fallback) {
        (false, _) => "There is only one served entity: when it fails, nobody else can answer.",
        (true, false) => "Fallback is off: a failing entity's share of the calls fails with it.",
        (true, true) => "Fallback is on: calls that fail with 429 or 5xx go to the next entity.",
    };
    line(on, if on { FALLBACK } else { 0 }, text.to_owned());
    if several {
        let (ok, text) = next(rows);
        line(ok, if ok && on { NEXT_ANSWERS } else { 0 }, text);
        let (ok, text) = provider(endpoint);
        line(ok, if ok && on { OTHER_PROVIDER } else { 0 }, text);
        let (ok, text) = key(endpoint);
        line(ok, if ok && on { OTHER_KEY } else { 0 }, text);
    }
    let not_rescued: Vec<String> =
        rows.iter().filter(|row| is_not_rescued(row)).map(|row| row.entity.clone()).collect();
    if !not_rescued.is_empty() {
        let text = format!(
            "Fallback does not help where {} failed: a refused key or request goes back to the caller.",
            listed(&not_rescued)
        );
        line(false, 0, text);
    }
    readiness
}

fn answers(rows: &[BenchRow]) -> (bool, u32, String) {
    let silent: Vec<String> =
        rows.iter().filter(|row| row.state != BenchState::Ok).map(|row| row.entity.clone()).collect();
    let all = u32::try_from(rows.len()).unwrap_or(u32::MAX).max(1);
    let good = all.saturating_sub(u32::try_from(silent.len()).unwrap_or(u32::MAX));
    let text = match silent.len() {
        0 if rows.is_empty() => "There is no served entity to call.".to_owned(),
        0 => "Every served entity answered.".to_owned(),
        1 => format!("{} did not answer.", listed(&silent)),
        _ => format!("{} did not answer.", listed(&silent)),
    };
    if rows.is_empty() {
        return (false, 0, text);
    }
    (silent.is_empty(), ANSWERS * good / all, text)
}

/// Whether the first to step in would answer.
fn next(rows: &[BenchRow]) -> (bool, String) {
    let Some(second) = rows.get(1) else { return (false, String::new()) };
    if second.state == BenchState::Ok {
        return (true, format!("{} is next in line and answers.", second.entity));
    }
    let later = rows.iter().skip(2).find(|row| row.state == BenchState::Ok);
    let text = match later {
        Some(later) => {
            format!("{} is next in line and fails; {} comes after it.", second.entity, later.entity)
        }
        None => format!("{} is next in line and fails.", second.entity),
    };
    (false, text)
}

fn provider(endpoint: &Endpoint) -> (bool, String) {
    let providers: HashSet<&str> = endpoint.entities.iter().map(|entity| entity.provider.as_str()).collect();
    if providers.len() > 1 {
        return (true, "The entities are with different providers.".to_owned());
    }
    let name = endpoint.entities.first().map_or("one provider", |entity| entity.provider_name.as_str());
    (false, format!("All entities are with {name}: they fail together when it does."))
}

fn key(endpoint: &Endpoint) -> (bool, String) {
    let first = endpoint.entities.first().map(|entity| entity.secrets.as_slice()).unwrap_or_default();
    let shared = !first.is_empty() && endpoint.entities.iter().all(|entity| entity.secrets == first);
    if shared {
        return (false, "All entities use the same key: one quota, one expiry.".to_owned());
    }
    (true, "The entities do not all hang on one key.".to_owned())
}

/// A refusal that fallback hands back to the caller.
fn is_not_rescued(row: &BenchRow) -> bool {
    let layer = row.explanation.as_ref().map(|explanation| explanation.layer);
    let refused =
        matches!(layer, Some(Layer::ProviderKey | Layer::ProviderSettings | Layer::Model | Layer::Request));
    row.state == BenchState::Failed && refused
}
