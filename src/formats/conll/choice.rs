//! What the user says about a CoNLL file: `--columns` and `--group`.

use std::str::FromStr;

/// The columns of the token and of the tags: `--columns token=2,tag=3,tag=4`. Columns are counted from 1.
///
/// ```
/// use tawsim::formats::ColumnChoice;
/// let columns: ColumnChoice = "token=2,tag=3,tag=4".parse().unwrap();
/// assert_eq!((columns.token, columns.tags), (2, vec![3, 4]));
/// assert!("token=2".parse::<ColumnChoice>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// The column of the token.
    pub token: usize,
    /// The columns of the tags, at least one. Several are nested layers.
    pub tags: Vec<usize>,
}

impl FromStr for ColumnChoice {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let (mut token, mut tags) = (None, Vec::new());
        for part in words.split(',') {
            let number = |word: &str| word.trim().parse().ok().filter(|number| *number > 0);
            match part.split_once('=').map(|(name, at)| (name.trim(), number(at))) {
                Some(("token", Some(at))) if token.is_none() => token = Some(at),
                Some(("tag", Some(at))) => tags.push(at),
                _ => return Err(format!("{part:?} is not token=N or tag=N; write token=1,tag=4, counted from 1")),
            }
        }
        if tags.is_empty() {
            return Err("names no column of tags; write token=1,tag=4, counted from 1".to_owned());
        }
        Ok(Self { token: token.unwrap_or(1), tags })
    }
}

/// What becomes one article: `--group 20`, `--group blank`, `--group docstart`.
///
/// ```
/// use tawsim::formats::Grouping;
/// assert_eq!("20".parse(), Ok(Grouping::Sentences(20)));
/// assert_eq!("docstart".parse(), Ok(Grouping::Docstart));
/// assert!("0".parse::<Grouping>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// So many sentences; an article mark of the file ends an article too.
    Sentences(usize),
    /// The tokens between two blank lines.
    Blank,
    /// The tokens between two article marks of the file (`-DOCSTART-`).
    Docstart,
}

impl FromStr for Grouping {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match (word, word.parse()) {
            ("blank", _) => Ok(Self::Blank),
            ("docstart", _) => Ok(Self::Docstart),
            (_, Ok(number @ 1..)) => Ok(Self::Sentences(number)),
            _ => Err(format!("{word:?} is none of a number of sentences, blank, docstart")),
        }
    }
}
