//! The model and the address of its server, as a user writes them.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// The address of a local Ollama, which is used if none is given. So nothing leaves this machine without an address.
const LOCAL: &str = "http://localhost:11434/v1";

/// A model behind an OpenAI-compatible server: `MODEL @ URL`. The URL is the one before `/chat/completions`.
///
/// ```
/// use tawsim::app::ModelName;
/// let name: ModelName = "llama3.2 @ http://localhost:11434/v1/".parse().unwrap();
/// assert_eq!((name.model(), name.endpoint()), ("llama3.2", "http://localhost:11434/v1/chat/completions".to_owned()));
/// assert!(name.is_local());
/// assert!("m @ ftp://example.org".parse::<ModelName>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelName {
    model: String,
    url: String,
    host: String,
}

impl ModelName {
    /// The name of the model, as the server knows it.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.model
    }

    /// The host of the server, with its port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The address that requests go to.
    #[must_use]
    pub fn endpoint(&self) -> String {
        if self.url.ends_with("/chat/completions") {
            self.url.clone()
        } else {
            format!("{}/chat/completions", self.url)
        }
    }

    /// True if the server is on this machine, so that nothing leaves it.
    #[must_use]
    pub fn is_local(&self) -> bool {
        let name = host_name(&self.host);
        let is_loopback = |ip: IpAddr| ip.is_loopback() || ip.is_unspecified();
        name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(is_loopback)
    }

    /// True if nobody between this machine and the server can read what is sent.
    pub(super) fn is_private(&self) -> bool {
        self.is_local() || self.url.starts_with("https://")
    }

    /// True for the server of OpenAI, for which `OPENAI_API_KEY` is meant.
    pub(super) fn is_openai(&self) -> bool {
        let name = host_name(&self.host).to_ascii_lowercase();
        name == "openai.com" || name.ends_with(".openai.com")
    }
}

/// The host without its port and without the brackets of IPv6.
fn host_name(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default();
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

impl FromStr for ModelName {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let (model, url) =
            match words.rsplit_once(" @ ").or_else(|| words.split_once("@http").map(|_| split_tight(words))) {
                Some((model, url)) => (model.trim(), url.trim()),
                None => (words.trim(), LOCAL),
            };
        if model.is_empty() {
            return Err("name a model after openai:, as in 'openai: llama3.2 @ http://localhost:11434/v1'".to_owned());
        }
        let url = url.trim_end_matches('/');
        let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
        let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
        if host.is_empty() || host.starts_with(':') || url.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(format!("{url:?} is no address; write http://HOST:PORT/v1 or https://HOST/v1"));
        }
        if host.contains('@') {
            return Err("the address contains a user or a key; put the key into TAWSIM_API_KEY".to_owned());
        }
        let name = Self { model: model.to_owned(), url: url.to_owned(), host: host.to_owned() };
        if !name.is_private() {
            return Err(format!(
                "{url}: is not encrypted and not on this machine; use https://, or bring its port here, for example with \
                 ssh -L 11434:localhost:11434 HOST, and use http://localhost:11434/v1"
            ));
        }
        Ok(name)
    }
}

/// Splits `MODEL@http…`, written without spaces.
fn split_tight(words: &str) -> (&str, &str) {
    let at = words.find("@http").unwrap_or(words.len());
    (words.get(..at).unwrap_or_default(), words.get(at + 1..).unwrap_or_default())
}

impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} @ {}", self.model, self.url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read() {
        for (words, model, host, local) in [
            ("m", "m", "localhost:11434", true),
            (" org/m:7b @ http://127.0.0.1:8080/v1 ", "org/m:7b", "127.0.0.1:8080", true),
            ("m@http://[::1]:80/v1/", "m", "[::1]:80", true),
            ("m @ https://api.example.org/v1", "m", "api.example.org", false),
            ("m @ https://localhost.example.org", "m", "localhost.example.org", false),
            ("m @ https://10.0.0.7/v1", "m", "10.0.0.7", false),
        ] {
            let name: ModelName = words.parse().unwrap();
            assert_eq!((name.model(), name.host(), name.is_local()), (model, host, local), "{words}");
        }
    }

    #[test]
    fn addresses_that_cannot_be_used_are_refused() {
        for (words, reason) in [
            ("", "name a model"),
            (" @ http://localhost", "name a model"),
            ("m @ localhost:11434", "is no address"),
            ("m @ http://", "is no address"),
            ("m @ https://a b/", "is no address"),
            ("m @ https://key@example.org/v1", "TAWSIM_API_KEY"),
            ("m @ http://example.org/v1", "is not encrypted"),
            ("m @ http://192.168.1.2/v1", "is not encrypted"),
        ] {
            let error = words.parse::<ModelName>().unwrap_err();
            assert!(error.contains(reason), "{words}: {error}");
        }
    }
}
