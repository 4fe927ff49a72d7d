//! What a journal says, given the gold file that stands beside it. Pure: bytes in, values out.

use crate::edit::{History, ItemRef, JournalEntry};
use crate::gold::json::sha256;
use crate::gold::{Annotation, Article};
use crate::lang::{self, Wording};

use super::line::{self, JournalLine, LineError};

/// What a journal amounts to.
#[derive(Debug, Default)]
pub(crate) struct Replayed {
    /// The gold file's annotation with what the journal has beyond it.
    pub(crate) annotation: Annotation,
    pub(crate) history: History,
    /// What had the focus last.
    pub(crate) focus: Option<ItemRef>,
    /// The number of the last change.
    pub(crate) seq: u64,
    /// Does the gold file lack any of them?
    pub(crate) behind: bool,
    /// How many bytes are whole lines.
    pub(crate) len: u64,
    /// Does a line follow that was not written to its end?
    pub(crate) torn: bool,
    /// What is wrong inside.
    pub(crate) damage: Option<Damage>,
}

/// Lines that are not as they were written.
#[derive(Debug)]
pub(crate) struct Damage {
    /// The first of them, from 1.
    pub(crate) line: usize,
    pub(crate) what: LineError,
    /// How many whole changes cannot be used, since the way to them is lost.
    pub(crate) unused: usize,
    /// The history as of the gold file, and the changes beyond it: what a sound journal would hold.
    pub(crate) base: History,
    pub(crate) beyond: Vec<JournalEntry>,
}

/// Why a journal cannot be used.
#[derive(Debug, PartialEq)]
pub(crate) enum UnusableJournal {
    /// Another program wrote the gold file, or the article changed.
    Stale(Wording),
    /// Nothing in it is as it was written.
    Damaged,
    /// A later version wrote it.
    Newer(String),
}

/// A line that is as it was written.
enum SoundLine {
    Gold { seq: u64, is: Option<String>, was: Option<Option<String>> },
    Change { seq: u64, entry: Box<JournalEntry> },
}

impl SoundLine {
    const fn seq(&self) -> u64 {
        match self {
            Self::Gold { seq, .. } | Self::Change { seq, .. } => *seq,
        }
    }
}

/// Puts what the journal has beyond the gold file on top of it. `gold` is the file's hash, `annotation` what it holds.
///
/// The newest line about gold tells which two files may stand there: the one that was to be written, or the one
/// before. With any other, the journal's changes were not made to this annotation, and it is [`UnusableJournal::Stale`].
pub(crate) fn replay(
    bytes: &[u8],
    article: &Article,
    gold: Option<&str>,
    annotation: Annotation,
) -> Result<Replayed, UnusableJournal> {
    let len = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
    let mut read = Replayed { annotation, len: len as u64, torn: len < bytes.len(), ..Replayed::default() };
    let mut wrong = None;
    let lines = sound_lines(bytes.get(..len).unwrap_or_default(), article, &mut wrong)?;
    let Some(base) = base(&lines, gold)? else {
        // A first line that was never finished is no loss.
        return if wrong.is_none() { Ok(read) } else { Err(UnusableJournal::Damaged) };
    };
    let gaps = |index: usize| lines.get(index).is_some_and(Option::is_none);
    let from = (0..base).rev().find(|index| gaps(*index)).map_or(0, |gap| gap + 1);
    let until = (base..lines.len()).find(|index| gaps(*index)).unwrap_or(lines.len());
    let unused = lines.iter().skip(until).filter(|line| matches!(line, Some(SoundLine::Change { .. }))).count();
    let mut before = Annotation::default();
    let mut beyond = Vec::new();
    let mut history = None;
    for (index, line) in lines.into_iter().enumerate().take(until).skip(from) {
        let Some(line) = line else { continue };
        read.seq = line.seq();
        if let SoundLine::Change { entry, .. } = line {
            // What is in the gold file already counts only for the history.
            let annotation = if index < base { &mut before } else { &mut read.annotation };
            entry.replay(annotation, &mut read.history);
            read.focus.clone_from(&entry.focus);
            read.behind |= index > base;
            if index > base && wrong.is_some() {
                beyond.push(*entry);
            }
        } else if index == base && wrong.is_some() {
            history = Some(read.history.clone());
        }
    }
    read.damage = wrong.map(|(line, what)| Damage { line, what, unused, base: history.unwrap_or_default(), beyond });
    Ok(read)
}

/// The lines, with `None` where one is damaged or lines are missing; the first fault is told.
fn sound_lines(
    bytes: &[u8],
    article: &Article,
    wrong: &mut Option<(usize, LineError)>,
) -> Result<Vec<Option<SoundLine>>, UnusableJournal> {
    let mut lines = Vec::new();
    let mut last: Option<u64> = None;
    let mut fault = |number: usize, what: LineError| {
        wrong.get_or_insert((number, what));
        None
    };
    for (index, raw) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let number = index + 1;
        let sound = match line::read(raw.strip_suffix(b"\n").unwrap_or(raw)) {
            Err(what) => fault(number, what),
            Ok(JournalLine::Begin(begin)) => {
                if begin.schema != line::SCHEMA {
                    return Err(UnusableJournal::Newer(begin.schema));
                }
                if begin.id != article.id {
                    return Err(UnusableJournal::Stale(lang::JOURNAL_OF_ANOTHER_ARTICLE));
                }
                if begin.text_sha256 != sha256(article.text.as_str()) {
                    return Err(UnusableJournal::Stale(lang::JOURNAL_OF_ANOTHER_TEXT));
                }
                if index == 0 {
                    Some(SoundLine::Gold { seq: 0, is: begin.gold, was: None })
                } else {
                    fault(number, LineError::FileState(lang::JOURNAL_BEGINS_ANEW))
                }
            }
            Ok(JournalLine::Gold(gold)) => {
                Some(SoundLine::Gold { seq: gold.seq, is: Some(gold.is), was: Some(gold.was) })
            }
            Ok(JournalLine::Change(record)) => {
                let seq = record.seq;
                match line::entry(&article.text, *record) {
                    Ok(entry) => Some(SoundLine::Change { seq, entry: Box::new(entry) }),
                    Err(what) => fault(number, LineError::Unreadable(what)),
                }
            }
        };
        let follows = |sound: &SoundLine| match (sound, last) {
            (_, None) => true,
            (SoundLine::Gold { seq, .. }, Some(last)) => *seq == last,
            (SoundLine::Change { seq, .. }, Some(last)) => *seq == last + 1,
        };
        if sound.as_ref().is_some_and(|sound| !follows(sound)) {
            // What is missing is a damaged line too.
            lines.push(fault(number, LineError::FileState(lang::JOURNAL_LACKS_CHANGES)));
        }
        last = sound.as_ref().map(SoundLine::seq);
        lines.push(sound);
    }
    Ok(lines)
}

/// The line that speaks of the gold file as it is. `None` when no line speaks of gold at all.
fn base(lines: &[Option<SoundLine>], gold: Option<&str>) -> Result<Option<usize>, UnusableJournal> {
    let is = |line: &Option<SoundLine>| match line {
        Some(SoundLine::Gold { is, .. }) => is.as_deref() == gold,
        _ => false,
    };
    let newest = lines.iter().enumerate().rev().find_map(|(index, line)| match line {
        Some(SoundLine::Gold { was, .. }) => Some((index, was)),
        _ => None,
    });
    let Some((newest, was)) = newest else { return Ok(None) };
    if lines.get(newest).is_some_and(is) {
        return Ok(Some(newest));
    }
    let before = was.as_ref().filter(|was| was.as_deref() == gold);
    let found = before.and_then(|_| lines.iter().take(newest).rposition(is));
    if found.is_none() && lines.iter().any(Option::is_none) {
        return Err(UnusableJournal::Damaged);
    }
    found.map(Some).ok_or(UnusableJournal::Stale(lang::JOURNAL_DOES_NOT_FIT))
}
