//! One request to a server, and what came back.

use std::env;
use std::io;
use std::time::Duration;

use ureq::http::StatusCode;
use ureq::{Agent, Timeout};

use super::certificates;
use super::name::ModelName;

/// The longest reply in bytes. A faulty server cannot fill the memory.
const LONGEST: u64 = 16 << 20;
/// The key for any server.
pub(super) const KEY: &str = "TAWSIM_API_KEY";
/// The key for OpenAI. It is sent to OpenAI and to this machine only.
pub(super) const OPENAI_KEY: &str = "OPENAI_API_KEY";

/// What came back for a request.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) status: u16,
    pub(super) body: String,
    pub(super) retry_after: Option<String>,
}

/// Why there is no reply.
#[derive(Debug, PartialEq)]
pub(super) enum NoReply {
    /// A moment later there may be one.
    Now(String),
    /// The server has the request and was at work. A moment later there may be a reply, but this one may have cost something.
    Unfinished(String),
    /// There will be none.
    Ever(String),
}

/// A part of the key with at least this many bytes is not shown.
const SHORTEST_HIDDEN: usize = 6;

/// The connections to a server.
pub(super) struct Server {
    agent: Agent,
    endpoint: String,
    /// The value of the header `Authorization`. It is never shown: this type has no `Debug`.
    authorization: Option<String>,
    /// Why the certificates to trust cannot be read, if they cannot.
    no_certificates: Option<String>,
}

impl Server {
    pub(super) fn new(name: &ModelName, timeout: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .timeout_connect(Some(timeout.min(Duration::from_secs(15))))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("tawsim/", env!("CARGO_PKG_VERSION")));
        // What is for this machine does not go through a proxy.
        let config = if name.is_local() { config.proxy(None) } else { config };
        let (config, no_certificates) =
            if name.endpoint().starts_with("https:") { certificates::trust(config) } else { (config, None) };
        Self {
            no_certificates,
            agent: config.build().new_agent(),
            endpoint: name.endpoint(),
            authorization: key_for(name).map(|key| format!("Bearer {key}")),
        }
    }

    /// Words of the server or about it, without the key: a server may repeat the key, or a part of it.
    pub(super) fn without_key(&self, words: &str) -> String {
        let Some(key) = self.authorization.as_deref().and_then(|value| value.strip_prefix("Bearer ")) else {
            return words.to_owned();
        };
        let mut shown = String::with_capacity(words.len());
        let mut rest = words;
        while let Some(first) = rest.chars().next() {
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
            let in_key = ends.take_while(|end| rest.get(..*end).is_some_and(|piece| key.contains(piece))).last();
            let hidden = in_key.filter(|end| *end >= SHORTEST_HIDDEN.min(key.len()));
            let taken = hidden.unwrap_or(first.len_utf8());
            match hidden {
                Some(_) => shown.push('…'),
                None => shown.push(first),
            }
            rest = rest.get(taken..).unwrap_or_default();
        }
        shown
    }

    /// True if a key is sent.
    pub(super) fn has_key(&self) -> bool {
        self.authorization.is_some()
    }

    /// Sends a body of JSON.
    ///
    /// # Errors
    /// If there is no reply, or not all of it: why.
    pub(super) fn send(&self, body: &str) -> Result<Received, NoReply> {
        if let Some(what) = &self.no_certificates {
            return Err(NoReply::Ever(what.clone()));
        }
        let mut request = self.agent.post(&self.endpoint).content_type("application/json");
        if let Some(authorization) = &self.authorization {
            request = request.header("Authorization", authorization);
        }
        let mut response = request.send(body).map_err(|error| no_reply(&error, &self.endpoint))?;
        let header = response.headers().get("Retry-After").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let status = response.status();
        if status.is_redirection() {
            let words = format!("the server redirects ({}); give the address that it leads to", code(status));
            return Err(NoReply::Ever(words));
        }
        let body = response.body_mut().with_config().limit(LONGEST).lossy_utf8(true).read_to_string();
        let body = body.map_err(|error| NoReply::Unfinished(format!("the reply breaks off: {error}")))?;
        Ok(Received { status: code(status), body, retry_after: header })
    }
}

fn code(status: StatusCode) -> u16 {
    status.as_u16()
}

/// The reason in an error of the client. None of these words contains a header.
fn no_reply(error: &ureq::Error, endpoint: &str) -> NoReply {
    match error {
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            NoReply::Now("no connection in time (--suggester-timeout)".to_owned())
        }
        ureq::Error::Timeout(_) => NoReply::Unfinished("no answer in time (--suggester-timeout)".to_owned()),
        error if is_unknown_host(error) => {
            NoReply::Ever(format!("the host of {endpoint} is not found; check the address"))
        }
        error if is_about_certificate(error) => NoReply::Ever(format!(
            "the certificate of {endpoint} is not trusted ({error}); if it is your own server, name the file of its authority in \
             {}",
            certificates::VARIABLE
        )),
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            NoReply::Ever(format!("nothing answers at {endpoint}; start the server, or check the address"))
        }
        ureq::Error::Io(error) => NoReply::Now(format!("the connection fails: {error}")),
        ureq::Error::TlsRequired => {
            NoReply::Ever("this program was built without https; build it with the feature https".to_owned())
        }
        ureq::Error::BadUri(_) | ureq::Error::InvalidProxyUrl => NoReply::Ever(error.to_string()),
        error => NoReply::Now(error.to_string()),
    }
}

/// True if there is no such host. A name server that does not answer is another matter.
fn is_unknown_host(error: &ureq::Error) -> bool {
    let ureq::Error::Io(error) = error else { return matches!(error, ureq::Error::HostNotFound) };
    let words = error.to_string();
    let looked_up = words.contains("failed to lookup address") || error.raw_os_error() == Some(WINDOWS_HOST_NOT_FOUND);
    looked_up && !words.contains("emporary failure")
}

/// The number of the error of Windows for an unknown host.
const WINDOWS_HOST_NOT_FOUND: i32 = 11_001;

/// True if the server cannot prove who it is.
fn is_about_certificate(error: &ureq::Error) -> bool {
    let is_secure = !matches!(error, ureq::Error::Io(error) if error.kind() != io::ErrorKind::InvalidData);
    is_secure && error.to_string().contains("certificate")
}

/// The key for a server, from the environment.
fn key_for(name: &ModelName) -> Option<String> {
    let variable = |name: &str| env::var(name).ok().map(|key| key.trim().to_owned()).filter(|key| !key.is_empty());
    variable(KEY).or_else(|| variable(OPENAI_KEY).filter(|_| name.is_openai() || name.is_local()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_that_stay_are_told_from_those_that_pass() {
        let io = |kind: io::ErrorKind, words: &str| ureq::Error::Io(io::Error::new(kind, words.to_owned()));
        let unknown = "failed to lookup address information: Name or service not known";
        let busy = "failed to lookup address information: Temporary failure in name resolution";
        let certificate = "invalid peer certificate: UnknownIssuer";
        for (error, stays) in [
            (ureq::Error::HostNotFound, true),
            (io(io::ErrorKind::Other, unknown), true),
            (io(io::ErrorKind::Other, busy), false),
            (io(io::ErrorKind::InvalidData, certificate), true),
            (ureq::Error::Tls("certificate expired"), true),
            (io(io::ErrorKind::ConnectionReset, "connection reset"), false),
            (ureq::Error::Timeout(Timeout::Connect), false),
        ] {
            let shown = error.to_string();
            let reply = no_reply(&error, "https://host.example/v1");
            assert_eq!(matches!(reply, NoReply::Ever(_)), stays, "{shown}: {reply:?}");
        }
        let late = no_reply(&ureq::Error::Timeout(Timeout::Global), "");
        assert!(matches!(late, NoReply::Unfinished(_)), "the server may count it");
    }

    #[test]
    fn the_key_and_its_parts_are_not_shown() {
        let name: ModelName = "m".parse().unwrap();
        let mut server = Server::new(&name, Duration::from_secs(1));
        for (key, words, shown) in [
            ("sk-SECRETKEY", "Incorrect key: Bearer sk-SECRETKEY.", "Incorrect key: Bearer …."),
            ("sk-SECRETKEY", "key sk-SEC***TKEY is wrong", "key …***TKEY is wrong"),
            ("مفتاح-سري", "المفتاح مفتاح-سري خطأ", "ال… … خطأ"),
            ("k", "ok", "o…"),
        ] {
            server.authorization = Some(format!("Bearer {key}"));
            assert_eq!(server.without_key(words), shown);
        }
        server.authorization = None;
        assert_eq!(server.without_key("sk-SECRETKEY"), "sk-SECRETKEY");
    }
}
