//! Filters, counts and order against the plainest way to work them out, on random lists and random questions.

use gatewright_databricks::serving;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use super::dto::{EndpointRow, EndpointSort, EndpointState, EndpointView, ListEndpoints, Tag};
use super::listing::Listing;
use super::reading::{self, Viewer};

const CREATORS: [&str; 3] = ["dana", "lea", ""];
const TASKS: [&str; 3] = ["llm/v1/chat", "llm/v1/embeddings", ""];
const PROVIDERS: [&str; 4] = ["openai", "anthropic", "cohere", "later-one"];
const TAGS: [(&str, &str); 4] = [("team", "search"), ("team", "support"), ("env", "prod"), ("plain", "")];
const STATES: [(&str, &str, EndpointState); 4] = [
    ("READY", "NOT_UPDATING", EndpointState::Ready),
    ("READY", "IN_PROGRESS", EndpointState::Updating),
    ("NOT_READY", "UPDATE_FAILED", EndpointState::Failed),
    ("NOT_READY", "NOT_UPDATING", EndpointState::NotReady),
];
const SORTS: [EndpointSort; 6] = [
    EndpointSort::Name,
    EndpointSort::State,
    EndpointSort::Providers,
    EndpointSort::Traffic,
    EndpointSort::Gateway,
    EndpointSort::Changed,
];
const VIEWS: [EndpointView; 4] =
    [EndpointView::All, EndpointView::Attention, EndpointView::Mine, EndpointView::Others];

fn tag((key, value): (&str, &str)) -> Tag {
    Tag { key: key.into(), value: (!value.is_empty()).then(|| value.into()) }
}

fn an_endpoint() -> impl Strategy<Value = Value> {
    let providers = subsequence(PROVIDERS.to_vec(), 0..=3);
    let tags = subsequence(TAGS.to_vec(), 0..=4);
    let state = select(STATES.to_vec());
    let of =
        (providers, select(TASKS.to_vec()), select(CREATORS.to_vec()), tags, state, 0..4_u32, any::<bool>());
    of.prop_map(|(providers, task, creator, tags, (ready, update, _), changed, usage)| {
        let entities: Vec<_> = providers
            .iter()
            .map(|provider| json!({"name": provider, "external_model": {"name": "m", "provider": provider, "task": task}}))
            .collect();
        let tags: Vec<_> = tags
            .iter()
            .map(|(key, value)| if value.is_empty() { json!({"key": key}) } else { json!({"key": key, "value": value}) })
            .collect();
        json!({"creator": (!creator.is_empty()).then_some(creator), "task": (!task.is_empty()).then_some(task),
            "tags": tags, "state": {"ready": ready, "config_update": update}, "last_updated_timestamp": changed,
            "ai_gateway": {"usage_tracking_config": {"enabled": usage}}, "config": {"served_entities": entities}})
    })
}

fn a_list() -> impl Strategy<Value = Vec<serving::Endpoint>> {
    prop::collection::vec(an_endpoint(), 0..24).prop_map(|all| {
        (0..)
            .zip(all)
            .map(|(at, mut one)| {
                // Names in another order than the list's, some of them the same but for the case.
                let name = format!("{}-{}", if at % 2 == 0 { "Name" } else { "name" }, (at * 7) % 13);
                one["name"] = format!("{name}{at}").into();
                serde_json::from_value(one).unwrap()
            })
            .collect()
    })
}

fn a_question() -> impl Strategy<Value = ListEndpoints> {
    let texts = |of: &'static [&'static str]| {
        subsequence(of.to_vec(), 0..=2)
            .prop_map(|some| some.into_iter().map(String::from).collect::<Vec<_>>())
    };
    let lists = (texts(&PROVIDERS), subsequence(STATES.to_vec(), 0..=2), texts(&TASKS), texts(&CREATORS));
    let tags = subsequence(TAGS.to_vec(), 0..=3);
    let rest = (
        select(vec!["", "name", "e-1", "team:s e-1"]),
        select(VIEWS.to_vec()),
        select(SORTS.to_vec()),
        any::<bool>(),
    );
    (lists, tags, rest).prop_map(
        |((providers, states, tasks, creators), tags, (search, view, sort, descending))| ListEndpoints {
            search: search.into(),
            view,
            sort,
            descending,
            offset: 0,
            limit: 1_000,
            refresh: false,
            providers,
            states: states.into_iter().map(|(_, _, state)| state).collect(),
            tasks,
            creators,
            tags: tags.into_iter().map(tag).collect(),
        },
    )
}

/// One endpoint as the plain way sees it.
struct Plain {
    row: EndpointRow,
    ids: Vec<String>,
    names: Vec<String>,
    text: String,
}

fn plain(endpoints: &[serving::Endpoint]) -> Vec<Plain> {
    let mut all: Vec<_> = endpoints
        .iter()
        .map(|endpoint| {
            let faces = reading::faces(endpoint);
            let row = reading::row(endpoint, &faces, Viewer { user: Some("dana") });
            let tags: Vec<_> = row
                .tags
                .iter()
                .map(|tag| format!("{}:{}", tag.key, tag.value.as_deref().unwrap_or_default()))
                .collect();
            Plain {
                text: format!("{}\n{}", row.name.to_lowercase(), tags.join("\n")),
                ids: faces.iter().map(|face| face.provider.clone()).collect(),
                names: faces.iter().map(|face| face.provider_name.clone()).collect(),
                row,
            }
        })
        .collect();
    all.sort_by_key(|one| (one.row.name.to_lowercase(), one.row.name.clone()));
    all
}

fn fits(one: &Plain, query: &ListEndpoints) -> bool {
    let row = &one.row;
    let troubled = matches!(
        row.state,
        EndpointState::Failed | EndpointState::NotReady | EndpointState::ReadyUpdateFailed
    );
    let in_view = match query.view {
        EndpointView::All => row.external,
        EndpointView::Attention => row.external && troubled,
        EndpointView::Mine => row.external && row.creator.as_deref() == Some("dana"),
        EndpointView::Others => !row.external,
    };
    let among = |list: &[String], value: &Option<String>| {
        list.is_empty() || list.contains(&value.clone().unwrap_or_default())
    };
    let tags = query.tags.iter().all(|asked| {
        let same_key = query.tags.iter().filter(|other| other.key == asked.key);
        same_key.into_iter().any(|other| row.tags.contains(other))
    });
    in_view
        && query.search.split_whitespace().all(|word| one.text.contains(word))
        && (query.providers.is_empty() || one.ids.iter().any(|id| query.providers.contains(id)))
        && (query.states.is_empty() || query.states.contains(&row.state))
        && among(&query.tasks, &row.task)
        && among(&query.creators, &row.creator)
        && tags
}

fn expected(all: &[Plain], query: &ListEndpoints) -> Vec<String> {
    let mut found: Vec<&Plain> = all.iter().filter(|one| fits(one, query)).collect();
    let urgency = [
        EndpointState::Failed,
        EndpointState::NotReady,
        EndpointState::ReadyUpdateFailed,
        EndpointState::Creating,
        EndpointState::Updating,
        EndpointState::Unknown,
        EndpointState::Ready,
    ];
    // One number or text to compare for each way to sort.
    let key = |one: &Plain| match query.sort {
        EndpointSort::Name => String::new(),
        EndpointSort::State => urgency.iter().position(|state| *state == one.row.state).unwrap().to_string(),
        EndpointSort::Providers => one.names.join("\u{1}"),
        EndpointSort::Traffic => one.row.models.len().to_string(),
        EndpointSort::Gateway => u8::from(one.row.gateway.usage).to_string(),
        EndpointSort::Changed => format!("{:09}", one.row.changed_at.unwrap_or_default()),
    };
    match (query.sort, query.descending) {
        (EndpointSort::Name, true) => found.reverse(),
        (_, true) => found.sort_by_key(|one| std::cmp::Reverse(key(one))),
        (_, false) => found.sort_by_key(|one| key(one)),
    }
    found.into_iter().map(|one| one.row.name.clone()).collect()
}

proptest! {
    #[test]
    fn filters_and_order_agree_with_the_plainest_way(list in a_list(), query in a_question()) {
        let listing = Listing::new(&list, Viewer { user: Some("dana") }, 0.0);
        let page = listing.page(&query, false);
        let names: Vec<_> = page.rows.iter().map(|row| row.name.clone()).collect();
        prop_assert_eq!(&names, &expected(&plain(&list), &query));
        prop_assert_eq!(page.matching as usize, names.len());
    }

    #[test]
    fn a_count_is_what_choosing_that_value_leaves(list in a_list(), query in a_question()) {
        let facets = Listing::new(&list, Viewer { user: Some("dana") }, 0.0).facets(&query);
        let all = plain(&list);
        let left = |query: ListEndpoints| u32::try_from(expected(&all, &query).len()).unwrap();
        for one in &facets.providers {
            prop_assert_eq!(one.count, left(ListEndpoints { providers: vec![one.value.clone()], ..query.clone() }));
        }
        for one in &facets.states {
            prop_assert_eq!(one.count, left(ListEndpoints { states: vec![one.state], ..query.clone() }));
        }
        for one in &facets.tasks {
            prop_assert_eq!(one.count, left(ListEndpoints { tasks: vec![one.value.clone()], ..query.clone() }));
        }
        for one in &facets.creators {
            prop_assert_eq!(one.count, left(ListEndpoints { creators: vec![one.value.clone()], ..query.clone() }));
        }
        for one in &facets.tags {
            let mut tags: Vec<_> = query.tags.iter().filter(|tag| tag.key != one.tag.key).cloned().collect();
            tags.push(one.tag.clone());
            prop_assert_eq!(one.count, left(ListEndpoints { tags, ..query.clone() }));
        }
    }

    #[test]
    fn what_is_chosen_can_always_be_taken_away_again(list in a_list(), query in a_question()) {
        let facets = Listing::new(&list, Viewer { user: None }, 0.0).facets(&query);
        let offered: Vec<_> = facets.providers.iter().map(|one| &one.value).collect();
        prop_assert!(query.providers.iter().all(|id| offered.contains(&id)));
        prop_assert!(query.tags.iter().all(|tag| facets.tags.iter().any(|one| one.tag == *tag)));
        prop_assert!(query.states.iter().all(|state| facets.states.iter().any(|one| one.state == *state)));
    }
}
