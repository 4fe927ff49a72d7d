//! The presentation forms of Arabic letters: the code point that shows a letter in each position of a word.
//!
//! The data are facts of the Unicode Character Database, from UnicodeData.txt (version 14; the two blocks are closed
//! since version 4.1): every character of U+FB50..U+FDFF and U+FE70..U+FEFF that decomposes with `<isolated>`,
//! `<final>`, `<initial>` or `<medial>` to one letter. © Unicode, Inc., used under the Unicode License V3
//! (<https://www.unicode.org/license.txt>).
//!
//! One row is not from there: AE (U+06D5), the ە of Kurdish, Uyghur and Kazakh, has no forms of its own. It looks like
//! the isolated and final forms of HEH, and typesetters draw it so.

/// A letter with its isolated, final, initial and medial form. The rows are sorted by letter.
pub(super) type LetterForms = (char, [Option<char>; 4]);

/// A row for a letter that joins on both sides.
const fn dual(letter: char, isolated: char, last: char, first: char, medial: char) -> LetterForms {
    (letter, [Some(isolated), Some(last), Some(first), Some(medial)])
}

/// A row for a letter that joins only to the letter before it, or whose other forms Unicode does not have.
const fn right(letter: char, isolated: char, last: char) -> LetterForms {
    (letter, [Some(isolated), Some(last), None, None])
}

/// A row for a letter of which Unicode has only the isolated form.
const fn alone(letter: char, isolated: char) -> LetterForms {
    (letter, [Some(isolated), None, None, None])
}

/// Isolated, final, initial, medial.
#[rustfmt::skip]
pub(super) const FORMS: [LetterForms; 77] = [
    alone('\u{0621}', '\u{FE80}'), // HAMZA
    right('\u{0622}', '\u{FE81}', '\u{FE82}'), // ALEF WITH MADDA ABOVE
    right('\u{0623}', '\u{FE83}', '\u{FE84}'), // ALEF WITH HAMZA ABOVE
    right('\u{0624}', '\u{FE85}', '\u{FE86}'), // WAW WITH HAMZA ABOVE
    right('\u{0625}', '\u{FE87}', '\u{FE88}'), // ALEF WITH HAMZA BELOW
    dual('\u{0626}', '\u{FE89}', '\u{FE8A}', '\u{FE8B}', '\u{FE8C}'), // YEH WITH HAMZA ABOVE
    right('\u{0627}', '\u{FE8D}', '\u{FE8E}'), // ALEF
    dual('\u{0628}', '\u{FE8F}', '\u{FE90}', '\u{FE91}', '\u{FE92}'), // BEH
    right('\u{0629}', '\u{FE93}', '\u{FE94}'), // TEH MARBUTA
    dual('\u{062A}', '\u{FE95}', '\u{FE96}', '\u{FE97}', '\u{FE98}'), // TEH
    dual('\u{062B}', '\u{FE99}', '\u{FE9A}', '\u{FE9B}', '\u{FE9C}'), // THEH
    dual('\u{062C}', '\u{FE9D}', '\u{FE9E}', '\u{FE9F}', '\u{FEA0}'), // JEEM
    dual('\u{062D}', '\u{FEA1}', '\u{FEA2}', '\u{FEA3}', '\u{FEA4}'), // HAH
    dual('\u{062E}', '\u{FEA5}', '\u{FEA6}', '\u{FEA7}', '\u{FEA8}'), // KHAH
    right('\u{062F}', '\u{FEA9}', '\u{FEAA}'), // DAL
    right('\u{0630}', '\u{FEAB}', '\u{FEAC}'), // THAL
    right('\u{0631}', '\u{FEAD}', '\u{FEAE}'), // REH
    right('\u{0632}', '\u{FEAF}', '\u{FEB0}'), // ZAIN
    dual('\u{0633}', '\u{FEB1}', '\u{FEB2}', '\u{FEB3}', '\u{FEB4}'), // SEEN
    dual('\u{0634}', '\u{FEB5}', '\u{FEB6}', '\u{FEB7}', '\u{FEB8}'), // SHEEN
    dual('\u{0635}', '\u{FEB9}', '\u{FEBA}', '\u{FEBB}', '\u{FEBC}'), // SAD
    dual('\u{0636}', '\u{FEBD}', '\u{FEBE}', '\u{FEBF}', '\u{FEC0}'), // DAD
    dual('\u{0637}', '\u{FEC1}', '\u{FEC2}', '\u{FEC3}', '\u{FEC4}'), // TAH
    dual('\u{0638}', '\u{FEC5}', '\u{FEC6}', '\u{FEC7}', '\u{FEC8}'), // ZAH
    dual('\u{0639}', '\u{FEC9}', '\u{FECA}', '\u{FECB}', '\u{FECC}'), // AIN
    dual('\u{063A}', '\u{FECD}', '\u{FECE}', '\u{FECF}', '\u{FED0}'), // GHAIN
    dual('\u{0641}', '\u{FED1}', '\u{FED2}', '\u{FED3}', '\u{FED4}'), // FEH
    dual('\u{0642}', '\u{FED5}', '\u{FED6}', '\u{FED7}', '\u{FED8}'), // QAF
    dual('\u{0643}', '\u{FED9}', '\u{FEDA}', '\u{FEDB}', '\u{FEDC}'), // KAF
    dual('\u{0644}', '\u{FEDD}', '\u{FEDE}', '\u{FEDF}', '\u{FEE0}'), // LAM
    dual('\u{0645}', '\u{FEE1}', '\u{FEE2}', '\u{FEE3}', '\u{FEE4}'), // MEEM
    dual('\u{0646}', '\u{FEE5}', '\u{FEE6}', '\u{FEE7}', '\u{FEE8}'), // NOON
    dual('\u{0647}', '\u{FEE9}', '\u{FEEA}', '\u{FEEB}', '\u{FEEC}'), // HEH
    right('\u{0648}', '\u{FEED}', '\u{FEEE}'), // WAW
    dual('\u{0649}', '\u{FEEF}', '\u{FEF0}', '\u{FBE8}', '\u{FBE9}'), // ALEF MAKSURA
    dual('\u{064A}', '\u{FEF1}', '\u{FEF2}', '\u{FEF3}', '\u{FEF4}'), // YEH
    right('\u{0671}', '\u{FB50}', '\u{FB51}'), // ALEF WASLA
    alone('\u{0677}', '\u{FBDD}'), // U WITH HAMZA ABOVE
    dual('\u{0679}', '\u{FB66}', '\u{FB67}', '\u{FB68}', '\u{FB69}'), // TTEH
    dual('\u{067A}', '\u{FB5E}', '\u{FB5F}', '\u{FB60}', '\u{FB61}'), // TTEHEH
    dual('\u{067B}', '\u{FB52}', '\u{FB53}', '\u{FB54}', '\u{FB55}'), // BEEH
    dual('\u{067E}', '\u{FB56}', '\u{FB57}', '\u{FB58}', '\u{FB59}'), // PEH
    dual('\u{067F}', '\u{FB62}', '\u{FB63}', '\u{FB64}', '\u{FB65}'), // TEHEH
    dual('\u{0680}', '\u{FB5A}', '\u{FB5B}', '\u{FB5C}', '\u{FB5D}'), // BEHEH
    dual('\u{0683}', '\u{FB76}', '\u{FB77}', '\u{FB78}', '\u{FB79}'), // NYEH
    dual('\u{0684}', '\u{FB72}', '\u{FB73}', '\u{FB74}', '\u{FB75}'), // DYEH
    dual('\u{0686}', '\u{FB7A}', '\u{FB7B}', '\u{FB7C}', '\u{FB7D}'), // TCHEH
    dual('\u{0687}', '\u{FB7E}', '\u{FB7F}', '\u{FB80}', '\u{FB81}'), // TCHEHEH
    right('\u{0688}', '\u{FB88}', '\u{FB89}'), // DDAL
    right('\u{068C}', '\u{FB84}', '\u{FB85}'), // DAHAL
    right('\u{068D}', '\u{FB82}', '\u{FB83}'), // DDAHAL
    right('\u{068E}', '\u{FB86}', '\u{FB87}'), // DUL
    right('\u{0691}', '\u{FB8C}', '\u{FB8D}'), // RREH
    right('\u{0698}', '\u{FB8A}', '\u{FB8B}'), // JEH
    dual('\u{06A4}', '\u{FB6A}', '\u{FB6B}', '\u{FB6C}', '\u{FB6D}'), // VEH
    dual('\u{06A6}', '\u{FB6E}', '\u{FB6F}', '\u{FB70}', '\u{FB71}'), // PEHEH
    dual('\u{06A9}', '\u{FB8E}', '\u{FB8F}', '\u{FB90}', '\u{FB91}'), // KEHEH
    dual('\u{06AD}', '\u{FBD3}', '\u{FBD4}', '\u{FBD5}', '\u{FBD6}'), // NG
    dual('\u{06AF}', '\u{FB92}', '\u{FB93}', '\u{FB94}', '\u{FB95}'), // GAF
    dual('\u{06B1}', '\u{FB9A}', '\u{FB9B}', '\u{FB9C}', '\u{FB9D}'), // NGOEH
    dual('\u{06B3}', '\u{FB96}', '\u{FB97}', '\u{FB98}', '\u{FB99}'), // GUEH
    right('\u{06BA}', '\u{FB9E}', '\u{FB9F}'), // NOON GHUNNA
    dual('\u{06BB}', '\u{FBA0}', '\u{FBA1}', '\u{FBA2}', '\u{FBA3}'), // RNOON
    dual('\u{06BE}', '\u{FBAA}', '\u{FBAB}', '\u{FBAC}', '\u{FBAD}'), // HEH DOACHASHMEE
    right('\u{06C0}', '\u{FBA4}', '\u{FBA5}'), // HEH WITH YEH ABOVE
    dual('\u{06C1}', '\u{FBA6}', '\u{FBA7}', '\u{FBA8}', '\u{FBA9}'), // HEH GOAL
    right('\u{06C5}', '\u{FBE0}', '\u{FBE1}'), // KIRGHIZ OE
    right('\u{06C6}', '\u{FBD9}', '\u{FBDA}'), // OE
    right('\u{06C7}', '\u{FBD7}', '\u{FBD8}'), // U
    right('\u{06C8}', '\u{FBDB}', '\u{FBDC}'), // YU
    right('\u{06C9}', '\u{FBE2}', '\u{FBE3}'), // KIRGHIZ YU
    right('\u{06CB}', '\u{FBDE}', '\u{FBDF}'), // VE
    dual('\u{06CC}', '\u{FBFC}', '\u{FBFD}', '\u{FBFE}', '\u{FBFF}'), // FARSI YEH
    dual('\u{06D0}', '\u{FBE4}', '\u{FBE5}', '\u{FBE6}', '\u{FBE7}'), // E
    right('\u{06D2}', '\u{FBAE}', '\u{FBAF}'), // YEH BARREE
    right('\u{06D3}', '\u{FBB0}', '\u{FBB1}'), // YEH BARREE WITH HAMZA ABOVE
    right('\u{06D5}', '\u{FEE9}', '\u{FEEA}'), // AE
];

/// The ligatures of lam and alef: the alef, the isolated and the final form. Arabic script requires these ligatures.
/// U+FDF2 and the other word ligatures are never used, because they are wider than their cell.
pub(super) const LAM_ALEF: [(char, char, char); 4] = [
    ('\u{0622}', '\u{FEF5}', '\u{FEF6}'), // MADDA ABOVE
    ('\u{0623}', '\u{FEF7}', '\u{FEF8}'), // HAMZA ABOVE
    ('\u{0625}', '\u{FEF9}', '\u{FEFA}'), // HAMZA BELOW
    ('\u{0627}', '\u{FEFB}', '\u{FEFC}'), // plain
];
