//! Which kind of source a file is.

use std::path::Path;

use super::unpack::Compression;

/// What a file is, by its extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceKind {
    /// One article, its text exactly.
    Txt,
    /// One article a line.
    Jsonl(Compression),
    /// One article.
    Json,
}

impl SourceKind {
    pub(crate) fn from_path(path: &Path) -> Option<Self> {
        let extension = |path: &Path| Some(path.extension()?.to_str()?.to_ascii_lowercase());
        let packing = match extension(path)?.as_str() {
            "txt" => return Some(Self::Txt),
            "jsonl" => return Some(Self::Jsonl(Compression::None)),
            "json" => return Some(Self::Json),
            "gz" => Compression::Gzip,
            "zst" => Compression::Zstd,
            _ => return None,
        };
        let inside = extension(Path::new(path.file_stem()?))?;
        (inside == "jsonl").then_some(Self::Jsonl(packing))
    }
}
