//! What answers cost: by the book, by a price of one's own, and not at all where nobody knows.

use serde_json::{Value, json};

use crate::desk::Desk;

fn ask(desk: &Desk, endpoint: &str) -> Value {
    let chat = desk.ok("playground_start", json!({ "endpoint": endpoint, "entity": null }));
    // Whole, because then the simulated providers count.
    let mut options = chat["options"].clone();
    options["stream"] = json!(false);
    desk.ok("playground_save_options", json!({ "id": chat["id"], "options": options }));
    let (channel, _) = desk.channel();
    let ask = json!({ "chatId": chat["id"], "turnId": null, "prompt": "Name a harbour." });
    desk.ok("playground_ask", json!({ "ask": ask, "events": channel }))
}

#[test]
fn an_answer_costs_what_the_book_says_until_a_price_of_ones_own_is_written_down() {
    let desk = Desk::new();
    let entities = desk.ok("prices_for", json!({ "endpoint": "code-review-bot" }));
    let entity = entities[0].clone();
    assert_eq!(entity["price"]["own"], false, "{entities:#}");
    let answer = ask(&desk, "code-review-bot");
    let cost = &answer["cost"];
    let price = &entity["price"];
    let tokens = |name: &str| answer[name].as_f64().unwrap_or_default();
    let sum = (tokens("promptTokens") * price["input"].as_f64().unwrap()
        + tokens("completionTokens") * price["output"].as_f64().unwrap())
        / 1e6;
    assert!((cost["amount"].as_f64().unwrap() - sum).abs() < 1e-9, "{answer:#}");
    assert!(cost["words"].as_str().unwrap().ends_with(" ct"), "{cost}");
    assert!(cost["source"].as_str().unwrap().contains(price["date"].as_str().unwrap()));

    let mut own = price.clone();
    own["input"] = json!(1_000_000.0);
    own["output"] = json!(0.0);
    own["cached"] = Value::Null;
    own["currency"] = json!("eur");
    let kept = desk.ok("prices_save", json!({ "price": own }));
    assert_eq!((&kept["own"], &kept["currency"]), (&json!(true), &json!("EUR")));
    let answer = ask(&desk, "code-review-bot");
    assert!(answer["cost"]["words"].as_str().unwrap().starts_with('€'), "{}", answer["cost"]);

    desk.ok("prices_remove", json!({ "provider": own["provider"], "model": own["model"] }));
    assert_eq!(desk.ok("prices_for", json!({ "endpoint": "code-review-bot" }))[0]["price"]["own"], false);
}

#[test]
fn a_price_that_nobody_knows_is_not_known_and_never_nothing() {
    let desk = Desk::new();
    let answer = ask(&desk, "legacy-completions");
    assert_eq!((&answer["outcome"], &answer["cost"]), (&json!("complete"), &Value::Null), "{answer:#}");
    assert_eq!(desk.ok("prices_for", json!({ "endpoint": "legacy-completions" }))[0]["price"], Value::Null);
}

#[test]
fn the_book_is_searched_and_a_wrong_price_is_refused_with_sentences() {
    let desk = Desk::new();
    let list = desk.ok("prices_list", json!({ "words": "anthropic sonnet" }));
    assert!(list["total"].as_u64().unwrap() > 0 && list["bookDate"].as_str().unwrap().len() == 10);
    let wrong = json!({ "provider": "nobody", "model": " ", "input": -1.0, "output": 0.0, "cached": null,
        "currency": "euros", "source": "", "date": "", "own": false });
    let refused = desk.fails("prices_save", json!({ "price": wrong }));
    assert_eq!(refused["fields"].as_array().unwrap().len(), 4, "{refused:#}");
}
