//! Tokens times price, and how the sum is written.

use super::dto::Price;
use crate::playground::dto::Cost;

/// Tokens of one answer.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) prompt: u32,
    pub(crate) completion: u32,
    /// Of the prompt, those that the provider took from its cache.
    pub(crate) cached: u32,
    /// Somebody estimated one of them.
    pub(crate) estimated: bool,
}

/// What these tokens cost at this price.
pub(crate) fn of(price: &Price, counts: Counts) -> Cost {
    let million = |tokens: u32, per_million: f64| f64::from(tokens) * per_million / 1_000_000.0;
    let cached = counts.cached.min(counts.prompt);
    let amount = million(counts.prompt - cached, price.input)
        + million(cached, price.cached.unwrap_or(price.input))
        + million(counts.completion, price.output);
    let whose = if price.own { "your own price" } else { price.source.as_str() };
    Cost {
        amount,
        currency: price.currency.clone(),
        estimated: counts.estimated,
        words: words(amount, &price.currency, counts.estimated),
        source: format!("{} at {whose}, {}", price.model, price.date),
    }
}

/// `0.4 ct`, `≈ 12 ct`, `$1.20`: an amount as it is read, never as 2e-7.
pub(crate) fn words(amount: f64, currency: &str, estimated: bool) -> String {
    let about = if estimated { "≈ " } else { "" };
    let sign = match currency {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        _ => return format!("{about}{} {currency}", short(amount)),
    };
    // The pound has pence; a cent is one of both others.
    if amount >= 1.0 || currency == "GBP" {
        return format!("{about}{sign}{amount:.2}");
    }
    let cents = amount * 100.0;
    if cents > 0.0 && cents < 0.001 {
        return format!("{about}< 0.001 ct");
    }
    format!("{about}{} ct", short(cents))
}

/// Two digits that mean something.
fn short(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let places = (1 - value.abs().log10().floor() as i32).clamp(0, 6);
    let text = format!("{value:.*}", usize::try_from(places).unwrap_or(0));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::{Counts, of, words};
    use crate::prices::dto::Price;

    fn price(input: f64, output: f64, cached: Option<f64>) -> Price {
        Price {
            provider: "openai".to_owned(),
            model: "gpt-4o".to_owned(),
            input,
            output,
            cached,
            currency: "USD".to_owned(),
            source: "a list".to_owned(),
            date: "2026-11-23".to_owned(),
            own: false,
        }
    }

    #[test]
    fn tokens_from_the_cache_have_a_price_of_their_own() {
        let counts = Counts { prompt: 1_000, completion: 100, cached: 400, estimated: false };
        let cost = of(&price(2.5, 10.0, Some(1.25)), counts);
        assert!((cost.amount - (600.0 * 2.5 + 400.0 * 1.25 + 100.0 * 10.0) / 1e6).abs() < 1e-12);
        assert_eq!(cost.words, "0.3 ct");
        assert_eq!(cost.source, "gpt-4o at a list, 2026-11-23");
    }

    #[test]
    fn amounts_are_written_as_people_read_them() {
        for (amount, said) in [
            (0.004, "0.4 ct"),
            (0.000_000_2, "< 0.001 ct"),
            (0.000_12, "0.012 ct"),
            (0.1234, "12 ct"),
            (1.2, "$1.20"),
            (0.0, "0 ct"),
        ] {
            assert_eq!(words(amount, "USD", false), said);
        }
        assert_eq!(words(0.004, "USD", true), "≈ 0.4 ct");
        assert_eq!(words(0.012, "CHF", false), "0.012 CHF");
    }
}
