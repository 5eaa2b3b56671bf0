use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::endpoints::edit::dto::{AccessLevel, PrincipalKind};

fn model(name: &str) -> Value {
    json!({"provider": "openai", "name": name, "task": "llm/v1/chat", "openai_config": {"openai_api_key": "{{secrets/s/k}}"}})
}

fn entity_of(name: &str, share: u32) -> EntityEdit {
    EntityEdit {
        original: Some(name.into()),
        entity: EntityDraft {
            name: name.into(),
            provider: "openai".into(),
            model: format!("model of {name}"),
            auth_form: "api_key".into(),
            values: vec![FieldValue {
                field: "openai_api_key".into(),
                value: format!("{{{{secrets/s/{name}}}}}"),
            }],
            share,
            locked: false,
        },
        kept: Vec::new(),
        read_only: None,
    }
}

fn edit() -> EndpointEdit {
    EndpointEdit {
        endpoint: "chat".into(),
        stamp: "one".into(),
        entities: vec![entity_of("a", 80), entity_of("b", 20)],
        tags: vec![Tag { key: "team".into(), value: Some("search".into()) }],
        notifications: Notifications::default(),
        access: Some(vec![AccessRow {
            principal: "dana@x.com".into(),
            kind: PrincipalKind::User,
            level: AccessLevel::Manage,
            inherited: None,
            you: true,
        }]),
        gateway: None,
    }
}

fn raw(edit: &EndpointEdit) -> Vec<Value> {
    edit.entities
        .iter()
        .map(|one| json!({"name": one.entity.name, "external_model": model(&one.entity.model)}))
        .collect()
}

fn sides<'a>(base: &'a EndpointEdit, theirs: &'a EndpointEdit, yours: &'a EndpointEdit) -> Sides<'a> {
    Sides::new(Some(base), theirs, yours, (&raw(base), &raw(theirs)))
}

#[test]
fn changes_of_different_fields_do_not_clash_and_both_stay() {
    let base = edit();
    let (mut theirs, mut yours) = (edit(), edit());
    theirs.stamp = "two".into();
    theirs.entities[0].entity.model = "theirs".into();
    theirs.tags.push(Tag { key: "cost".into(), value: None });
    yours.entities[1].entity.model = "yours".into();
    yours.tags[0].value = Some("support".into());
    let sides = sides(&base, &theirs, &yours);
    assert_eq!(sides.lines().len(), 4, "{:#?}", sides.lines());
    assert!(sides.lines().iter().all(|line| !line.clash));
    let merged = sides.rebased(&[]);
    assert_eq!(merged.stamp, "two");
    assert_eq!(
        (merged.entities[0].entity.model.as_str(), merged.entities[1].entity.model.as_str()),
        ("theirs", "yours")
    );
    let tags: Vec<_> = merged.tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_deref())).collect();
    assert_eq!(tags, [("team", Some("support")), ("cost", None)]);
}

#[test]
fn the_same_field_clashes_and_the_person_says_who_wins() {
    let base = edit();
    let (mut theirs, mut yours) = (edit(), edit());
    theirs.entities[0].entity.model = "theirs".into();
    yours.entities[0].entity.model = "yours".into();
    let sides = sides(&base, &theirs, &yours);
    let lines = sides.lines();
    assert_eq!(lines.len(), 1);
    assert!(lines[0].clash);
    assert_eq!(
        (lines[0].base.as_deref(), lines[0].theirs.as_deref(), lines[0].yours.as_deref()),
        (Some("model of a"), Some("theirs"), Some("yours"))
    );
    assert_eq!(sides.rebased(&[]).entities[0].entity.model, "yours");
    assert_eq!(sides.rebased(&[lines[0].path.clone()]).entities[0].entity.model, "theirs");
}

#[test]
fn an_entity_renamed_elsewhere_takes_this_persons_changes_along() {
    let base = edit();
    let (mut theirs, mut yours) = (edit(), edit());
    theirs.entities[0].original = Some("renamed".into());
    theirs.entities[0].entity.name = "renamed".into();
    yours.entities[0].entity.share = 60;
    yours.entities[1].entity.share = 40;
    let sides = sides(&base, &theirs, &yours);
    let lines = sides.lines();
    assert!(
        lines.iter().any(|line| line.label == "Name of a" && line.theirs.as_deref() == Some("renamed")),
        "{lines:#?}"
    );
    assert!(lines.iter().all(|line| !line.clash));
    let merged = sides.rebased(&[]);
    assert_eq!(merged.entities.len(), 2);
    let first = &merged.entities[0];
    assert_eq!(
        (first.original.as_deref(), first.entity.name.as_str(), first.entity.share),
        (Some("renamed"), "renamed", 60)
    );
}

#[test]
fn one_removes_what_the_other_changes() {
    let base = edit();
    let (mut theirs, mut yours) = (edit(), edit());
    theirs.entities.remove(1);
    theirs.entities[0].entity.share = 100;
    yours.entities[1].entity.model = "mine".into();
    let sides = sides(&base, &theirs, &yours);
    let line = sides.lines().into_iter().find(|line| line.label == "Served entity b").unwrap();
    assert!(line.clash && line.theirs.is_none());
    let kept = sides.rebased(&[]);
    assert_eq!(
        (kept.entities.len(), kept.entities[1].original.as_deref()),
        (2, None),
        "it has to be made again"
    );
    assert_eq!(sides.rebased(&[line.path]).entities.len(), 1);
}

#[test]
fn what_they_removed_and_this_person_left_alone_stays_removed_and_the_other_way_round() {
    let base = edit();
    let (mut theirs, mut yours) = (edit(), edit());
    theirs.entities.remove(1);
    let removed = sides(&base, &theirs, &yours).rebased(&[]);
    assert_eq!(removed.entities.len(), 1);
    theirs = edit();
    yours.entities.remove(0);
    let mine = sides(&base, &theirs, &yours);
    assert_eq!(mine.rebased(&[]).entities.len(), 1);
    let mut new = entity_of("c", 0);
    new.original = None;
    yours.entities.push(new);
    theirs.entities.push(entity_of("d", 0));
    let names: Vec<String> =
        sides(&base, &theirs, &yours).rebased(&[]).entities.into_iter().map(|one| one.entity.name).collect();
    assert_eq!(names, ["b", "c", "d"]);
}

#[test]
fn the_order_is_one_thing() {
    let base = edit();
    let (mut theirs, yours) = (edit(), edit());
    theirs.entities.reverse();
    let first = |edit: EndpointEdit| edit.entities[0].entity.name.clone();
    assert_eq!(first(sides(&base, &theirs, &yours).rebased(&[])), "b", "only they changed it");
    assert_eq!(first(sides(&base, &yours, &theirs).rebased(&[])), "b", "only this person changed it");
}

#[test]
fn without_the_reading_it_started_from_every_difference_is_a_clash() {
    let (mut theirs, yours) = (edit(), edit());
    theirs.entities[0].entity.model = "theirs".into();
    let sides = Sides::new(None, &theirs, &yours, (&[], &[]));
    let lines = sides.lines();
    assert_eq!((lines.len(), lines[0].clash, lines[0].base.as_deref()), (1, true, None));
    assert_eq!(sides.rebased(&[]).entities[0].entity.model, "model of a");
    assert_eq!(sides.rebased(&[lines[0].path.clone()]).entities[0].entity.model, "theirs");
}

#[test]
fn another_provider_comes_with_its_settings_or_not_at_all() {
    let base = edit();
    let (mut theirs, mut yours) = (edit(), edit());
    let draft = &mut yours.entities[0].entity;
    draft.provider = "anthropic".into();
    draft.values = vec![FieldValue { field: "anthropic_api_key".into(), value: "{{secrets/s/x}}".into() }];
    theirs.entities[0].entity.values[0].value = "{{secrets/s/new}}".into();
    let merged = sides(&base, &theirs, &yours).rebased(&[]);
    let draft = &merged.entities[0].entity;
    assert_eq!((draft.provider.as_str(), draft.values.len()), ("anthropic", 1));
    assert_eq!(draft.values[0].field, "anthropic_api_key");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Who changed nothing gets what the other has; and taking every path gives theirs.
    #[test]
    fn the_side_that_changed_wins_where_the_other_did_not(
        shares in proptest::collection::vec(0_u32..=100, 2),
        models in proptest::collection::vec("[a-c]", 2),
        swap in any::<bool>(),
        tag in proptest::option::of("[a-c]"),
    ) {
        let base = edit();
        let mut changed = edit();
        for (at, (share, model)) in shares.iter().zip(&models).enumerate() {
            changed.entities[at].entity.share = *share;
            changed.entities[at].entity.model = format!("model {model}");
        }
        if swap {
            changed.entities.reverse();
        }
        changed.tags[0].value = tag;
        prop_assert_eq!(&sides(&base, &changed, &base).rebased(&[]), &changed);
        prop_assert_eq!(&sides(&base, &base, &changed).rebased(&[]), &changed);
        prop_assert_eq!(sides(&base, &changed, &changed).lines().iter().filter(|line| line.clash).count(), 0);
        let mut yours = edit();
        yours.entities[0].entity.model = "mine".into();
        yours.entities[1].entity.share = 7;
        let all = sides(&base, &changed, &yours);
        let take: Vec<String> = all.lines().into_iter().map(|line| line.path).collect();
        prop_assert_eq!(&all.rebased(&take), &changed);
    }
}
