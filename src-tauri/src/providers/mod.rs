//! The catalogue of providers as data: what each one is called, which fields its connection has, which of its sign-in
//! forms exclude each other, which tasks it does and which models people usually ask for.
//! Adding a provider is adding a table; nothing else in the app names a provider's fields. The endpoints room turns
//! drafts into requests through `wire`; the window draws its forms from `dto::Provider`.
//! Not here: validation of whole endpoints (`endpoints::draft`), secrets themselves (`crates/vault`, the secrets room).

pub(crate) mod amazon;
pub(crate) mod any_url;
pub(crate) mod catalogue;
pub(crate) mod checks;
pub(crate) mod commands;
pub(crate) mod dto;
pub(crate) mod google;
pub(crate) mod openai;
pub(crate) mod single_key;
pub(crate) mod spec;
pub(crate) mod wire;

pub(crate) use catalogue::{all, by_id};
pub(crate) use dto::Task;
pub(crate) use wire::{
    EntityConnection, from_external_model, identify, secret_references, settings, to_external_model,
};

/// The catalogue as the window shows it, in the order of the gallery.
pub(crate) fn list() -> Vec<dto::Provider> {
    all().iter().map(|spec| dto::Provider::from(*spec)).collect()
}
