//! The largest sizes of inputs.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// One mebibyte.
const MIB: u64 = 1 << 20;

/// The longest line that holds an article, in bytes, unless the user sets another.
const ARTICLE: u64 = 8 * MIB;
/// A compressed file may unpack to this number of bytes, unless the user sets another.
const UNPACKED: u64 = 64 << 30;
/// A compressed file may unpack to this many times its size. Text and JSON reach about 30.
const RATIO: u64 = 250;
/// The ratio counts only beyond this number of unpacked bytes.
const RATIO_FROM: u64 = 64 * MIB;

/// The limits that the user can set, in bytes; 0 where the default holds. They are set once, before anything is read, and
/// are the same for every reader.
static ARTICLE_SET: AtomicU64 = AtomicU64::new(0);
static UNPACKED_SET: AtomicU64 = AtomicU64::new(0);

/// The limits of a run that the user can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InputLimits {
    /// The longest line that holds an article, in bytes. The other limits follow from it: as much for a
    /// paragraph, and sixteen times as much for a file that holds one article. `None` for 8 MiB.
    pub article: Option<u64>,
    /// The most bytes that a compressed file may unpack to. `None` for 64 GiB and 250 times its size.
    pub unpacked: Option<u64>,
}

impl InputLimits {
    /// Makes these the limits of everything that is read from now on.
    ///
    /// ```
    /// tawsim::store::InputLimits { article: Some(16 << 20), unpacked: None }.set();
    /// ```
    pub fn set(self) {
        ARTICLE_SET.store(self.article.unwrap_or(0), Ordering::Relaxed);
        UNPACKED_SET.store(self.unpacked.unwrap_or(0), Ordering::Relaxed);
    }
}

/// The longest article, in bytes.
fn longest_article() -> u64 {
    match ARTICLE_SET.load(Ordering::Relaxed) {
        0 => ARTICLE,
        set => set,
    }
}

/// The most bytes that a compressed file of a size may unpack to, after `packed` of its bytes were read.
pub(crate) fn most_unpacked(packed: u64) -> u64 {
    match UNPACKED_SET.load(Ordering::Relaxed) {
        0 => UNPACKED.min(RATIO_FROM.saturating_add(packed.saturating_mul(RATIO))),
        set => set,
    }
}

/// The purpose of a file. Each purpose has a largest size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// A line that holds an article.
    Line,
    /// A paragraph of an article. The page is laid out by paragraphs, which takes much memory.
    Paragraph,
    /// A file that holds one article: a text or a gold file.
    Article,
    /// The journal of an article.
    Journal,
    /// A whole file of another tool, which may hold many articles.
    Import,
    /// Settings, keys, labels.
    Settings,
    /// A list of names or words.
    Words,
    /// A model.
    Model,
    /// A record that tawsim itself keeps, such as the holder of a lock.
    Record,
}

impl InputKind {
    /// The kind of a file in a gold folder: a `.jsonl` is a journal.
    pub(crate) fn of_gold_folder(path: &Path) -> Self {
        if path.extension().is_some_and(|extension| extension == "jsonl") { Self::Journal } else { Self::Article }
    }

    /// The largest size in bytes.
    #[must_use]
    pub fn longest(self) -> u64 {
        match self {
            Self::Line | Self::Paragraph => longest_article(),
            Self::Article | Self::Import => longest_article().saturating_mul(16),
            Self::Journal => longest_article().saturating_mul(32),
            Self::Settings => MIB,
            Self::Words => 64 * MIB,
            Self::Model => 256 * MIB,
            Self::Record => MIB / 16,
        }
    }

    /// The advice to the user if a file is too large.
    pub(crate) const fn remedy(self) -> &'static str {
        match self {
            Self::Line | Self::Paragraph | Self::Article | Self::Journal | Self::Import => {
                "split it, or raise the limit with --max-article MIB"
            }
            Self::Settings | Self::Words | Self::Model => "check that it is the right file",
            Self::Record => "move it away",
        }
    }
}

/// A size for a message, in MiB, or in KiB if it is small.
pub(crate) fn megabytes(bytes: u64) -> String {
    if bytes < MIB { format!("{} KiB", bytes.div_ceil(1024)) } else { format!("{} MiB", bytes.div_ceil(MIB)) }
}
