//! Classes of characters that several rooms need: Arabic diacritics, bidi controls, and characters that a message must not
//! contain.

/// Returns true for a sign on an Arabic letter: tashkeel, hamza above and below, Koranic signs. These are the
/// characters of general category Mn in the Arabic blocks of Unicode 16.
#[must_use]
pub const fn is_arabic_diacritic(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}'
        | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{897}'..='\u{89F}' | '\u{8CA}'..='\u{8E1}' | '\u{8E3}'..='\u{8FF}')
}

/// Returns true for a character that controls the bidirectional algorithm (UAX #9, section 2): directional marks,
/// embeddings, overrides and isolates.
#[must_use]
pub const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Returns true for a character that must not reach a terminal in a message: it would control the terminal, change the order
/// of the letters around it, or hide. These are the control characters (general category Cc), line and paragraph separators,
/// tags and other variants (U+E0000 to U+E0FFF), and the format characters (general category Cf in Unicode 16) except the
/// visible signs of Arabic, Syriac and Kaithi numbers.
///
/// ```
/// use tawsim::text::is_control_or_format;
/// for hidden in ['\u{1b}', '\u{9b}', '\u{202e}', '\u{2028}', '\u{200c}', '\u{feff}', '\u{e0041}'] {
///     assert!(is_control_or_format(hidden));
/// }
/// for shown in ['ب', '\u{651}', '\u{600}', 'a', ' ', '😀'] {
///     assert!(!is_control_or_format(shown));
/// }
/// ```
#[must_use]
pub fn is_control_or_format(c: char) -> bool {
    c.is_control()
        || is_bidi_control(c)
        || matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}')
        || matches!(c, '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}
