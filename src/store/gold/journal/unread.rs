//! Changes in a journal that has no gold file yet, counted without its article.

use super::line::{JournalLine, read_line, split_whole_lines};

/// The number of changes that the workbench would replay if there is no gold file. 0 if the journal belongs to a gold file
/// that was removed.
pub(crate) fn count_changes_without_gold(journal: &[u8]) -> usize {
    let (whole, _) = split_whole_lines(journal);
    let mut count = 0;
    let mut fits = false;
    for line in whole.split(|byte| *byte == b'\n') {
        match read_line(line) {
            Ok(JournalLine::Begin(begin)) => fits = begin.gold.is_none(),
            // The gold file was to be written for the first time, and is not there.
            Ok(JournalLine::Gold(gold)) => fits = gold.was.is_none(),
            Ok(JournalLine::Change(_)) => count += 1,
            Err(_) => {}
        }
    }
    if fits { count } else { 0 }
}
