//! The options that raise the limits of inputs. Every verb has them.

use clap::Args;

use crate::store::InputLimits;

#[derive(Args)]
pub(super) struct LimitArgs {
    /// The longest line that holds an article, and the longest paragraph, in MiB; a text or gold file may have sixteen times
    /// as much [default: 8]
    #[arg(long, global = true, value_name = "MIB", value_parser = clap::value_parser!(u64).range(1..=2048))]
    max_article: Option<u64>,
    /// The most that a compressed file may unpack to, in GiB [default: 64, and 250 times its size]
    #[arg(long, global = true, value_name = "GIB", value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    max_unpacked: Option<u64>,
}

impl LimitArgs {
    /// Makes them the limits of this run.
    pub(super) fn set(&self) {
        let bytes = |size: Option<u64>, unit: u64| size.map(|size| size * unit);
        InputLimits { article: bytes(self.max_article, 1 << 20), unpacked: bytes(self.max_unpacked, 1 << 30) }.set();
    }
}
