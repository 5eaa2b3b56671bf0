//! Running text: explanations, lists, tables of comparison, letters. The sentences fit any subject and are chosen by dice.

use std::fmt::Write as _;

use super::topic::capital;
use super::{Dice, Length, Style};

const MEANING: [&str; 6] = [
    "{T} comes down to who does what, by when, and what happens if they don't.",
    "{T} is best understood through its purpose: it takes a decision that would otherwise be made case by case and settles it once.",
    "Put simply, {t} describes how a piece of work moves from one responsible party to the next.",
    "{T} has two sides: what is written down, and what people do every day. Most trouble starts where the two drift apart.",
    "At its core, {t} is a trade-off between speed, cost and certainty; any choice favours two of the three.",
    "{T} exists because the same question kept coming up, and answering it one by one was slow and uneven.",
];
const REASONS: [&str; 6] = [
    "It matters because small gaps early on become expensive late: a missing detail costs minutes to fix at the start and days at the end.",
    "The benefit is predictability. Once everyone works from the same picture of {t}, planning gets easier and surprises get rarer.",
    "Where it is done well, fewer people have to ask, and those who do get the same answer.",
    "The costs are real but visible: some preparation, a clear owner, and a look at the numbers every few weeks.",
    "It also protects you when something goes wrong, since the record shows what was known and when.",
    "For a team, {t} is mostly about shared expectations; the tools come second.",
];
const PRACTICE: [&str; 7] = [
    "Start with one concrete case, write down what a good outcome looks like, and compare the result with it.",
    "Name one owner. Shared ownership of {t} usually means that nobody checks it.",
    "Measure before you change anything: a week of plain counts is enough to see where the time goes.",
    "Keep the first version small enough to explain on half a page, then extend it where it hurts.",
    "Decide in advance which exceptions you accept, and who may grant them.",
    "Review the five most recent cases together; patterns show up faster than in any report.",
    "Write the rule where people meet it, not in a separate document.",
];
const CAUTION: [&str; 5] = [
    "The usual mistake is to copy a solution from somewhere else without its conditions.",
    "Be careful with averages: {t} tends to be decided by the few unusual cases.",
    "Details differ between countries and contracts, so check the terms that apply to you.",
    "A good sign that something is off is a growing number of exceptions.",
    "Don't automate a step before it works by hand.",
];
const STEPS: [&str; 10] = [
    "**Agree on the goal.** One sentence everybody involved would sign.",
    "**Collect what is known.** Documents, numbers, and the people who have done it before.",
    "**Choose an owner.** One name, with the time to do it.",
    "**Write a first draft of {t}.** Half a page is enough.",
    "**Try it on a real case.** Pick a typical one, not the easiest.",
    "**Note what surprised you.** Every surprise is either a missing step or one too many.",
    "**Fix the two biggest gaps.** Leave the rest for later.",
    "**Tell the people affected.** What changes, from when, and whom to ask.",
    "**Measure after two weeks.** Use the same counts as before.",
    "**Decide: keep, change or stop.** And write down why.",
];

fn fill(template: &str, subject: &str) -> String {
    template.replace("{T}", &capital(subject)).replace("{t}", subject)
}

/// `count` different entries, in an order that the dice decide.
fn several(from: &[&str], count: usize, subject: &str, dice: &mut Dice) -> Vec<String> {
    let start = dice.roll(from.len());
    // A step without a common divisor with the length, so that nothing comes twice.
    let step = if from.len().is_multiple_of(5) { 3 } else { 5 };
    (0..count.min(from.len()))
        .filter_map(|at| from.get((start + at * step) % from.len()))
        .map(|template| fill(template, subject))
        .collect()
}

pub(super) fn explanation(subject: &str, style: Style, length: Length, dice: &mut Dice) -> String {
    let meaning = several(&MEANING, 2, subject, dice);
    if length == Length::Short {
        return meaning.into_iter().next().unwrap_or_default();
    }
    let many = if length == Length::Long { 5 } else { 2 };
    let reasons = several(&REASONS, many, subject, dice);
    let practice = several(&PRACTICE, many + 1, subject, dice);
    let caution = several(&CAUTION, many - 1, subject, dice);
    let bullets = |rows: &[String]| rows.iter().map(|row| format!("- {row}")).collect::<Vec<_>>().join("\n");
    match style {
        Style::Structured => format!(
            "## {}\n\n{}\n\n### Why it matters\n\n{}\n\n### In practice\n\n{}\n\n> {}\n",
            capital(subject),
            meaning.join(" "),
            reasons.join(" "),
            bullets(&practice),
            caution.join(" "),
        ),
        Style::Reflective => format!(
            "{}\n\n{} {}\n\nIf I were to set this up, I would go about it like this. {}\n\n{} Would it help to go through a case of yours?",
            meaning.join(" "),
            dice.pick(&[
                "Why does that matter?",
                "There is a reason it keeps coming up.",
                "It is worth being precise here."
            ]),
            reasons.join(" "),
            practice.join(" "),
            caution.join(" "),
        ),
        Style::Direct => format!(
            "**Short answer:** {}\n\n{}\n\n**What to do**\n\n{}\n\n**Watch out:** {}",
            meaning.first().cloned().unwrap_or_default(),
            reasons.join(" "),
            bullets(&practice),
            caution.join(" "),
        ),
        Style::Terse => {
            let mut parts = vec![meaning.first().cloned().unwrap_or_default()];
            parts.extend(reasons.into_iter().take(many - 1));
            parts.extend(practice.into_iter().take(many - 1));
            parts.join(" ")
        }
    }
}

fn wanted_count(lower: &str) -> usize {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    lower
        .split(|c: char| !c.is_alphanumeric())
        .find_map(|word| {
            word.parse().ok().or_else(|| words.iter().position(|known| *known == word).map(|at| at + 1))
        })
        .filter(|count| (2..=10).contains(count))
        .unwrap_or(5)
}

pub(super) fn list(lower: &str, subject: &str, style: Style, dice: &mut Dice) -> String {
    let count = wanted_count(lower);
    let mut out = match style {
        Style::Terse => String::new(),
        Style::Reflective => {
            format!("Here is how I would approach {subject}, in the order I would do it:\n\n")
        }
        _ => format!("## {}\n\n", capital(subject)),
    };
    let skip = STEPS.len() - count;
    let left_out = dice.roll(STEPS.len());
    let kept = (0..STEPS.len()).filter(|at| (at + STEPS.len() - left_out) % STEPS.len() >= skip);
    for (number, step) in kept.filter_map(|at| STEPS.get(at)).enumerate() {
        // Writing to a String cannot fail.
        let _row = writeln!(out, "{}. {}", number + 1, fill(step, subject));
    }
    if style != Style::Terse {
        let _end = write!(out, "\n{}", several(&CAUTION, 1, subject, dice).concat());
    }
    out
}

/// The two (or more) things being compared.
fn sides(text: &str, subject: &str) -> Vec<String> {
    let clean = text.trim_end_matches(['?', '.', '!']);
    let lower = clean.to_lowercase();
    let from = ["between ", "compare ", "comparing "].iter().find_map(|lead| {
        let at = lower.find(lead)? + lead.len();
        // Lower-casing may change lengths outside ASCII; then the whole text is used.
        clean.get(at..)
    });
    let first = from.unwrap_or(clean).split(['\n', ':']).next().unwrap_or_default();
    let spaced = first
        .replace(" versus ", " | ")
        .replace(" vs. ", " | ")
        .replace(" vs ", " | ")
        .replace(" and ", " | ");
    let names: Vec<String> = spaced
        .split([',', '|'])
        .map(|name| {
            name.trim().trim_start_matches("the ").split(" in a ").next().unwrap_or_default().to_owned()
        })
        .map(|name| name.split_whitespace().take(4).collect::<Vec<_>>().join(" "))
        .filter(|name| !name.is_empty())
        .take(4)
        .collect();
    if names.len() >= 2 { names } else { vec![capital(subject), "The usual way".to_owned()] }
}

pub(super) fn table(text: &str, subject: &str, dice: &mut Dice) -> String {
    let sides = sides(text, subject);
    let rows: [(&str, [&str; 4]); 5] = [
        (
            "Speed",
            ["Fast once set up", "Slower, but steady", "Depends on the season", "Fastest for small volumes"],
        ),
        ("Cost", ["Higher per unit", "Low, with a fixed part", "Moderate", "Hard to predict"]),
        ("Effort", ["Needs preparation", "Little to learn", "Some training", "Mostly routine"]),
        (
            "Risk",
            ["Few, known failure points", "Depends on others", "Low for standard cases", "Needs watching"],
        ),
        (
            "Best for",
            ["Urgent, valuable cases", "Large, regular volumes", "Mixed demand", "Trying things out"],
        ),
    ];
    let mut out = format!(
        "| | {} |\n| --- |{}\n",
        sides.iter().map(|side| capital(side)).collect::<Vec<_>>().join(" | "),
        " --- |".repeat(sides.len())
    );
    for (name, choices) in rows {
        let start = dice.roll(choices.len());
        let cells: Vec<&str> =
            (0..sides.len()).filter_map(|at| choices.get((start + at) % choices.len()).copied()).collect();
        let _row = writeln!(out, "| **{name}** | {} |", cells.join(" | "));
    }
    let _end = write!(
        out,
        "\nIf one thing decides, look at volume first: {} pays off when the work repeats. {}",
        sides.last().cloned().unwrap_or_default(),
        several(&CAUTION, 1, subject, dice).concat()
    );
    out
}

pub(super) fn letter(subject: &str, dice: &mut Dice) -> String {
    let opening = dice.pick(&[
        "Thank you for your patience.",
        "Thank you for getting in touch.",
        "I hope this finds you well.",
    ]);
    let promise = dice.pick(&[
        "I will write again by Thursday noon at the latest",
        "You will hear from me by the end of tomorrow",
        "We will confirm the next step within two working days",
    ]);
    format!(
        "**Subject: {}**\n\nDear Sir or Madam,\n\n{opening} I am writing about {subject}.\n\nWe have looked into it and \
         understand where things stand: what was agreed, what has happened since, and what is still open. {promise}, \
         whether or not everything is settled by then.\n\nIf anything here does not match what you know, please reply to \
         this message and I will correct it at once.\n\nKind regards,\nDana",
        capital(subject)
    )
}
