//! What is known of the workspace's endpoints without asking: the list as last read, single endpoints as last read, and
//! what we changed ourselves a moment ago, which Databricks' own list may not show yet.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use gatewright_databricks::serving::{Endpoint as Wire, Serving, Snapshot, Task};

use super::dto::{Endpoint, EndpointPage, EndpointSplit, EndpointState, ListEndpoints};
use super::history::{Seen, Sighting};
use super::list_dto::EndpointFacets;
use super::listing::Listing;
use super::reading::{self, Viewer};
use crate::clock;

/// How long an own change is held against a list that does not show it yet.
const SETTLING: Duration = Duration::from_secs(10);

/// How long a single reading serves for what only decorates: who stands behind an answer.
const FRESH: Duration = Duration::from_secs(60);

/// The readings of one workspace.
#[derive(Default)]
pub(crate) struct KnownEndpoints {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    list: Option<Arc<Listing>>,
    single: HashMap<String, (Instant, Arc<Single>)>,
    created: Vec<(Instant, Wire)>,
    deleted: Vec<(Instant, String)>,
    seen: Seen,
}

/// One endpoint as it was read.
pub(crate) struct Single {
    pub(crate) snapshot: Snapshot<Wire>,
    pub(crate) shown: Endpoint,
}

impl KnownEndpoints {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page of the list as last read.
    pub(crate) fn page(&self, query: &ListEndpoints, stale: bool) -> Option<EndpointPage> {
        // The list is taken out of the lock: filtering ten thousand lines must not hold up who writes.
        let list = self.lock().list.clone()?;
        Some(list.page(query, stale))
    }

    /// What the list as last read can be narrowed to.
    pub(crate) fn facets(&self, query: &ListEndpoints) -> Option<EndpointFacets> {
        let list = self.lock().list.clone()?;
        Some(list.facets(query))
    }

    /// Takes a new reading of the list, with what we changed meanwhile.
    pub(crate) fn take_list(&self, mut endpoints: Vec<Wire>, viewer: Viewer<'_>) {
        let (created, deleted) = {
            let mut inner = self.lock();
            inner.created.retain(|(at, _)| at.elapsed() < SETTLING);
            inner.deleted.retain(|(at, _)| at.elapsed() < SETTLING);
            (inner.created.clone(), inner.deleted.clone())
        };
        endpoints.retain(|endpoint| !deleted.iter().any(|(_, name)| *name == endpoint.name));
        for (_, endpoint) in created {
            if !endpoints.iter().any(|there| there.name == endpoint.name) {
                endpoints.push(endpoint);
            }
        }
        let list = Listing::new(&endpoints, viewer, clock::to_ui(clock::now_ms()));
        let mut inner = self.lock();
        for (name, state, reason) in list.states() {
            inner.seen.see(name, state, reason);
        }
        inner.list = Some(Arc::new(list));
    }

    /// Takes a new reading of one endpoint.
    pub(crate) fn take(
        &self,
        client: &gatewright_databricks::Workspace,
        snapshot: Snapshot<Wire>,
    ) -> Arc<Single> {
        let workspace_id = client.workspace_id();
        let web_url = client.host().endpoint_page(&snapshot.name, workspace_id.as_deref());
        let shown = reading::endpoint(&snapshot, web_url);
        let name = snapshot.name.clone();
        let single = Arc::new(Single { snapshot, shown });
        let mut inner = self.lock();
        inner.seen.see(&name, single.shown.state, single.shown.reason.as_deref());
        inner.single.insert(name, (Instant::now(), Arc::clone(&single)));
        drop(inner);
        single
    }

    /// Changes of state that were seen and are not kept yet. Whoever takes them keeps them.
    pub(crate) fn states_to_keep(&self) -> Vec<Sighting> {
        self.lock().seen.take()
    }

    /// Whether it is known how the endpoints were left at the end of an earlier session.
    pub(crate) fn states_recalled(&self) -> bool {
        self.lock().seen.is_recalled()
    }

    /// Takes how endpoints were left at the end of an earlier session, and holds what was read meanwhile against it.
    pub(crate) fn recall_states(&self, troubled: Vec<(String, EndpointState)>) {
        let mut inner = self.lock();
        inner.seen.recall(troubled);
        let Inner { list, single, seen, .. } = &mut *inner;
        for (name, state, reason) in list.iter().flat_map(|list| list.states()) {
            seen.see(name, state, reason);
        }
        for (_, one) in single.values() {
            seen.see(&one.shown.name, one.shown.state, one.shown.reason.as_deref());
        }
    }

    /// Remembers that we created an endpoint.
    pub(crate) fn created(&self, endpoint: Wire) {
        let mut inner = self.lock();
        inner.deleted.retain(|(_, name)| *name != endpoint.name);
        inner.created.push((Instant::now(), endpoint));
        inner.list = None;
    }

    /// Remembers that we deleted an endpoint.
    pub(crate) fn deleted(&self, name: &str) {
        let mut inner = self.lock();
        inner.created.retain(|(_, endpoint)| endpoint.name != name);
        inner.single.remove(name);
        inner.deleted.push((Instant::now(), name.to_owned()));
        inner.list = None;
    }

    /// Remembers that we changed an endpoint: what was read of it before is of no use.
    pub(crate) fn changed(&self, name: &str) {
        let mut inner = self.lock();
        inner.single.remove(name);
        inner.list = None;
    }

    /// Forgets everything.
    pub(crate) fn forget(&self) {
        *self.lock() = Inner::default();
    }

    /// One endpoint, if it was read within the last minute.
    pub(crate) fn fresh(&self, name: &str) -> Option<Arc<Single>> {
        let inner = self.lock();
        inner.single.get(name).filter(|(at, _)| at.elapsed() < FRESH).map(|(_, single)| Arc::clone(single))
    }

    /// One endpoint as it was read last, however long ago.
    pub(crate) fn last(&self, name: &str) -> Option<Arc<Single>> {
        self.lock().single.get(name).map(|(_, single)| Arc::clone(single))
    }

    /// One endpoint for what only decorates: as known, or read now; none when that fails.
    pub(crate) async fn about(
        &self,
        client: &gatewright_databricks::Workspace,
        name: &str,
    ) -> Option<Arc<Single>> {
        if let Some(single) = self.fresh(name) {
            return Some(single);
        }
        let snapshot = client.serving().get(name).await.ok()?;
        Some(self.take(client, snapshot))
    }

    /// The task of an endpoint, as far as it was read before.
    pub(crate) fn task_of(&self, name: &str) -> Option<Task> {
        self.lock().single.get(name).and_then(|(_, single)| single.snapshot.task.clone())
    }
}

/// Reads the shares of some endpoints, a few at a time; those that cannot be read are left out.
pub(crate) async fn splits(serving: &Serving, names: Vec<String>) -> Vec<EndpointSplit> {
    use futures_util::StreamExt;
    futures_util::stream::iter(names)
        .map(|name| async move { serving.get(&name).await.ok().map(|snapshot| reading::split(&snapshot)) })
        .buffered(8)
        .filter_map(|split| async move { split })
        .collect()
        .await
}
