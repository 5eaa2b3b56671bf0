//! The list of endpoints as last read, in memory: filtering, sorting and paging answer a keystroke without a call. What is
//! searched is written down once in lower case, so that 10,000 endpoints filter in about a millisecond.
//! Endpoints of other kinds are kept apart in a view of their own; what narrows the list is in `listing_filter`.

use gatewright_databricks::serving;

use super::dto::{
    EndpointCounts, EndpointPage, EndpointRow, EndpointSort, EndpointState, EndpointView, GatewayFlags,
    ListEndpoints,
};
use super::list_dto::EndpointFacets;
use super::listing_filter::{self, Filter, in_view};
use super::reading::{self, Face, Viewer};

/// Pages are shown by a virtualised list; nobody needs more at once.
const LARGEST_PAGE: u32 = 1_000;

#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) row: EndpointRow,
    /// Everything a search looks at, in lower case.
    pub(super) haystack: String,
    /// The name in lower case, to sort by.
    key: String,
    /// Each provider once, in fallback order, as places in the table.
    pub(super) providers: Vec<u16>,
}

/// A provider that stands behind some endpoint of the list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Provider {
    pub(super) name: String,
    pub(super) id: String,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Listing {
    /// By name, which is the order of most questions.
    lines: Vec<Line>,
    /// By name, so that sorting by the place sorts by the name.
    providers: Vec<Provider>,
    counts: EndpointCounts,
    checked_at: f64,
}

impl Listing {
    pub(crate) fn new(endpoints: &[serving::Endpoint], viewer: Viewer<'_>, checked_at: f64) -> Self {
        let mut providers = Vec::new();
        let mut lines: Vec<_> = endpoints.iter().map(|e| line(e, viewer, &mut providers)).collect();
        let providers = by_name(providers, &mut lines);
        lines.sort_by(|a, b| a.key.cmp(&b.key).then_with(|| a.row.name.cmp(&b.row.name)));
        let count = |view| to_count(lines.iter().filter(|line| in_view(line, view)).count());
        let counts = EndpointCounts {
            all: count(EndpointView::All),
            attention: count(EndpointView::Attention),
            mine: count(EndpointView::Mine),
            others: count(EndpointView::Others),
        };
        Self { lines, providers, counts, checked_at }
    }

    /// One page. `stale` says that the workspace could not be asked and this is what was known.
    pub(crate) fn page(&self, query: &ListEndpoints, stale: bool) -> EndpointPage {
        let filter = Filter::new(query, &self.providers);
        let mut found: Vec<&Line> = self.lines.iter().filter(|line| filter.keeps(line)).collect();
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

    /// What the list can be narrowed to from here.
    pub(crate) fn facets(&self, query: &ListEndpoints) -> EndpointFacets {
        listing_filter::facets(&self.lines, &self.providers, query)
    }

    /// Name, state and reason of every endpoint.
    pub(crate) fn states(&self) -> impl Iterator<Item = (&str, EndpointState, Option<&str>)> {
        self.lines.iter().map(|line| (line.row.name.as_str(), line.row.state, line.row.reason.as_deref()))
    }
}

fn line(endpoint: &serving::Endpoint, viewer: Viewer<'_>, table: &mut Vec<Provider>) -> Line {
    let faces = reading::faces(endpoint);
    let row = reading::row(endpoint, &faces, viewer);
    let mut providers = Vec::with_capacity(1);
    for face in &faces {
        let at = place(table, face);
        if !providers.contains(&at) {
            providers.push(at);
        }
    }
    Line { key: row.name.to_lowercase(), haystack: haystack(endpoint, &row, &faces), row, providers }
}

fn place(table: &mut Vec<Provider>, face: &Face) -> u16 {
    let known = table.iter().position(|provider| provider.id == face.provider);
    let at = known.unwrap_or_else(|| {
        table.push(Provider { name: face.provider_name.clone(), id: face.provider.clone() });
        table.len() - 1
    });
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// Puts the table in the order of the names and rewrites the lines' places.
fn by_name(table: Vec<Provider>, lines: &mut [Line]) -> Vec<Provider> {
    let mut sorted = table.clone();
    sorted.sort();
    let moved: Vec<u16> = table
        .iter()
        .map(|provider| {
            sorted.binary_search(provider).ok().and_then(|at| u16::try_from(at).ok()).unwrap_or(u16::MAX)
        })
        .collect();
    for place in lines.iter_mut().flat_map(|line| &mut line.providers) {
        *place = moved.get(usize::from(*place)).copied().unwrap_or(u16::MAX);
    }
    sorted
}

fn haystack(endpoint: &serving::Endpoint, row: &EndpointRow, faces: &[Face]) -> String {
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
    for tag in &row.tags {
        put(&format!("{}:{}", tag.key, tag.value.as_deref().unwrap_or_default()));
    }
    let behind = |put: &mut dyn FnMut(&str), face: &Face| {
        put(&face.provider_name);
        put(&face.provider);
    };
    faces.iter().for_each(|face| behind(&mut put, face));
    let configs = [&endpoint.config, &endpoint.pending_config];
    for config in configs.into_iter().flatten() {
        for entity in &config.served_entities {
            put(entity.name());
            if let Some(model) = entity.external_model.as_deref() {
                put(model.provider.as_str());
            }
        }
    }
    // Of the pending config the models are not on the row, unless they are all there is.
    let both =
        configs.iter().all(|config| config.as_ref().is_some_and(|one| !one.served_entities.is_empty()));
    if both && let Some(pending) = &endpoint.pending_config {
        pending.served_entities.iter().map(reading::face).for_each(|face| behind(&mut put, &face));
    }
    haystack
}

pub(crate) fn needs_attention(state: EndpointState) -> bool {
    matches!(state, EndpointState::Failed | EndpointState::NotReady | EndpointState::ReadyUpdateFailed)
}

/// What needs somebody comes first.
pub(super) fn urgency(state: EndpointState) -> u8 {
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

fn parts_on(flags: GatewayFlags) -> usize {
    [flags.usage, flags.table, flags.limits, flags.guardrails, flags.fallback]
        .into_iter()
        .filter(|on| *on)
        .count()
}

/// The lines come sorted by name, and the sort is stable, so the name settles what is equal. With `descending` the order of
/// the sorted field turns round, the names within it do not, except when the name is what is sorted by.
fn sort(lines: &mut [&Line], by: EndpointSort, descending: bool) {
    let order: fn(&Line, &Line) -> std::cmp::Ordering = match by {
        EndpointSort::Name => {
            if descending {
                lines.reverse();
            }
            return;
        }
        EndpointSort::State => |a, b| urgency(a.row.state).cmp(&urgency(b.row.state)),
        EndpointSort::Providers => |a, b| a.providers.cmp(&b.providers),
        EndpointSort::Traffic => |a, b| a.row.models.len().cmp(&b.row.models.len()),
        EndpointSort::Gateway => |a, b| parts_on(a.row.gateway).cmp(&parts_on(b.row.gateway)),
        EndpointSort::Changed => {
            |a, b| a.row.changed_at.unwrap_or(0.0).total_cmp(&b.row.changed_at.unwrap_or(0.0))
        }
    };
    lines.sort_by(|a, b| if descending { order(b, a) } else { order(a, b) });
}

fn to_count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
