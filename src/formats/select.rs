//! What of the gold is wanted: which articles, which layer, under which labels, in which part.

use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::gold::{Body, Label, Layer, Listed, SpanList, Status, Suggestion};

use super::Annotated;

/// What of the gold is wanted.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only articles that a person called done.
    pub done: bool,
    /// Only this layer.
    pub layer: Option<Layer>,
    /// Labels and what they become; nothing: the entity is left out.
    pub map: Vec<(String, Option<String>)>,
}

impl Selection {
    /// What is wanted of an article; `None` if it is not wanted at all.
    #[must_use]
    pub fn of(&self, mut one: Annotated) -> Option<Annotated> {
        if self.done && one.annotation.status != Status::Done {
            return None;
        }
        if self.layer.is_none() && self.map.is_empty() {
            return Some(one);
        }
        let annotation = &mut one.annotation;
        annotation.gold = kept(&annotation.gold, |mut mark| {
            mark.body = self.body(mark.body)?;
            mark.suggestion = mark.suggestion.and_then(|suggestion| self.suggestion(suggestion));
            Some(mark)
        });
        annotation.pending = kept(&annotation.pending, |suggestion| self.suggestion(suggestion));
        annotation.rejected = kept(&annotation.rejected, |mut rejected| {
            rejected.suggestion = self.suggestion(rejected.suggestion)?;
            Some(rejected)
        });
        unlink(&mut one);
        Some(one)
    }

    fn suggestion(&self, mut suggestion: Suggestion) -> Option<Suggestion> {
        suggestion.body = self.body(suggestion.body)?;
        Some(suggestion)
    }

    fn body(&self, body: Body) -> Option<Body> {
        if self.layer.is_some_and(|layer| layer != body.layer()) {
            return None;
        }
        match body {
            Body::Entity { span, label } => {
                let label = match self.map.iter().find(|(from, _)| from == label.as_str()) {
                    Some((_, to)) => Label::new(to.as_deref()?),
                    None => label,
                };
                Some(Body::Entity { span, label })
            }
            quote @ Body::Quote(_) => Some(quote),
        }
    }
}

fn kept<T: Listed>(list: &SpanList<T>, change: impl FnMut(T) -> Option<T>) -> SpanList<T> {
    list.iter().cloned().filter_map(change).collect()
}

/// Links of speakers to entities that were not selected lead nowhere.
fn unlink(one: &mut Annotated) {
    let entities: std::collections::HashSet<String> = one
        .gold_items()
        .filter(|mark| mark.body.layer() == Layer::Entity)
        .map(|mark| mark.id.clone())
        .chain(one.pending().map(|suggestion| suggestion.id.clone()))
        .collect();
    one.annotation.gold = kept(&one.annotation.gold, |mut mark| {
        if let Body::Quote(frame) = &mut mark.body
            && let Some(speaker) = &mut frame.speaker
        {
            speaker.entity = speaker.entity.take().filter(|id| entities.contains(id));
        }
        Some(mark)
    });
}

/// A part of the gold, for training, for choosing among models, for the final test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// To train on.
    Train,
    /// To choose by.
    Dev,
    /// To test on, once.
    Test,
}

impl Part {
    /// All, in the order of `--split`.
    pub const ALL: [Self; 3] = [Self::Train, Self::Dev, Self::Test];

    /// As files are named.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Dev => "dev",
            Self::Test => "test",
        }
    }
}

/// How articles are shared out: by a hash of the id alone, so an article keeps its part whatever is added.
///
/// ```
/// use tawsim::formats::{Part, Split};
/// let split: Split = "80/10/10".parse().unwrap();
/// assert_eq!(split.part("wire-3"), split.part("wire-3"));
/// assert_eq!("1/0/0".parse::<Split>().unwrap().part("a"), Part::Train);
/// assert!("80/20".parse::<Split>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split([u32; 3]);

impl Split {
    /// The part of an article.
    #[must_use]
    pub fn part(self, id: &str) -> Part {
        let digest = Sha256::digest(id.as_bytes());
        let hash = digest.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        let total: u64 = self.0.iter().map(|share| u64::from(*share)).sum();
        // The high half of the product spreads the hash evenly over 0..total.
        let place = (u128::from(hash) * u128::from(total)) >> 64;
        let mut end = 0;
        for (part, share) in Part::ALL.into_iter().zip(self.0) {
            end += u128::from(share);
            if place < end {
                return part;
            }
        }
        Part::Test
    }
}

impl FromStr for Split {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let shares: Vec<u32> = words.split('/').map_while(|share| share.trim().parse().ok()).collect();
        match <[u32; 3]>::try_from(shares) {
            Ok(shares) if words.split('/').count() == 3 && shares.iter().any(|share| *share > 0) => Ok(Self(shares)),
            _ => Err(format!("{words:?} is no split: give three whole numbers for train/dev/test, such as 80/10/10")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_about_their_share() {
        let split: Split = "80/10/10".parse().unwrap();
        let mut counts = [0; 3];
        for number in 0..10_000 {
            counts[split.part(&format!("article-{number}")) as usize] += 1;
        }
        assert!((7800..8200).contains(&counts[0]) && (850..1150).contains(&counts[1]), "{counts:?}");
        assert_eq!("0/1/0".parse::<Split>().unwrap().part("x"), Part::Dev);
        for wrong in ["", "80/10", "80/10/10/0", "0/0/0", "a/b/c", "-1/1/1"] {
            assert!(wrong.parse::<Split>().is_err(), "{wrong}");
        }
    }
}
