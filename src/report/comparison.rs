//! Several annotators: an article with their versions side by side, and how well they agree.

use std::fmt::Write as _;

use crate::gold::{Annotation, Article};
use crate::lang::{
    Lang, REPORT_AGREEMENT, REPORT_ARTICLES, REPORT_BY_CLASS, REPORT_CLASS, REPORT_DIFFERENCES, REPORT_F1_RELATIONS,
    REPORT_LAYER, REPORT_NO_DIFFERENCES, Wording,
};
use crate::measure::LabelledRange;
use crate::measure::agreement::{
    Agreement, AgreementMeasure, AgreementOptions, AnnotatedArticle, Difference, GroupReport, Reading,
};
use crate::text::beginning;

use super::escape::escape;
use super::plot::Plot;

/// The longest words of a difference, in code points.
const LONGEST: usize = 80;

/// The measures that the table shows, in this order.
const MEASURES: [AgreementMeasure; 6] = [
    AgreementMeasure::F1,
    AgreementMeasure::PartialF1,
    AgreementMeasure::CohenKappa,
    AgreementMeasure::FleissKappa,
    AgreementMeasure::Alpha,
    AgreementMeasure::AlphaU,
];

/// What several annotators agree and differ on.
#[derive(Debug)]
pub(super) struct Comparison {
    names: Vec<String>,
    agreement: Agreement,
}

impl Comparison {
    pub(super) fn new(names: Vec<String>) -> Self {
        // Mathet's γ and the intervals take long; `tawsim agree` has them.
        let options = AgreementOptions { gamma_samples: 0, replicates: 0, ..AgreementOptions::default() };
        let agreement = Agreement::new(names.len(), options);
        Self { names, agreement }
    }

    pub(super) fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("", String::as_str)
    }

    /// Compares the versions of an article. Gives the list of their differences; empty if one annotator alone has the article.
    pub(super) fn add(&mut self, article: &Article, versions: &[(usize, &Annotation)], lang: Lang) -> String {
        if versions.len() < 2 {
            return String::new();
        }
        let reading =
            |(number, annotation): &(usize, &Annotation)| (*number, Reading::of_annotation(&article.text, annotation));
        let readings = versions.iter().map(reading).collect();
        let text = article.text.as_str().to_owned();
        let annotated = AnnotatedArticle { id: article.id.clone(), text, readings };
        let mut rows = String::new();
        let names = &self.names;
        self.agreement.add(&annotated, &mut |first, second, found| {
            let pair = [first, second].map(|number| names.get(number).map_or("", String::as_str));
            for difference in found {
                rows.push_str(&row(&annotated.text, pair, difference));
            }
        });
        if rows.is_empty() {
            return format!("<p class=\"about\">{}</p>", REPORT_NO_DIFFERENCES.get(lang));
        }
        let head = [REPORT_LAYER, REPORT_CLASS].map(|words| format!("<th scope=\"col\">{}</th>", words.get(lang)));
        format!(
            "<details open class=\"differences\"><summary>{}</summary><div class=\"scroll\"><table><tr>{}<td></td><td></td></tr>\
             {rows}</table></div></details>",
            REPORT_DIFFERENCES.get(lang),
            head.concat(),
        )
    }

    /// The agreement of all pairs and of all together, and the classes of their differences.
    pub(super) fn html(&self, lang: Lang) -> String {
        let reports = self.agreement.reports();
        if reports.is_empty() {
            return String::new();
        }
        let is_shown = |measure: &&AgreementMeasure| {
            reports.iter().flat_map(|report| &report.layers).any(|layer| layer.value(**measure).is_some())
        };
        let shown: Vec<&AgreementMeasure> = MEASURES.iter().filter(is_shown).collect();
        let columns =
            shown.iter().map(|measure| format!("<th scope=\"col\">{}</th>", measure.title())).collect::<String>();
        let mut rows = String::new();
        for report in &reports {
            self.write_group(report, &shown, lang, &mut rows);
        }
        format!(
            "<section aria-labelledby=\"agreement\"><h2 id=\"agreement\">{}</h2><div class=\"scroll\"><table><tr><td></td>\
             <th scope=\"col\">{}</th><th scope=\"col\">{}</th>{columns}</tr>{rows}</table></div>\
             <div class=\"plots\">{}</div></section>",
            REPORT_AGREEMENT.get(lang),
            REPORT_LAYER.get(lang),
            REPORT_ARTICLES.get(lang),
            classes_plot(&reports, lang).html(lang),
        )
    }

    fn write_group(&self, report: &GroupReport, shown: &[&AgreementMeasure], lang: Lang, rows: &mut String) {
        let names: Vec<String> =
            report.members.iter().map(|member| format!("<bdi>{}</bdi>", escape(self.name(*member)))).collect();
        let (names, articles) = (names.join(" · "), report.articles);
        for layer in &report.layers {
            let cells = shown.iter().map(|measure| match layer.value(**measure) {
                Some(value) => format!("<td>{value:.3}</td>"),
                None => "<td></td>".to_owned(),
            });
            let (cells, layer) = (cells.collect::<String>(), layer_words(layer.layer).get(lang));
            // Writing to a string cannot fail.
            let _ = write!(rows, "<tr><th scope=\"row\">{names}</th><td>{layer}</td><td>{articles}</td>{cells}</tr>");
        }
        if let Some(f1) = report.relations.exact.f1() {
            let rest = "<td></td>".repeat(shown.len().saturating_sub(1));
            let words = REPORT_F1_RELATIONS.get(lang);
            let _ = write!(
                rows,
                "<tr><th scope=\"row\">{names}</th><td>{words}</td><td>{articles}</td><td>{f1:.3}</td>{rest}</tr>"
            );
        }
    }
}

const fn layer_words(layer: crate::gold::Layer) -> Wording {
    match layer {
        crate::gold::Layer::Entity => crate::lang::ENTITIES,
        crate::gold::Layer::Quote => crate::lang::QUOTES,
    }
}

/// The differences of all annotators by class.
fn classes_plot(reports: &[GroupReport], lang: Lang) -> Plot {
    let all = reports.iter().max_by_key(|report| report.members.len());
    let classes = all.into_iter().flat_map(|report| &report.classes);
    let rows = classes.map(|(layer, class, count)| (format!("{} ({layer})", class.name()), vec![*count as f64]));
    Plot { title: REPORT_BY_CLASS.get(lang), series: vec![REPORT_BY_CLASS.get(lang)], rows: rows.collect() }
}

fn row(text: &str, pair: [&str; 2], difference: &Difference) -> String {
    let [first, second] = pair;
    let sides =
        [(first, &difference.first), (second, &difference.second)].map(|(name, ranges)| side(text, name, ranges));
    format!(
        "<tr><td>{}</td><th scope=\"row\">{}</th>{}</tr>",
        difference.layer,
        difference.class.name(),
        sides.concat()
    )
}

/// What one annotator says: his name, then words and labels, or a dash.
fn side(text: &str, name: &str, ranges: &[LabelledRange]) -> String {
    let mut html = format!("<td><b><bdi>{}</bdi></b> ", escape(name));
    if ranges.is_empty() {
        html.push('–');
    }
    for range in ranges {
        let words: String = text.chars().skip(range.start).take(range.end - range.start).collect();
        let words = beginning(&words, LONGEST);
        let _ = write!(html, "<q lang=\"ar\"><bdi>{}</bdi></q> <bdi>{}</bdi> ", escape(&words), escape(&range.label));
    }
    html.push_str("</td>");
    html
}
