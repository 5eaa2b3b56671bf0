//! What the list is narrowed to: words, a view, and values of five lists. The same rules count, for every value one could
//! choose next, how many endpoints it would leave. Pure; called by `listing`.

use std::collections::{BTreeMap, HashMap};

use super::dto::{EndpointState, EndpointView, ListEndpoints, Tag};
use super::list_dto::{EndpointFacets, FacetValue, StateFacet, TagFacet};
use super::listing::{Line, Provider, needs_attention};

/// Values of one list that are offered; nobody reads more, and the filter's text finds the rest.
const MOST_VALUES: usize = 500;

/// A question, prepared for ten thousand lines.
pub(super) struct Filter<'a> {
    words: Vec<String>,
    view: EndpointView,
    /// Places in the listing's table of providers. One that no endpoint has is left out, and then nothing fits.
    providers: Option<Vec<u16>>,
    states: &'a [EndpointState],
    tasks: &'a [String],
    creators: &'a [String],
    tags: BTreeMap<&'a str, Vec<&'a str>>,
}

/// The lists that a line does not fit.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Misses(u8);

impl Misses {
    const PROVIDER: u8 = 1;
    const STATE: u8 = 2;
    const TASK: u8 = 4;
    const CREATOR: u8 = 8;
    const TAG: u8 = 16;

    fn note(&mut self, list: u8, fits: bool) {
        if !fits {
            self.0 |= list;
        }
    }

    fn none(self) -> bool {
        self.0 == 0
    }

    /// Fits everything, or would with another value of this list.
    fn none_but(self, list: u8) -> bool {
        self.0 & !list == 0
    }
}

impl<'a> Filter<'a> {
    pub(super) fn new(query: &'a ListEndpoints, known: &[Provider]) -> Self {
        let mut tags: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for tag in &query.tags {
            tags.entry(&tag.key).or_default().push(value_of(tag));
        }
        let places = || {
            known
                .iter()
                .zip(0..)
                .filter(|(one, _)| query.providers.contains(&one.id))
                .map(|(_, at)| at)
                .collect()
        };
        Self {
            words: query.search.to_lowercase().split_whitespace().map(Into::into).collect(),
            view: query.view,
            providers: (!query.providers.is_empty()).then(places),
            states: &query.states,
            tasks: &query.tasks,
            creators: &query.creators,
            tags,
        }
    }

    pub(super) fn keeps(&self, line: &Line) -> bool {
        self.considers(line) && self.misses(line).none() && self.tag_missed(line).is_empty()
    }

    /// Whether a line is within the view and has all words; the lists narrow only what is.
    fn considers(&self, line: &Line) -> bool {
        in_view(line, self.view) && self.words.iter().all(|word| line.haystack.contains(word.as_str()))
    }

    fn misses(&self, line: &Line) -> Misses {
        let among = |list: &[String], value: Option<&str>| {
            list.is_empty() || list.iter().any(|one| one == value.unwrap_or_default())
        };
        let mut misses = Misses::default();
        let provider =
            self.providers.as_ref().is_none_or(|some| line.providers.iter().any(|one| some.contains(one)));
        misses.note(Misses::PROVIDER, provider);
        misses.note(Misses::STATE, self.states.is_empty() || self.states.contains(&line.row.state));
        misses.note(Misses::TASK, among(self.tasks, line.row.task.as_deref()));
        misses.note(Misses::CREATOR, among(self.creators, line.row.creator.as_deref()));
        misses
    }

    /// The keys of which a line has none of the values asked for.
    fn tag_missed(&self, line: &Line) -> Vec<&'a str> {
        let has = |key: &str, values: &[&str]| {
            line.row.tags.iter().any(|tag| tag.key == key && values.contains(&value_of(tag)))
        };
        self.tags.iter().filter(|(key, values)| !has(key, values)).map(|(key, _)| *key).collect()
    }
}

fn value_of(tag: &Tag) -> &str {
    tag.value.as_deref().unwrap_or_default()
}

pub(super) fn in_view(line: &Line, view: EndpointView) -> bool {
    match view {
        EndpointView::All => line.row.external,
        EndpointView::Mine => line.row.external && line.row.mine,
        EndpointView::Attention => line.row.external && needs_attention(line.row.state),
        EndpointView::Others => !line.row.external,
    }
}

/// Counts while it walks the lines.
#[derive(Default)]
struct Counting<'a> {
    providers: HashMap<u16, u32>,
    states: HashMap<EndpointState, u32>,
    tasks: HashMap<&'a str, u32>,
    creators: HashMap<&'a str, u32>,
    tags: HashMap<(&'a str, &'a str), u32>,
}

impl<'a> Counting<'a> {
    fn take(&mut self, line: &'a Line, misses: Misses, tag_missed: &[&str]) {
        if misses.none_but(Misses::PROVIDER) {
            for provider in &line.providers {
                *self.providers.entry(*provider).or_default() += 1;
            }
        }
        if misses.none_but(Misses::STATE) {
            *self.states.entry(line.row.state).or_default() += 1;
        }
        if misses.none_but(Misses::TASK) {
            *self.tasks.entry(line.row.task.as_deref().unwrap_or_default()).or_default() += 1;
        }
        if misses.none_but(Misses::CREATOR) {
            *self.creators.entry(line.row.creator.as_deref().unwrap_or_default()).or_default() += 1;
        }
        if misses.none_but(Misses::TAG) {
            self.take_tags(line, tag_missed);
        }
    }

    /// A tag counts when the line fits all other keys. The same tag twice on one endpoint counts once.
    fn take_tags(&mut self, line: &'a Line, missed: &[&str]) {
        let mut seen: Vec<(&str, &str)> = Vec::with_capacity(line.row.tags.len());
        for tag in &line.row.tags {
            let pair = (tag.key.as_str(), value_of(tag));
            let others_fit = missed.iter().all(|key| *key == pair.0);
            if others_fit && !seen.contains(&pair) {
                seen.push(pair);
                *self.tags.entry(pair).or_default() += 1;
            }
        }
    }
}

/// For every value of the five lists, how many lines it would leave.
pub(super) fn facets(lines: &[Line], known: &[Provider], query: &ListEndpoints) -> EndpointFacets {
    let filter = Filter::new(query, known);
    let mut counting = Counting::default();
    for line in lines.iter().filter(|line| filter.considers(line)) {
        let tag_missed = filter.tag_missed(line);
        let mut misses = filter.misses(line);
        misses.note(Misses::TAG, tag_missed.is_empty());
        counting.take(line, misses, &tag_missed);
    }
    let named = |counts: HashMap<&str, u32>, chosen: &[String]| {
        let found = counts.into_iter().map(|(value, count)| (value.to_owned(), count));
        let mut values: Vec<_> = with_chosen(found.collect(), chosen).into_iter().collect();
        values.sort_by(|(a, many), (b, more)| more.cmp(many).then_with(|| a.cmp(b)));
        values.into_iter().map(|(value, count)| FacetValue { label: value.clone(), value, count })
    };
    let creators: Vec<_> = named(counting.creators, &query.creators).collect();
    let tags = tag_facets(counting.tags, &query.tags);
    EndpointFacets {
        providers: provider_facets(&counting.providers, known, &query.providers),
        states: state_facets(counting.states, &query.states),
        tasks: named(counting.tasks, &query.tasks).collect(),
        more_creators: beyond(creators.len()),
        creators: creators.into_iter().take(MOST_VALUES).collect(),
        more_tags: beyond(tags.len()),
        tags: tags.into_iter().take(MOST_VALUES).collect(),
    }
}

fn beyond(count: usize) -> u32 {
    u32::try_from(count.saturating_sub(MOST_VALUES)).unwrap_or(u32::MAX)
}

/// What is chosen stays in sight, also when nothing fits it any more: it has to be possible to take it away.
fn with_chosen(mut counts: HashMap<String, u32>, chosen: &[String]) -> HashMap<String, u32> {
    for value in chosen {
        counts.entry(value.clone()).or_default();
    }
    counts
}

fn provider_facets(counts: &HashMap<u16, u32>, known: &[Provider], chosen: &[String]) -> Vec<FacetValue> {
    let mut values: Vec<FacetValue> = known
        .iter()
        .zip(0_u16..)
        .map(|(provider, at)| (provider, counts.get(&at).copied().unwrap_or_default()))
        .filter(|(provider, count)| *count > 0 || chosen.contains(&provider.id))
        .map(|(provider, count)| FacetValue {
            value: provider.id.clone(),
            label: provider.name.clone(),
            count,
        })
        .collect();
    for id in chosen.iter().filter(|id| !known.iter().any(|provider| provider.id == **id)) {
        values.push(FacetValue { value: id.clone(), label: id.clone(), count: 0 });
    }
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
    values
}

fn state_facets(mut counts: HashMap<EndpointState, u32>, chosen: &[EndpointState]) -> Vec<StateFacet> {
    for state in chosen {
        counts.entry(*state).or_default();
    }
    let mut values: Vec<_> = counts.into_iter().map(|(state, count)| StateFacet { state, count }).collect();
    values.sort_by_key(|one| (std::cmp::Reverse(one.count), super::listing::urgency(one.state)));
    values
}

fn tag_facets(counts: HashMap<(&str, &str), u32>, chosen: &[Tag]) -> Vec<TagFacet> {
    let mut counts = counts;
    for tag in chosen {
        counts.entry((tag.key.as_str(), value_of(tag))).or_default();
    }
    let mut values: Vec<_> = counts.into_iter().collect();
    values.sort_by(|(a, many), (b, more)| more.cmp(many).then_with(|| a.cmp(b)));
    let tag = |key: &str, value: &str| Tag {
        key: key.to_owned(),
        value: (!value.is_empty()).then(|| value.to_owned()),
    };
    values.into_iter().map(|((key, value), count)| TagFacet { tag: tag(key, value), count }).collect()
}
