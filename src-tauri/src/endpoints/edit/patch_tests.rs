use std::collections::HashSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::endpoints::dto::FieldValue;
use crate::providers;

/// One served entity for every way to sign in to every provider, with fields of a later Databricks at every level.
fn everything() -> Vec<Value> {
    let mut entities = Vec::new();
    for spec in providers::all() {
        for form in spec.forms {
            let mut config = json!({"later_setting": [1, {"x": null}]});
            for field in spec.fields.iter().filter(|field| field.required) {
                config[field.id] = json!(format!("Value of {}", field.id));
            }
            for (field, value) in form.fixed {
                config[*field] = json!(value);
            }
            let mut own = json!({});
            for field in form.fields {
                own[field.id] = if field.kind.is_secret() {
                    json!(format!("{{{{secrets/keys/{}}}}}", field.id))
                } else {
                    json!(format!("value of {}", field.id))
                };
            }
            match form.object {
                Some(object) => {
                    own["later_inside"] = json!("x");
                    config[object] = own;
                }
                None => config.as_object_mut().unwrap().extend(own.as_object().unwrap().clone()),
            }
            let name = format!("{}-{}", spec.id, form.id);
            entities.push(json!({
                "name": name, "later_of_entity": {"a": [true]},
                "external_model": {"provider": spec.wire, "name": "Model-1", "task": "llm/v1/chat",
                    spec.config: config, "later_of_model": "9007199254740993"},
            }));
        }
    }
    entities
}

fn endpoint(entities: Vec<Value>) -> Snapshot<Endpoint> {
    let share = |at: usize| if at == 0 { json!("100") } else { json!(0) };
    let routes: Vec<Value> = entities
        .iter()
        .enumerate()
        .map(|(at, entity)| {
            json!({"served_model_name": entity["name"], "served_entity_name": entity["name"],
                "traffic_percentage": share(at), "later_of_route": at})
        })
        .collect();
    let raw = json!({
        "name": "all", "task": "llm/v1/chat",
        "config": {"config_version": 7, "later_of_config": {"deep": [1, 2]}, "served_entities": entities,
            "traffic_config": {"routes": routes, "later_of_traffic": "y"}},
    });
    Snapshot { value: serde_json::from_value(raw.clone()).unwrap(), raw }
}

fn edit(endpoint: &Snapshot<Endpoint>) -> EndpointEdit {
    reading::live(endpoint, None)
}

fn body(endpoint: &Snapshot<Endpoint>) -> Value {
    ConfigEdit::from_endpoint(endpoint).body()
}

#[test]
fn opening_every_provider_and_changing_nothing_writes_nothing() {
    let endpoint = endpoint(everything());
    let edit = edit(&endpoint);
    assert_eq!(edit.entities.len(), everything().len());
    assert_eq!(config(&endpoint, &edit), None);
    // Also when the window gives empty values and padlocks back.
    let mut touched = edit.clone();
    for entity in &mut touched.entities {
        entity.entity.locked = true;
        entity.entity.values.push(FieldValue { field: "openai_organization".into(), value: String::new() });
    }
    assert_eq!(config(&endpoint, &touched), None);
}

#[test]
fn each_way_to_sign_in_is_read_back_as_it_was_chosen() {
    let endpoint = endpoint(everything());
    let edit = edit(&endpoint);
    let mut at = edit.entities.iter();
    for spec in providers::all() {
        for form in spec.forms {
            let read = at.next().unwrap();
            assert_eq!(read.entity.provider, spec.id, "{} {}", spec.id, form.id);
            if spec.retired {
                assert!(read.read_only.is_some());
                continue;
            }
            assert_eq!(read.entity.auth_form, form.id, "{}", spec.id);
            assert_eq!(read.kept, Vec::<String>::new());
            let secrets = form.fields.iter().filter(|field| field.kind.is_secret()).count();
            let references =
                read.entity.values.iter().filter(|one| one.value.starts_with("{{secrets/")).count();
            assert_eq!(references, secrets, "{} {}", spec.id, form.id);
        }
    }
}

#[test]
fn one_changed_field_changes_that_place_of_the_body_and_no_other() {
    let endpoint = endpoint(everything());
    let before = body(&endpoint);
    for at in 0..edit(&endpoint).entities.len() {
        let mut edit = edit(&endpoint);
        if edit.entities[at].read_only.is_some() {
            continue;
        }
        edit.entities[at].entity.model = "Model-2".into();
        let mut expected = before.clone();
        expected["served_entities"][at]["external_model"]["name"] = json!("Model-2");
        let after = config(&endpoint, &edit).unwrap();
        assert_eq!(after.to_string(), expected.to_string(), "byte for byte, in the same order");
    }
}

#[test]
fn another_share_changes_two_routes_and_leaves_text_numbers_of_the_others_alone() {
    let endpoint = endpoint(everything().into_iter().take(3).collect());
    let mut edit = edit(&endpoint);
    edit.entities[1].entity.share = 40;
    edit.entities[2].entity.share = 60;
    edit.entities[0].entity.share = 0;
    let after = config(&endpoint, &edit).unwrap();
    let mut expected = body(&endpoint);
    for (at, share) in [0, 40, 60].into_iter().enumerate() {
        expected["traffic_config"]["routes"][at]["traffic_percentage"] = json!(share);
    }
    assert_eq!(after.to_string(), expected.to_string());
    edit.entities[0].entity.share = 100;
    edit.entities[1].entity.share = 0;
    edit.entities[2].entity.share = 0;
    edit.entities[1].entity.model = "other".into();
    assert_eq!(config(&endpoint, &edit).unwrap()["traffic_config"]["routes"][0]["traffic_percentage"], "100");
}

#[test]
fn a_rename_takes_the_route_and_what_is_unknown_along() {
    let endpoint = endpoint(everything().into_iter().take(2).collect());
    let mut edit = edit(&endpoint);
    edit.entities[0].entity.name = " main ".into();
    let after = config(&endpoint, &edit).unwrap();
    let mut expected = body(&endpoint);
    expected["served_entities"][0]["name"] = json!("main");
    for key in ["served_model_name", "served_entity_name"] {
        expected["traffic_config"]["routes"][0][key] = json!("main");
    }
    assert_eq!(after.to_string(), expected.to_string());
}

#[test]
fn a_removed_entity_takes_its_route_along_and_a_new_one_brings_its_own() {
    let endpoint = endpoint(everything().into_iter().take(3).collect());
    let mut edit = edit(&endpoint);
    let mut new = edit.entities.remove(1);
    edit.entities[1].entity.share = 10;
    edit.entities[0].entity.share = 60;
    new.original = None;
    new.entity.name = "new".into();
    new.entity.share = 30;
    edit.entities.insert(0, new);
    let after = config(&endpoint, &edit).unwrap();
    let names: Vec<&str> =
        items(after.get("served_entities")).iter().map(|one| one["name"].as_str().unwrap()).collect();
    let gone = everything()[1]["name"].as_str().unwrap().to_owned();
    assert_eq!(names[0], "new");
    assert!(!after.to_string().contains(&format!("\"{gone}\"")), "{after:#}");
    let routes: Vec<(&str, u64)> = items(after["traffic_config"].get("routes"))
        .iter()
        .map(|one| (routed_to(one).unwrap(), one["traffic_percentage"].as_u64().unwrap()))
        .collect();
    assert_eq!(routes.iter().map(|(_, share)| share).sum::<u64>(), 100);
    assert_eq!(routes[0], ("new", 30));
    assert_eq!(
        after["served_entities"][0].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["name", "external_model"],
        "a new one carries nothing but its name and its model"
    );
}

#[test]
fn another_order_is_another_order_of_the_same_bytes() {
    let endpoint = endpoint(everything());
    let mut edit = edit(&endpoint);
    edit.entities.reverse();
    let after = config(&endpoint, &edit).unwrap();
    let mut expected = body(&endpoint);
    expected["served_entities"].as_array_mut().unwrap().reverse();
    assert_eq!(after.to_string(), expected.to_string());
}

fn value(edit: &mut EndpointEdit, at: usize, field: &str, value: &str) {
    let values = &mut edit.entities[at].entity.values;
    values.retain(|one| one.field != field);
    values.push(FieldValue { field: field.into(), value: value.into() });
}

#[test]
fn another_way_to_sign_in_replaces_the_old_one_and_keeps_unknown_settings() {
    let azure = json!({"name": "az", "external_model": {"provider": "openai", "name": "gpt-4o", "task": "llm/v1/chat",
        "openai_config": {"later": 1, "openai_api_type": "azure", "openai_api_key": "{{secrets/s/k}}",
            "openai_api_base": "https://a.openai.azure.com", "openai_api_version": "2024-10-21",
            "openai_deployment_name": "d"}}});
    let endpoint = endpoint(vec![azure]);
    let mut edit = edit(&endpoint);
    edit.entities[0].entity.auth_form = "azuread".into();
    value(&mut edit, 0, "microsoft_entra_tenant_id", "e07a44d3-5b1c-4f2e-9d08-1c6fa3b7d250");
    value(&mut edit, 0, "microsoft_entra_client_id", "e07a44d3-5b1c-4f2e-9d08-1c6fa3b7d251");
    value(&mut edit, 0, "microsoft_entra_client_secret", "{{secrets/s/entra}}");
    let after = config(&endpoint, &edit).unwrap();
    let config = &after["served_entities"][0]["external_model"]["openai_config"];
    assert_eq!(config["openai_api_type"], "azuread");
    assert_eq!(config.get("openai_api_key"), None);
    assert_eq!((&config["later"], &config["openai_deployment_name"]), (&json!(1), &json!("d")));
}

#[test]
fn another_provider_takes_the_settings_of_the_old_one_away() {
    let endpoint = endpoint(everything().into_iter().take(1).collect());
    let mut edit = edit(&endpoint);
    let draft = &mut edit.entities[0].entity;
    draft.provider = "anthropic".into();
    draft.auth_form = "api_key".into();
    draft.model = "claude-sonnet-4-5".into();
    value(&mut edit, 0, "anthropic_api_key", "{{secrets/s/a}}");
    let after = config(&endpoint, &edit).unwrap();
    let model = &after["served_entities"][0]["external_model"];
    assert_eq!(model.get("openai_config"), None);
    assert_eq!(model["anthropic_config"], json!({"anthropic_api_key": "{{secrets/s/a}}"}));
    assert_eq!(
        (&model["provider"], &model["later_of_model"]),
        (&json!("anthropic"), &json!("9007199254740993"))
    );
}

#[test]
fn a_key_nobody_can_read_stays_until_a_reference_takes_its_place() {
    let plain = json!({"name": "a", "external_model": {"provider": "anthropic", "name": "claude", "task": "llm/v1/chat",
        "anthropic_config": {}}});
    let custom = json!({"name": "c", "external_model": {"provider": "custom", "name": "m", "task": "llm/v1/chat",
        "custom_provider_config": {"custom_provider_url": "https://x.example.com", "api_key_auth": {"key": "X-Key"}}}});
    let endpoint = endpoint(vec![plain, custom]);
    let mut edit = edit(&endpoint);
    assert_eq!(edit.entities[0].kept, ["anthropic_api_key"]);
    assert_eq!(
        (edit.entities[1].entity.auth_form.as_str(), &edit.entities[1].kept[..]),
        ("api_key_auth", &["value".to_owned()][..])
    );
    edit.entities[1].entity.model = "m2".into();
    let after = config(&endpoint, &edit).unwrap();
    assert_eq!(after["served_entities"][0]["external_model"]["anthropic_config"], json!({}));
    value(&mut edit, 0, "anthropic_api_key", "{{secrets/s/a}}");
    let after = config(&endpoint, &edit).unwrap();
    assert_eq!(
        after["served_entities"][0]["external_model"]["anthropic_config"],
        json!({"anthropic_api_key": "{{secrets/s/a}}"})
    );
}

#[test]
fn what_this_app_does_not_edit_keeps_its_settings_whatever_the_draft_says() {
    let palm = json!({"name": "p", "external_model": {"provider": "palm", "name": "text-bison-001", "task": "llm/v1/completions",
        "palm_config": {"palm_api_key": "{{secrets/s/p}}"}}});
    let later = json!({"name": "l", "external_model": {"provider": "provider-of-2028", "name": "m", "task": "llm/v1/chat",
        "provider_of_2028_config": {"x": [1]}}});
    let own =
        json!({"name": "o", "entity_name": "main.ml.model", "entity_version": "3", "workload_size": "Small"});
    let endpoint = endpoint(vec![palm, later, own]);
    let mut edit = edit(&endpoint);
    assert!(edit.entities.iter().all(|one| one.read_only.is_some()));
    for entity in &mut edit.entities {
        entity.entity.model = "changed".into();
        entity.entity.provider = "openai".into();
        entity.read_only = None;
    }
    edit.entities[0].entity.share = 50;
    edit.entities[1].entity.share = 50;
    let mut expected = body(&endpoint);
    expected["traffic_config"]["routes"][0]["traffic_percentage"] = json!(50);
    expected["traffic_config"]["routes"][1]["traffic_percentage"] = json!(50);
    assert_eq!(config(&endpoint, &edit).unwrap().to_string(), expected.to_string());
}

#[test]
fn a_single_entity_without_a_split_gets_none_by_an_edit_of_its_model() {
    let mut endpoint = endpoint(everything().into_iter().take(1).collect());
    endpoint.raw["config"].as_object_mut().unwrap().shift_remove("traffic_config");
    endpoint.value = serde_json::from_value(endpoint.raw.clone()).unwrap();
    let mut edit = edit(&endpoint);
    assert_eq!(edit.entities[0].entity.share, 100);
    edit.entities[0].entity.model = "other".into();
    assert_eq!(config(&endpoint, &edit).unwrap().get("traffic_config"), None);
}

/// One thing a person does to an edit.
#[derive(Clone, Debug)]
enum Act {
    Rename(usize, u8),
    Model(usize, u8),
    Share(usize, u32),
    Remove(usize),
    Add(u8),
    Move(usize, usize),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0_usize..20, any::<u8>()).prop_map(|(at, n)| Act::Rename(at, n)),
        (0_usize..20, any::<u8>()).prop_map(|(at, n)| Act::Model(at, n)),
        (0_usize..20, 0_u32..=100).prop_map(|(at, n)| Act::Share(at, n)),
        (0_usize..20).prop_map(Act::Remove),
        any::<u8>().prop_map(Act::Add),
        (0_usize..20, 0_usize..20).prop_map(|(from, to)| Act::Move(from, to)),
    ]
}

fn perform(edit: &mut EndpointEdit, act: Act) {
    let count = edit.entities.len();
    if let Act::Add(n) = act {
        let mut new =
            reading::live(&endpoint(everything().into_iter().take(1).collect()), None).entities.remove(0);
        new.original = None;
        new.entity.name = format!("new-{n}");
        edit.entities.push(new);
        return;
    }
    if count == 0 {
        return;
    }
    match act {
        Act::Rename(at, n) => edit.entities[at % count].entity.name = format!("renamed-{n}"),
        // The form of a model that is only kept has no field for it.
        Act::Model(at, _) if edit.entities[at % count].read_only.is_some() => {}
        Act::Model(at, n) => edit.entities[at % count].entity.model = format!("model-{n}"),
        Act::Share(at, n) => edit.entities[at % count].entity.share = n,
        Act::Remove(at) => drop(edit.entities.remove(at % count)),
        Act::Move(from, to) => {
            let one = edit.entities.remove(from % count);
            edit.entities.insert(to % count, one);
        }
        Act::Add(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is done: the body has the entities and shares of the edit in its order, each old one with all that this app
    /// does not know, and reading the body gives the edit again.
    #[test]
    fn any_edit_is_written_whole_and_loses_nothing_unknown(acts in proptest::collection::vec(act(), 1..12)) {
        let endpoint = endpoint(everything());
        let mut edit = edit(&endpoint);
        for act in acts {
            perform(&mut edit, act);
        }
        // Two of one name are refused before anything is written.
        let mut names = HashSet::new();
        prop_assume!(edit.entities.iter().all(|one| names.insert(one.entity.name.clone())));
        let Some(body) = config(&endpoint, &edit) else {
            prop_assert_eq!(&edit.entities, &reading::live(&endpoint, None).entities);
            return Ok(());
        };
        let before = super::tests::body(&endpoint);
        prop_assert_eq!(&body["later_of_config"], &before["later_of_config"]);
        prop_assert_eq!(&body["traffic_config"]["later_of_traffic"], &json!("y"));
        let written = items(body.get("served_entities"));
        let routes = items(body["traffic_config"].get("routes"));
        prop_assert_eq!(written.len(), edit.entities.len());
        prop_assert_eq!(routes.len(), edit.entities.len());
        for (wanted, entity) in edit.entities.iter().zip(written) {
            prop_assert_eq!(entity["name"].as_str(), Some(wanted.entity.name.as_str()));
            let route = routes.iter().find(|route| routed_to(route) == Some(wanted.entity.name.as_str())).unwrap();
            let share = &route["traffic_percentage"];
            let share = share.as_u64().or_else(|| share.as_str()?.parse().ok());
            prop_assert_eq!(share, Some(u64::from(wanted.entity.share)));
            let Some(original) = &wanted.original else { continue };
            let old = items(before.get("served_entities"));
            let old = old.iter().find(|old| old["name"].as_str() == Some(original.as_str())).unwrap();
            let mut same = entity.clone();
            same["name"] = old["name"].clone();
            same["external_model"]["name"] = old["external_model"]["name"].clone();
            prop_assert_eq!(same.to_string(), old.to_string());
        }
    }
}
