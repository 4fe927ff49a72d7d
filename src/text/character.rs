//! Classes of characters that several rooms need: Arabic diacritics and bidi controls.

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
