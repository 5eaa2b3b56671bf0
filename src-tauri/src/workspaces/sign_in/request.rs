//! One request at the loopback listener, judged without reading more than its head: is it the browser that comes back
//! from the sign-in, or anything else? The answers are fixed pages; nothing of a request is ever repeated in one.

/// No browser needs more for coming back.
pub(super) const MOST_BYTES: usize = 16 * 1_024;

/// What a request is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The answer of the sign-in: what stood behind the question mark.
    Answer(String),
    /// Something else, and what is said to it.
    Other(Page),
}

/// What can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// The sign-in goes on in the app.
    GoBack,
    /// The sign-in did not work; the app says why.
    DidNotWork,
    /// An answer was there already.
    Over,
    NoIcon,
    Nothing,
    NotUnderstood,
    NotForYou,
    WrongMethod,
    TooLong,
    TooSlow,
    WrongHost,
}

pub(super) fn is_whole(head: &[u8]) -> bool {
    head.windows(4).any(|four| four == b"\r\n\r\n")
}

/// Judges the head of a request that came to this port.
pub(super) fn judge(head: &[u8], port: u16) -> Asked {
    match read(head, port) {
        Ok(query) => Asked::Answer(query),
        Err(page) => Asked::Other(page),
    }
}

fn read(head: &[u8], port: u16) -> Result<String, Page> {
    if !is_whole(head) {
        return Err(Page::TooLong);
    }
    let text = std::str::from_utf8(head).map_err(|_| Page::NotUnderstood)?;
    let (head, _) = text.split_once("\r\n\r\n").ok_or(Page::NotUnderstood)?;
    if head.len() > MOST_BYTES {
        return Err(Page::TooLong);
    }
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(target), Some("HTTP/1.1" | "HTTP/1.0"), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(Page::NotUnderstood);
    };
    let headers = lines
        .map(|line| line.split_once(':').filter(|(name, _)| is_a_name(name)))
        .map(|pair| pair.map(|(name, value)| (name, value.trim())))
        .collect::<Option<Vec<_>>>()
        .ok_or(Page::NotUnderstood)?;
    // A browser asks for an icon as it embeds pictures.
    let icon = target == "/favicon.ico";
    judge_headers(&headers, port).map_err(|page| if icon { Page::NoIcon } else { page })?;
    if method != "GET" {
        return Err(Page::WrongMethod);
    }
    if !target.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Page::NotUnderstood);
    }
    match target.split_once('?') {
        Some(("/", query)) if carries_an_answer(query) => Ok(query.to_owned()),
        None if icon => Err(Page::NoIcon),
        _ => Err(Page::Nothing),
    }
}

fn is_a_name(header: &str) -> bool {
    !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The name must be the one that the browser was sent to: a page that had its own name point here (rebinding) is turned
/// away. A browser also says whether it navigates or only embeds something; no sign-in comes back in a picture.
fn judge_headers(headers: &[(&str, &str)], port: u16) -> Result<(), Page> {
    let values = |wanted: &'static str| {
        headers.iter().filter(move |(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| *value)
    };
    let hosts: Vec<&str> = values("host").collect();
    if hosts.len() != 1 || !hosts.iter().all(|host| host.eq_ignore_ascii_case(&format!("localhost:{port}"))) {
        return Err(Page::WrongHost);
    }
    let embedded = values("sec-fetch-mode").any(|mode| mode != "navigate")
        || values("sec-fetch-dest").any(|place| place != "document");
    if embedded { Err(Page::NotForYou) } else { Ok(()) }
}

fn carries_an_answer(query: &str) -> bool {
    query.split('&').any(|pair| matches!(pair.split_once('='), Some(("code" | "error", _))))
}

impl Page {
    fn status(self) -> &'static str {
        match self {
            Self::GoBack => "200 OK",
            Self::DidNotWork | Self::NotUnderstood => "400 Bad Request",
            Self::Over => "410 Gone",
            Self::NoIcon | Self::Nothing => "404 Not Found",
            Self::NotForYou => "403 Forbidden",
            Self::WrongMethod => "405 Method Not Allowed",
            Self::TooLong => "431 Request Header Fields Too Large",
            Self::TooSlow => "408 Request Timeout",
            Self::WrongHost => "421 Misdirected Request",
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::GoBack => ("Go back to Gatewright", "The sign-in continues there. This tab can be closed."),
            Self::DidNotWork => ("The sign-in did not work", "Gatewright says why. This tab can be closed."),
            Self::Over => {
                ("This sign-in is over", "Gatewright has its answer already. This tab can be closed.")
            }
            _ => ("Nothing to see here", "Gatewright waits here for a sign-in to come back."),
        }
    }

    /// The whole answer.
    pub(super) fn response(self) -> String {
        let (title, says) = self.words();
        let body = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light \
             dark\"><title>{title}</title></head><body><h1>{title}</h1><p>{says}</p></body></html>\n"
        );
        format!(
            "HTTP/1.1 {}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\
             Cache-Control: no-store\r\nContent-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\r\n{body}",
            self.status(),
            body.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, MOST_BYTES, Page, judge};

    fn asked(request: &str) -> Asked {
        judge(request.as_bytes(), 8020)
    }

    fn get(target: &str, more: &str) -> Asked {
        asked(&format!("GET {target} HTTP/1.1\r\nHost: localhost:8020\r\n{more}\r\n"))
    }

    #[test]
    fn the_browser_that_comes_back_is_recognised_by_its_answer() {
        assert_eq!(get("/?code=c&state=s", ""), Asked::Answer("code=c&state=s".into()));
        assert_eq!(
            get("/?state=s&error=access_denied", ""),
            Asked::Answer("state=s&error=access_denied".into())
        );
        let navigating = "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
        assert!(matches!(get("/?code=c&state=s", navigating), Asked::Answer(_)));
    }

    #[test]
    fn everything_else_is_turned_away() {
        for (request, page) in [
            ("GET /?code=c HTTP/1.1\r\nHost: evil.example:8020\r\n\r\n", Page::WrongHost),
            ("GET /?code=c HTTP/1.1\r\nHost: localhost\r\n\r\n", Page::WrongHost),
            ("GET /?code=c HTTP/1.1\r\nHost: localhost:8021\r\n\r\n", Page::WrongHost),
            (
                "GET /?code=c HTTP/1.1\r\nHost: localhost:8020\r\nHost: localhost:8020\r\n\r\n",
                Page::WrongHost,
            ),
            ("GET /?code=c HTTP/1.1\r\n\r\n", Page::WrongHost),
            ("POST /?code=c HTTP/1.1\r\nHost: localhost:8020\r\n\r\n", Page::WrongMethod),
            ("GET http://localhost:8020/?code=c HTTP/1.1\r\nHost: localhost:8020\r\n\r\n", Page::Nothing),
            ("GET /?code=a b HTTP/1.1\r\nHost: localhost:8020\r\n\r\n", Page::NotUnderstood),
            ("GET /?code=a\tb HTTP/1.1\r\nHost: localhost:8020\r\n\r\n", Page::NotUnderstood),
            ("GET /?code=c HTTP/2.0\r\nHost: localhost:8020\r\n\r\n", Page::NotUnderstood),
            ("GET /?code=c HTTP/1.1\r\nHost localhost:8020\r\n\r\n", Page::NotUnderstood),
            ("\r\n\r\n", Page::NotUnderstood),
        ] {
            assert_eq!(asked(request), Asked::Other(page), "{request:?}");
        }
        assert_eq!(get("/favicon.ico", "Sec-Fetch-Dest: image\r\n"), Asked::Other(Page::NoIcon));
        for nothing in ["/", "/?", "/?state=s", "/callback?code=c", "/?xcode=c"] {
            assert_eq!(get(nothing, ""), Asked::Other(Page::Nothing), "{nothing}");
        }
        assert_eq!(get("/?code=c", "Sec-Fetch-Mode: no-cors\r\n"), Asked::Other(Page::NotForYou));
        assert_eq!(get("/?code=c", "Sec-Fetch-Dest: iframe\r\n"), Asked::Other(Page::NotForYou));
        assert_eq!(judge(&vec![b'a'; MOST_BYTES + 1], 8020), Asked::Other(Page::TooLong));
        assert_eq!(judge(b"GET /?code=\xff HTTP/1.1\r\n\r\n", 8020), Asked::Other(Page::NotUnderstood));
    }

    #[test]
    fn a_picture_in_some_page_does_not_end_the_sign_in() {
        let picture = "Sec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n";
        assert_eq!(get("/?code=c&state=s", picture), Asked::Other(Page::NotForYou));
    }

    #[test]
    fn a_page_says_how_long_it_is_and_lets_nothing_run_in_it() {
        let response = Page::GoBack.response();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("Content-Length: {}", body.len())), "{head}");
        assert!(head.contains("default-src 'none'") && head.contains("no-store"), "{head}");
    }
}
