//! Texts that ask an endpoint instead of creating it: OpenAI's client for Python, and SQL's `ai_query`.

use super::quote;
use crate::providers::Task;

pub(super) fn openai(name: &str, task: Task) -> String {
    let (call, arguments, answer) = match task {
        Task::Chat => (
            "chat.completions",
            "messages=[{\"role\": \"user\", \"content\": \"Say hello in one word.\"}]",
            "answer.choices[0].message.content",
        ),
        Task::Completions => ("completions", "prompt=\"Once upon a time\"", "answer.choices[0].text"),
        Task::Embeddings => {
            ("embeddings", "input=[\"A text to find again\"]", "len(answer.data[0].embedding)")
        }
    };
    format!(
        "import os\n\nfrom openai import OpenAI\n\n\
         client = OpenAI(\n    \
             base_url=os.environ[\"DATABRICKS_HOST\"].rstrip(\"/\") + \"/serving-endpoints\",\n    \
             api_key=os.environ[\"DATABRICKS_TOKEN\"],\n\
         )\n\
         answer = client.{call}.create(\n    \
             model={},\n    \
             {arguments},\n\
         )\n\
         print({answer})\n",
        quote::python(name)
    )
}

pub(super) fn sql(name: &str, task: Task) -> String {
    let (returns, column) = match task {
        Task::Chat | Task::Completions => ("STRING", "answer"),
        Task::Embeddings => ("ARRAY<FLOAT>", "vector"),
    };
    let name = quote::sql(name);
    format!(
        "-- One request.\n\
         SELECT ai_query({name}, 'Say hello in one word.', returnType => '{returns}') AS {column};\n\n\
         -- One request for each row: put your own table and column in here.\n\
         SELECT text, ai_query({name}, text, returnType => '{returns}') AS {column}\n\
         FROM (VALUES ('A first text'), ('A second text')) AS texts (text);\n"
    )
}
