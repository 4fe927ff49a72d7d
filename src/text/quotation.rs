//! Quotation marks: which characters they are and which side of a quotation they stand on.

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
