//! Bars as SVG, with the same numbers as a table.

use std::fmt::Write as _;

use crate::lang::{Lang, REPORT_NUMBERS};

use super::escape::escape;

/// A plot of stacked bars, from top to bottom.
#[derive(Debug)]
pub(super) struct Plot {
    pub(super) title: &'static str,
    /// The parts of each bar. At most three.
    pub(super) series: Vec<&'static str>,
    /// The name of each bar, and the length of each of its parts.
    pub(super) rows: Vec<(String, Vec<f64>)>,
}

/// The size of a plot in units of its view box.
const WIDTH: f64 = 480.0;
const NAMES: f64 = 130.0;
const NUMBERS: f64 = 60.0;
const ROW: f64 = 24.0;

/// The longest name in a plot, in characters. The table has it whole.
const LONGEST: usize = 14;

impl Plot {
    /// The plot and its table. In Arabic the bars grow to the left.
    pub(super) fn html(&self, lang: Lang) -> String {
        let most = self.rows.iter().map(|(_, parts)| parts.iter().sum()).fold(0.0, f64::max);
        if most <= 0.0 {
            return String::new();
        }
        let legend = if self.series.len() > 1 { ROW } else { 0.0 };
        let height = ROW * self.rows.len() as f64 + legend;
        let title = escape(self.title);
        let mut svg = format!(
            "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\" direction=\"ltr\"><title>{title}</title>"
        );
        if self.series.len() > 1 {
            self.write_legend(lang, &mut svg);
        }
        for (at, (name, parts)) in self.rows.iter().enumerate() {
            let top = ROW * at as f64 + legend;
            write_row(&mut svg, lang, (name, parts), top, most);
        }
        svg.push_str("</svg>");
        format!("<figure><figcaption><h3>{title}</h3></figcaption>{svg}{}</figure>", self.table(lang))
    }

    fn write_legend(&self, lang: Lang, svg: &mut String) {
        for (at, name) in self.series.iter().enumerate() {
            let start = NAMES + 100.0 * at as f64;
            let x = mirrored(lang, start, 12.0);
            let text = mirrored(lang, start + 16.0, 0.0);
            let anchor = anchor(lang, true);
            // Writing to a string cannot fail.
            let _ = write!(
                svg,
                "<rect class=\"b{at}\" x=\"{x}\" y=\"5\" width=\"12\" height=\"12\"/><text x=\"{text}\" y=\"16\" \
                 text-anchor=\"{anchor}\">{}</text>",
                escape(name)
            );
        }
    }

    fn table(&self, lang: Lang) -> String {
        let mut table =
            format!("<details><summary>{}</summary><div class=\"scroll\"><table>", REPORT_NUMBERS.get(lang));
        if self.series.len() > 1 {
            let heads = self.series.iter().map(|name| format!("<th scope=\"col\">{}</th>", escape(name)));
            let _ = write!(table, "<tr><td></td>{}</tr>", heads.collect::<String>());
        }
        for (name, parts) in &self.rows {
            let cells = parts.iter().map(|part| format!("<td>{part}</td>")).collect::<String>();
            let _ = write!(table, "<tr><th scope=\"row\"><bdi>{}</bdi></th>{cells}</tr>", escape(name));
        }
        table.push_str("</table></div></details>");
        table
    }
}

fn write_row(svg: &mut String, lang: Lang, (name, parts): (&str, &[f64]), top: f64, most: f64) {
    let baseline = top + 16.0;
    let short: String = name.chars().take(LONGEST).collect();
    let short = if short.len() < name.len() { format!("{short}…") } else { short };
    let x = mirrored(lang, NAMES - 6.0, 0.0);
    let anchor_name = anchor(lang, false);
    let _ = write!(svg, "<text x=\"{x}\" y=\"{baseline}\" text-anchor=\"{anchor_name}\">{}</text>", escape(&short));
    let mut start = NAMES;
    for (at, part) in parts.iter().enumerate() {
        let width = part / most * (WIDTH - NAMES - NUMBERS);
        let x = mirrored(lang, start, width);
        let y = top + 3.0;
        let _ = write!(svg, "<rect class=\"b{at}\" x=\"{x:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"18\"/>");
        start += width;
    }
    let x = mirrored(lang, start + 6.0, 0.0);
    let (anchor, sum) = (anchor(lang, true), parts.iter().sum::<f64>());
    let _ = write!(svg, "<text x=\"{x:.1}\" y=\"{baseline}\" text-anchor=\"{anchor}\">{sum}</text>");
}

/// The left edge of something that begins at `start`, counted from the side where lines begin.
pub(super) fn mirrored(lang: Lang, start: f64, width: f64) -> f64 {
    if lang.is_rtl() { WIDTH - start - width } else { start }
}

/// The anchor of a text that begins at a place, or that ends there.
pub(super) fn anchor(lang: Lang, begins: bool) -> &'static str {
    if begins == lang.is_rtl() { "end" } else { "start" }
}
