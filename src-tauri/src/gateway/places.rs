//! Catalogs and schemas of Unity Catalog as places for an inference table: those where none can be made stay listed, with
//! the reason.

use gatewright_databricks::catalog::{Catalog, Schema};

use super::dto::TablePlace;

pub(super) fn catalog(catalog: Catalog) -> TablePlace {
    let unusable = if catalog.browse_only == Some(true) {
        Some("You may see this catalog, and nothing in it.".to_owned())
    } else if !catalog.takes_tables() {
        Some("It belongs to Databricks or to somebody else: no table can be made in it.".to_owned())
    } else {
        None
    };
    let owner = catalog.owner.map(|owner| format!("Owned by {owner}."));
    let detail = catalog.comment.filter(|comment| !comment.is_empty()).or(owner);
    TablePlace { name: catalog.name, detail, unusable }
}

pub(super) fn schema(schema: Schema) -> TablePlace {
    let unusable = (!schema.takes_tables())
        .then(|| "Unity Catalog makes this schema: no table can be made in it.".to_owned());
    let detail = schema.owner.map(|owner| format!("Owned by {owner}."));
    TablePlace { name: schema.name, detail, unusable }
}

/// Those that can be used first, each part by name.
pub(super) fn sorted(mut places: Vec<TablePlace>) -> Vec<TablePlace> {
    places.sort_by(|a, b| (a.unusable.is_some(), &a.name).cmp(&(b.unusable.is_some(), &b.name)));
    places
}
