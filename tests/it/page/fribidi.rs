//! Compares the order of every line of the sample articles with GNU FriBidi's: as `tawsim show` prints it, and wrapped.
//!
//! Debian's package `libfribidi-bin` has the command. Without it the test prints that it was skipped; where the
//! environment variable `CI` is set it fails instead.

use crate::common;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use tawsim::page::{Page, PageOptions};
use tawsim::store;
use tawsim::text::{Text, next_grapheme, paragraphs};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::common::text;

/// A width at which no line is wrapped.
const WIDE: &str = "3000";

/// FriBidi's output for these lines. Prints a message and returns `None` if it is not installed.
fn fribidi(lines: &[String], flags: &[&str]) -> Option<Vec<String>> {
    let mut command = Command::new("fribidi");
    command.args(["--nopad", "--nobreak"]).args(flags);
    let input = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let output = match common::feed(&mut command, input.as_bytes()) {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound && std::env::var_os("CI").is_none() => {
            println!("skipped: there is no command fribidi (Debian has it in the package libfribidi-bin)");
            return None;
        }
        Err(error) => panic!("fribidi: {error}; install the package libfribidi-bin"),
    };
    assert!(output.status.success());
    Some(text(&output.stdout).lines().map(str::to_owned).collect())
}

/// The output of `tawsim show` for the sample articles.
fn show(folder: &Path) -> Vec<String> {
    let output = common::run(folder, &["show", "--width", WIDE, "--color", "never", "."], "");
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).lines().map(str::to_owned).collect()
}

/// Letters with their diacritics, from left to right.
type Letters = Vec<(char, String)>;

/// Replaces joined forms by base letters, in visual order, each followed by its diacritics.
fn unshaped(visual: &str) -> Letters {
    let mut letters = Letters::new();
    for c in visual.trim_matches([' ', '\u{A0}']).chars() {
        if is_combining_mark(c) && !letters.is_empty() {
            letters.last_mut().unwrap().1.push(c);
            continue;
        }
        let presentation = matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
        let plain: Vec<char> = if presentation { std::iter::once(c).nfkc().collect() } else { vec![c] };
        // The letters of a ligature come in logical order.
        letters.extend(plain.into_iter().rev().map(|c| (c, String::new())));
    }
    letters
}

/// The known differences and their reasons. Each rule makes both sides equal in this point only.
fn explained(letters: &mut Letters) {
    for at in 0..letters.len() {
        let (c, _) = letters[at];
        // The page draws a no-break space as a space, as most terminals do; some terminals would colour it.
        if c == '\u{A0}' {
            letters[at].0 = ' ';
        }
        // In FriBidi a vowel sign between lam and alef, or on the alef, splits them. The page draws the ligature, as
        // Arabic is written, followed by the diacritics of both letters.
        let is_alef = matches!(c, '\u{622}' | '\u{623}' | '\u{625}' | '\u{627}');
        if is_alef && letters.get(at + 1).is_some_and(|next| next.0 == '\u{644}') {
            let marks = std::mem::take(&mut letters[at].1);
            letters[at + 1].1.push_str(&marks);
        }
    }
}

/// The page draws the first character of an emoji sequence, since terminals agree on its width. FriBidi gets it too.
fn reduced(paragraph: &str) -> String {
    let mut reduced = String::new();
    let mut at = 0;
    while at < paragraph.len() {
        let next = next_grapheme(paragraph, at);
        let cluster = paragraph.get(at..next).unwrap();
        let joined = |c: char| matches!(c, '\u{200D}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}');
        let emoji = cluster.chars().next().is_some_and(|c| c > '\u{2190}' && !is_combining_mark(c));
        match emoji && cluster.chars().any(joined) {
            true => reduced.extend(cluster.chars().next()),
            false => reduced.push_str(cluster),
        }
        at = next;
    }
    reduced
}

#[test]
fn the_page_orders_characters_as_fribidi_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_articles");
    let corpus = store::read_corpus(std::slice::from_ref(&folder));
    assert!(corpus.problems.is_empty());
    let mut printed = show(&folder).into_iter();
    let mut compared = 0;
    let mut wrong = Vec::new();
    for article in &corpus.articles {
        assert_eq!(printed.next(), Some(format!("== {}", article.id)));
        let text: &Text = &article.text;
        let lines: Vec<String> = paragraphs(text.as_str()).map(|range| text.get(range).to_owned()).collect();
        let Some(expected) =
            fribidi(&lines.iter().map(|line| reduced(line)).collect::<Vec<_>>(), &["--reordernsm", "--clean"])
        else {
            return;
        };
        assert_eq!(expected.len(), lines.len(), "{}", article.id);
        for ((logical, expected), ours) in lines.iter().zip(expected).zip(printed.by_ref()) {
            let (mut theirs, mut found) = (unshaped(&expected), unshaped(&ours));
            explained(&mut theirs);
            explained(&mut found);
            if theirs != found {
                let first =
                    theirs.iter().zip(&found).position(|(a, b)| a != b).unwrap_or(theirs.len().min(found.len()));
                let near = |letters: &Letters| {
                    letters.iter().skip(first.saturating_sub(4)).take(9).cloned().collect::<Vec<_>>()
                };
                wrong.push(format!(
                    "{}: {logical}\n FriBidi {:?}\n tawsim  {:?}",
                    article.id,
                    near(&theirs),
                    near(&found)
                ));
            }
            compared += 1;
        }
    }
    assert_eq!(printed.next(), None);
    assert!(wrong.is_empty(), "{} lines differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 200, "{compared} lines");
}

/// Rules L1 and L2 of UAX #9 on the clusters of a line: their levels, the paragraph level, and which of them are white
/// space.
fn reordered(mut levels: Vec<u8>, base: u8, white: &[bool]) -> Vec<usize> {
    let trailing = white.iter().rev().take_while(|white| **white).count();
    let end = levels.len();
    levels[end - trailing..].fill(base);
    let mut order: Vec<usize> = (0..end).collect();
    for level in (1..=levels.iter().copied().max().unwrap_or(0)).rev() {
        let mut at = 0;
        while at < end {
            let run = order[at..].iter().take_while(|index| levels[**index] >= level).count();
            order[at..at + run].reverse();
            at += run.max(1);
        }
    }
    order
}

#[test]
fn wrapped_lines_follow_the_levels_of_fribidi() {
    let corpus = store::read_corpus(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_articles")]);
    let (mut compared, mut mixed) = (0, 0);
    for article in &corpus.articles {
        let raw = article.text.as_str();
        let ranges: Vec<_> = paragraphs(raw).filter(|range| !range.is_empty()).collect();
        let lines: Vec<String> = ranges.iter().map(|range| article.text.get(range.clone()).to_owned()).collect();
        let Some(found) = fribidi(&lines, &["--novisual", "--basedir", "--levels"]) else { return };
        assert_eq!(found.len(), 2 * lines.len(), "{}", article.id);
        // Each cluster has its own cell.
        let splits: Vec<usize> = raw.char_indices().map(|(at, _)| at).collect();
        for width in [17, 40, 80] {
            let page = Page::new(&article.text, PageOptions::default(), width);
            for (paragraph, found) in ranges.iter().zip(found.chunks(2)) {
                let base = u8::from(found[0].ends_with('R'));
                let levels: Vec<u8> = found[1].split_whitespace().map(|level| level.parse().unwrap()).collect();
                let starts: Vec<usize> =
                    article.text.get(paragraph.clone()).char_indices().map(|(at, _)| paragraph.start + at).collect();
                assert_eq!(levels.len(), starts.len(), "{}", article.id);
                for line in page.lines_from(paragraph.start).map(|line| page.line(line, &splits)) {
                    if line.range.start >= paragraph.end {
                        break;
                    }
                    let mut drawn: Vec<_> = line.cells.iter().map(|cell| cell.range.clone()).collect();
                    let visual = drawn.clone();
                    drawn.sort_by_key(|range| range.start);
                    let level_of = |at: usize| levels[starts.binary_search(&at).unwrap()];
                    let white: Vec<bool> =
                        drawn.iter().map(|range| article.text.get(range.clone()).trim().is_empty()).collect();
                    let order = reordered(drawn.iter().map(|range| level_of(range.start)).collect(), base, &white);
                    let expected: Vec<_> = order.into_iter().map(|index| drawn[index].clone()).collect();
                    assert_eq!(
                        visual,
                        expected,
                        "{} at width {width}: {}",
                        article.id,
                        article.text.get(line.range.clone())
                    );
                    compared += 1;
                    mixed += usize::from(drawn.iter().any(|range| level_of(range.start) != base));
                    if line.range.end >= paragraph.end {
                        break;
                    }
                }
            }
        }
    }
    assert!(compared > 1000 && mixed > 100, "{compared} lines, {mixed} of them mixed");
}
