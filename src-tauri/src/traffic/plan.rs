//! A new split over an endpoint as it stands: whether it can be written, what it changes in words, and the whole config to
//! write. `PUT config` replaces everything, so the body starts from the raw JSON and keeps what this app does not know
//! (databricks-api.md §0 rule 1). Pure; reading the endpoint again and sending are the commands' work.

use std::collections::HashSet;

use gatewright_databricks::serving::{ConfigEdit, Endpoint, Route, Snapshot};
use serde_json::Value;

use super::dto::{TrafficChange, TrafficReview};
use crate::endpoints::dto::{PlannedCall, Share};
use crate::endpoints::stamp::stamp;
use crate::endpoints::{reading, words};
use crate::explain::{FieldProblem, Verdict, local};

/// The split that answers now, in fallback order.
pub(crate) fn live(current: &Snapshot<Endpoint>) -> Vec<Share> {
    current.config.as_ref().map(reading::shares).unwrap_or_default()
}

/// The change in words, with everything that speaks against it.
pub(crate) fn review(change: &TrafficChange, current: &Snapshot<Endpoint>) -> TrafficReview {
    let before = live(current);
    let after = change.shares.clone();
    let mut problems = Vec::new();
    if stamp(current) != change.stamp {
        problems.push(FieldProblem::block(
            "stamp",
            format!("{} was changed meanwhile. Reload it and look before you go on.", change.endpoint),
        ));
    }
    if current.state.is_updating() {
        problems.push(FieldProblem::block(
            "stamp",
            format!("{} is being changed right now. Wait until that is done.", change.endpoint),
        ));
    }
    problems.extend(share_problems(&before, &after, fallback(current)));
    let path = format!("/api/2.0/serving-endpoints/{}", change.endpoint);
    let call = |title: &str, method: &str, path: &str| PlannedCall {
        title: title.into(),
        method: method.into(),
        path: path.into(),
    };
    TrafficReview {
        points_moved: points_moved(&before, &after),
        sentence: sentence(&before, &after),
        calls: vec![
            call("Make sure nobody changed it meanwhile", "GET", &path),
            call("Write served entities and traffic", "PUT", &format!("{path}/config")),
        ],
        before,
        after,
        problems,
    }
}

/// The whole config to write: entities in the order asked for, the new routes, everything else as it is.
///
/// # Errors
/// When the endpoint is no longer the one that was opened, is being updated, or the shares do not fit.
pub(crate) fn body(change: &TrafficChange, current: &Snapshot<Endpoint>) -> Result<Value, Verdict> {
    if current.state.is_updating() {
        return Err(local::updating(&change.endpoint));
    }
    if stamp(current) != change.stamp {
        return Err(local::changed_elsewhere(&change.endpoint));
    }
    let problems = share_problems(&live(current), &change.shares, fallback(current));
    if problems.iter().any(|problem| problem.blocks) {
        return Err(local::invalid(problems));
    }
    let mut edit = ConfigEdit::from_endpoint(current);
    let order: Vec<&str> = change.shares.iter().map(|share| share.entity.as_str()).collect();
    edit.order_entities(&order);
    let routes: Vec<Route> = change
        .shares
        .iter()
        .map(|share| Route::new(share.entity.as_str(), i64::from(share.percent)))
        .collect();
    edit.set_routes(&routes);
    Ok(edit.body())
}

fn fallback(current: &Snapshot<Endpoint>) -> bool {
    reading::gateway_flags(current.ai_gateway.as_ref()).fallback
}

fn share_problems(before: &[Share], after: &[Share], fallback: bool) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let mut named = HashSet::new();
    for (at, share) in after.iter().enumerate() {
        let path = format!("shares.{at}");
        if !before.iter().any(|known| known.entity == share.entity) {
            problems
                .push(FieldProblem::block(path, format!("{} is not served by this endpoint.", share.entity)));
        } else if !named.insert(share.entity.as_str()) {
            problems.push(FieldProblem::block(path, format!("{} is there twice.", share.entity)));
        } else if share.percent == 0 && !fallback {
            problems.push(FieldProblem::warn(
                path,
                format!(
                    "{} gets no requests at 0 %, and without fallback it never steps in either.",
                    share.entity
                ),
            ));
        }
    }
    for missing in before.iter().filter(|known| !named.contains(known.entity.as_str())) {
        problems.push(FieldProblem::block(
            "shares",
            format!("{} is missing. Give it a share, or 0 % to keep it on standby.", missing.entity),
        ));
    }
    let sum: u64 = after.iter().map(|share| u64::from(share.percent)).sum();
    match sum {
        100 => {}
        0..100 => problems.push(FieldProblem::block(
            "shares",
            format!(
                "The shares add up to {sum}. Give the missing {} to one of the served entities.",
                100 - sum
            ),
        )),
        _ => problems.push(FieldProblem::block(
            "shares",
            format!("The shares add up to {sum}. Take {} away.", sum - 100),
        )),
    }
    if before == after && !before.is_empty() {
        problems
            .push(FieldProblem::block("shares", "This split is live already. There is nothing to write."));
    }
    problems
}

fn points_moved(before: &[Share], after: &[Share]) -> u32 {
    after.iter().map(|share| share.percent.saturating_sub(percent_of(before, &share.entity))).sum()
}

fn percent_of(shares: &[Share], entity: &str) -> u32 {
    shares.iter().find(|share| share.entity == entity).map_or(0, |share| share.percent)
}

fn sentence(before: &[Share], after: &[Share]) -> String {
    let mut text = format!("Out of 100 requests {}.", words::spread(after));
    let losing: Vec<String> = before
        .iter()
        .filter(|share| percent_of(after, &share.entity) < share.percent)
        .map(|share| share.entity.clone())
        .collect();
    let moved = points_moved(before, after);
    if moved > 0 && !losing.is_empty() {
        let points = if moved == 1 { "1 point moves".to_owned() } else { format!("{moved} points move") };
        text.push_str(&format!(" {points} away from {}.", words::listed(&losing)));
    }
    let names = |shares: &[Share]| shares.iter().map(|share| share.entity.clone()).collect::<Vec<_>>();
    if names(before) != names(after) {
        text.push_str(&format!(" Fallback will walk them in this order: {}.", names(after).join(", ")));
    }
    text
}
