//! Several annotators: an article with their versions side by side, and how well they agree.

use std::fmt::Write as _;

use crate::gold::{Annotation, Article, Layer};
use crate::lang::{
    CONTENT, CUE, EXPLICIT, IMPLIED, Lang, REPORT_AGREEMENT, REPORT_ARTICLES, REPORT_BY_CLASS, REPORT_CLASS,
    REPORT_DIFFERENCES, REPORT_F1_RELATIONS, REPORT_LAYER, REPORT_NO_DIFFERENCES, SPEAKER, Wording, difference_class,
};
use crate::measure::LabelledRange;
use crate::measure::agreement::{
    Agreement, AgreementMeasure, AgreementOptions, AnnotatedArticle, Difference, DifferenceClass, GroupReport, Reading,
};
use crate::text::beginning;

use super::article::kind_words;
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
                rows.push_str(&row(&annotated.text, pair, difference, lang));
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

const fn layer_words(layer: Layer) -> Wording {
    match layer {
        Layer::Entity => crate::lang::ENTITIES,
        Layer::Quote => crate::lang::QUOTES,
    }
}

/// The differences of all annotators by class.
fn classes_plot(reports: &[GroupReport], lang: Lang) -> Plot {
    let all = reports.iter().max_by_key(|report| report.members.len());
    let classes = all.into_iter().flat_map(|report| &report.classes);
    let rows = classes.map(|(layer, class, count)| {
        let (class, layer) = (class_words(*class, lang), layer_words(*layer).get(lang));
        (format!("{class} ({layer})"), vec![*count as f64])
    });
    Plot { title: REPORT_BY_CLASS.get(lang), series: vec![REPORT_BY_CLASS.get(lang)], rows: rows.collect() }
}

/// The name of a class in the language of the report.
fn class_words(class: DifferenceClass, lang: Lang) -> &'static str {
    difference_class(class.name()).map_or(class.name(), |words| words.get(lang))
}

fn row(text: &str, pair: [&str; 2], difference: &Difference, lang: Lang) -> String {
    let [first, second] = pair;
    let parts = (difference.layer == Layer::Quote).then_some(lang);
    let sides = [(first, &difference.first), (second, &difference.second)]
        .map(|(name, ranges)| side(text, name, ranges, parts));
    format!(
        "<tr><td>{}</td><th scope=\"row\">{}</th>{}</tr>",
        layer_words(difference.layer).get(lang),
        class_words(difference.class, lang),
        sides.concat()
    )
}

/// The wording of a kind or a part of a quote; `None` for the label of an entity.
fn part_words(label: &str) -> Option<Wording> {
    Some(match label {
        "CONTENT" => CONTENT,
        "CUE" => CUE,
        "SPEAKER" => SPEAKER,
        "implied" => IMPLIED,
        "stated" => EXPLICIT,
        kind => return kind.parse().ok().map(kind_words),
    })
}

/// What one annotator says: his name, then words and labels, or a dash. Kinds and parts of quotes are in the language `parts`.
fn side(text: &str, name: &str, ranges: &[LabelledRange], parts: Option<Lang>) -> String {
    let mut html = format!("<td><b><bdi>{}</bdi></b> ", escape(name));
    if ranges.is_empty() {
        html.push('–');
    }
    for range in ranges {
        let words: String = text.chars().skip(range.start).take(range.end - range.start).collect();
        let words = beginning(&words, LONGEST);
        let part = parts.and_then(|lang| Some(part_words(&range.label)?.get(lang)));
        let label = part.unwrap_or(&range.label);
        let _ = write!(html, "<q lang=\"ar\"><bdi>{}</bdi></q> <bdi>{}</bdi> ", escape(&words), escape(label));
    }
    html.push_str("</td>");
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_name_in_both_languages() {
        for class in DifferenceClass::ALL {
            let words = difference_class(class.name()).unwrap();
            assert!(!words.ar.is_empty() && words.ar != words.en, "{}", class.name());
        }
    }
}
