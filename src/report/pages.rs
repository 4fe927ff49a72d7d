//! The pages of a report, article by article.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::mem;

use crate::gold::{Annotation, Article, LabelSet, Status};
use crate::lang::{
    BY_STATUS, ENTITIES, Lang, PENDING, QUOTES, REPORT_ALL, REPORT_ANNOTATOR, REPORT_ARTICLES, REPORT_FILTERS,
    REPORT_ONLY_DIFFERENT, REPORT_PAGE, REPORT_SEARCH, REPORT_SKIP, REPORT_TITLE,
};
use crate::measure::Statistics;

use super::article::{Version, article_html, status_words};
use super::comparison::Comparison;
use super::curve::CurvePoint;
use super::escape::escape;
use super::overview::{guidelines_html, statistics_html};
use super::page::page;
use super::palette::Palette;

/// The largest page, in bytes.
pub const MAX_PAGE: usize = 10_000_000;

/// The bytes of a page that are kept for what is not an article.
const RESERVE: usize = 500_000;

/// The most annotators in the filter.
const MOST_ANNOTATORS: usize = 200;

/// How a report looks.
#[derive(Debug, Clone)]
pub struct ReportOptions {
    /// The language of everything but the articles.
    pub lang: Lang,
    /// The title; without one, a usual title.
    pub title: Option<String>,
    /// The labels, for their colours and the guidelines.
    pub labels: LabelSet,
    /// The file name of the first page, without `.html`. The others are `NAME-2.html` and so on.
    pub stem: String,
    /// The largest page, in bytes: [`MAX_PAGE`].
    pub max_page: usize,
    /// The names of several annotators of the same articles; empty for gold of one annotator for each article.
    pub annotators: Vec<String>,
    /// The learning curve; may be empty.
    pub curve: Vec<CurvePoint>,
}

/// A report that is being made. It keeps at most two pages in memory.
///
/// ```
/// use tawsim::gold::{LabelSet, json};
/// use tawsim::lang::Lang;
/// use tawsim::report::{MAX_PAGE, Report, ReportOptions};
/// let labels = LabelSet::default();
/// let (annotators, curve) = (Vec::new(), Vec::new());
/// let options =
///     ReportOptions { lang: Lang::En, title: None, labels, stem: "report".to_owned(), max_page: MAX_PAGE, annotators, curve };
/// let mut report = Report::new(options);
/// let (article, annotation) = json::read(r#"{"id": "a", "text": "<script>alert(1)</script>"}"#)?;
/// assert!(report.add(&article, &annotation).is_none());
/// let pages = report.finish();
/// assert!(pages[0].1.contains("&lt;script&gt;alert(1)"));
/// # Ok::<(), tawsim::gold::json::JsonError>(())
/// ```
#[derive(Debug)]
pub struct Report {
    options: ReportOptions,
    palette: Palette,
    statistics: Statistics,
    comparison: Comparison,
    /// The number of articles, whoever annotated them.
    count: usize,
    annotators: BTreeSet<String>,
    /// The articles of the first page, once it is full.
    first: Option<String>,
    /// The articles of the page that is being filled, and its number.
    articles: String,
    number: usize,
}

impl Report {
    /// A report without articles.
    #[must_use]
    pub fn new(options: ReportOptions) -> Self {
        Self {
            palette: Palette::new(&options.labels),
            comparison: Comparison::new(options.annotators.clone()),
            options,
            count: 0,
            statistics: Statistics::default(),
            annotators: BTreeSet::new(),
            first: None,
            articles: String::new(),
            number: 1,
        }
    }

    /// Adds an article. Gives a page that is complete, with its number; the first page is complete only at the end.
    pub fn add(&mut self, article: &Article, annotation: &Annotation) -> Option<(usize, String)> {
        let name = annotation.annotator.as_deref().unwrap_or_default();
        self.add_versions(article, &[Version { name, annotation }], "")
    }

    /// Adds an article that several annotators annotated. Each annotation has the number of its annotator in
    /// [`ReportOptions::annotators`].
    pub fn add_several(&mut self, article: &Article, versions: &[(usize, &Annotation)]) -> Option<(usize, String)> {
        let differences = self.comparison.add(article, versions, self.options.lang);
        let names: Vec<String> = versions.iter().map(|(number, _)| self.comparison.name(*number).to_owned()).collect();
        let shown = versions.iter().zip(&names).map(|((_, annotation), name)| Version { name, annotation });
        self.add_versions(article, &shown.collect::<Vec<_>>(), &differences)
    }

    fn add_versions(
        &mut self,
        article: &Article,
        versions: &[Version<'_>],
        differences: &str,
    ) -> Option<(usize, String)> {
        self.count += 1;
        for version in versions {
            self.statistics.add(article, version.annotation);
            if !version.name.is_empty() && self.annotators.len() < MOST_ANNOTATORS {
                self.annotators.insert(version.name.to_owned());
            }
        }
        let html = article_html(article, versions, differences, self.count, self.options.lang, &mut self.palette);
        let is_full = self.articles.len() + html.len()
            > self.options.max_page.saturating_sub(RESERVE.min(self.options.max_page / 2));
        let mut complete = None;
        if is_full && !self.articles.is_empty() {
            let articles = mem::take(&mut self.articles);
            if self.number == 1 {
                self.first = Some(articles);
            } else {
                complete = Some((self.number, self.later_page(&articles, self.number, true)));
            }
            self.number += 1;
        }
        self.articles.push_str(&html);
        complete
    }

    /// The number of articles.
    #[must_use]
    pub const fn articles(&self) -> usize {
        self.count
    }

    /// The pages that are not complete yet, with their numbers: the last one and the first one.
    #[must_use]
    pub fn finish(mut self) -> Vec<(usize, String)> {
        let mut pages = Vec::new();
        let articles = mem::take(&mut self.articles);
        let first = match self.first.take() {
            None => articles,
            Some(first) => {
                pages.push((self.number, self.later_page(&articles, self.number, false)));
                first
            }
        };
        let lang = self.options.lang;
        let statistics = statistics_html(&self.statistics, &self.options.curve, lang);
        let agreement = self.comparison.html(lang);
        let (palette, labels) = (&mut self.palette, &self.options.labels);
        let overview =
            format!("{statistics}{agreement}{}", guidelines_html(labels, lang, &mut |label| palette.number(label)));
        let links: Vec<usize> = (1..=self.number).collect();
        pages.insert(0, (1, self.page(&overview, &first, 1, &links)));
        pages
    }

    fn later_page(&self, articles: &str, number: usize, has_next: bool) -> String {
        let mut links = vec![1, number];
        links.extend((number > 2).then(|| number - 1));
        links.extend(has_next.then(|| number + 1));
        links.sort_unstable();
        self.page("", articles, number, &links)
    }

    fn page(&self, overview: &str, articles: &str, number: usize, links: &[usize]) -> String {
        let lang = self.options.lang;
        let title = escape(self.options.title.as_deref().unwrap_or(REPORT_TITLE.get(lang)));
        let on_page = articles.matches("</article>").count();
        let all = if links.len() > 1 { format!(" / {}", self.articles()) } else { String::new() };
        let all = if number == 1 { all } else { String::new() };
        let summary = format!("{}: {on_page}{all}", REPORT_ARTICLES.get(lang));
        let parts = [
            ("lang", if lang.is_rtl() { "ar" } else { "en" }),
            ("dir", if lang.is_rtl() { "rtl" } else { "ltr" }),
            ("title", &title),
            ("summary", &summary),
            ("pages", &self.links(number, links)),
            ("skip", REPORT_SKIP.get(lang)),
            ("articles_title", REPORT_ARTICLES.get(lang)),
            ("filters_title", REPORT_FILTERS.get(lang)),
            ("filters", &self.filters()),
            ("overview", overview),
            ("articles", articles),
        ];
        page(&self.palette.css(), &parts)
    }

    fn links(&self, number: usize, links: &[usize]) -> String {
        if links.len() < 2 {
            return String::new();
        }
        let lang = self.options.lang;
        let words = REPORT_PAGE.get(lang);
        let mut html = format!("<nav class=\"pages\" aria-label=\"{words}\">");
        for other in links {
            let current = if *other == number { " aria-current=\"page\"" } else { "" };
            // Writing to a string cannot fail.
            let _ = write!(html, "<a href=\"./{}\"{current}>{words} {other}</a> ", href(&self.file_name(*other)));
        }
        html.push_str("</nav>");
        html
    }

    /// The file name of a page.
    #[must_use]
    pub fn file_name(&self, number: usize) -> String {
        let stem = &self.options.stem;
        if number == 1 { format!("{stem}.html") } else { format!("{stem}-{number}.html") }
    }

    fn filters(&self) -> String {
        let lang = self.options.lang;
        let all = REPORT_ALL.get(lang);
        let select = |name: &str, words: &str, options: String| {
            format!(
                "<label>{words} <select name=\"{name}\"><option value=\"\">{all}</option>{options}</select></label>"
            )
        };
        let option =
            |value: &str, words: &str| format!("<option value=\"{}\">{}</option>", escape(value), escape(words));
        let statuses = [Status::Suggested, Status::InProgress, Status::Done, Status::Skipped];
        let statuses = statuses.map(|status| option(status.name(), status_words(status).get(lang))).concat();
        let labels = self.palette.iter().map(|(number, name)| option(&number.to_string(), name)).collect();
        let annotators = self.annotators.iter().map(|name| option(name, name)).collect();
        let check = |name: &str, words: &str| {
            format!("<label><input type=\"checkbox\" name=\"{name}\" checked> {words}</label>")
        };
        [
            format!("<label>{} <input type=\"search\" name=\"words\"></label>", REPORT_SEARCH.get(lang)),
            select("status", BY_STATUS.get(lang), statuses),
            select("label", ENTITIES.get(lang), labels),
            select("annotator", REPORT_ANNOTATOR.get(lang), annotators),
            check("quotes", QUOTES.get(lang)),
            check("pending", PENDING.get(lang)),
            match self.options.annotators.len() {
                0 | 1 => String::new(),
                _ => format!(
                    "<label><input type=\"checkbox\" name=\"differs\"> {}</label>",
                    REPORT_ONLY_DIFFERENT.get(lang)
                ),
            },
        ]
        .concat()
    }
}

/// A file name as a part of a URL: ASCII that is no letter, digit, dot, hyphen or underscore is percent-encoded.
fn href(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
            out.push(c);
        } else {
            let _ = write!(out, "%{:02X}", u32::from(c));
        }
    }
    escape(&out)
}
