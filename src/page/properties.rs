//! Properties of every page, tested with hostile texts, all widths and all splits.

use std::ops::Range;

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::*;
use crate::text::is_bidi_control;

/// Pieces of text: those that articles contain, and those that they should not contain.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[ابتلمنهويةىءأإآلل ]{1,8}",
        3 => "[لا]{1,4}",
        3 => "(لا|لأ|لإ|لآ|لٱ|الله|للأمم|بِلَا|لَّاً|ێوەڕ|گپچژ|ڀٿڄ)",
        2 => "[لابمه][\u{64B}-\u{655}\u{670}]{0,9}[اأ]?",
        2 => "[a-zA-Z@.:/]{1,9}",
        2 => "[0-9٠-٩۰-۹%$€+,./-]{1,6}",
        2 => "[()\\[\\]{}«»<>\"“”،؛؟!]{1,3}",
        2 => " {1,9}",
        1 => "[\u{200C}\u{200D}ـ]{1,2}",
        1 => "[\u{200E}\u{200F}\u{61C}\u{202A}-\u{202E}\u{2066}-\u{2069}]{1,2}",
        1 => "(\n|\r\n|\u{2029}|\u{85}|\r|\u{B})",
        1 => "[\u{0}-\u{1F}\u{7F}-\u{9F}\u{AD}\u{FEFF}\u{200B}\u{2060}\u{FFF9}\u{E0041}\u{A0}\u{3000}\u{202F}]",
        1 => "[\u{600}-\u{605}\u{6DD}\u{70F}\u{8E2}\u{110BD}]{1,2}",
        1 => "(😀|👨‍👩‍👧|👍🏽|❤️|🇫🇷|🇫|1️⃣|🏴\u{E0067}\u{E007F}|中文|각|각|क्षि|กำ|\u{2E3B}|\u{4DC0}|\u{FE0F}|\u{FFFF}|\u{E000}|ﻻ|ﷲ|﷽)",
        1 => any::<char>().prop_map(String::from),
    ]
}

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

fn options() -> impl Strategy<Value = PageOptions> {
    (
        prop_oneof![Just(BaseDirection::Auto), Just(BaseDirection::Rtl), Just(BaseDirection::Ltr)],
        prop_oneof![4 => Just(Order::Visual), 1 => Just(Order::Logical)],
        prop_oneof![3 => Just(Shape::Forms), 1 => Just(Shape::Base)],
        prop_oneof![3 => Just(DiacriticsView::Keep), 1 => Just(DiacriticsView::Hide)],
    )
        .prop_map(|(base, order, shape, diacritics)| PageOptions { base, order, shape, diacritics })
}

/// The clusters of a line.
fn clusters(text: &str, line: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let start = line.start;
    text.get(line).unwrap().grapheme_indices(true).map(move |(at, part)| start + at..start + at + part.len())
}

fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}') && !c.is_control()
}

/// Characters that may follow a space in its cluster and are invisible.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0020}'..='\u{E007F}')
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 400 } else { 4000 }))]

    #[test]
    fn every_page_keeps_its_invariants(
        raw in texts(),
        options in options(),
        width in prop_oneof![2u16..12, 12u16..200],
        seeds in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let text = Text::new(raw.clone());
        let mut splits: Vec<usize> = seeds.iter().map(|seed| seed.index(raw.len() + 1)).collect();
        splits.sort_unstable();
        let page = Page::new(&text, options, width);
        lines_cover_the_text(&page, &raw)?;
        for start in page.lines_from(0) {
            let line = page.line(start, &splits);
            prop_assert_eq!(&line.range, &page.line(start, &[]).range);
            prop_assert_eq!(&line.range, &page.line_range(start));
            cells_are_sound(&page, &line)?;
            every_cluster_is_drawn_once(&raw, &line, &splits)?;
            places_and_hits_agree(&page, start, &line, &raw, &splits)?;
        }
    }

    #[test]
    fn rewrapping_equals_a_new_layout(raw in texts(), options in options(), first in 0u16..80, second in 0u16..80) {
        let text = Text::new(raw);
        let mut page = Page::new(&text, options, first);
        let _ = lines(&page);
        page.wrap(second);
        let other = Page::new(&text, options, second);
        prop_assert_eq!(page.width(), other.width());
        prop_assert_eq!(lines(&page), lines(&other));
        for line in lines(&page) {
            prop_assert_eq!(page.line(line, &[]), other.line(line, &[]));
        }
    }

    #[test]
    fn logical_order_gives_the_same_lines_in_text_order(
        raw in texts(),
        options in options(),
        width in 2u16..60,
    ) {
        let text = Text::new(raw);
        let visual = Page::new(&text, PageOptions { order: Order::Visual, ..options }, width);
        let logical = Page::new(&text, PageOptions { order: Order::Logical, ..options }, width);
        prop_assert_eq!(lines(&visual), lines(&logical));
        for start in visual.lines_from(0) {
            let (line, mut cells) = (logical.line(start, &[]), visual.line(start, &[]).cells);
            cells.sort_by_key(|cell| cell.range.start);
            let ranges = |cells: &[Cell]| cells.iter().map(|cell| cell.range.clone()).collect::<Vec<_>>();
            prop_assert_eq!(ranges(&line.cells), ranges(&cells));
            prop_assert!(!line.rtl && line.indent == 0);
        }
    }

    #[test]
    fn no_line_column_or_offset_is_out_of_range(raw in texts(), width in 0u16..40, line: usize, column: u16, offset: usize) {
        let text = Text::new(raw);
        let page = Page::new(&text, PageOptions::default(), width);
        let hit = page.hit_test(line, column, &[offset]);
        prop_assert!(hit.range.end <= text.len());
        let place = page.position_of(offset, &[offset]);
        prop_assert!(place.line <= text.len() && place.column < page.width());
        prop_assert!(page.line(line, &[offset]).range.end <= text.len());
    }
}

/// All lines, by their first bytes.
fn lines(page: &Page) -> Vec<usize> {
    page.lines_from(0).collect()
}

fn lines_cover_the_text(page: &Page, raw: &str) -> Result<(), TestCaseError> {
    let lines = lines(page);
    prop_assert!(!lines.is_empty());
    let mut end = 0;
    for (index, &start) in lines.iter().enumerate() {
        let range = page.line_range(start);
        prop_assert_eq!(range.start, start);
        let between = raw.get(end..range.start);
        let is_line_end = |c: char| {
            matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}')
        };
        prop_assert!(
            between.is_some_and(|between| between.chars().all(is_line_end)),
            "{between:?} before line {index}"
        );
        prop_assert!(index == 0 || lines.get(index - 1).is_some_and(|before| *before < start));
        // A line end of two characters belongs to the line that it ends, too.
        let next = lines.get(index + 1).copied();
        for offset in start..next.unwrap_or(raw.len() + 1) {
            prop_assert_eq!(page.line_of(offset), start);
        }
        for count in [0, 1, 2, 7, 500] {
            let (below, above) = ((index + count).min(lines.len() - 1), index.saturating_sub(count));
            prop_assert_eq!(Some(page.below(start, count)), lines.get(below).copied());
            prop_assert_eq!(Some(page.above(start, count)), lines.get(above).copied());
        }
        end = range.end;
    }
    prop_assert_eq!(end, raw.len());
    prop_assert_eq!(Some(page.line_of(usize::MAX)), lines.last().copied());
    // The lines are the same from every start, and whatever was laid out before.
    for &from in lines.iter().rev().step_by(3).take(4) {
        let fresh = Page::new(&page.text, page.options, page.width);
        let mut back: Vec<usize> = fresh.lines_back_from(from).collect();
        back.reverse();
        back.extend(fresh.lines_from(from).skip(1));
        prop_assert_eq!(&back, &lines);
    }
    Ok(())
}

fn cells_are_sound(page: &Page, line: &Line) -> Result<(), TestCaseError> {
    prop_assert!(line.width <= page.width(), "{} cells on a page of {}", line.width, page.width());
    prop_assert_eq!(line.indent, if line.rtl { page.width() - line.width } else { 0 });
    let mut column = line.indent;
    for cell in &line.cells {
        prop_assert_eq!(cell.column, column);
        prop_assert!(matches!(cell.width, 1 | 2));
        column += u16::from(cell.width);
        let summed: usize = cell.symbol.chars().map(|c| c.width().unwrap_or(100)).sum();
        prop_assert_eq!(summed, usize::from(cell.width), "{:?}", cell);
        prop_assert!(!cell.symbol.is_empty());
        for c in cell.symbol.chars() {
            let unsafe_char = c.is_control()
                || is_bidi_control(c)
                || c.is_whitespace() && c != ' '
                || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{600}'..='\u{605}'
                    | '\u{6DD}' | '\u{70F}' | '\u{8E2}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}');
            prop_assert!(!unsafe_char, "{:?}", cell);
        }
        prop_assert!(cell.symbol.chars().count() <= 2 + 12);
    }
    prop_assert_eq!(column, line.indent + line.width);
    Ok(())
}

fn every_cluster_is_drawn_once(raw: &str, line: &Line, splits: &[usize]) -> Result<(), TestCaseError> {
    let mut drawn: Vec<Range<usize>> = line.cells.iter().map(|cell| cell.range.clone()).collect();
    drawn.sort_by_key(|range| range.start);
    let mut drawn = drawn.into_iter().peekable();
    let mut clusters = clusters(raw, line.range.clone()).peekable();
    while let Some(cluster) = clusters.next() {
        let Some(range) = drawn.next() else {
            // The rest hangs over the edge of the page.
            prop_assert!(
                raw.get(cluster.start..line.range.end).unwrap().chars().all(|c| is_space(c) || is_joiner(c)),
                "{:?}",
                line
            );
            return Ok(());
        };
        if range != cluster {
            let alef = clusters.next();
            prop_assert_eq!(Some(range), alef.clone().map(|alef| cluster.start..alef.end));
            prop_assert!(raw.get(cluster).unwrap().starts_with('ل'));
            prop_assert!(raw.get(alef.clone().unwrap()).unwrap().starts_with(['ا', 'أ', 'إ', 'آ']));
            prop_assert!(!splits.contains(&alef.unwrap().start), "a split pair is drawn apart");
        }
    }
    prop_assert_eq!(drawn.next(), None);
    Ok(())
}

fn places_and_hits_agree(
    page: &Page,
    start: usize,
    line: &Line,
    raw: &str,
    splits: &[usize],
) -> Result<(), TestCaseError> {
    for cluster in clusters(raw, line.range.clone()) {
        let place = page.position_of(cluster.start, splits);
        prop_assert_eq!(place.line, start);
        let hit = page.hit_test(start, place.column, splits);
        if let Some(cell) = line.cells.iter().find(|cell| cell.range.contains(&cluster.start)) {
            prop_assert_eq!((place.column, place.width), (cell.column, cell.width));
            for column in cell.column..cell.column + u16::from(cell.width) {
                prop_assert_eq!(
                    &page.hit_test(start, column, splits),
                    &HitTest { range: cell.range.clone(), inside: true }
                );
            }
            prop_assert!(hit.range.contains(&cluster.start) && hit.inside);
        } else {
            prop_assert!(place.column == 0 || place.column == page.width() - 1);
        }
    }
    for column in 0..page.width() + 3 {
        let hit = page.hit_test(start, column, splits);
        let under =
            line.cells.iter().find(|cell| cell.column <= column && column < cell.column + u16::from(cell.width));
        prop_assert_eq!(hit.inside, under.is_some());
        let nearest = if column < line.indent { line.cells.first() } else { line.cells.last() };
        if let Some(cell) = under.or(nearest) {
            prop_assert_eq!(hit.range, cell.range.clone());
        }
    }
    Ok(())
}
