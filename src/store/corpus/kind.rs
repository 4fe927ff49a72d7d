//! The kinds of article files.

use std::path::Path;

use super::unpack::Compression;

/// The kind of an article file, found from its extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceKind {
    /// `.txt`: one article. The text is the whole file.
    Txt,
    /// `.jsonl`, `.jsonl.gz`, `.jsonl.zst`: one article a line.
    Jsonl(Compression),
    /// `.json`: one article.
    Json,
}

impl SourceKind {
    /// The kind of a file; `None` if it cannot hold articles. Letter case in the extension does not matter.
    pub(crate) fn from_path(path: &Path) -> Option<Self> {
        let extension = |path: &Path| Some(path.extension()?.to_str()?.to_ascii_lowercase());
        let compression = match extension(path)?.as_str() {
            "txt" => return Some(Self::Txt),
            "jsonl" => return Some(Self::Jsonl(Compression::None)),
            "json" => return Some(Self::Json),
            "gz" => Compression::Gzip,
            "zst" => Compression::Zstd,
            _ => return None,
        };
        let inside = extension(Path::new(path.file_stem()?))?;
        (inside == "jsonl").then_some(Self::Jsonl(compression))
    }
}
