//! Classes of characters that several rooms ask about.

/// A mark that stands on an Arabic letter: tashkeel, hamza above and below, Koranic signs (general category Mn in
/// the Arabic blocks, Unicode 16).
#[must_use]
pub const fn is_arabic_mark(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}'
        | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{897}'..='\u{89F}' | '\u{8CA}'..='\u{8E1}' | '\u{8E3}'..='\u{8FF}')
}

/// A control that steers the bidirectional algorithm (UAX #9, section 2): marks, embeddings, overrides, isolates.
#[must_use]
pub const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Which way a quotation mark can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuotationMark {
    /// « and »: the opener as type foundries name it; news also uses them the other way round.
    Guillemet {
        /// Is it the one that opens in the usual order?
        opening: bool,
    },
    /// “ and ” (also „ and ‟).
    Curly {
        /// Is it the one that opens in the usual order?
        opening: bool,
    },
    /// ‘ and ’ and the single guillemets.
    Single {
        /// Is it the one that opens in the usual order?
        opening: bool,
    },
    /// ": the same on both sides.
    Straight,
}

/// The quotation mark that a character is, if it is one. The apostrophe is none.
#[must_use]
pub const fn quotation_mark(c: char) -> Option<QuotationMark> {
    Some(match c {
        '«' => QuotationMark::Guillemet { opening: true },
        '»' => QuotationMark::Guillemet { opening: false },
        '“' | '„' => QuotationMark::Curly { opening: true },
        '”' | '‟' => QuotationMark::Curly { opening: false },
        '‘' | '‚' | '‹' => QuotationMark::Single { opening: true },
        '’' | '›' => QuotationMark::Single { opening: false },
        '"' | '\u{FF02}' => QuotationMark::Straight,
        _ => return None,
    })
}
