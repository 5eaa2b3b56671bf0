//! The list of endpoints as last read, in memory: filtering, sorting and paging answer a keystroke without a call. What is
//! searched is written down once in lower case, so that 10,000 endpoints filter in about a millisecond.
//! Endpoints of other kinds are left alone.

use gatewright_databricks::serving;

use super::dto::{
    EndpointCounts, EndpointPage, EndpointRow, EndpointSort, EndpointState, EndpointView, ListEndpoints,
};
use super::reading::{self, Viewer};
use crate::providers;

/// Pages are shown by a virtualised list; nobody needs more at once.
const LARGEST_PAGE: u32 = 1_000;

#[derive(Clone, Debug)]
struct Line {
    row: EndpointRow,
    /// Everything a search looks at, in lower case.
    haystack: String,
    /// The name in lower case, to sort by.
    key: String,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Listing {
    /// By name, which is the order of most questions.
    lines: Vec<Line>,
    counts: EndpointCounts,
    checked_at: f64,
}

impl Listing {
    pub(crate) fn new(endpoints: &[serving::Endpoint], viewer: Viewer<'_>, checked_at: f64) -> Self {
        let mut lines: Vec<_> =
            endpoints.iter().filter(|e| e.is_external()).map(|e| line(e, viewer)).collect();
        lines.sort_by(|a, b| a.key.cmp(&b.key).then_with(|| a.row.name.cmp(&b.row.name)));
        let count = |view| to_count(lines.iter().filter(|line| in_view(&line.row, view)).count());
        let counts = EndpointCounts {
            all: to_count(lines.len()),
            attention: count(EndpointView::Attention),
            mine: count(EndpointView::Mine),
        };
        Self { lines, counts, checked_at }
    }

    /// One page. `stale` says that the workspace could not be asked and this is what was known.
    pub(crate) fn page(&self, query: &ListEndpoints, stale: bool) -> EndpointPage {
        let search = query.search.to_lowercase();
        let words: Vec<&str> = search.split_whitespace().collect();
        let mut found: Vec<&Line> = self
            .lines
            .iter()
            .filter(|line| {
                in_view(&line.row, query.view) && words.iter().all(|word| line.haystack.contains(word))
            })
            .collect();
        sort(&mut found, query.sort, query.descending);
        let rows = found
            .iter()
            .skip(query.offset as usize)
            .take(query.limit.min(LARGEST_PAGE) as usize)
            .map(|line| line.row.clone())
            .collect();
        EndpointPage {
            counts: self.counts,
            matching: to_count(found.len()),
            offset: query.offset,
            rows,
            checked_at: self.checked_at,
            stale,
        }
    }
}

fn line(endpoint: &serving::Endpoint, viewer: Viewer<'_>) -> Line {
    let row = reading::row(endpoint, viewer);
    let mut haystack = String::new();
    let mut put = |text: &str| {
        haystack.push_str(&text.to_lowercase());
        // A separator nobody types, so that a word never matches across two fields.
        haystack.push('\u{1}');
    };
    put(&row.name);
    row.models.iter().for_each(|model| put(model));
    row.task.iter().for_each(|task| put(task));
    row.creator.iter().for_each(|creator| put(creator));
    for tag in &endpoint.tags {
        put(&format!("{}:{}", tag.key, tag.value.as_deref().unwrap_or_default()));
    }
    let configs = [&endpoint.config, &endpoint.pending_config];
    for entity in configs.into_iter().flatten().flat_map(|config| &config.served_entities) {
        put(entity.name());
        if let Some(model) = entity.external_model.as_deref() {
            put(&providers::identify(model).name);
            put(model.provider.as_str());
        }
    }
    Line { key: row.name.to_lowercase(), haystack, row }
}

fn in_view(row: &EndpointRow, view: EndpointView) -> bool {
    match view {
        EndpointView::All => true,
        EndpointView::Mine => row.mine,
        EndpointView::Attention => needs_attention(row.state),
    }
}

pub(crate) fn needs_attention(state: EndpointState) -> bool {
    matches!(state, EndpointState::Failed | EndpointState::NotReady | EndpointState::ReadyUpdateFailed)
}

/// What needs somebody comes first.
fn urgency(state: EndpointState) -> u8 {
    match state {
        EndpointState::Failed => 0,
        EndpointState::NotReady => 1,
        EndpointState::ReadyUpdateFailed => 2,
        EndpointState::Creating => 3,
        EndpointState::Updating => 4,
        EndpointState::Unknown => 5,
        EndpointState::Ready => 6,
    }
}

/// The lines come sorted by name, and the sort is stable, so the name settles what is equal. With `descending` the order of
/// the sorted field turns round, the names within it do not, except when the name is what is sorted by.
fn sort(lines: &mut [&Line], by: EndpointSort, descending: bool) {
    match (by, descending) {
        (EndpointSort::Name, false) => {}
        (EndpointSort::Name, true) => lines.reverse(),
        (EndpointSort::State, false) => lines.sort_by_key(|line| urgency(line.row.state)),
        (EndpointSort::State, true) => lines.sort_by_key(|line| std::cmp::Reverse(urgency(line.row.state))),
        (EndpointSort::Changed, descending) => lines.sort_by(|a, b| {
            let order = a.row.changed_at.unwrap_or(0.0).total_cmp(&b.row.changed_at.unwrap_or(0.0));
            if descending { order.reverse() } else { order }
        }),
    }
}

fn to_count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
