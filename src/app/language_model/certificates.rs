//! The certificates that the client trusts. A program without the feature `https` needs none.

use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;

/// The variable that names a file of certificates to trust, as in other programs.
pub(super) const VARIABLE: &str = "SSL_CERT_FILE";

/// Makes the client trust the certificates of the file that [`VARIABLE`] names, or else those of the Mozilla list. If the file
/// cannot be read, or has no certificate, the words say why.
#[cfg(feature = "https")]
pub(super) fn trust(config: ConfigBuilder<AgentScope>) -> (ConfigBuilder<AgentScope>, Option<String>) {
    use ureq::tls::{RootCerts, TlsConfig};

    let (roots, problem) = match named_certificates() {
        Ok(roots) => (roots, None),
        Err(what) => (RootCerts::WebPki, Some(what)),
    };
    (config.tls_config(TlsConfig::builder().root_certs(roots).build()), problem)
}

#[cfg(not(feature = "https"))]
pub(super) fn trust(config: ConfigBuilder<AgentScope>) -> (ConfigBuilder<AgentScope>, Option<String>) {
    (config, None)
}

#[cfg(feature = "https")]
fn named_certificates() -> Result<ureq::tls::RootCerts, String> {
    use std::path::Path;

    use ureq::tls::{Certificate, PemItem, RootCerts, parse_pem};

    use crate::store::{InputKind, printable, read_input};

    let Some(path) = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()) else { return Ok(RootCerts::WebPki) };
    let path = Path::new(&path);
    let shown = format!("{}, which {VARIABLE} names,", printable(path.as_os_str()));
    let pem = read_input(path, InputKind::Settings).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    let certificates: Vec<Certificate<'static>> = parse_pem(pem.as_ref())
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(format!("{shown} has no certificate; it takes a file with -----BEGIN CERTIFICATE-----"));
    }
    Ok(certificates.into())
}
