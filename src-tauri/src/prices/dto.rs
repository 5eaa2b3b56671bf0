//! What crosses to the UI about prices.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The price of a provider's model, per million tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Price {
    /// As the catalogue of providers names it.
    pub(crate) provider: String,
    pub(crate) model: String,
    #[specta(type = u32)]
    pub(crate) input: f64,
    #[specta(type = u32)]
    pub(crate) output: f64,
    /// For tokens that the provider took from its own cache; none means as `input`.
    #[specta(type = Option<u32>)]
    pub(crate) cached: Option<f64>,
    /// Three letters: `USD`.
    pub(crate) currency: String,
    pub(crate) source: String,
    /// When somebody wrote it down: `2026-11-23`.
    pub(crate) date: String,
    /// Written down on this computer, not by those who made the app.
    pub(crate) own: bool,
}

/// The book, as far as it was asked for.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PriceList {
    pub(crate) prices: Vec<Price>,
    pub(crate) total: u32,
    pub(crate) own: u32,
    pub(crate) book_source: String,
    pub(crate) book_date: String,
}

/// What is known of the price of a served entity.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EntityPrice {
    pub(crate) entity: String,
    pub(crate) provider: String,
    pub(crate) provider_name: String,
    pub(crate) model: String,
    pub(crate) price: Option<Price>,
}
