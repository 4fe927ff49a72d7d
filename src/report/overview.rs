//! The statistics and the guidelines at the beginning of a report.

use std::fmt::Write as _;

use crate::gold::LabelSet;
use crate::lang::{
    ACCEPTED, ADDED, FIXED, LABELS, Lang, REJECTED, REPORT_BY_ANNOTATOR, REPORT_BY_DAY, REPORT_BY_LABEL,
    REPORT_BY_SCORE, REPORT_BY_STATUS, REPORT_CURVE, REPORT_DONE_DAYS, REPORT_FORMS, REPORT_GUIDELINES,
    REPORT_STATISTICS, Wording,
};
use crate::measure::{Statistics, Table, tables};

use super::article::{ROLES, kind_words, status_words};
use super::curve::CurvePoint;
use super::escape::escape;
use super::line_plot::LinePlot;
use super::plot::Plot;

/// The most bars of a plot. `tawsim stats` has all numbers.
const MOST_BARS: usize = 40;

/// The most inconsistent forms that are listed.
const MOST_FORMS: usize = 50;

/// The statistics.
pub(super) fn statistics_html(statistics: &Statistics, curve: &[CurvePoint], lang: Lang) -> String {
    let tables = tables(statistics);
    let table = |name: &str| tables.iter().find(|table| table.name == name);
    let verdicts: [(&str, Wording); 3] = [("accepted", ACCEPTED), ("fixed", FIXED), ("added", ADDED)];
    let fates: [(&str, Wording); 3] = [("accepted", ACCEPTED), ("fixed", FIXED), ("rejected", REJECTED)];
    let plots = [
        ("articles", REPORT_BY_STATUS, &[("articles", REPORT_BY_STATUS)][..]),
        ("spans", REPORT_BY_LABEL, &verdicts[..]),
        ("scores", REPORT_BY_SCORE, &fates[..]),
        ("annotators", REPORT_BY_ANNOTATOR, &[("verdicts", REPORT_BY_ANNOTATOR)][..]),
        ("days", REPORT_BY_DAY, &[("verdicts", REPORT_BY_DAY)][..]),
    ];
    let plots = plots.iter().filter_map(|(name, title, columns)| Some(plot(table(name)?, *title, columns, lang)));
    let mut plots = plots.map(|plot| plot.html(lang)).collect::<String>();
    if let Some(days) = table("days") {
        plots.push_str(&progress(days, lang).html(lang));
    }
    plots.push_str(&curve_plot(curve, lang).html(lang));
    format!(
        "<section aria-labelledby=\"statistics\"><h2 id=\"statistics\">{}</h2><div class=\"plots\">{plots}</div>{}</section>",
        REPORT_STATISTICS.get(lang),
        table("forms").map_or_else(String::new, |table| forms_html(table, lang)),
    )
}

fn plot(table: &Table, title: Wording, columns: &[(&str, Wording)], lang: Lang) -> Plot {
    let places: Vec<usize> =
        columns.iter().filter_map(|(name, _)| table.values.iter().position(|value| value == name)).collect();
    let number = |row: &crate::measure::Row, at: &usize| row.values.get(*at).and_then(|it| it.number());
    // The last days are the ones that count.
    let left_out = if table.name == "days" { table.rows.len().saturating_sub(MOST_BARS) } else { 0 };
    let rows = table.rows.iter().skip(left_out).take(MOST_BARS).map(|row| {
        let name = row.keys.last().map(String::as_str).unwrap_or_default();
        let name = shown_name(table.name, row.keys.first().map(String::as_str), name, lang);
        (name, places.iter().map(|at| number(row, at).unwrap_or_default()).collect())
    });
    Plot {
        title: title.get(lang),
        series: columns.iter().map(|(_, words)| words.get(lang)).collect(),
        rows: rows.collect(),
    }
}

/// The number of articles that were done up to each day. An article without a time is in none.
fn progress(days: &Table, lang: Lang) -> LinePlot {
    let place = days.values.iter().position(|value| *value == "done");
    let mut done = 0.0;
    let mut points: Vec<(String, f64)> = Vec::new();
    for row in &days.rows {
        let Some(day) = row.keys.last().filter(|day| day.starts_with(|c: char| c.is_ascii_digit())) else { continue };
        done += place.and_then(|at| row.values.get(at)).and_then(|value| value.number()).unwrap_or_default();
        points.push((day.clone(), done));
    }
    let left_out = points.len().saturating_sub(MOST_BARS);
    let title = REPORT_DONE_DAYS.get(lang).to_owned();
    LinePlot { title, points: points.split_off(left_out), most: done, digits: 0 }
}

fn curve_plot(curve: &[CurvePoint], lang: Lang) -> LinePlot {
    let points = curve.iter().map(|point| (point.articles.to_string(), point.f1)).collect();
    LinePlot { title: REPORT_CURVE.get(lang).to_owned(), points, most: 1.0, digits: 3 }
}

/// The name of a bar: a status or a kind of quote in the language of the report, anything else as it is.
fn shown_name(table: &str, layer: Option<&str>, name: &str, lang: Lang) -> String {
    let words = match (table, layer) {
        ("articles", _) => name.parse().ok().map(status_words),
        ("spans", Some("quote")) => name.parse().ok().map(kind_words),
        _ => None,
    };
    words.map_or(name, |words| words.get(lang)).to_owned()
}

fn forms_html(table: &Table, lang: Lang) -> String {
    if table.rows.is_empty() {
        return String::new();
    }
    let mut html = format!("<h3>{}</h3><div class=\"scroll\"><table>", REPORT_FORMS.get(lang));
    for row in table.rows.iter().take(MOST_FORMS) {
        let (Some(label), Some(words)) = (row.keys.first(), row.keys.get(1)) else { continue };
        let count = row.values.first().and_then(|value| value.number()).unwrap_or_default();
        // Writing to a string cannot fail.
        let (words, label) = (escape(words), escape(label));
        let _ = write!(
            html,
            "<tr><th scope=\"row\"><bdi>{words}</bdi></th><td><bdi>{label}</bdi></td><td>{count}</td></tr>"
        );
    }
    html.push_str("</table></div>");
    html
}

/// The guidelines, the labels with their examples, and the signs of quotes.
pub(super) fn guidelines_html(labels: &LabelSet, lang: Lang, number: &mut dyn FnMut(&str) -> usize) -> String {
    let mut html = format!("<details class=\"guidelines\" open><summary>{}</summary>", REPORT_GUIDELINES.get(lang));
    for line in labels.guidelines(lang.is_rtl()).lines().filter(|line| !line.trim().is_empty()) {
        let _ = write!(html, "<p dir=\"auto\">{}</p>", escape(line));
    }
    let _ = write!(html, "<h3>{}</h3><dl>", LABELS.get(lang));
    for def in labels.iter() {
        let class = number(def.label.as_str());
        let name = escape(def.label.as_str());
        let about = escape(def.about(lang.is_rtl()));
        let _ = write!(html, "<dt><mark class=\"c{class}\"><bdi>{name}</bdi></mark></dt><dd dir=\"auto\">{about}");
        for example in &def.examples {
            let marked = escape(example).replace('[', &format!("<mark class=\"c{class}\">")).replace(']', "</mark>");
            let _ = write!(html, "<br><span lang=\"ar\" dir=\"auto\">{marked}</span>");
        }
        html.push_str("</dd>");
    }
    html.push_str("</dl><p>");
    for (class, words) in ROLES {
        let _ = write!(html, "<mark class=\"{class}\">{}</mark> ", words.get(lang));
    }
    html.push_str("</p></details>");
    html
}
