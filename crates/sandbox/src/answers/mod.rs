//! What the simulated models say. Deterministic: the same question, model and seed give the same words. The words try to
//! be of use (summaries are taken from the given text, sums are worked out, lists are about what was asked), because a
//! person trying the app reads them. No provider rules here, no HTTP; `query` turns the text into replies.

mod code;
mod extract;
mod prose;
mod topic;

use crate::running::mix;

/// How a provider likes to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Headings and bullets.
    Structured,
    /// Flowing paragraphs, careful in tone.
    Reflective,
    /// The short answer first, then bold points.
    Direct,
    /// Few words.
    Terse,
}

impl Style {
    pub(crate) fn of(provider: &str, model: &str) -> Style {
        match provider {
            "anthropic" => Style::Reflective,
            "google-cloud-vertex-ai" | "palm" => Style::Direct,
            "cohere" | "ai21labs" => Style::Terse,
            "amazon-bedrock" if model.contains("claude") => Style::Reflective,
            "amazon-bedrock" => Style::Direct,
            _ => Style::Structured,
        }
    }
}

/// A question to be answered.
pub(crate) struct Question<'a> {
    /// The last thing the person said.
    pub(crate) text: &'a str,
    /// What they said before, newest last.
    pub(crate) earlier: &'a [String],
    pub(crate) style: Style,
    pub(crate) json: bool,
    pub(crate) seed: u64,
}

/// A seeded chooser, so that two models (and two seeds) choose different words.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64, text: &str) -> Dice {
        Dice(text.bytes().fold(mix(seed), |state, byte| mix(state ^ u64::from(byte))))
    }

    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = mix(self.0);
        usize::try_from(self.0 % (sides.max(1) as u64)).unwrap_or(0)
    }

    pub(crate) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.roll(from.len())).copied().unwrap_or_default()
    }
}

/// How much was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Length {
    Short,
    Usual,
    Long,
}

fn length(lower: &str) -> Length {
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&[
        "one sentence",
        "briefly",
        "in brief",
        "short answer",
        "one word",
        "one line",
        "tl;dr",
        "in short",
    ]) {
        Length::Short
    } else if has(&[
        "detailed",
        "in depth",
        "in detail",
        "essay",
        "long ",
        "comprehensive",
        "500 words",
        "1000 words",
        "thorough",
    ]) {
        Length::Long
    } else {
        Length::Usual
    }
}

/// Answers a question.
pub(crate) fn compose(question: &Question<'_>) -> String {
    let text = question.text.trim();
    let lower = text.to_lowercase();
    let mut dice = Dice::new(question.seed, text);
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let subject = topic::of(text, question.earlier);
    if question.json || has(&["as json", "in json", "json object", "return json", "valid json"]) {
        return extract::json(text, &subject);
    }
    if text.is_empty() {
        return "I did not receive any text. What would you like to know?".to_owned();
    }
    if let Some(result) = extract::sum(&lower) {
        return result;
    }
    if topic::is_greeting(&lower) {
        return dice
            .pick(&[
                "Hello! What can I help you with today?",
                "Hi there. Ask me anything, or paste a text you would like to work on.",
                "Good to see you. What are you working on?",
            ])
            .to_owned();
    }
    if has(&["summar", "tl;dr", "key points", "shorten"]) && text.len() > 200 {
        return extract::summary(text, length(&lower) == Length::Short);
    }
    if has(&["sentiment", "positive or negative", "classify", "categorise", "categorize"]) {
        return extract::sentiment(text, question.style);
    }
    if has(&["extract", "find all", "pull out"]) {
        return extract::facts(text);
    }
    if has(&[
        "code",
        "function",
        "script",
        "python",
        "rust ",
        " sql",
        "sql ",
        "javascript",
        "typescript",
        "regex",
        "bash",
        "implement",
    ]) {
        return code::answer(&lower, &subject, question.style, &mut dice);
    }
    if has(&["table", "compare", "versus", " vs ", " vs. ", "difference between"]) {
        return prose::table(text, &subject, &mut dice);
    }
    if has(&["email", "e-mail", "reply to", "letter", "message to"]) {
        return prose::letter(&subject, &mut dice);
    }
    if has(&["list", "steps", "bullet", "how do i", "how to", "checklist", "ideas", "plan"]) {
        return prose::list(&lower, &subject, question.style, &mut dice);
    }
    prose::explanation(&subject, question.style, length(&lower), &mut dice)
}

/// A few sentences of thinking aloud, for models that show it.
pub(crate) fn reasoning(question: &Question<'_>) -> String {
    let subject = topic::of(question.text, question.earlier);
    format!(
        "The question is about {subject}. I should say what it means here first, then what follows from it. \
         A short, checkable answer serves better than a complete one."
    )
}

/// What to say about the result of a tool.
pub(crate) fn about_result(tool: &str, result: &str) -> String {
    let short: String = result.chars().take(400).collect();
    let from = if tool.is_empty() { "the tool".to_owned() } else { format!("`{tool}`") };
    format!("Here is what {from} returned, in short: {}", short.trim())
}

/// The noun phrase a text is about.
pub(crate) fn subject(text: &str) -> String {
    topic::of(text, &[])
}

/// Splits a text into tokens of about four characters; joined again they are the text.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut current = String::new();
    for letter in text.chars() {
        let starts_word = letter.is_whitespace() && !current.chars().all(char::is_whitespace);
        let ends_mark = !letter.is_alphanumeric() && !letter.is_whitespace() && current.chars().count() > 1;
        if starts_word || ends_mark || current.chars().count() >= 7 {
            out.push(std::mem::take(&mut current));
        }
        current.push(letter);
    }
    if !current.is_empty() {
        out.push(current);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(text: &str, style: Style) -> String {
        compose(&Question { text, earlier: &[], style, json: false, seed: 7 })
    }

    #[test]
    fn tokens_join_to_the_text() {
        for text in [
            "",
            "Hello, world!",
            "  two  spaces\n\n- list\n```py\nx = 1\n```",
            "Überraschung für Zoë 🙂🙂🙂🙂🙂🙂🙂🙂🙂",
        ] {
            assert_eq!(tokens(text).concat(), text);
        }
        let count = tokens(&"Customs papers are checked twice. ".repeat(20)).len();
        assert!((100..200).contains(&count), "{count} tokens");
    }

    #[test]
    fn the_same_question_gets_the_same_answer_and_providers_differ() {
        let question = "Explain how a bill of lading works.";
        assert_eq!(ask(question, Style::Structured), ask(question, Style::Structured));
        assert_ne!(ask(question, Style::Structured), ask(question, Style::Reflective));
        assert!(ask(question, Style::Structured).to_lowercase().contains("bill of lading"));
    }

    #[test]
    fn the_form_that_was_asked_for_is_given() {
        assert!(
            ask("Write a Python function that checks palindromes", Style::Structured).contains("```python")
        );
        assert!(ask("Compare sea freight and air freight", Style::Direct).contains("| --- |"));
        assert!(ask("List five steps to onboard a driver", Style::Terse).contains("\n5. "));
        assert!(ask("What is 12 * (7 + 1)?", Style::Terse).contains("96"));
        let value: serde_json::Value =
            serde_json::from_str(&ask("Give me the cargo status as JSON", Style::Terse)).expect("JSON");
        assert!(value.is_object());
    }

    #[test]
    fn a_longer_answer_comes_when_asked_for() {
        let usual = ask("Explain demurrage", Style::Structured).len();
        assert!(ask("Explain demurrage in detail", Style::Structured).len() > usual);
        assert!(ask("Explain demurrage in one sentence", Style::Structured).len() < usual);
    }

    #[test]
    fn a_summary_is_made_of_the_given_text() {
        let text = "Summarise: The carrier lost two pallets in Rotterdam on 3 May. The customer was told on 5 May. \
                    Nobody had checked the seal. A refund of 1,200 euros was offered and accepted. The weather was fine. \
                    We will add a seal check at the gate from next week on.";
        let summary = ask(text, Style::Structured);
        assert!(summary.contains("pallets in Rotterdam"), "{summary}");
        assert!(summary.len() < text.len());
    }
}
