//! Shares of the gold for training, development and testing.

use std::str::FromStr;

use sha2::{Digest, Sha256};

/// One of the three parts of a data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SplitPart {
    /// For training.
    Train,
    /// For choosing among models (development).
    Dev,
    /// For the final test.
    Test,
}

impl SplitPart {
    /// All parts, in the order of `--split`.
    pub const ALL: [Self; 3] = [Self::Train, Self::Dev, Self::Test];

    /// The name of its file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Dev => "dev",
            Self::Test => "test",
        }
    }
}

/// The shares of the parts, such as 80/10/10. A hash of the article's id alone decides its part, so an article stays in its
/// part when other articles are added.
///
/// ```
/// use tawsim::formats::{Split, SplitPart};
/// let split: Split = "80/10/10".parse().unwrap();
/// assert_eq!(split.part("wire-3"), split.part("wire-3"));
/// assert_eq!("1/0/0".parse::<Split>().unwrap().part("a"), SplitPart::Train);
/// assert!("80/20".parse::<Split>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split([u32; 3]);

impl Split {
    /// The part of an article.
    #[must_use]
    pub fn part(self, id: &str) -> SplitPart {
        let digest = Sha256::digest(id.as_bytes());
        let hash = digest.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        let total: u64 = self.0.iter().map(|share| u64::from(*share)).sum();
        // The high half of the product spreads the hash evenly over 0..total.
        let place = (u128::from(hash) * u128::from(total)) >> 64;
        let mut end = 0;
        for (part, share) in SplitPart::ALL.into_iter().zip(self.0) {
            end += u128::from(share);
            if place < end {
                return part;
            }
        }
        SplitPart::Test
    }
}

impl FromStr for Split {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let shares: Vec<u32> = words.split('/').map_while(|share| share.trim().parse().ok()).collect();
        match <[u32; 3]>::try_from(shares) {
            Ok(shares) if words.split('/').count() == 3 && shares.iter().any(|share| *share > 0) => Ok(Self(shares)),
            _ => {
                Err(format!("{words:?} is not a split; write three whole numbers for train/dev/test, such as 80/10/10"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_get_about_their_share_of_articles() {
        let split: Split = "80/10/10".parse().unwrap();
        let mut counts = [0; 3];
        for number in 0..10_000 {
            counts[split.part(&format!("article-{number}")) as usize] += 1;
        }
        assert!((7800..8200).contains(&counts[0]) && (850..1150).contains(&counts[1]), "{counts:?}");
        assert_eq!("0/1/0".parse::<Split>().unwrap().part("x"), SplitPart::Dev);
        for wrong in ["", "80/10", "80/10/10/0", "0/0/0", "a/b/c", "-1/1/1"] {
            assert!(wrong.parse::<Split>().is_err(), "{wrong}");
        }
    }
}
