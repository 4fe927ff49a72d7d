//! The columns of a CoNLL file, and the first lines from which they are recognised.

use super::row::{DOCSTART, is_blank, split_fields};
use super::table::Table;
use super::tags::TagStyle;

/// The most different labels that tags have. A column of words has more.
pub(super) const MOST_LABELS: usize = 60;

/// Where the tags of a line are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TagPlace {
    /// In a column, counted from 0.
    At(usize),
    /// In the last column, because the lines have different lengths.
    Last,
    /// In this column and all after it: lines that list the tags of a token.
    From(usize),
    /// In a value of the column `MISC` of CoNLL-U, such as `NER=B-PER`.
    Misc(usize, String),
    /// In two columns: `B`, `I` or `O`, and the label.
    Divided { position: usize, label: usize },
}

/// Columns that are not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unread {
    pub(super) names: String,
    /// True if gold could have what they hold.
    pub(super) is_lost: bool,
}

impl Unread {
    pub(super) fn lost(names: impl Into<String>) -> Self {
        Self { names: names.into(), is_lost: true }
    }

    pub(super) fn noted(names: impl Into<String>) -> Self {
        Self { names: names.into(), is_lost: false }
    }
}

/// The columns of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// The column of the token, counted from 0.
    pub(super) token: usize,
    pub(super) tags: Vec<(TagPlace, TagStyle)>,
    /// The column of the number of the word, where words and tokens differ (CoNLL-U).
    pub(super) word_number: Option<usize>,
    /// The column that says where no space follows (CoNLL-U, HIPE).
    pub(super) misc: Option<usize>,
    /// The names of the fields of `Entity=` in MISC, if its mentions are read (CorefUD).
    pub(super) mentions: Option<Vec<String>>,
    /// The language before each token (`ar:` of WikiANN).
    pub(super) prefix: Option<String>,
    /// How the lines are divided.
    pub(super) table: Table,
    /// The recognised layout, for a message; `None` if a line is only a token and one tag.
    pub(super) says: Option<String>,
    /// The columns that hold something which is not read, for messages. Those without a name are not reported.
    pub(super) unread: Vec<Unread>,
    /// A column whose tags are left out, and why.
    pub(super) lost: Option<(usize, String)>,
}

/// The first lines with tokens, and the lines before and between them that are no tokens.
pub(super) struct Sample<'a> {
    pub(super) rows: Vec<Vec<&'a str>>,
    pub(super) comments: Vec<&'a str>,
}

impl<'a> Sample<'a> {
    pub(super) fn of(lines: impl Iterator<Item = &'a str>) -> Self {
        let (mut rows, mut comments) = (Vec::new(), Vec::new());
        for line in lines.filter(|line| !is_blank(line)) {
            if line.trim_start_matches(' ').starts_with('#') || line.starts_with(DOCSTART) {
                comments.push(line);
            } else {
                rows.push(split_fields(line));
            }
        }
        Self { rows, comments }
    }

    /// The most frequent number of columns.
    pub(super) fn width(&self) -> usize {
        let mut counts = std::collections::BTreeMap::new();
        self.rows.iter().for_each(|row| *counts.entry(row.len()).or_insert(0_usize) += 1);
        counts.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(width, _)| width)
    }

    /// The values of a column in the lines that have it.
    pub(super) fn column(&self, at: usize) -> impl Iterator<Item = &'a str> {
        self.rows.iter().filter_map(move |row| row.get(at).copied())
    }

    /// The values of a column in the lines that have the usual number of columns.
    pub(super) fn usual_column(&self, at: usize) -> impl Iterator<Item = &'a str> {
        let width = self.width();
        self.rows.iter().filter(move |row| row.len() == width).filter_map(move |row| row.get(at).copied())
    }

    /// True if nearly all values of a column pass a test in the lines that have the usual number of columns.
    pub(super) fn nearly_all_usual(&self, at: usize, test: impl Fn(&str) -> bool) -> bool {
        is_nearly_all(self.usual_column(at), test)
    }

    /// True if nearly all values of a column pass a test, and there is one.
    pub(super) fn nearly_all(&self, at: usize, test: impl Fn(&str) -> bool) -> bool {
        is_nearly_all(self.column(at), test)
    }
}

fn is_nearly_all<'a>(values: impl Iterator<Item = &'a str>, test: impl Fn(&str) -> bool) -> bool {
    let (mut all, mut passed) = (0, 0);
    for value in values {
        all += 1;
        passed += usize::from(test(value));
    }
    passed > 0 && passed * 100 >= all * 95
}
