//! Unity Catalog as far as somebody needs it who picks a place for a table (reference §9.5): catalogs and their schemas.
//! Making or changing them is deliberately missing. Whether something may be read at all is [`crate::probe`]'s.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Result};
use crate::transport::{Call, Core};
use crate::wire::{self, Extra};

/// More pages than any account has; a server that never stops naming a next page is not followed for ever.
const MOST_PAGES: usize = 1_000;

/// Names that are never a place for one's own tables.
const RESERVED: &[&str] = &["system", "samples", "__databricks_internal", "hive_metastore"];

/// Endings of kinds of catalogs that others own.
const FOREIGN: &[&str] = &["SYSTEM", "DELTASHARING", "FOREIGN", "INTERNAL"];

/// A catalog.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Catalog {
    /// Its name.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub name: String,
    /// `MANAGED_CATALOG`, `SYSTEM_CATALOG`, `DELTASHARING_CATALOG`, `FOREIGN_CATALOG`, …
    #[serde(default, deserialize_with = "wire::text")]
    pub catalog_type: Option<String>,
    /// Who owns it.
    #[serde(default, deserialize_with = "wire::text")]
    pub owner: Option<String>,
    /// What it is for.
    #[serde(default, deserialize_with = "wire::text")]
    pub comment: Option<String>,
    /// The caller may see that it is there, and nothing in it.
    #[serde(default, deserialize_with = "wire::boolean")]
    pub browse_only: Option<bool>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A schema of a catalog.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Schema {
    /// Its name, without the catalog's.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub name: String,
    /// The catalog it is in.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub catalog_name: String,
    /// Who owns it.
    #[serde(default, deserialize_with = "wire::text")]
    pub owner: Option<String>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Catalog {
    /// Whether one's own tables can stand here. Rights are another matter: only the workspace knows them.
    pub fn takes_tables(&self) -> bool {
        let kind = self.catalog_type.as_deref().unwrap_or_default();
        let kind = kind.strip_suffix("_CATALOG").unwrap_or(kind);
        !RESERVED.contains(&self.name.as_str()) && !FOREIGN.contains(&kind)
    }
}

impl Schema {
    /// Whether one's own tables can stand here: `information_schema` is made by the server.
    pub fn takes_tables(&self) -> bool {
        self.name != "information_schema"
    }
}

/// Catalogs and schemas of a workspace.
#[derive(Debug, Clone)]
pub struct Catalogs {
    core: Arc<Core>,
}

#[derive(Deserialize)]
struct Page<T> {
    #[serde(default = "Vec::new", alias = "catalogs", alias = "schemas", deserialize_with = "wire::list")]
    #[serde(bound(deserialize = "T: Deserialize<'de>"))]
    rows: Vec<T>,
    #[serde(default, deserialize_with = "wire::text")]
    next_page_token: Option<String>,
}

impl Catalogs {
    pub(crate) fn new(core: Arc<Core>) -> Self {
        Self { core }
    }

    /// The catalogs the caller is shown, all pages.
    ///
    /// # Errors
    /// [`ErrorKind::PermissionDenied`]; [`ErrorKind::NotFound`] in a workspace without Unity Catalog.
    pub async fn list(&self) -> Result<Vec<Catalog>> {
        self.pages(&Call::get("/api/2.1/unity-catalog/catalogs")).await
    }

    /// The schemas of a catalog the caller is shown, all pages.
    ///
    /// # Errors
    /// [`ErrorKind::PermissionDenied`] without `USE CATALOG`, [`ErrorKind::NotFound`] when there is no such catalog.
    pub async fn schemas(&self, catalog: &str) -> Result<Vec<Schema>> {
        self.pages(&Call::get("/api/2.1/unity-catalog/schemas").query("catalog_name", catalog)).await
    }

    /// Follows the pages. A page may be empty and still name a next one; only a missing name ends the list.
    async fn pages<T: DeserializeOwned>(&self, first: &Call) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        let mut at: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut call = first.clone().query("max_results", "0");
            if let Some(token) = &at {
                call = call.query("page_token", token.clone());
            }
            let page = self.core.json::<Page<T>>(&call).await?;
            rows.extend(page.rows);
            match page.next_page_token.filter(|token| !token.is_empty()) {
                Some(next) => at = Some(next),
                None => return Ok(rows),
            }
        }
        Err(Error::new(
            ErrorKind::Local,
            "The list of Unity Catalog did not end: every page named a next one.".to_owned(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn catalogs_of_the_system_and_of_others_take_no_tables() {
        let takes = |name: &str, kind: &str| {
            serde_json::from_value::<Catalog>(json!({"name": name, "catalog_type": kind}))
                .unwrap()
                .takes_tables()
        };
        assert!(
            takes("main", "MANAGED_CATALOG") && takes("new", "A_KIND_NOBODY_KNOWS_YET") && takes("old", "")
        );
        for (name, kind) in [
            ("system", "SYSTEM_CATALOG"),
            ("shared", "DELTASHARING_CATALOG"),
            ("postgres", "FOREIGN_CATALOG"),
            ("hive_metastore", ""),
            ("samples", "MANAGED_CATALOG"),
        ] {
            assert!(!takes(name, kind), "{name} {kind}");
        }
    }

    #[test]
    fn a_page_may_be_empty_lack_its_list_and_hold_fields_nobody_knows() {
        let page: Page<Schema> = serde_json::from_value(json!({"next_page_token": "2"})).unwrap();
        assert_eq!((page.rows.len(), page.next_page_token.as_deref()), (0, Some("2")));
        let page: Page<Schema> =
            serde_json::from_value(json!({"schemas": [{"name": "gw", "catalog_name": "main", "new": 1}]}))
                .unwrap();
        assert_eq!((page.rows[0].name.as_str(), page.next_page_token), ("gw", None));
        assert_eq!(page.rows[0].extra.get("new"), Some(&json!(1)));
    }
}
