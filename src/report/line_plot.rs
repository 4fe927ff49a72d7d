//! A line as SVG, with the same numbers as a table.

use std::fmt::Write as _;

use crate::lang::{Lang, REPORT_NUMBERS};

use super::escape::escape;
use super::plot::{anchor, mirrored};

/// A plot of values that follow each other, such as days.
#[derive(Debug)]
pub(super) struct LinePlot {
    pub(super) title: String,
    /// The name of each point, and its value, at least 0.
    pub(super) points: Vec<(String, f64)>,
    /// The highest value of the axis.
    pub(super) most: f64,
    /// How many digits of a value are shown after the point.
    pub(super) digits: usize,
}

/// The size of a plot in units of its view box, and the room around the line.
const HEIGHT: f64 = 200.0;
const WIDTH: f64 = 480.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 60.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 30.0;

/// The most points whose names are written below the axis. The table has all.
const MOST_NAMES: usize = 5;

impl LinePlot {
    /// The plot and its table; nothing without points. In Arabic time runs to the left.
    pub(super) fn html(&self, lang: Lang) -> String {
        if self.points.is_empty() || self.most <= 0.0 {
            return String::new();
        }
        let title = escape(&self.title);
        let mut svg = format!(
            "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}\" direction=\"ltr\"><title>{title}</title>"
        );
        self.write_axis(lang, &mut svg);
        let places: Vec<String> =
            (0..self.points.len()).map(|at| format!("{:.1},{:.1}", self.x(lang, at), self.y(at))).collect();
        // Writing to a string cannot fail.
        let _ = write!(svg, "<polyline class=\"line\" points=\"{}\"/>", places.join(" "));
        let step = self.points.len().div_ceil(MOST_NAMES).max(1);
        for (at, (name, value)) in self.points.iter().enumerate() {
            let (x, y) = (self.x(lang, at), self.y(at));
            let _ = write!(svg, "<circle class=\"b0\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>");
            let is_named = at % step == 0 && self.points.len() - at > step / 2 || at + 1 == self.points.len();
            if is_named {
                let (above, below) = (y - 9.0, HEIGHT - 10.0);
                let value = self.number(*value);
                let _ = write!(
                    svg,
                    "<text x=\"{x:.1}\" y=\"{above:.1}\" text-anchor=\"middle\">{value}</text>\
                     <text x=\"{x:.1}\" y=\"{below}\" text-anchor=\"middle\">{}</text>",
                    escape(name)
                );
            }
        }
        svg.push_str("</svg>");
        format!("<figure><figcaption><h3>{title}</h3></figcaption>{svg}{}</figure>", self.table(lang))
    }

    fn write_axis(&self, lang: Lang, svg: &mut String) {
        let bottom = HEIGHT - BOTTOM;
        let x = mirrored(lang, LEFT - 8.0, 0.0);
        let anchor = anchor(lang, false);
        for value in [0.0, self.most] {
            let y = TOP + (bottom - TOP) * (1.0 - value / self.most);
            let (from, to) = (mirrored(lang, LEFT - 4.0, 0.0), mirrored(lang, WIDTH - RIGHT + 20.0, 0.0));
            let text = y + 4.0;
            let _ = write!(
                svg,
                "<line class=\"axis\" x1=\"{from}\" x2=\"{to}\" y1=\"{y}\" y2=\"{y}\"/>\
                 <text x=\"{x}\" y=\"{text}\" text-anchor=\"{anchor}\">{}</text>",
                self.number(value)
            );
        }
    }

    fn x(&self, lang: Lang, at: usize) -> f64 {
        let steps = (self.points.len() - 1).max(1) as f64;
        mirrored(lang, LEFT + (WIDTH - LEFT - RIGHT) * at as f64 / steps, 0.0)
    }

    fn y(&self, at: usize) -> f64 {
        let value = self.points.get(at).map_or(0.0, |(_, value)| *value).clamp(0.0, self.most);
        TOP + (HEIGHT - BOTTOM - TOP) * (1.0 - value / self.most)
    }

    fn number(&self, value: f64) -> String {
        format!("{value:.digits$}", digits = self.digits)
    }

    fn table(&self, lang: Lang) -> String {
        let row = |(name, value): &(String, f64)| {
            format!("<tr><th scope=\"row\"><bdi>{}</bdi></th><td>{}</td></tr>", escape(name), self.number(*value))
        };
        let rows: String = self.points.iter().map(row).collect();
        let words = REPORT_NUMBERS.get(lang);
        format!("<details><summary>{words}</summary><div class=\"scroll\"><table>{rows}</table></div></details>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Higher values are higher on the screen; in Arabic the first point is at the right.
    #[test]
    fn a_line_grows_in_the_direction_of_reading() {
        let points = vec![("a".to_owned(), 1.0), ("b<".to_owned(), 3.0)];
        let plot = LinePlot { title: "t".to_owned(), points, most: 4.0, digits: 0 };
        let places = |lang| {
            let html = plot.html(lang);
            html.split("points=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        assert_eq!(places(Lang::En), "60.0,133.5 420.0,60.5");
        assert_eq!(places(Lang::Ar), "420.0,133.5 60.0,60.5");
        assert!(plot.html(Lang::En).contains("b&lt;"), "names are escaped");
    }
}
