//! Replaying a journal on its gold file. Pure: bytes in, values out.

use crate::edit::{History, ItemRef, JournalEntry};
use crate::gold::json::sha256;
use crate::gold::{Annotation, Article};
use crate::lang::{self, Wording};

use super::line::{JournalLine, LineError, SCHEMA, read_line, split_whole_lines};

/// The result of replaying a journal.
#[derive(Debug, Default)]
pub(super) struct Replayed {
    /// The annotation of the gold file with the later changes of the journal.
    pub(super) annotation: Annotation,
    /// The edits that can be undone and redone.
    pub(super) history: History,
    /// The item that had the focus after the last change.
    pub(super) focus: Option<ItemRef>,
    /// The number of the last change.
    pub(super) seq: u64,
    /// True if the gold file lacks a change.
    pub(super) gold_is_behind: bool,
    /// True if the last line is torn.
    pub(super) torn: bool,
    /// The damaged lines, if there are any.
    pub(super) damage: Option<Damage>,
}

/// Lines that are not as they were written.
#[derive(Debug)]
pub(super) struct Damage {
    /// The first damaged line, from 1.
    pub(super) line: usize,
    /// Its error.
    pub(super) error: LineError,
    /// The number of whole changes that cannot be used because a change before them is lost.
    pub(super) unused: usize,
    /// The history at the gold file. With the entries after it, it makes a sound journal.
    pub(super) history_at_gold: History,
    /// The changes that the gold file lacks.
    pub(super) after_gold: Vec<JournalEntry>,
}

/// The reason for not using a journal at all.
#[derive(Debug, PartialEq)]
pub(super) enum UnusableJournal {
    /// The journal belongs to another gold file, another text or another article.
    Stale(Wording),
    /// No line says which gold file the changes were made on.
    Damaged,
    /// A later version wrote the journal; its schema.
    Newer(String),
}

/// A line that is as it was written.
enum SoundLine {
    /// A gold file was written, or was about to be written. `is` is its hash, `was` the hash of the gold file before
    /// it. The first line of a journal has no `was`.
    Gold { seq: u64, is: Option<String>, was: Option<Option<String>> },
    /// A change.
    Change { seq: u64, entry: Box<JournalEntry> },
}

impl SoundLine {
    const fn seq(&self) -> u64 {
        match self {
            Self::Gold { seq, .. } | Self::Change { seq, .. } => *seq,
        }
    }
}

/// Replays the changes that the gold file lacks on its annotation. `gold` is the hash of the gold file in hexadecimal,
/// `annotation` its content.
///
/// The newest gold line names the two gold files that may be on disk: the new one and the one before. If another file is
/// there, the changes were not made on it, and the journal is [`UnusableJournal::Stale`].
pub(super) fn replay(
    bytes: &[u8],
    article: &Article,
    gold: Option<&str>,
    annotation: Annotation,
) -> Result<Replayed, UnusableJournal> {
    let (whole, torn) = split_whole_lines(bytes);
    let mut read = Replayed { annotation, torn: !torn.is_empty(), ..Replayed::default() };
    let mut first_fault = None;
    let lines = read_lines(whole, article, &mut first_fault)?;
    let Some(base) = find_base(&lines, gold)? else {
        // The first line was not written to its end: nothing is lost.
        return if first_fault.is_none() { Ok(read) } else { Err(UnusableJournal::Damaged) };
    };
    // Lines are used from the last gap before the gold line to the first gap after it.
    let is_gap = |index: usize| lines.get(index).is_some_and(Option::is_none);
    let from = (0..base).rev().find(|index| is_gap(*index)).map_or(0, |gap| gap + 1);
    let until = (base..lines.len()).find(|index| is_gap(*index)).unwrap_or(lines.len());
    let unused = lines.iter().skip(until).filter(|line| matches!(line, Some(SoundLine::Change { .. }))).count();
    let mut before_gold = Annotation::default();
    let mut after_gold = Vec::new();
    let mut history_at_gold = History::default();
    for (index, line) in lines.into_iter().enumerate().take(until).skip(from) {
        let Some(line) = line else { continue };
        read.seq = line.seq();
        if let SoundLine::Change { entry, .. } = line {
            // The gold file contains the changes before its line; they count only for the history.
            let annotation = if index < base { &mut before_gold } else { &mut read.annotation };
            entry.replay(annotation, &mut read.history);
            read.focus.clone_from(&entry.focus);
            read.gold_is_behind |= index > base;
            if index > base && first_fault.is_some() {
                after_gold.push(*entry);
            }
        } else if index == base && first_fault.is_some() {
            history_at_gold = read.history.clone();
        }
    }
    read.damage = first_fault.map(|(line, error)| Damage { line, error, unused, history_at_gold, after_gold });
    Ok(read)
}

/// Reads the lines. `None` means a damaged line, or missing ones. `first_fault` becomes the number and the error
/// of the first of these.
fn read_lines(
    bytes: &[u8],
    article: &Article,
    first_fault: &mut Option<(usize, LineError)>,
) -> Result<Vec<Option<SoundLine>>, UnusableJournal> {
    let mut lines = Vec::new();
    let mut last: Option<u64> = None;
    for (index, raw) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let mut fault = |error: LineError| {
            first_fault.get_or_insert((index + 1, error));
            None
        };
        let line = match read_line(raw.strip_suffix(b"\n").unwrap_or(raw)) {
            Err(error) => fault(error),
            Ok(JournalLine::Begin(begin)) => {
                if begin.schema != SCHEMA {
                    return Err(UnusableJournal::Newer(begin.schema));
                }
                if begin.id != article.id {
                    return Err(UnusableJournal::Stale(lang::JOURNAL_OF_ANOTHER_ARTICLE));
                }
                if begin.text_sha256 != sha256(article.text.as_str()) {
                    return Err(UnusableJournal::Stale(lang::JOURNAL_OF_ANOTHER_TEXT));
                }
                match index {
                    0 => Some(SoundLine::Gold { seq: 0, is: begin.gold, was: None }),
                    _ => fault(LineError::Unsound(lang::JOURNAL_BEGINS_ANEW)),
                }
            }
            Ok(JournalLine::Gold(gold)) => {
                Some(SoundLine::Gold { seq: gold.seq, is: Some(gold.is), was: Some(gold.was) })
            }
            Ok(JournalLine::Change(record)) => {
                let seq = record.seq;
                match record.into_entry(&article.text) {
                    Ok(entry) => Some(SoundLine::Change { seq, entry: Box::new(entry) }),
                    Err(message) => fault(LineError::Unreadable(message)),
                }
            }
        };
        let follows = |line: &SoundLine| match (line, last) {
            (_, None) => true,
            (SoundLine::Gold { seq, .. }, Some(last)) => *seq == last,
            (SoundLine::Change { seq, .. }, Some(last)) => *seq == last + 1,
        };
        if line.as_ref().is_some_and(|line| !follows(line)) {
            lines.push(fault(LineError::Unsound(lang::JOURNAL_LACKS_CHANGES)));
        }
        last = line.as_ref().map(SoundLine::seq);
        lines.push(line);
    }
    Ok(lines)
}

/// Finds the gold line of the gold file that is on disk. `None` if there is no gold line at all.
fn find_base(lines: &[Option<SoundLine>], gold: Option<&str>) -> Result<Option<usize>, UnusableJournal> {
    let names_gold = |line: &Option<SoundLine>| match line {
        Some(SoundLine::Gold { is, .. }) => is.as_deref() == gold,
        _ => false,
    };
    let newest = lines.iter().enumerate().rev().find_map(|(index, line)| match line {
        Some(SoundLine::Gold { was, .. }) => Some((index, was)),
        _ => None,
    });
    let Some((newest, was)) = newest else { return Ok(None) };
    if lines.get(newest).is_some_and(names_gold) {
        return Ok(Some(newest));
    }
    // The newest replacement did not happen: the file before it is there.
    let before = was.as_ref().filter(|was| was.as_deref() == gold);
    let found = before.and_then(|_| lines.iter().take(newest).rposition(names_gold));
    if found.is_none() && lines.iter().any(Option::is_none) {
        return Err(UnusableJournal::Damaged);
    }
    found.map(Some).ok_or(UnusableJournal::Stale(lang::JOURNAL_DOES_NOT_FIT))
}
