//! Holds the drawn page to the conformance files of the Unicode Character Database.
//!
//! Debian's package `unicode-data` (15.0) installs them in `/usr/share/unicode`. Without them these tests print that
//! they were skipped; where the environment variable `CI` is set they fail instead.

use std::collections::HashMap;
use std::path::Path;

use tawsim::page::{BaseDirection, Cell, Page, PageOptions, Shape};
use tawsim::text::{Text, ceil_grapheme, paragraphs};

/// A width at which no line is wrapped.
const WIDE: u16 = u16::MAX;

/// A file of the database. Prints a message and returns `None` if it is missing.
fn ucd(name: &str) -> Option<String> {
    let path = Path::new("/usr/share/unicode").join(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) if std::env::var_os("CI").is_some() => {
            panic!("{}: {error}; install the package unicode-data", path.display())
        }
        Err(error) => {
            println!("skipped: {}: {error} (Debian has it in the package unicode-data)", path.display());
            None
        }
    }
}

/// The data of a line without its comment.
fn data(line: &str) -> Option<&str> {
    Some(line.split('#').next().unwrap_or_default().trim()).filter(|data| !data.is_empty())
}

fn code_point(hex: &str) -> char {
    char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap()
}

/// Options that keep base letters, so that a cell can be compared with the character that it shows.
fn options(base: BaseDirection) -> PageOptions {
    PageOptions { base, shape: Shape::Base, ..PageOptions::default() }
}

/// A test case of the bidirectional algorithm with the expected page.
struct BidiCase<'a> {
    chars: Vec<char>,
    base: BaseDirection,
    /// The paragraph level, if the file gives it.
    paragraph_level: Option<u8>,
    /// The level of each character; `None` if rule X9 removes it.
    levels: &'a [Option<u8>],
    /// The characters that remain, from left to right.
    order: &'a [usize],
}

/// Compares the page with a case.
///
/// The files list characters and the page draws clusters. A diacritic counts as its letter (rule L3), so neighbours in
/// the file's order that belong to one cluster count once. The page draws stand-ins for characters that rule X9
/// removes; these cells are skipped. A paragraph separator ends the line and has no cell.
fn check_bidi(case: &BidiCase<'_>, mirrored: &HashMap<char, char>) -> Result<(), String> {
    let raw: String = case.chars.iter().collect();
    let page = Page::new(&Text::new(raw), options(case.base), WIDE);
    let line = page.line(0, &[]);
    if case.paragraph_level.is_some_and(|level| line.rtl != (level % 2 == 1)) {
        return Err(format!("the paragraph is {}", if line.rtl { "RTL" } else { "LTR" }));
    }
    let starts: Vec<usize> =
        case.chars.iter().scan(0, |next, c| Some(std::mem::replace(next, *next + c.len_utf8()))).collect();
    let cell_of = |index: usize| line.cells.iter().position(|cell: &Cell| cell.range.contains(&starts[index]));
    let mut expected: Vec<usize> = case.order.iter().filter_map(|index| cell_of(*index)).collect();
    expected.dedup();
    let kept =
        |cell: &usize| (0..starts.len()).any(|index| case.levels[index].is_some() && cell_of(index) == Some(*cell));
    let found: Vec<usize> = (0..line.cells.len()).filter(kept).collect();
    if expected != found {
        return Err(format!("cells in the order {expected:?}, not {found:?}, of {:?}", line.cells));
    }
    for (index, level) in case.levels.iter().enumerate() {
        let (Some(level), Some(cell)) = (level, cell_of(index).and_then(|cell| line.cells.get(cell))) else { continue };
        if cell.rtl != (level % 2 == 1) {
            return Err(format!("character {index} has the level {level} and the cell {cell:?}"));
        }
        let c = case.chars[index];
        let shown = if cell.rtl { mirrored.get(&c).copied().unwrap_or(c) } else { c };
        if cell.range.start == starts[index] && !cell.stand_in && c > ' ' && !cell.symbol.starts_with(shown) {
            return Err(format!("{c} is drawn as {}", cell.symbol));
        }
    }
    Ok(())
}

/// Fields 0 and 1 of BidiMirroring.txt.
fn mirrored() -> Option<HashMap<char, char>> {
    let file = ucd("BidiMirroring.txt")?;
    let pairs = file.lines().filter_map(data).map(|line| {
        let (from, to) = line.split_once(';').unwrap();
        (code_point(from.trim()), code_point(to.trim()))
    });
    Some(pairs.collect())
}

fn level(field: &str) -> Option<u8> {
    (field != "x").then(|| field.parse().unwrap())
}

fn indices(field: &str) -> Vec<usize> {
    field.split_whitespace().map(|index| index.parse().unwrap()).collect()
}

#[test]
fn bidi_character_test() {
    let (Some(file), Some(mirrored)) = (ucd("BidiCharacterTest.txt"), mirrored()) else { return };
    let mut cases = 0;
    for (number, line) in file.lines().enumerate() {
        let Some(line) = data(line) else { continue };
        let fields: Vec<&str> = line.split(';').collect();
        let case = BidiCase {
            chars: fields[0].split_whitespace().map(code_point).collect(),
            base: [BaseDirection::Ltr, BaseDirection::Rtl, BaseDirection::Auto][fields[1].parse::<usize>().unwrap()],
            paragraph_level: level(fields[2]),
            levels: &fields[3].split_whitespace().map(level).collect::<Vec<_>>(),
            order: &indices(fields[4]),
        };
        if let Err(error) = check_bidi(&case, &mirrored) {
            panic!("BidiCharacterTest.txt:{}: {error}", number + 1);
        }
        cases += 1;
    }
    assert!(cases > 90_000, "{cases} cases");
}

/// A character of each class. Only the nonspacing mark forms a cluster with another one.
fn of_class(class: &str) -> char {
    match class {
        "L" => 'a',
        "R" => '\u{5D0}',
        "AL" => '\u{628}',
        "EN" => '1',
        "ES" => '+',
        "ET" => '#',
        "AN" => '\u{661}',
        "CS" => ',',
        "B" => '\u{2029}',
        "S" => '\t',
        "WS" => ' ',
        "ON" => '!',
        "BN" => '\u{200B}',
        "NSM" => '\u{300}',
        "LRE" => '\u{202A}',
        "RLE" => '\u{202B}',
        "PDF" => '\u{202C}',
        "LRO" => '\u{202D}',
        "RLO" => '\u{202E}',
        "LRI" => '\u{2066}',
        "RLI" => '\u{2067}',
        "FSI" => '\u{2068}',
        "PDI" => '\u{2069}',
        _ => panic!("no class {class}"),
    }
}

#[test]
fn bidi_test() {
    let (Some(file), Some(mirrored)) = (ucd("BidiTest.txt"), mirrored()) else { return };
    let (mut levels, mut order) = (Vec::new(), Vec::new());
    let mut cases = 0;
    for (number, line) in file.lines().enumerate() {
        let Some(line) = data(line) else { continue };
        if let Some(fields) = line.strip_prefix("@Levels:") {
            levels = fields.split_whitespace().map(level).collect();
        } else if let Some(fields) = line.strip_prefix("@Reorder:") {
            order = indices(fields);
        } else if !line.starts_with('@') {
            let (classes, bits) = line.split_once(';').unwrap();
            let bits: u8 = bits.trim().parse().unwrap();
            for (bit, base) in [(1, BaseDirection::Auto), (2, BaseDirection::Ltr), (4, BaseDirection::Rtl)] {
                if bits & bit == 0 {
                    continue;
                }
                let chars = classes.split_whitespace().map(of_class).collect();
                let case = BidiCase { chars, base, paragraph_level: None, levels: &levels, order: &order };
                if let Err(error) = check_bidi(&case, &mirrored) {
                    panic!("BidiTest.txt:{}: {base:?}: {error}", number + 1);
                }
                cases += 1;
            }
        }
    }
    assert!(cases > 700_000, "{cases} cases");
}

/// For each character between two behs: whether the first beh joins it, and whether it joins the second.
#[test]
fn arabic_shaping() {
    let Some(file) = ucd("ArabicShaping.txt") else { return };
    let mut cases = 0;
    for line in file.lines().filter_map(data) {
        let fields: Vec<&str> = line.split(';').map(str::trim).collect();
        let c = code_point(fields[0]);
        let text = Text::new(format!("ب{c}ب"));
        // Joining is checked within one directional run; some scripts run from left to right.
        let page = Page::new(&text, PageOptions { base: BaseDirection::Rtl, ..PageOptions::default() }, WIDE);
        let line = page.line(0, &[]);
        if line.cells.iter().any(|cell| !cell.rtl) {
            continue;
        }
        let joins = |offset: usize, joined: char| {
            let cell = line.cells.iter().find(|cell| cell.range.contains(&offset)).unwrap();
            cell.symbol.contains(joined)
        };
        let found = (joins(0, 'ﺑ'), joins(2 + c.len_utf8(), 'ﺐ'));
        let expected = match fields[2] {
            "U" => (false, false),
            "R" => (true, false),
            "L" => (false, true),
            // Across a transparent character the two behs join each other.
            "D" | "C" | "T" => (true, true),
            other => panic!("no joining type {other}"),
        };
        assert_eq!(found, expected, "{line:?}");
        cases += 1;
    }
    assert!(cases > 500, "{cases} cases");
}

/// A line of a break test: its text, and the byte offsets of its breaks, without start and end.
fn break_case(line: &str) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut breaks = Vec::new();
    for token in line.split_whitespace() {
        match token {
            "÷" => breaks.push(text.len()),
            "×" => {}
            hex => text.push(code_point(hex)),
        }
    }
    breaks.retain(|at| *at > 0 && *at < text.len());
    (text, breaks)
}

/// Each cluster has its own cell; line ends have none.
#[test]
fn grapheme_break_test() {
    let Some(file) = ucd("auxiliary/GraphemeBreakTest.txt") else { return };
    let mut cases = 0;
    for line in file.lines().filter_map(data) {
        // The character ✂ changed its property: the file is of Unicode 15.0, the library of 17.
        if line == "÷ 2701 × 200D × 2701 ÷" {
            continue;
        }
        let (raw, mut breaks) = break_case(line);
        breaks.push(raw.len());
        let text = Text::new(raw.clone());
        let page = Page::new(&text, options(BaseDirection::Auto), WIDE);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for line in page.lines_from(0) {
            found.extend(page.line(line, &[]).cells.iter().map(|cell| (cell.range.start, cell.range.end)));
        }
        found.sort_unstable();
        let mut start = 0;
        let mut expected = Vec::new();
        for end in breaks {
            if paragraphs(&raw).any(|paragraph| paragraph.start <= start && end <= paragraph.end) {
                expected.push((start, end));
            }
            start = end;
        }
        assert_eq!(found, expected, "{line}");
        cases += 1;
    }
    assert!(cases > 600, "{cases} cases");
}

/// The intended differences from the file, which is of Unicode 15.0. The arguments are the characters around the place,
/// without combining marks and spaces.
fn differs_by_intent(before: char, after: char) -> bool {
    // The file uses the tailored rule LB25 (UAX #14, section 8.2, example 7). The standard rule, which fits Arabic news
    // better, keeps the parts of a number together without further context.
    let number = match before {
        ')' | '}' => matches!(after, '%' | '$'),
        ',' | '.' | '/' => after.is_ascii_digit(),
        '%' | '$' | '\\' => matches!(after, '(' | '{' | '\u{2329}'),
        _ => false,
    };
    // Since Unicode 15.1 the rules LB15a and LB15b consider whether a quotation mark opens or closes.
    let is_quote = |c| matches!(c, '"' | '«' | '»');
    number || is_quote(before) || is_quote(after)
}

#[test]
fn line_break_test() {
    let Some(file) = ucd("auxiliary/LineBreakTest.txt") else { return };
    let (mut cases, mut exceptions) = (0, 0);
    for line in file.lines().filter_map(data) {
        let (raw, breaks) = break_case(line);
        // A line end is always a break, and a paragraph always starts a line.
        let inside = |at: &usize| paragraphs(&raw).any(|paragraph| paragraph.start < *at && *at < paragraph.end);
        // No line ends inside a cluster: a break between a space and its combining mark moves behind the mark.
        let mut expected: Vec<usize> =
            breaks.into_iter().filter(inside).map(|at| ceil_grapheme(&raw, at)).filter(inside).collect();
        expected.dedup();
        let page = Page::new(&Text::new(raw.clone()), PageOptions::default(), WIDE);
        let found: Vec<usize> = (0..=raw.len()).filter(|at| page.may_wrap_at(*at)).collect();
        cases += 1;
        exceptions += usize::from(found != expected);
        for at in (0..raw.len()).filter(|at| found.contains(at) != expected.contains(at)) {
            let seen = |c: &char| !matches!(c, ' ' | '\u{308}');
            let before = raw[..at].chars().rev().find(seen).unwrap();
            let after = raw[at..].chars().find(seen).unwrap();
            assert!(differs_by_intent(before, after), "{line}: {found:?}, not {expected:?}");
        }
    }
    assert_eq!((cases, exceptions), (7654, 42));
}
