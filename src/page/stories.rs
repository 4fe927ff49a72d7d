//! Pages as an annotator sees them. Each case is one line of data.

use super::*;

fn page(raw: &str, base: BaseDirection, width: u16) -> Page {
    Page::new(&Text::new(raw), PageOptions { base, ..PageOptions::default() }, width)
}

/// The cells of a line from left to right, as they are sent to a terminal.
fn visual(page: &Page, line: usize, splits: &[usize]) -> String {
    page.line(line, splits).cells.iter().map(|cell| cell.symbol.as_str()).collect()
}

/// The cells of a line in the order of the text.
fn logical(raw: &str, splits: &[usize]) -> Vec<String> {
    let mut cells = page(raw, BaseDirection::Rtl, 100).line(0, splits).cells;
    cells.sort_by_key(|cell| cell.range.start);
    cells.iter().map(|cell| cell.symbol.to_string()).collect()
}

#[test]
fn letters_are_drawn_in_joined_forms() {
    // A word and its cells in reading order.
    for (raw, cells) in [
        // Arabic.
        ("سلام", "ﺳ ﻼ ﻡ"),
        ("لا", "ﻻ"),
        ("ولا", "ﻭ ﻻ"),
        ("بلا", "ﺑ ﻼ"),
        ("لأن", "ﻷ ﻥ"),
        ("بلأ", "ﺑ ﻸ"),
        ("الآن", "ﺍ ﻵ ﻥ"),
        ("فلآ", "ﻓ ﻶ"),
        ("إلى", "ﺇ ﻟ ﻰ"),
        ("لإيران", "ﻹ ﻳ ﺮ ﺍ ﻥ"),
        ("فلإ", "ﻓ ﻺ"),
        ("لٱلله", "ﻟ ﭑ ﻟ ﻠ ﻪ"),
        ("الله", "ﺍ ﻟ ﻠ ﻪ"),
        ("للأمم", "ﻟ ﻸ ﻣ ﻢ"),
        ("السماء", "ﺍ ﻟ ﺴ ﻤ ﺎ ﺀ"),
        ("مسؤول", "ﻣ ﺴ ﺆ ﻭ ﻝ"),
        ("مدرسة", "ﻣ ﺪ ﺭ ﺳ ﺔ"),
        ("ئيس", "ﺋ ﻴ ﺲ"),
        // A hamza or madda of its own makes one letter with the letter before it, as if the two were one character.
        ("بي\u{654}ر", "ﺑ ﺌ ﺮ"),
        ("بي\u{64E}\u{654}ر", "ﺑ ﺌَ ﺮ"),
        ("بي\u{654}\u{64E}ر", "ﺑ ﺌَ ﺮ"),
        ("ا\u{653}ن", "ﺁ ﻥ"),
        ("ا\u{655}لى", "ﺇ ﻟ ﻰ"),
        ("مسو\u{654}ول", "ﻣ ﺴ ﺆ ﻭ ﻝ"),
        ("لا\u{654}ن", "ﻷ ﻥ"),
        ("ل\u{64E}ا\u{654}\u{64F}", "\u{FEF7}\u{64E}\u{64F}"),
        ("بيي\u{654}", "ﺑ ﻴ ﺊ"),
        // Other letters keep it, and it stays where it makes no letter with forms.
        ("بۂ", "ﺑ ۂ"),
        ("بہ\u{654}", "ﺑ ﮧ\u{654}"),
        ("ب\u{654}ر", "ﺑ\u{654} ﺮ"),
        ("ڤيديو", "ﭬ ﻴ ﺪ ﻳ ﻮ"),
        // Diacritics stay with their letter, through joins and through lam-alef: first those of the lam.
        ("مُحَمَّدٌ", "ﻣُ ﺤَ ﻤَّ ﺪٌ"),
        ("بِلَا", "ﺑِ ﻼَ"),
        ("ل\u{64E}ا\u{64B}", "\u{FEFB}\u{64E}\u{64B}"),
        ("ٱلرَّحْمٰنِ", "ﭐ ﻟ ﺮَّ ﺣْ ﻤٰ ﻦِ"),
        // Tatweel joins and always looks the same.
        ("مــن", "ﻣ ـ ـ ﻦ"),
        ("لـا", "ﻟ ـ ﺎ"),
        ("ـه", "ـ ﻪ"),
        // Persian: ZWNJ separates letters, ZWJ joins single letters. Neither is sent to the terminal.
        ("می\u{200C}خواهم", "ﻣ ﯽ ﺧ ﻮ ﺍ ﻫ ﻢ"),
        ("ه\u{200D}", "ﻫ"),
        ("\u{640}\u{200D}", "ـ"),
        ("ل\u{200C}ا", "ﻝ ﺍ"),
        ("ل\u{200D}ا", "ﻟ ﺎ"),
        ("گچپژ", "ﮔ ﭽ ﭙ ﮋ"),
        ("کیک", "ﮐ ﯿ ﮏ"),
        ("ب\u{200C}\u{200D}ب", "ﺏ ﺐ"),
        // Urdu.
        ("ہے", "ﮨ ﮯ"),
        ("ٹھیک", "ﭨ ﮭ ﯿ ﮏ"),
        ("ڑاں", "ﮌ ﺍ ﮞ"),
        ("میں", "ﻣ ﯿ ﮟ"),
        ("ں\u{200D}", "ﮞ"),
        // Kurdish and Uyghur: ێ and ڵ have no presentation forms, ە looks like heh.
        ("هەوێ", "ﻫ ﻪ ﻭ ێ"),
        ("ۆلە", "ﯙ ﻟ ﻪ"),
        ("بڵێ", "ﺑ ڵ ێ"),
        ("ئۇيغۇر", "ﺋ ﯘ ﻳ ﻐ ﯘ ﺭ"),
        ("ېتى", "ﯦ ﺘ ﻰ"),
        ("ىلى", "ﯨ ﻠ ﻰ"),
        // Sindhi.
        ("ڀٿڄ", "ﭜ ﭥ ﭳ"),
        ("سنڌي", "ﺳ ﻨ ﮅ ﻱ"),
        ("ڳڻ", "ﮘ ﮡ"),
        // Presentation forms in the text are drawn as they are and join to nothing.
        ("بﻻﺏ", "ﺏ ﻻ ﺏ"),
        ("ﷲ", "ﷲ"),
        // A sign that is prepended to a letter is in the same cell, on the right.
        ("\u{600}بب", "ﺑ⌘ ﺐ"),
        // A directional mark is transparent: the letters beside its stand-in join.
        ("ب\u{200F}ب", "ﺑ ⇠ ﺐ"),
    ] {
        assert_eq!(logical(raw, &[]), cells.split(' ').collect::<Vec<_>>(), "{raw}");
    }
}

#[test]
fn a_split_inside_lam_alef_is_visible() {
    for (raw, splits, cells) in [
        ("لأوباما", &[2][..], "ﻟ ﺄ ﻭ ﺑ ﺎ ﻣ ﺎ"),
        ("بلا", &[4], "ﺑ ﻠ ﺎ"),
        ("بلا", &[0, 2, 6], "ﺑ ﻼ"),
        ("لَا", &[4], "ﻟَ ﺎ"),
        ("لالا", &[6], "ﻻ ﻟ ﺎ"),
    ] {
        assert_eq!(logical(raw, splits), cells.split(' ').collect::<Vec<_>>(), "{raw} at {splits:?}");
    }
}

#[test]
fn letters_under_an_override_join_with_their_visual_neighbours() {
    // UAX #9, section 3.5: jeem and ain are laid out from left to right, so the jeem is on the left and joins to the
    // right.
    let turned = page("\u{202D}جع\u{202C}", BaseDirection::Ltr, 20);
    assert_eq!(visual(&turned, 0, &[]), "⇛ﺞﻋ⇈");
    // Lam and alef in reversed order are no pair. Alef and lam in reversed order look like one, but are none in the
    // text.
    assert_eq!(visual(&page("\u{202D}لا\u{202C}", BaseDirection::Ltr, 20), 0, &[]), "⇛ﻝﺍ⇈");
    assert_eq!(visual(&page("\u{202D}ال\u{202C}", BaseDirection::Ltr, 20), 0, &[]), "⇛ﺎﻟ⇈");
}

#[test]
fn the_base_shape_draws_base_letters() {
    let options = PageOptions { shape: Shape::Base, base: BaseDirection::Rtl, ..PageOptions::default() };
    let page = Page::new(&Text::new("(بلَا)"), options, 20);
    assert_eq!(
        page.line(0, &[]).cells.iter().map(|cell| cell.symbol.as_str()).collect::<Vec<_>>(),
        ["(", "ا", "لَ", "ب", ")"]
    );
}

#[test]
fn hidden_tashkeel_changes_no_cell() {
    let text = Text::new("مُحَمَّدٌ بِلَا جزٔ");
    let keep = Page::new(&text, PageOptions::default(), 20).line(0, &[]);
    let hide =
        Page::new(&text, PageOptions { diacritics: DiacriticsView::Hide, ..PageOptions::default() }, 20).line(0, &[]);
    let place = |line: &Line| line.cells.iter().map(|cell| (cell.range.clone(), cell.column)).collect::<Vec<_>>();
    assert_eq!(place(&keep), place(&hide));
    let symbols: String = hide.cells.iter().map(|cell| cell.symbol.as_str()).collect();
    assert_eq!(symbols, "ﺰٔﺟ ﻼﺑ ﺪﻤﺤﻣ", "a hamza is part of the spelling");
}

#[test]
fn mixed_lines_have_visual_order() {
    use BaseDirection::{Auto, Ltr, Rtl};
    // The text (letters that do not join, so that the order is easy to read), and the cells from left to right.
    for (base, raw, seen) in [
        (Auto, "דה (BBC) וז", "זו (BBC) הד"),
        (Auto, "אב (גד) [הו] {זח} <טי>", "<יט> {חז} [וה] (דג) בא"),
        (Auto, "«אב» ≤ ג", "ג ≥ «בא»"),
        (Auto, "אב 12/11/2013 גד", "דג 12/11/2013 בא"),
        (Auto, "ﺩ 12/11/2013 ﺩ", "ﺩ 12/11/2013 ﺩ"),
        (Auto, "ﺩ 12-11-2013 ﺩ", "ﺩ 2013-11-12 ﺩ"),
        (Auto, "ﺩ ٣٫٥٪ ﺩ", "ﺩ ٪٣٫٥ ﺩ"),
        (Auto, "ﺩ 3.5% ﺩ", "ﺩ %3.5 ﺩ"),
        (Auto, "אב 3.5% גד", "דג 3.5% בא"),
        (Auto, "אב a.b@example.com, גד", "דג ,a.b@example.com בא"),
        (Auto, "אב +33 1 23 גד", "דג 23 1 33+ בא"),
        (Auto, "BBC אב 12.", "BBC 12 בא."),
        (Rtl, "BBC אב 12.", ".12 בא BBC"),
        (Ltr, "אב, גד.", "דג ,בא."),
        (Auto, "12 (34)", "12 (34)"),
        (Rtl, "12 (34)", "(34) 12"),
        (Auto, "\u{2067}אב\u{2069} c", "↤בא↥ c"),
        (Auto, "a \u{202E}bcd\u{202C} e", "a ⇚⇈dcb e"),
    ] {
        assert_eq!(visual(&page(raw, base, 60), 0, &[]), seen, "{raw}");
    }
}

#[test]
fn invisible_characters_have_stand_ins() {
    for (raw, symbol, width, stand_in) in [
        ("\u{1B}", "␛", 1, true),
        ("\0", "␀", 1, true),
        ("\u{7F}", "␡", 1, true),
        ("\u{9B}", "⌧", 1, true),
        ("\t", "⇥", 1, true),
        ("\u{AD}", "¬", 1, true),
        ("\u{200E}", "⇢", 1, true),
        ("\u{200F}", "⇠", 1, true),
        ("\u{61C}", "↜", 1, true),
        ("\u{FEFF}", "⊡", 1, true),
        ("\u{200C}", "⊠", 1, true),
        ("\u{FE0F}", "⍰", 1, true),
        ("\u{E0041}", "⍰", 1, true),
        ("\u{64E}", "◌\u{64E}", 1, true),
        (" \u{651}\u{64E}", "◌\u{651}\u{64E}", 1, true),
        ("\u{600}", "⌘", 1, true),
        ("\u{600}٣", "⌘٣", 2, true),
        ("\u{6DD}١", "❁١", 2, true),
        ("\u{605}\u{605}\u{605}ب", "ﺏ⌘", 2, true),
        ("ل\u{64E}\u{64E}\u{64E}\u{64E}\u{64E}\u{64E}\u{64E}ا", "ﻻ\u{64E}\u{64E}\u{64E}\u{64E}\u{64E}\u{64E}", 1, true),
        ("\u{E000}", "▯", 1, true),
        ("\u{378}", "▯", 1, true),
        ("\u{4DC0}", "▯", 1, true),
        ("\u{A0}", " ", 1, false),
        ("\u{3000}", "  ", 2, false),
        ("中", "中", 2, false),
        ("\u{1112}\u{1161}\u{11AB}", "한", 2, false),
        ("😀", "😀", 2, false),
        ("👨‍👩‍👧", "👨", 2, true),
        ("👍🏽", "👍", 2, true),
        ("❤\u{FE0F}", "❤", 1, false),
        ("🇫🇷", "FR", 2, true),
        ("🇫", "F", 1, true),
        ("1\u{FE0F}\u{20E3}", "1", 1, true),
        ("e\u{301}", "e\u{301}", 1, false),
        (
            "ب\u{64E}\u{64E}\u{64E}\u{64E}\u{64E}\u{64E}\u{64E}\u{64E}",
            "ﺏ\u{64E}\u{64E}\u{64E}\u{64E}\u{64E}\u{64E}",
            1,
            true,
        ),
    ] {
        let line = page(raw, BaseDirection::Auto, 10).line(0, &[]);
        let [cell] = line.cells.as_slice() else { panic!("{raw:?} is {:?}", line.cells) };
        assert_eq!((cell.symbol.as_str(), cell.width, cell.stand_in), (symbol, width, stand_in), "{raw:?}");
    }
}

#[test]
fn no_two_bidi_controls_look_the_same() {
    let controls = "\u{61C}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}";
    let mut seen: Vec<String> =
        controls.chars().map(|c| visual(&page(&c.to_string(), BaseDirection::Ltr, 9), 0, &[])).collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), controls.chars().count());
}

#[test]
fn lines_wrap_at_the_width() {
    // The width of the page, the text, and its lines in logical order.
    for (width, raw, lines) in [
        (10, "", &[""][..]),
        (10, "\n", &["", ""]),
        (10, "قال\r\nنعم", &["قال", "نعم"]),
        (10, "قال وزير الخارجية", &["قال وزير ", "الخارجية"]),
        // Any number of spaces hangs over the edge.
        (8, "قال وزير      الخارجية", &["قال وزير      ", "الخارجية"]),
        (8, "قال وزير      ", &["قال وزير      "]),
        (4, "          ", &["          "]),
        // A no-break space keeps its words together. A slash and a hyphen allow a break.
        (9, "قال عبد\u{A0}الله", &["قال ", "عبد\u{A0}الله"]),
        (9, "نوفمبر/تشرين", &["نوفمبر/", "تشرين"]),
        // No line begins with closing punctuation or ends with an opening bracket.
        (8, "هو «نعم»، ثم", &["هو ", "«نعم»، ", "ثم"]),
        (7, "ممكن» (3.5%)", &["ممكن» ", "(3.5%)"]),
        // A word that is longer than a line is cut between clusters. A word that fits moves to the next line.
        (4, "abcdefghij", &["abcd", "efgh", "ij"]),
        (4, "ab abcdefghij", &["ab ", "abcd", "efgh", "ij"]),
        (3, "بَبَبَبَ", &["بَبَبَ", "بَ"]),
        (2, "中中中", &["中", "中", "中"]),
        (3, "中中中", &["中", "中", "中"]),
        // A lam-alef counts as two cells and may be cut.
        (4, "بلالا", &["بلال", "ا"]),
        (3, "لا لا", &["لا ", "لا"]),
    ] {
        let page = page(raw, BaseDirection::Auto, width);
        let found: Vec<&str> = page.lines_from(0).map(|line| raw.get(page.line_range(line)).unwrap()).collect();
        assert_eq!(found, lines, "{raw:?} in {width}");
    }
}

#[test]
fn a_word_cut_by_the_edge_keeps_its_joins() {
    let page = page("بلال", BaseDirection::Auto, 2);
    assert_eq!([visual(&page, 0, &[]), visual(&page, 4, &[])], ["ﻠﺑ", "ﻝﺎ"]);
}

#[test]
fn right_to_left_lines_are_aligned_right() {
    let page = page("קל אבג  \nabc  ", BaseDirection::Auto, 4);
    let seen: Vec<(String, u16)> =
        page.lines_from(0).map(|line| (visual(&page, line, &[]), page.line(line, &[]).indent)).collect();
    // Spaces at the end of a line are drawn as far as they fit.
    assert_eq!(seen, [(" לק".into(), 1), (" גבא".into(), 0), ("abc ".into(), 0)]);
}

#[test]
fn line_ends_have_a_position() {
    let text = "קל\nab\n\nקלקל";
    let page = page(text, BaseDirection::Auto, 4);
    let place = |offset: usize| {
        let place = page.position_of(offset, &[]);
        (place.line, place.column)
    };
    assert_eq!(place(4), (0, 1), "left of a right-to-left line");
    assert_eq!(place(7), (5, 2), "right of a left-to-right line");
    assert_eq!(place(8), (8, 0), "an empty line");
    assert_eq!(place(text.len()), (9, 0), "no room: the last column on that side");
    assert_eq!(place(usize::MAX), (9, 0));
}
