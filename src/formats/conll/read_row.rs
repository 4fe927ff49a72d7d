//! Reads the rows of a CoNLL file: a token with its tags each.

use std::borrow::Cow;

use crate::text::beginning;

use super::article::{LineReport, OwnedTag, SentenceToken, TokenArticle};
use super::layout::{Layout, TagPlace};
use super::mentions::{WordPlace, relations_in, value_of};
use super::table::with_tabs;
use super::tags::{Tag, parse_tags};
use super::values::{has_tags, is_tag, spaced_token, tag_values};

/// The columns of a file, which are the same for all its rows.
pub(super) struct Columns {
    pub(super) layout: Layout,
    /// The most frequent number of columns.
    pub(super) width: usize,
    /// True if tabs divide most lines.
    pub(super) has_tabs: bool,
    /// False for a file without tags.
    pub(super) is_tagged: bool,
}

/// A multi-word token of CoNLL-U whose words are read.
struct SplitToken {
    /// The number of its last word.
    last: usize,
    /// True before its first word.
    is_first_word: bool,
}

/// Reads rows into an article.
#[derive(Default)]
pub(super) struct RowReader {
    pub(super) article: TokenArticle,
    split: Option<SplitToken>,
}

impl RowReader {
    /// Reads a row. Returns true if an article may end before the next one.
    pub(super) fn read<'l>(&mut self, columns: &Columns, number: usize, line: &'l str, fields: Vec<&'l str>) -> bool {
        let layout = &columns.layout;
        let fields = self.mend_fields(columns, number, line, fields);
        if let Some(words) = words_without_token(layout, &fields) {
            let what = format!("the line {:?}", beginning(&words, 40));
            self.report(number, what, "has too few columns to have a token; its words are left out", false);
            return false;
        }
        let tags = self.read_tags(layout, number, &fields);
        let word = fields.get(layout.token).copied().unwrap_or_default();
        let word = layout.prefix.as_deref().and_then(|prefix| word.strip_prefix(prefix)).unwrap_or(word);
        if word.trim_matches(' ').is_empty() {
            let what = "a line with a tag and without a token".to_owned();
            self.report(number, what, "there is no text to keep; left out", tags.is_empty());
            return false;
        }
        self.add_word(layout, number, &fields, word, tags)
    }

    /// No word that follows belongs to a multi-word token.
    pub(super) fn end_split(&mut self) {
        self.split = None;
    }

    fn report(&mut self, line: usize, what: String, why: &str, is_notice: bool) {
        self.article.reports.push(LineReport { line, what, why: why.to_owned(), is_notice });
    }

    /// The fields of a row whose token is missing or has a space. Reports a row with more columns than most.
    fn mend_fields<'l>(
        &mut self,
        columns: &Columns,
        number: usize,
        line: &'l str,
        mut fields: Vec<&'l str>,
    ) -> Vec<&'l str> {
        let Columns { layout, width, has_tabs, .. } = columns;
        // A line of words among lines with tabs. One with a tag in its place has spaces for tabs by a slip.
        let is_slip = fields.len() >= *width && has_tags(layout, &fields);
        if *has_tabs && layout.token > 0 && !line.contains('\t') && !is_slip {
            fields = vec![line.trim()];
        }
        let only_tag = fields.len() == 1 && *width > 1 && is_tag(layout, fields.first().copied().unwrap_or_default());
        if layout.token == 0 && (only_tag || line.starts_with(' ') && fields.len() + 1 == *width) {
            fields.insert(0, "");
        }
        if let Some((token, tag)) = spaced_token(layout, *width, line, &fields) {
            let why = "has a space; the last word of its line is the tag";
            self.report(number, format!("the token {token:?}"), why, true);
            fields = vec![token, tag];
        }
        let takes_all = layout.tags.iter().any(|(place, _)| matches!(place, TagPlace::From(_)));
        if fields.len() > *width && !takes_all {
            let why = "the columns that the others have are read; what is in the further ones is left out";
            self.report(number, "a line with more columns than most".to_owned(), why, false);
        }
        fields
    }

    fn read_tags(&mut self, layout: &Layout, number: usize, fields: &[&str]) -> Vec<OwnedTag> {
        let mut tags = Vec::new();
        for (column, value, style) in tag_values(layout, fields) {
            let Some(value) = value.as_deref() else {
                self.report(number, "a line without a tag".to_owned(), "its token is taken without a tag", false);
                continue;
            };
            let Some(found) = parse_tags(value, style) else {
                let why = "is not a tag such as O, B-PER or I-PER; its token is taken without a tag";
                self.report(number, format!("{value:?}"), why, false);
                continue;
            };
            if found.is_empty() && matches!(value, "o" | "0") {
                self.report(number, format!("the tag {value:?}"), "read as O", true);
            }
            let tag = |tag: Tag<'_>| OwnedTag { column, position: tag.position, label: tag.label.to_owned() };
            tags.extend(found.into_iter().map(tag));
        }
        tags
    }

    /// Adds a word as a token, or to the multi-word token that it is written in. Returns true if an article may end before it.
    fn add_word(&mut self, layout: &Layout, number: usize, fields: &[&str], word: &str, tags: Vec<OwnedTag>) -> bool {
        let misc = layout.misc.and_then(|at| fields.get(at)).copied().unwrap_or_default();
        let is_glued = misc.split('|').any(|it| matches!(it, "SpaceAfter=No" | "NoSpaceAfter"));
        let word_number = layout.word_number.and_then(|at| fields.get(at)).copied();
        if let Some((_, last)) = word_number.and_then(|number| number.split_once('-')) {
            self.split = last.parse().ok().map(|last| SplitToken { last, is_first_word: true });
            self.article.push(SentenceToken { word: word.to_owned(), is_glued, tags });
            return false;
        }
        if word_number.is_some_and(|number| number.contains('.')) {
            if !tags.is_empty() {
                let what = format!("the tag of the empty node {word:?}");
                self.report(number, what, "an empty node has no text; left out", false);
            }
            self.article.mentions.empty += value_of(misc).map_or(0, |value| value.matches('(').count());
            return false;
        }
        let at: Option<usize> = word_number.and_then(|number| number.parse().ok());
        if let (Some(at), Some(split)) = (at, &mut self.split)
            && at <= split.last
        {
            let is_first = std::mem::take(&mut split.is_first_word);
            let place = WordPlace { is_first, is_last: at == split.last };
            self.read_mentions(layout, misc, place);
            self.add_word_tags(tags, number);
            return false;
        }
        self.split = None;
        let is_free = tags.is_empty();
        self.article.push(SentenceToken { word: word.to_owned(), is_glued, tags });
        self.read_mentions(layout, misc, WordPlace::WHOLE);
        is_free
    }

    /// Reads the mentions that begin or end at a word of the token that was read last.
    fn read_mentions(&mut self, layout: &Layout, misc: &str, place: WordPlace) {
        let Some(names) = &layout.mentions else { return };
        let at = self.article.len().saturating_sub(1);
        self.article.mentions.relations += relations_in(misc);
        if let Some(value) = value_of(misc) {
            self.article.mentions.read(value, at, place, names);
        }
    }

    /// Gives the tags of a word to the token that it is written in.
    fn add_word_tags(&mut self, tags: Vec<OwnedTag>, line: usize) {
        let Some(token) = self.article.last_token() else { return };
        for tag in tags {
            let is_there = token.tags.iter().any(|it| it.label == tag.label && it.column == tag.column);
            let is_taken = token.tags.iter().any(|it| it.column == tag.column);
            match (is_there, is_taken) {
                (true, _) => {}
                (false, false) => token.tags.push(tag),
                (false, true) => {
                    let what = format!("the tag of {:?} in {:?}", tag.label, token.word);
                    self.report(line, what, "another word in the same token has a tag; left out", false);
                    return;
                }
            }
        }
    }
}

/// The words of a line that is too short to have a token, if it has more than tags and numbers.
fn words_without_token(layout: &Layout, fields: &[&str]) -> Option<String> {
    if fields.len() > layout.token {
        return None;
    }
    let is_word = |field: &&&str| !is_tag(layout, field) && field.contains(char::is_alphabetic);
    let words: Vec<&str> = fields.iter().filter(is_word).copied().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A line with tabs between the fields of a table. A line that is none stays as it is, and so does a comment.
pub(super) fn divided<'a>(layout: &Layout, line: &'a str) -> Cow<'a, str> {
    let delimiter = layout.table.delimiter.filter(|_| !line.starts_with("# "));
    let words = delimiter.and_then(|delimiter| with_tabs(line, delimiter));
    words.map_or(Cow::Borrowed(line), Cow::Owned)
}
