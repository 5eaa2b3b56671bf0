//! Reading error bodies: the nine shapes of reference §8.1 and the provider shapes of §5.6.

use std::time::Duration;

use serde_json::Value;

use super::{BodyShape, Guardrail, GuardrailSide, ProviderError};

/// What a body says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Read {
    pub(crate) shape: Option<BodyShape>,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) details: Vec<Value>,
    pub(crate) provider: Option<ProviderError>,
    pub(crate) guardrail: Option<Guardrail>,
    pub(crate) retry_delay: Option<Duration>,
    pub(crate) request_id: Option<String>,
}

/// Reads a body of any shape. Never fails: at worst the text itself is the message.
pub(crate) fn read(body: &[u8]) -> Read {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Read { shape: Some(BodyShape::Empty), ..Read::default() };
    }
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        return from_json(&value, 0);
    }
    if text.starts_with('<') {
        return Read { shape: Some(BodyShape::Html), message: html_text(text), ..Read::default() };
    }
    let (code, message) = match text.split_once(": ") {
        Some((code, rest)) if is_code(code) => (Some(code.to_owned()), rest.trim()),
        _ => (None, text),
    };
    Read { shape: Some(BodyShape::PlainText), code, message: Some(clip(message)), ..Read::default() }
}

/// Reads an error object. `depth` keeps JSON nested inside messages from going on for ever.
pub(crate) fn from_json(value: &Value, depth: u8) -> Read {
    match value {
        Value::Array(items) if depth < 3 => {
            let mut read = items.first().map(|first| from_json(first, depth + 1)).unwrap_or_default();
            read.shape = Some(BodyShape::Nested);
            read
        }
        Value::String(text) => {
            Read { shape: Some(BodyShape::PlainText), message: Some(clip(text)), ..Read::default() }
        }
        Value::Object(_) => from_object(value, depth),
        other => {
            Read { shape: Some(BodyShape::OtherJson), message: Some(other.to_string()), ..Read::default() }
        }
    }
}

fn from_object(value: &Value, depth: u8) -> Read {
    let mut read = Read {
        shape: Some(shape(value)),
        code: scalar(value, "error_code"),
        provider: provider(value),
        details: value.get("details").and_then(Value::as_array).cloned().unwrap_or_default(),
        guardrail: guardrail(value),
        ..Read::default()
    };
    if read.code.is_none() {
        read.code = inner_code(value);
    }
    read.message = message(value, read.provider.as_ref());
    read_details(&mut read);
    // The gateway puts its report as JSON text into `message`.
    if depth < 3
        && let Some(inner) = read.message.as_deref().and_then(nested)
    {
        let inside = from_json(&inner, depth + 1);
        read.shape = Some(BodyShape::Nested);
        read.guardrail = read.guardrail.or(inside.guardrail);
        read.provider = read.provider.or(inside.provider);
        if let Some(text) = inside.message.filter(|_| inside.shape != Some(BodyShape::OtherJson)) {
            read.message = Some(text);
        }
        read.code = read.code.or(inside.code);
    }
    read
}

fn shape(value: &Value) -> BodyShape {
    let has = |key: &str| value.get(key).is_some_and(|field| !field.is_null());
    if has("external_model_message") {
        BodyShape::ExternalModel
    } else if has("error_code") || (has("message") && !has("error")) {
        BodyShape::ErrorCode
    } else if value.get("error").is_some_and(Value::is_object) {
        BodyShape::OpenAi
    } else if has("error") {
        BodyShape::ErrorText
    } else if has("schemas") || has("detail") || has("scimType") {
        BodyShape::Scim
    } else {
        BodyShape::OtherJson
    }
}

/// The message, in the order of reference §5.6, then the SCIM fields.
fn message(value: &Value, provider: Option<&ProviderError>) -> Option<String> {
    let from_provider = provider.map(|provider| provider.message.clone()).filter(|text| !text.is_empty());
    let inner = value.get("error");
    from_provider
        .or_else(|| scalar(value, "message"))
        .or_else(|| scalar(inner?, "message"))
        .or_else(|| scalar(value, "error").filter(|_| inner.is_some_and(Value::is_string)))
        .or_else(|| scalar(value, "detail").filter(|text| text != "null"))
        .or_else(|| scalar(value, "scimType"))
        .or_else(|| scalar(inner?, "type"))
        .or_else(|| scalar(value, "error_description"))
        .map(|text| clip(&text))
}

fn inner_code(value: &Value) -> Option<String> {
    let inner = value.get("error");
    scalar(value, "code")
        .or_else(|| scalar(inner?, "code"))
        .or_else(|| scalar(inner?, "type"))
        .or_else(|| scalar(value, "scimType"))
}

fn provider(value: &Value) -> Option<ProviderError> {
    let head =
        value.get("error").and_then(Value::as_str).or_else(|| value.get("message").and_then(Value::as_str));
    let name = head.and_then(|text| text.split_once("Received error from ")).map(|(_, rest)| {
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';')).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default().trim_end_matches('.').to_owned()
    });
    let name = name.filter(|name| !name.is_empty());
    let said = value.get("external_model_message").filter(|said| !said.is_null());
    if said.is_none() && name.is_none() {
        return None;
    }
    // Some gateways hand the provider's body on as text.
    let parsed = said.and_then(Value::as_str).and_then(nested);
    let said = parsed.as_ref().or(said);
    let inner = said.and_then(|said| said.get("error")).filter(|inner| inner.is_object());
    let message = inner
        .and_then(|inner| scalar(inner, "message"))
        .or_else(|| scalar(said?, "message"))
        .or_else(|| scalar(said?, "Message"))
        .or_else(|| scalar(said?, "error"))
        .or_else(|| said?.as_str().map(str::to_owned))
        .or_else(|| said.filter(|said| said.is_object()).map(Value::to_string))
        .or_else(|| head.map(str::to_owned))
        .unwrap_or_default();
    Some(ProviderError {
        provider: name,
        message: clip(&message),
        code: inner.and_then(|inner| scalar(inner, "code")).or_else(|| scalar(said?, "code")),
        kind: inner.and_then(|inner| scalar(inner, "type")).or_else(|| scalar(said?, "type")),
    })
}

fn guardrail(value: &Value) -> Option<Guardrail> {
    let finish = value.get("finishReason").or_else(|| value.get("finish_reason")).and_then(Value::as_str);
    let side = match finish {
        Some("input_guardrail_triggered") => GuardrailSide::Input,
        Some("output_guardrail_triggered") => GuardrailSide::Output,
        _ if value.get("error_code").is_none() => return None,
        _ if value.get("input_guardrail").is_some() => GuardrailSide::Input,
        _ if value.get("output_guardrail").is_some() => GuardrailSide::Output,
        _ => return None,
    };
    let key = if side == GuardrailSide::Input { "input_guardrail" } else { "output_guardrail" };
    let reports = match value.get(key) {
        Some(Value::Array(items)) => items.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    };
    let mut categories: Vec<String> = reports
        .iter()
        .filter_map(|report| report.get("categories")?.as_object())
        .flat_map(|names| {
            names.iter().filter(|(_, on)| on.as_bool() == Some(true)).map(|(name, _)| name.clone())
        })
        .collect();
    categories.sort();
    categories.dedup();
    let pii = reports.iter().any(|report| match report.get("pii_detection") {
        Some(Value::Bool(found)) => *found,
        Some(Value::Array(found)) => !found.is_empty(),
        _ => false,
    });
    Some(Guardrail { side, categories, pii, raw: value.clone() })
}

fn read_details(read: &mut Read) {
    for detail in &read.details {
        let kind = detail.get("@type").and_then(Value::as_str).unwrap_or_default();
        if kind.ends_with("RetryInfo") {
            let delay =
                detail.get("retry_delay").or_else(|| detail.get("retryDelay")).and_then(Value::as_str);
            let seconds = delay.and_then(|text| text.trim_end_matches('s').parse::<f64>().ok());
            read.retry_delay = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        } else if kind.ends_with("RequestInfo") {
            read.request_id = scalar(detail, "request_id").or_else(|| scalar(detail, "requestId"));
        } else if kind.ends_with("ErrorInfo") && read.code.is_none() {
            read.code = scalar(detail, "reason");
        }
    }
}

/// A field as text, when it is text or a number and not empty.
fn scalar(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// JSON inside text.
fn nested(text: &str) -> Option<Value> {
    let text = text.trim();
    let value: Value = text.starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten()?;
    (value.is_object() || value.is_array()).then_some(value)
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
}

/// Messages can be whole stack traces.
fn clip(text: &str) -> String {
    const LONGEST: usize = 4000;
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{} …", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The text of `<pre>`, else of `<title>`.
fn html_text(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    ["pre", "title"].iter().find_map(|tag| {
        let open = lower.find(&format!("<{tag}"))?;
        let begin = open + lower.get(open..)?.find('>')? + 1;
        let end = begin + lower.get(begin..)?.find(&format!("</{tag}"))?;
        let text = page.get(begin..end)?.trim();
        (!text.is_empty()).then(|| clip(text))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn case(body: &str) -> (BodyShape, Option<String>, String) {
        let read = read(body.as_bytes());
        (read.shape.unwrap(), read.code, read.message.unwrap_or_default())
    }

    #[test]
    fn each_shape_gives_its_code_and_message() {
        let rows: &[(&str, BodyShape, Option<&str>, &str)] = &[
            (r#"{"error_code":"NOT_HERE","message":"gone"}"#, BodyShape::ErrorCode, Some("NOT_HERE"), "gone"),
            (r#"{"error_code":404,"message":"gone"}"#, BodyShape::ErrorCode, Some("404"), "gone"),
            (r#"{"message":"only"}"#, BodyShape::ErrorCode, None, "only"),
            (r#"{"error":{"message":"m","type":"t","code":"c"}}"#, BodyShape::OpenAi, Some("c"), "m"),
            (r#"{"error":"boom"}"#, BodyShape::ErrorText, None, "boom"),
            (
                r#"{"schemas":["x:Error"],"detail":"no user","status":"404"}"#,
                BodyShape::Scim,
                None,
                "no user",
            ),
            (
                r#"{"schemas":["x"],"detail":"null","scimType":"invalidPath"}"#,
                BodyShape::Scim,
                Some("invalidPath"),
                "invalidPath",
            ),
            ("NOT_FOUND: no such thing", BodyShape::PlainText, Some("NOT_FOUND"), "no such thing"),
            ("upstream request timeout", BodyShape::PlainText, None, "upstream request timeout"),
            ("<html><title>502 Bad</title></html>", BodyShape::Html, None, "502 Bad"),
            ("<HTML><title>t</title><pre class=x> why </pre>", BodyShape::Html, None, "why"),
            ("", BodyShape::Empty, None, ""),
            (r#"[{"error_code":"A","message":"in a list"}]"#, BodyShape::Nested, Some("A"), "in a list"),
            (
                r#"{"error_code":"A","message":"{\"message\":\"inside\"}"}"#,
                BodyShape::Nested,
                Some("A"),
                "inside",
            ),
            (r#"{"weird":1}"#, BodyShape::OtherJson, None, ""),
        ];
        for (body, shape, code, message) in rows {
            let found = case(body);
            assert_eq!((found.0, found.1.as_deref(), found.2.as_str()), (*shape, *code, *message), "{body}");
        }
    }

    #[test]
    fn the_provider_is_told_apart_and_quoted() {
        let read = read(br#"{"error":"Received error from openai","external_model_message":{"error":{"code":"invalid_api_key","message":"Incorrect API key","type":"auth"}}}"#);
        let provider = read.provider.unwrap();
        assert_eq!(provider.provider.as_deref(), Some("openai"));
        assert_eq!(
            (provider.message.as_str(), provider.code.as_deref()),
            ("Incorrect API key", Some("invalid_api_key"))
        );
        assert_eq!(read.message.as_deref(), Some("Incorrect API key"));
        let bedrock = super::read(br#"{"error":"Received error from amazon-bedrock","external_model_message":{"message":"Input is too long"}}"#);
        assert_eq!(bedrock.provider.unwrap().message, "Input is too long");
    }

    #[test]
    fn a_guardrail_report_is_read_out_of_the_message() {
        let report = json!({
            "usage": {"prompt_tokens": 3},
            "input_guardrail": [{"flagged": true, "categories": {"violence": true, "hate": false, "crime": true}, "pii_detection": true}],
            "finishReason": "input_guardrail_triggered"
        });
        let body = json!({"error_code": "BAD_REQUEST", "message": report.to_string()});
        let guardrail = read(body.to_string().as_bytes()).guardrail.unwrap();
        assert_eq!((guardrail.side, guardrail.pii), (GuardrailSide::Input, true));
        assert_eq!(guardrail.categories, ["crime", "violence"]);
    }

    #[test]
    fn details_give_the_delay_and_the_request_id() {
        let read = read(br#"{"error_code":"X","message":"m","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retry_delay":"1.5s"},{"@type":"type.googleapis.com/google.rpc.RequestInfo","request_id":"r1"}]}"#);
        assert_eq!(read.retry_delay, Some(Duration::from_millis(1500)));
        assert_eq!(read.request_id.as_deref(), Some("r1"));
    }
}
