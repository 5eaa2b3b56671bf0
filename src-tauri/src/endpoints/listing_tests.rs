//! Searching, views, order and paging, small and at ten thousand endpoints.

use std::time::Instant;

use gatewright_databricks::serving;
use serde_json::json;

use super::dto::{EndpointCounts, EndpointPage, EndpointSort, EndpointView, ListEndpoints};
use super::listing::Listing;
use super::reading::Viewer;

fn endpoint(name: &str, ready: &str, update: &str, changed: u32, creator: &str) -> serving::Endpoint {
    serde_json::from_value(json!({"name": name, "creator": creator, "last_updated_timestamp": changed,
        "tags": [{"key": "team", "value": "Search"}], "state": {"ready": ready, "config_update": update},
        "config": {"served_entities": [{"name": "az-main", "external_model": {"name": "gpt-4o", "provider": "openai",
            "task": "llm/v1/chat", "openai_config": {"openai_api_type": "azure"}}}]}}))
    .unwrap()
}

fn listing() -> Listing {
    let mut endpoints = vec![
        endpoint("zeta", "READY", "NOT_UPDATING", 3, "dana"),
        endpoint("Alpha", "NOT_READY", "UPDATE_FAILED", 1, "lea"),
        endpoint("beta", "READY", "UPDATE_FAILED", 2, "dana"),
        endpoint("gamma", "READY", "IN_PROGRESS", 4, "lea"),
    ];
    endpoints.push(
        serde_json::from_value(json!({"name": "own-model", "config": {"served_entities": [{"name": "m", "entity_name": "c.s.m"}]}}))
            .unwrap(),
    );
    Listing::new(&endpoints, Viewer { user: Some("dana") }, 9.0)
}

fn ask(search: &str) -> ListEndpoints {
    ListEndpoints {
        search: search.into(),
        view: EndpointView::All,
        sort: EndpointSort::Name,
        descending: false,
        offset: 0,
        limit: 100,
        refresh: false,
        providers: vec![],
        states: vec![],
        tasks: vec![],
        creators: vec![],
        tags: vec![],
    }
}

fn names(page: &EndpointPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.name.as_str()).collect()
}

#[test]
fn the_list_is_by_name_whatever_the_case_and_leaves_other_kinds_alone() {
    let listing = listing();
    assert_eq!(names(&listing.page(&ask(""), false)), ["Alpha", "beta", "gamma", "zeta"]);
}

#[test]
fn a_search_looks_at_names_models_providers_tags_owners_and_needs_every_word() {
    let listing = listing();
    for (search, count) in [
        ("ALPHA", 1),
        ("gpt-4O", 4),
        ("azure", 4),
        ("team:search", 4),
        ("dana azure", 2),
        ("dana alpha", 0),
        ("  ", 4),
    ] {
        assert_eq!(listing.page(&ask(search), false).matching, count, "{search}");
    }
}

#[test]
fn a_word_does_not_match_across_two_fields() {
    assert_eq!(listing().page(&ask("zetagpt"), false).matching, 0);
}

#[test]
fn views_and_counts_agree() {
    let listing = listing();
    let page = listing.page(&ListEndpoints { view: EndpointView::Attention, ..ask("") }, true);
    assert_eq!(names(&page), ["Alpha", "beta"]);
    assert_eq!(page.counts, EndpointCounts { all: 4, attention: 2, mine: 2, others: 1 });
    assert!(page.stale);
    assert_eq!(listing.page(&ListEndpoints { view: EndpointView::Mine, ..ask("") }, false).matching, 2);
}

#[test]
fn other_kinds_stand_in_a_view_of_their_own_with_the_reason_why_they_are_only_shown() {
    let page = listing().page(&ListEndpoints { view: EndpointView::Others, ..ask("") }, false);
    assert_eq!(names(&page), ["own-model"]);
    assert!(page.rows[0].read_only.as_deref().unwrap().contains("a model of this workspace"));
}

#[test]
fn the_list_can_be_sorted_by_urgency_and_by_change() {
    let listing = listing();
    let by = |sort, descending| {
        let page = listing.page(&ListEndpoints { sort, descending, ..ask("") }, false);
        names(&page).join(" ")
    };
    assert_eq!(by(EndpointSort::State, false), "Alpha beta gamma zeta");
    assert_eq!(by(EndpointSort::State, true), "zeta gamma beta Alpha");
    assert_eq!(by(EndpointSort::Changed, true), "gamma zeta beta Alpha");
    assert_eq!(by(EndpointSort::Changed, false), "Alpha beta zeta gamma");
    assert_eq!(by(EndpointSort::Name, true), "zeta gamma beta Alpha");
    for equal in [EndpointSort::Providers, EndpointSort::Traffic, EndpointSort::Gateway] {
        assert_eq!(by(equal, true), "Alpha beta gamma zeta", "what is equal stays by name");
    }
}

#[test]
fn pages_start_where_asked_and_past_the_end_there_is_nothing() {
    let listing = listing();
    let page = |offset, limit| listing.page(&ListEndpoints { offset, limit, ..ask("") }, false);
    assert_eq!(names(&page(1, 2)), ["beta", "gamma"]);
    assert_eq!(page(1, 2).matching, 4);
    assert!(page(99, 10).rows.is_empty());
    assert!(page(0, 0).rows.is_empty());
}

#[test]
fn ten_thousand_endpoints_are_searched_between_two_keystrokes() {
    let endpoints: Vec<_> = (0..10_000)
        .map(|n| endpoint(&format!("endpoint-{n:05}"), "READY", "NOT_UPDATING", n, "dana"))
        .collect();
    let listing = Listing::new(&endpoints, Viewer { user: None }, 0.0);
    let start = Instant::now();
    let page = listing
        .page(&ListEndpoints { sort: EndpointSort::Changed, descending: true, ..ask("azure 99") }, false);
    // Generous, because this is also run without optimisation on a busy machine; the bench measures the real figure.
    assert!(start.elapsed().as_millis() < 200, "{:?}", start.elapsed());
    assert_eq!(page.rows[0].name, "endpoint-09999");
    assert_eq!(page.matching, (0..10_000).filter(|n| format!("{n:05}").contains("99")).count() as u32);
}
