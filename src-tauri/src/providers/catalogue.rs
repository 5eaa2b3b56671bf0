//! The order of the gallery, and finding a provider by the id that drafts carry.

use super::spec::ProviderSpec;
use super::{amazon, any_url, google, openai, single_key};

static ALL: &[&ProviderSpec] = &[
    &openai::OPENAI,
    &openai::AZURE,
    &single_key::ANTHROPIC,
    &amazon::BEDROCK,
    &google::VERTEX,
    &single_key::COHERE,
    &single_key::AI21,
    &any_url::DATABRICKS,
    &any_url::CUSTOM,
    &google::PALM,
];

pub(crate) fn all() -> &'static [&'static ProviderSpec] {
    ALL
}

pub(crate) fn by_id(id: &str) -> Option<&'static ProviderSpec> {
    ALL.iter().copied().find(|spec| spec.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::providers::dto::FieldKind;

    #[test]
    fn provider_ids_and_marks_are_unique() {
        let ids: HashSet<_> = all().iter().map(|spec| spec.id).collect();
        let marks: HashSet<_> = all().iter().map(|spec| spec.mark).collect();
        assert_eq!((ids.len(), marks.len()), (all().len(), all().len()));
    }

    #[test]
    fn field_ids_are_unique_among_the_common_fields_and_one_form() {
        for spec in all() {
            for form in spec.forms {
                let ids: Vec<_> = spec.fields.iter().chain(form.fields).map(|field| field.id).collect();
                let unique: HashSet<_> = ids.iter().collect();
                assert_eq!(ids.len(), unique.len(), "{} {}", spec.id, form.id);
            }
        }
    }

    #[test]
    fn every_field_says_what_it_is_for_and_every_secret_suggests_a_key() {
        for spec in all() {
            let fields = spec.fields.iter().chain(spec.forms.iter().flat_map(|form| form.fields));
            for field in fields {
                assert!(!field.label.is_empty() && field.help.ends_with('.'), "{} {}", spec.id, field.id);
                assert_eq!(field.kind.is_secret(), field.suggested_key.is_some(), "{} {}", spec.id, field.id);
                assert_eq!(field.kind == FieldKind::Choice, !field.choices.is_empty(), "{}", field.id);
            }
        }
    }

    #[test]
    fn every_offered_provider_suggests_models_only_for_tasks_it_does() {
        for spec in all() {
            assert!(spec.models.iter().all(|(task, ..)| spec.supports(*task)), "{}", spec.id);
            assert!(!spec.needs.is_empty() && !spec.forms.is_empty(), "{}", spec.id);
        }
    }

    #[test]
    fn palm_is_known_for_reading_but_marked_retired() {
        assert!(by_id("palm").is_some_and(|spec| spec.retired));
        assert_eq!(all().iter().filter(|spec| spec.retired).count(), 1);
    }
}
