//! The catalogue of providers as data: what each one is called, which fields its connection has, which of its sign-in
//! forms exclude each other, which tasks it does and which models people usually ask for.
//! Adding a provider is adding a table; nothing else in the app names a provider's fields. The endpoints room turns
//! drafts into requests through `wire`; the window draws its forms from `dto::Provider`.
//! Not here: validation of whole endpoints (`endpoints::draft`), secrets themselves (`crates/vault`, the secrets room).

pub mod amazon;
pub mod any_url;
pub mod catalogue;
pub mod checks;
pub(crate) mod commands;
pub mod dto;
pub mod google;
pub mod openai;
pub mod single_key;
pub mod spec;
pub mod wire;

pub use catalogue::{all, by_id};
pub use dto::{Provider, Task};
pub use spec::ProviderSpec;
pub use wire::{
    EntityConnection, Identified, Setting, from_external_model, identify, is_secret_reference,
    secret_references, settings, to_external_model,
};

/// The catalogue as the window shows it, in the order of the gallery.
pub fn list() -> Vec<Provider> {
    all().iter().map(|spec| Provider::from(*spec)).collect()
}
