//! Advice for files that are not UTF-8.

/// Says what to do with bytes that are not UTF-8. The first bytes show what the file is.
///
/// ```
/// use tawsim::text::advise_utf8_conversion;
/// assert_eq!(advise_utf8_conversion(b"\x1f\x8b\x08\0"), "it is compressed with gzip; unpack it, for example with `zcat`");
/// assert!(advise_utf8_conversion("نعم".as_bytes().get(1..).unwrap()).contains("iconv"));
/// ```
#[must_use]
pub const fn advise_utf8_conversion(bytes: &[u8]) -> &'static str {
    match bytes {
        // The first bytes according to RFC 1952 (gzip) and RFC 8878 (Zstandard).
        [0x1F, 0x8B, ..] => "it is compressed with gzip; unpack it, for example with `zcat`",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => "it is compressed with Zstandard; unpack it, for example with `zstdcat`",
        [b'B', b'Z', b'h', ..] => "it is compressed with bzip2; unpack it, for example with `bzcat`",
        [0xFD, b'7', b'z', b'X', b'Z', ..] => "it is compressed with xz; unpack it, for example with `xzcat`",
        // Office documents are ZIP archives, too.
        [b'P', b'K', 3, 4, ..] => "it is a ZIP archive or an office document; save what is in it as plain text",
        [b'%', b'P', b'D', b'F', ..] => "it is a PDF; make text of it, for example with `pdftotext`",
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "convert the file, for example with `iconv -f UTF-16 -t UTF-8`",
        _ => "convert the file, for example with `iconv -f WINDOWS-1256 -t UTF-8`",
    }
}
