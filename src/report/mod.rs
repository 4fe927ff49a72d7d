//! Gold as HTML: one self-contained page, or several, for people who read and print it.
//!
//! [`Report`] takes one article after another and gives the pages. Each page has its style and its script inside, asks for
//! nothing from outside, and runs no script but its own: a Content-Security-Policy names the hashes of both.
//!
//! May use: `lang`, `text`, `gold`, `measure`.
//!
//! Must never know: the terminal, the disk, where the pages go.
//!
//! Invariants: every string from outside goes through [`escape`]; no page is larger than its limit, unless a single article
//! is; the letters of an article are in the page in their order, and only tags come between them.

mod article;
mod comparison;
mod curve;
mod escape;
mod hash;
mod line_plot;
mod overview;
mod page;
mod pages;
mod palette;
mod plot;
mod segments;

pub use curve::CurvePoint;
pub use escape::escape;
pub use pages::{MAX_PAGE, Report, ReportOptions};
