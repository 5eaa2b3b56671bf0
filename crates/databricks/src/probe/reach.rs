//! Reads that only find out whether something may be read at all: SQL warehouses (reference §9.4) and catalogs (§9.5).

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use crate::error::Result;
use crate::transport::{Call, Core, RetryPolicy};
use crate::wire;
use crate::workspace::Workspace;

/// Probing reads of a workspace under an identity. Each is sent once.
#[derive(Debug, Clone)]
pub struct Reach {
    core: Arc<Core>,
}

#[derive(Deserialize)]
struct Warehouses {
    #[serde(default, deserialize_with = "wire::list")]
    warehouses: Vec<Value>,
}

#[derive(Deserialize)]
struct Catalogs {
    #[serde(default, deserialize_with = "wire::list")]
    catalogs: Vec<Value>,
}

impl Workspace {
    /// Reads that find out what may be read.
    pub fn reach(&self) -> Reach {
        Reach { core: self.core() }
    }
}

impl Reach {
    fn once(path: &str) -> Call {
        Call { retry: Some(RetryPolicy::once()), ..Call::get(path) }
    }

    /// How many SQL warehouses the caller is shown; a workspace shows those that the caller may use.
    ///
    /// # Errors
    /// [`crate::ErrorKind::PermissionDenied`] when they may not be listed.
    pub async fn warehouses(&self) -> Result<usize> {
        Ok(self.core.json::<Warehouses>(&Self::once("/api/2.0/sql/warehouses")).await?.warehouses.len())
    }

    /// How many catalogs the caller is shown.
    ///
    /// # Errors
    /// [`crate::ErrorKind::PermissionDenied`] when they may not be listed.
    pub async fn catalogs(&self) -> Result<usize> {
        Ok(self.core.json::<Catalogs>(&Self::once("/api/2.1/unity-catalog/catalogs")).await?.catalogs.len())
    }
}
