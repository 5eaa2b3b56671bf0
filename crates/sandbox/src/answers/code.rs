//! Answers with code in them. A few well-known exercises are solved; anything else gets a small, tidy frame to start from.

use super::topic::capital;
use super::{Dice, Style};

/// Word that gives an exercise away, then its solution in Python.
const KNOWN: [(&str, &str); 6] = [
    (
        "palindrome",
        "def is_palindrome(text: str) -> bool:\n    letters = [c.lower() for c in text if c.isalnum()]\n    return letters == letters[::-1]\n\n\nprint(is_palindrome(\"A man, a plan, a canal: Panama\"))  # True",
    ),
    (
        "fibonacci",
        "def fibonacci(n: int) -> list[int]:\n    numbers = [0, 1]\n    while len(numbers) < n:\n        numbers.append(numbers[-1] + numbers[-2])\n    return numbers[:n]\n\n\nprint(fibonacci(10))  # [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]",
    ),
    (
        "fizzbuzz",
        "def fizzbuzz(n: int) -> str:\n    word = \"Fizz\" * (n % 3 == 0) + \"Buzz\" * (n % 5 == 0)\n    return word or str(n)\n\n\nprint(*(fizzbuzz(n) for n in range(1, 16)), sep=\"\\n\")",
    ),
    (
        "prime",
        "def is_prime(n: int) -> bool:\n    if n < 2:\n        return False\n    return all(n % d for d in range(2, int(n**0.5) + 1))\n\n\nprint([n for n in range(30) if is_prime(n)])",
    ),
    (
        "csv",
        "import csv\nfrom pathlib import Path\n\n\ndef read_rows(path: str) -> list[dict[str, str]]:\n    with Path(path).open(newline=\"\", encoding=\"utf-8\") as file:\n        return list(csv.DictReader(file))\n\n\nfor row in read_rows(\"shipments.csv\"):\n    print(row)",
    ),
    (
        "revers",
        "def reverse_words(text: str) -> str:\n    return \" \".join(reversed(text.split()))\n\n\nprint(reverse_words(\"to the port of Rotterdam\"))",
    ),
];

fn language(lower: &str) -> &'static str {
    for (word, language) in [
        ("sql", "sql"),
        ("rust", "rust"),
        ("typescript", "typescript"),
        ("javascript", "javascript"),
        ("bash", "bash"),
        ("shell", "bash"),
        ("regex", "python"),
    ] {
        if lower.contains(word) {
            return language;
        }
    }
    "python"
}

fn name(subject: &str, joiner: &str) -> String {
    let words: Vec<String> = subject
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() > 2)
        .take(3)
        .map(str::to_lowercase)
        .collect();
    let joined = words.join(joiner);
    if joined.is_empty() || joined.starts_with(|c: char| c.is_ascii_digit()) {
        "handle".to_owned()
    } else {
        joined
    }
}

fn frame(language: &str, subject: &str) -> String {
    let snake = name(subject, "_");
    match language {
        "sql" => format!(
            "SELECT customer_id,\n       count(*)            AS shipments,\n       sum(weight_kg)      AS weight_kg,\n       max(delivered_at)   AS last_delivery\nFROM   {snake}\nWHERE  delivered_at >= current_date - INTERVAL 30 DAYS\nGROUP  BY customer_id\nORDER  BY shipments DESC\nLIMIT  20;"
        ),
        "rust" => format!(
            "/// Keeps the entries that say something, in their order.\nfn {snake}(entries: &[String]) -> Vec<&str> {{\n    entries.iter().map(|entry| entry.trim()).filter(|entry| !entry.is_empty()).collect()\n}}\n\nfn main() {{\n    let entries = vec![\"first\".to_string(), \" \".to_string(), \"second\".to_string()];\n    println!(\"{{:?}}\", {snake}(&entries));\n}}"
        ),
        "typescript" => format!(
            "type Entry = {{ id: string; value: number }};\n\nexport function {snake}(entries: Entry[]): Map<string, number> {{\n  const totals = new Map<string, number>();\n  for (const {{ id, value }} of entries) {{\n    totals.set(id, (totals.get(id) ?? 0) + value);\n  }}\n  return totals;\n}}"
        ),
        "javascript" => format!(
            "export function {snake}(entries) {{\n  const totals = new Map();\n  for (const {{ id, value }} of entries) {{\n    totals.set(id, (totals.get(id) ?? 0) + value);\n  }}\n  return totals;\n}}"
        ),
        "bash" => format!(
            "#!/usr/bin/env bash\nset -euo pipefail\n\n# {}\nfor file in \"$@\"; do\n  printf '%s\\t%s\\n' \"$(wc -l < \"$file\")\" \"$file\"\ndone | sort -rn",
            capital(subject)
        ),
        _ => format!(
            "from collections import Counter\n\n\ndef {snake}(entries: list[str]) -> Counter[str]:\n    \"\"\"Counts the entries, ignoring case and empty ones.\"\"\"\n    return Counter(entry.strip().lower() for entry in entries if entry.strip())\n\n\nprint({snake}([\"Port\", \"port\", \"Gate\"]).most_common())"
        ),
    }
}

pub(super) fn answer(lower: &str, subject: &str, style: Style, dice: &mut Dice) -> String {
    let language = language(lower);
    let known =
        KNOWN.iter().find(|(word, _)| language == "python" && lower.contains(word)).map(|(_, code)| *code);
    let code = known.map_or_else(|| frame(language, subject), str::to_owned);
    let opening = match style {
        Style::Terse => String::new(),
        Style::Reflective => {
            format!("Here is a version for {subject} that favours clarity over cleverness:\n\n")
        }
        _ => format!("## {}\n\n", capital(subject)),
    };
    let notes = [
        "It needs nothing outside the standard library.",
        "Empty input gives an empty result, not an error.",
        "It reads the input once, so the time grows with its length only.",
        "The names say what they hold; rename them to fit your data.",
        "A test with one typical and one empty input covers most mistakes.",
    ];
    let start = dice.roll(notes.len());
    let bullets: Vec<String> = (0..3)
        .filter_map(|at| notes.get((start + at) % notes.len()))
        .map(|note| format!("- {note}"))
        .collect();
    if style == Style::Terse {
        return format!("```{language}\n{code}\n```");
    }
    format!("{opening}```{language}\n{code}\n```\n\n**Notes**\n\n{}", bullets.join("\n"))
}
