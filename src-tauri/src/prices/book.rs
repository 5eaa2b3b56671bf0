//! The prices that come with the app, and which of several fits a model.

use std::sync::OnceLock;

use serde::Deserialize;

use super::dto::Price;

#[derive(Deserialize)]
struct File {
    source: String,
    date: String,
    currency: String,
    /// Provider, model, and per million tokens: prompt, answer, prompt from the provider's cache.
    prices: Vec<(String, String, f64, f64, Option<f64>)>,
}

pub(crate) struct Book {
    pub(crate) source: String,
    pub(crate) date: String,
    pub(crate) prices: Vec<Price>,
}

/// The book. Read once.
pub(crate) fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| {
        let File { source, date, currency, prices } = serde_json::from_str(include_str!("book.json"))
            .unwrap_or_else(|error| {
                tracing::error!(%error, "the book of prices cannot be read");
                File {
                    source: String::new(),
                    date: String::new(),
                    currency: String::new(),
                    prices: Vec::new(),
                }
            });
        let prices = prices
            .into_iter()
            .map(|(provider, model, input, output, cached)| Price {
                provider,
                model,
                input,
                output,
                cached,
                currency: currency.clone(),
                source: source.clone(),
                date: date.clone(),
                own: false,
            })
            .collect();
        Book { source, date, prices }
    })
}

/// The price that fits a model: its own, or that of the model it is a dated or regional form of (`gpt-4o-2024-08-06` is a
/// `gpt-4o`, `eu.anthropic.claude-x` an `anthropic.claude-x`). The longest name wins, a person's own before the book's.
pub(crate) fn fitting<'a>(
    prices: impl Iterator<Item = &'a Price>,
    provider: &str,
    model: &str,
) -> Option<&'a Price> {
    let model = bare(model);
    prices
        .filter(|price| price.provider == provider && fits(&bare(&price.model), &model))
        .max_by_key(|price| (bare(&price.model).len(), price.own))
}

/// In small letters and without the region that Bedrock puts in front.
fn bare(model: &str) -> String {
    let model = model.trim().to_ascii_lowercase();
    for region in ["us.", "eu.", "apac.", "jp.", "au.", "global."] {
        if let Some(rest) = model.strip_prefix(region) {
            return rest.to_owned();
        }
    }
    model
}

/// The same, or the same with a date or a version behind it. `gpt-4o-mini` is not a `gpt-4o`.
fn fits(name: &str, model: &str) -> bool {
    let Some(rest) = model.strip_prefix(name) else { return false };
    let digits = rest.get(1..).unwrap_or_default().bytes().take_while(u8::is_ascii_digit).count();
    let version = rest.bytes().all(|byte| byte.is_ascii_digit() || b"-@:.v".contains(&byte));
    // `-5` may be the number of another model; a date has at least four digits.
    rest.is_empty() || (version && (rest.starts_with(['@', ':']) || (rest.starts_with('-') && digits >= 4)))
}

#[cfg(test)]
mod tests {
    use super::{book, fitting};

    fn model(provider: &str, model: &str) -> Option<&'static str> {
        fitting(book().prices.iter(), provider, model).map(|price| price.model.as_str())
    }

    #[test]
    fn the_book_is_read_and_says_where_it_is_from() {
        let book = book();
        assert!(book.prices.len() > 200 && book.source.contains("LiteLLM") && book.date.len() == 10);
        assert!(book.prices.iter().all(|price| price.input >= 0.0 && price.output >= 0.0));
        assert!(book.prices.iter().all(|price| price.input + price.output > 0.0), "0 would mean free");
    }

    #[test]
    fn a_dated_form_of_a_model_costs_what_the_model_costs() {
        assert_eq!(model("openai", "gpt-4o-2031-01-01"), Some("gpt-4o"));
        assert_eq!(model("openai", "gpt-4o-mini"), Some("gpt-4o-mini"));
        assert_eq!(model("openai", "GPT-4o"), Some("gpt-4o"));
    }

    #[test]
    fn another_model_and_another_provider_have_no_price() {
        assert_eq!(model("openai", "gpt-4o-ultra"), None);
        assert_eq!(model("anthropic", "claude-sonnet-4-5-9"), None, "a number that is no date");
        assert_eq!(model("openai", "our-own-model"), None);
        assert_eq!(model("custom", "gpt-4o"), None);
    }
}
