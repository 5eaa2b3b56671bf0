//! The table that turns status and code into a kind (reference §8.2 and §5.6).

use std::time::{Duration, SystemTime};

use http::HeaderMap;

use super::{BodyShape, Error, ErrorKind, Read, Sent, read};
use crate::host::Host;
use crate::transport::Meta;

/// An answer that is a failure.
pub(crate) struct Reply<'a> {
    pub(crate) meta: &'a Meta,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
    pub(crate) host: &'a Host,
}

/// Codes that win over the status.
const CODES: &[(&str, ErrorKind)] = &[
    ("RESOURCE_ALREADY_EXISTS", ErrorKind::AlreadyExists),
    ("ALREADY_EXISTS", ErrorKind::AlreadyExists),
    ("RESOURCE_DOES_NOT_EXIST", ErrorKind::NotFound),
    ("ENDPOINT_NOT_FOUND", ErrorKind::NotFound),
    ("NOT_FOUND", ErrorKind::NotFound),
    ("RESOURCE_CONFLICT", ErrorKind::Conflict),
    ("ABORTED", ErrorKind::Conflict),
    ("REQUEST_LIMIT_EXCEEDED", ErrorKind::RateLimited),
    ("RATE_LIMIT_EXCEEDED", ErrorKind::RateLimited),
    ("RESOURCE_EXHAUSTED", ErrorKind::RateLimited),
    ("RESOURCE_LIMIT_EXCEEDED", ErrorKind::QuotaExceeded),
    ("QUOTA_EXCEEDED", ErrorKind::QuotaExceeded),
    ("FEATURE_DISABLED", ErrorKind::FeatureDisabled),
    ("PRIVATE_LINK_VALIDATION_ERROR", ErrorKind::PrivateLink),
    ("TEMPORARILY_UNAVAILABLE", ErrorKind::Unavailable),
    ("DEADLINE_EXCEEDED", ErrorKind::DeadlineExceeded),
    ("UNAUTHENTICATED", ErrorKind::Unauthenticated),
    ("PERMISSION_DENIED", ErrorKind::PermissionDenied),
    ("CUSTOMER_UNAUTHORIZED", ErrorKind::PermissionDenied),
];

/// What a 403 is about, by words of its message (lower case). The first row that fits wins.
const FORBIDDEN: &[(&str, ErrorKind)] = &[
    // A token that is wrong or over is often a 403 and not a 401, with the number 403 for a code (databricks-sdk-go #873,
    // databricks-vscode #583).
    ("invalid access token", ErrorKind::Unauthenticated),
    ("token expired", ErrorKind::Unauthenticated),
    ("token is expired", ErrorKind::Unauthenticated),
    ("required scopes", ErrorKind::ScopeMissing),
    ("required scope", ErrorKind::ScopeMissing),
    ("private link", ErrorKind::PrivateLink),
    ("private-link", ErrorKind::PrivateLink),
    ("ip access list", ErrorKind::IpAccessDenied),
    ("ip acl", ErrorKind::IpAccessDenied),
    ("source ip", ErrorKind::IpAccessDenied),
    ("not enabled", ErrorKind::FeatureDisabled),
    ("feature is disabled", ErrorKind::FeatureDisabled),
    ("not supported in", ErrorKind::FeatureDisabled),
];

/// Reads a failed answer into an error. `now` resolves `Retry-After` dates. Credentials are masked by the caller.
pub(crate) fn from_reply(reply: &Reply<'_>, now: SystemTime) -> Error {
    let body = read(reply.body);
    let status = reply.meta.status;
    let location = reply.headers.get("location").and_then(|value| value.to_str().ok());
    let kind = kind(status, &body, location);
    let message = message(kind, reply, &body, location);
    let mut error = Error::new(kind, message);
    let fields = error.fields();
    fields.status = Some(status);
    fields.sent = Sent::Answered;
    fields.code = body
        .code
        .or_else(|| (kind == ErrorKind::PrivateLink).then(|| "PRIVATE_LINK_VALIDATION_ERROR".into()));
    fields.request_id = reply.meta.request_id.clone().or(body.request_id);
    fields.served_model.clone_from(&reply.meta.served_model);
    fields.retry_after = retry_after(reply.headers, now).or(body.retry_delay);
    fields.shape = body.shape.unwrap_or(BodyShape::None);
    fields.details = body.details;
    fields.raw = (!reply.body.is_empty()).then(|| String::from_utf8_lossy(reply.body).into_owned());
    fields.provider = body.provider;
    fields.guardrail = body.guardrail;
    error
}

/// Reads an error object out of the middle of a stream, where the status says 200. The code inside decides.
pub(crate) fn error_from_stream(data: &str) -> Error {
    let body = read(data.as_bytes());
    let status =
        body.code.as_deref().and_then(|code| code.parse().ok()).filter(|code| (400..600).contains(code));
    let kind = match kind(status.unwrap_or(500), &body, None) {
        // Whatever fails in the middle of an answer is the side that generates it, unless Databricks says otherwise.
        ErrorKind::ServerError | ErrorKind::InvalidRequest => ErrorKind::ProviderFailed,
        kind => kind,
    };
    let message =
        body.message.unwrap_or_else(|| "The provider broke the answer off without saying why.".to_owned());
    let mut error = Error::new(kind, message);
    let fields = error.fields();
    fields.sent = Sent::Answered;
    fields.code = body.code;
    fields.retry_after = body.retry_delay;
    fields.shape = body.shape.unwrap_or(BodyShape::None);
    fields.details = body.details;
    fields.provider = body.provider;
    fields.guardrail = body.guardrail;
    fields.request_id = body.request_id;
    fields.raw = Some(data.chars().take(super::RAW_LIMIT / 4).collect());
    error
}

/// The table.
pub(crate) fn kind(status: u16, body: &Read, location: Option<&str>) -> ErrorKind {
    if (300..400).contains(&status) || status < 300 {
        let private = location.is_some_and(|to| to.contains("private-link-validation-error"));
        return match body.shape {
            _ if private => ErrorKind::PrivateLink,
            _ if status >= 300 => ErrorKind::NotSignedIn,
            Some(BodyShape::Html) if is_sign_in(body.message.as_deref()) => ErrorKind::NotSignedIn,
            _ => ErrorKind::UnexpectedBody,
        };
    }
    if body.guardrail.is_some() {
        return ErrorKind::Guardrail;
    }
    if body.provider.is_some() {
        return provider_kind(status, body);
    }
    let code = body.code.as_deref().unwrap_or_default();
    let from_code = CODES.iter().find(|(known, _)| *known == code).map(|(_, kind)| *kind);
    let text = body.message.as_deref().unwrap_or_default().to_ascii_lowercase();
    if text.contains("upstream request timeout") {
        return ErrorKind::DeadlineExceeded;
    }
    if status == 403 || from_code == Some(ErrorKind::PermissionDenied) {
        let closer = FORBIDDEN.iter().find(|(words, _)| text.contains(words)).map(|(_, kind)| *kind);
        return closer.or(from_code).unwrap_or(ErrorKind::PermissionDenied);
    }
    if text.contains("workspace is not supported") || text.contains("not supported in this region") {
        return ErrorKind::FeatureDisabled;
    }
    from_code.unwrap_or_else(|| status_kind(status))
}

fn status_kind(status: u16) -> ErrorKind {
    match status {
        401 => ErrorKind::Unauthenticated,
        403 => ErrorKind::PermissionDenied,
        404 => ErrorKind::NotFound,
        408 => ErrorKind::DeadlineExceeded,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited,
        499 => ErrorKind::Cancelled,
        501 => ErrorKind::NotImplemented,
        502 | 503 => ErrorKind::Unavailable,
        504 => ErrorKind::DeadlineExceeded,
        400..=498 => ErrorKind::InvalidRequest,
        _ => ErrorKind::ServerError,
    }
}

fn provider_kind(status: u16, body: &Read) -> ErrorKind {
    let provider = body.provider.as_ref();
    let code = provider.and_then(|provider| provider.code.as_deref()).unwrap_or_default();
    let said = provider.map(|provider| provider.message.to_ascii_lowercase()).unwrap_or_default();
    match (status, code) {
        (_, "invalid_api_key") | (401 | 403, _) => ErrorKind::ProviderAuth,
        (_, "insufficient_quota" | "rate_limit_exceeded") | (429, _) => ErrorKind::ProviderRateLimited,
        (_, "DeploymentNotFound" | "model_not_found") | (404, _) => ErrorKind::ProviderNotFound,
        (400, _) if said.contains("deployment") && said.contains("does not exist") => {
            ErrorKind::ProviderNotFound
        }
        (400..=499, _) => ErrorKind::ProviderRefused,
        _ => ErrorKind::ProviderFailed,
    }
}

fn is_sign_in(title: Option<&str>) -> bool {
    let title = title.unwrap_or_default().to_ascii_lowercase();
    ["sign in", "sign-in", "log in", "login", "databricks"].iter().any(|word| title.contains(word))
}

fn message(kind: ErrorKind, reply: &Reply<'_>, body: &Read, location: Option<&str>) -> String {
    let host = reply.host.name();
    match kind {
        ErrorKind::PrivateLink if body.shape != Some(BodyShape::ErrorCode) => {
            format!(
                "{host} answers only through a private link. Connect to your company's network or VPN and try again."
            )
        }
        ErrorKind::NotSignedIn => match location.and_then(|to| url::Url::parse(to).ok()) {
            Some(to) => format!(
                "{host} sent the request on to {} to sign in. The token is not accepted there, or this is not the address of a workspace.",
                to.host_str().unwrap_or("another page")
            ),
            None => format!(
                "{host} answered with a sign-in page. The token is not accepted there, or this is not the address of a workspace."
            ),
        },
        ErrorKind::UnexpectedBody => {
            let title = body.message.as_deref().filter(|_| body.shape == Some(BodyShape::Html));
            let title = title.map(|title| format!(" (\"{title}\")")).unwrap_or_default();
            format!(
                "{host} answered with a web page{title} instead of data. Check the address, and any proxy on the way."
            )
        }
        ErrorKind::Guardrail => {
            let blocked = body.guardrail.as_ref();
            let side = match blocked.map(|blocked| blocked.side) {
                Some(super::GuardrailSide::Output) => "answer",
                _ => "prompt",
            };
            let mut why = blocked.map(|blocked| blocked.categories.clone()).unwrap_or_default();
            if blocked.is_some_and(|blocked| blocked.pii) {
                why.push("personal data".to_owned());
            }
            let why = if why.is_empty() { String::new() } else { format!(" ({})", why.join(", ")) };
            format!("A guardrail of the AI Gateway blocked the {side}{why}.")
        }
        _ => body.message.clone().filter(|text| !text.is_empty()).unwrap_or_else(|| {
            let reason =
                http::StatusCode::from_u16(reply.meta.status).ok().and_then(|code| code.canonical_reason());
            format!("{host} answered {} {}.", reply.meta.status, reason.unwrap_or_default())
                .replace(" .", ".")
        }),
    }
}

/// `Retry-After` as seconds or as a date.
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    if let Some(millis) =
        headers.get("retry-after-ms").and_then(|value| value.to_str().ok()?.trim().parse().ok())
    {
        return Some(Duration::from_millis(millis));
    }
    let text = headers.get("retry-after")?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    Some(http_date(text)?.duration_since(now).unwrap_or_default())
}

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that is still sent.
pub(crate) fn http_date(text: &str) -> Option<SystemTime> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.split_once(", ")?.1.split(' ');
    let day: i64 = words.next()?.parse().ok()?;
    let month_name = words.next()?;
    let month = i64::try_from(MONTHS.iter().position(|name| *name == month_name)?).ok()? + 1;
    let year: i64 = words.next()?.parse().ok()?;
    let mut clock = words.next()?.split(':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    // Days since 1970, by the civil calendar with the year beginning in March.
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days =
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
    let seconds = u64::try_from(days * 86_400 + hour * 3600 + minute * 60 + second).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn of(status: u16, body: &str) -> ErrorKind {
        kind(status, &read(body.as_bytes()), None)
    }

    #[test]
    fn status_and_code_give_the_kind() {
        use ErrorKind as K;
        let rows: &[(u16, &str, ErrorKind)] = &[
            (400, r#"{"error_code":"INVALID_PARAMETER_VALUE","message":"m"}"#, K::InvalidRequest),
            (400, r#"{"error_code":"RESOURCE_ALREADY_EXISTS","message":"m"}"#, K::AlreadyExists),
            (400, r#"{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"m"}"#, K::NotFound),
            (401, "", K::Unauthenticated),
            (403, r#"{"error_code":"PERMISSION_DENIED","message":"no"}"#, K::PermissionDenied),
            (403, r#"{"error_code":403,"message":"Invalid access token."}"#, K::Unauthenticated),
            (403, "<html><body><pre>    Invalid access token.</pre></body></html>", K::Unauthenticated),
            (
                403,
                r#"{"message":"Token is expiring within 30 seconds. (token expired)"}"#,
                K::Unauthenticated,
            ),
            (403, r#"{"message":"Token does not have required scopes: model-serving"}"#, K::ScopeMissing),
            (
                403,
                r#"{"error_code":403,"message":"Source IP address: 1.2.3.4 is blocked by Databricks IP ACL"}"#,
                K::IpAccessDenied,
            ),
            (404, r#"{"message":"nope"}"#, K::NotFound),
            (409, r#"{"error_code":"RESOURCE_CONFLICT","message":"updating"}"#, K::Conflict),
            (429, r#"{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"QPM"}"#, K::RateLimited),
            (499, "", K::Cancelled),
            (500, r#"{"error_code":"INTERNAL_ERROR","message":"m"}"#, K::ServerError),
            (501, "", K::NotImplemented),
            (503, "", K::Unavailable),
            (504, "", K::DeadlineExceeded),
            (500, "upstream request timeout", K::DeadlineExceeded),
            (
                401,
                r#"{"error":"Received error from openai","external_model_message":{"error":{"message":"bad key"}}}"#,
                K::ProviderAuth,
            ),
            (
                429,
                r#"{"error":"Received error from openai","external_model_message":{"error":{"message":"slow"}}}"#,
                K::ProviderRateLimited,
            ),
            (
                404,
                r#"{"error":"Received error from openai","external_model_message":{"error":{"code":"DeploymentNotFound","message":"m"}}}"#,
                K::ProviderNotFound,
            ),
            (
                500,
                r#"{"error":"Received error from cohere","external_model_message":{"message":"m"}}"#,
                K::ProviderFailed,
            ),
            (200, "<html><title>Sign in to Databricks</title></html>", K::NotSignedIn),
            (200, "<html><title>Captive portal</title></html>", K::UnexpectedBody),
            (302, "", K::NotSignedIn),
        ];
        for (status, body, kind) in rows {
            assert_eq!(of(*status, body), *kind, "{status} {body}");
        }
        let login = Some("https://x/login.html?error=private-link-validation-error:1");
        assert_eq!(kind(302, &Read::default(), login), ErrorKind::PrivateLink);
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (text, seconds) in
            [("7", Some(7)), ("Sun, 06 Nov 1994 08:49:40 GMT", Some(3)), ("soon", None), ("-1", None)]
        {
            let mut headers = HeaderMap::new();
            headers.insert("retry-after", HeaderValue::from_static(text));
            assert_eq!(retry_after(&headers, now), seconds.map(Duration::from_secs), "{text}");
        }
    }
}
