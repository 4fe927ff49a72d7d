//! Quotation marks: their characters, and the side of a quotation on which each is usually written.

/// A quotation mark, by its shape and its usual side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuotationMark {
    /// « and ». News also uses them the other way round.
    Guillemet {
        /// True for the one that usually opens.
        opening: bool,
    },
    /// “ and ” (also „ and ‟).
    Curly {
        /// True for the one that usually opens.
        opening: bool,
    },
    /// ‘ and ’ and the single guillemets.
    Single {
        /// True for the one that usually opens.
        opening: bool,
    },
    /// ": the same on both sides.
    Straight,
}

/// Returns the quotation mark that a character is, or `None`. An apostrophe is not a quotation mark.
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
