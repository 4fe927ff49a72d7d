//! One article of a report.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::gold::{Annotation, Article, Body, Frame, QuoteKind, Relation, Remark, RemarkTarget, Status};
use crate::lang::{
    ACCEPTED, ADDED, CONTENT, CUE, DIRECT, DONE, FIXED, IMPLIED, IN_PROGRESS, INDIRECT, Lang, MIXED, NEW, NO_CUE,
    NO_SPEAKER, NOTE_LABEL, PENDING, SKIPPED, SPEAKER, Wording,
};
use crate::text::Text;

use super::escape::escape;
use super::palette::Palette;
use super::segments::{Mark, marked_text};

/// An annotation of an article, with the name of its annotator.
pub(super) struct Version<'a> {
    pub(super) name: &'a str,
    pub(super) annotation: &'a Annotation,
}

/// The article as an `<article>`. `number` is unique in the report. Several versions are side by side, with the list of their
/// differences.
pub(super) fn article_html(
    article: &Article,
    versions: &[Version<'_>],
    differences: &str,
    number: usize,
    lang: Lang,
    palette: &mut Palette,
) -> String {
    let mut labels = BTreeSet::new();
    let mut parts = Vec::new();
    for (at, version) in versions.iter().enumerate() {
        let id = if versions.len() == 1 { number.to_string() } else { format!("{number}-{at}") };
        let html = version_html(article, version.annotation, id, lang, palette, &mut labels);
        parts.push(match versions.len() {
            1 => html,
            _ => {
                let name = escape(version.name);
                format!("<section class=\"version\" aria-label=\"{name}\"><h4><bdi>{name}</bdi></h4>{html}</section>")
            }
        });
    }
    let body = match versions.len() {
        1 => parts.concat(),
        _ => format!("<div class=\"versions\">{}</div>{differences}", parts.concat()),
    };
    let statuses: BTreeSet<&str> = versions.iter().map(|version| version.annotation.status.name()).collect();
    let who: Vec<&str> = versions.iter().map(|version| version.name).filter(|name| !name.is_empty()).collect();
    let labels: Vec<String> = labels.iter().map(usize::to_string).collect();
    let words: BTreeSet<&str> =
        versions.iter().map(|version| status_words(version.annotation.status).get(lang)).collect();
    let by = who.iter().map(|name| format!(" · <bdi>{}</bdi>", escape(name))).collect::<String>();
    format!(
        "<article id=\"a{number}\" aria-labelledby=\"t{number}\" data-status=\"{status}\" data-labels=\"{labels}\" \
         data-annotators=\"{annotators}\"{differ}><h3 id=\"t{number}\"><bdi>{title}</bdi></h3>\
         <p class=\"about\"><bdi>{id}</bdi> · {status_words}{by}</p>{body}</article>\n",
        status = statuses.into_iter().collect::<Vec<_>>().join(" "),
        labels = labels.join(" "),
        annotators = who.iter().map(|name| escape(name)).collect::<Vec<_>>().join("&#10;"),
        differ = if differences.contains("<tr>") { " data-differs" } else { "" },
        title = escape(article.title()),
        id = escape(&article.id),
        status_words = words.into_iter().collect::<Vec<_>>().join(" · "),
    )
}

/// The text of one version, and what is said below it.
fn version_html(
    article: &Article,
    annotation: &Annotation,
    id: String,
    lang: Lang,
    palette: &mut Palette,
    labels: &mut BTreeSet<usize>,
) -> String {
    let mut page =
        ArticlePage { text: &article.text, id, lang, palette, marks: Vec::new(), frames: 0, items: Vec::new() };
    page.add_note(None, &annotation.remarks.of(&RemarkTarget::Article));
    for item in &annotation.gold {
        let words = match item.verdict {
            crate::gold::Verdict::Accepted => ACCEPTED,
            crate::gold::Verdict::Fixed => FIXED,
            crate::gold::Verdict::Added => ADDED,
        };
        labels.extend(page.add(&item.body, words, false));
        page.add_note(Some(&item.body), &annotation.remarks.of(&item.remark_target()));
    }
    for suggestion in annotation.pending.iter().chain(&article.suggestions) {
        labels.extend(page.add(&suggestion.body, PENDING, true));
    }
    for relation in annotation.relations.iter() {
        page.add_relation(annotation, relation);
    }
    let ArticlePage { marks, items, .. } = page;
    let items = if items.is_empty() { String::new() } else { format!("<ul class=\"items\">{}</ul>", items.concat()) };
    let text = marked_text(article.text.as_str(), marks);
    format!("<div class=\"text\" lang=\"ar\" dir=\"rtl\">{text}</div>{items}")
}

/// The words for a status.
pub(super) const fn status_words(status: Status) -> Wording {
    match status {
        Status::Suggested => NEW,
        Status::InProgress => IN_PROGRESS,
        Status::Done => DONE,
        Status::Skipped => SKIPPED,
    }
}

/// The words for a kind of quote.
pub(super) const fn kind_words(kind: QuoteKind) -> Wording {
    match kind {
        QuoteKind::Direct => DIRECT,
        QuoteKind::Indirect => INDIRECT,
        QuoteKind::Mixed => MIXED,
    }
}

struct ArticlePage<'a> {
    text: &'a Text,
    /// Unique in the report.
    id: String,
    lang: Lang,
    palette: &'a mut Palette,
    marks: Vec<Mark>,
    /// The number of frames and relations so far.
    frames: usize,
    /// What is said about quotes and notes below the text, as `<li>`.
    items: Vec<String>,
}

impl ArticlePage<'_> {
    /// Adds an entity or a frame. Gives the number of its label.
    fn add(&mut self, body: &Body, verdict: Wording, is_pending: bool) -> Option<usize> {
        let pending = if is_pending { " p" } else { "" };
        match body {
            Body::Entity { span, label } => {
                let label_number = self.palette.number(label.as_str());
                let attributes = format!(" title=\"{}: {}\"", escape(label.as_str()), verdict.get(self.lang));
                self.marks.push(Mark {
                    start: span.start(),
                    end: span.end(),
                    class: format!("c{label_number}{pending}"),
                    attributes,
                    tag: label.to_string(),
                });
                Some(label_number)
            }
            Body::Quote(frame) => {
                self.add_frame(frame, verdict, pending);
                None
            }
        }
    }

    fn add_frame(&mut self, frame: &Frame, verdict: Wording, pending: &str) {
        let lang = self.lang;
        let letter = letters(self.frames, lang);
        self.frames += 1;
        let frame_number = self.frames;
        let id = format!("f{}-{frame_number}", self.id);
        let kind = kind_words(frame.kind).get(lang);
        for (at, span) in frame.content.iter().enumerate() {
            // The keyboard goes from content to content; the description names the cue and the speaker.
            let focus = if at == 0 { format!(" tabindex=\"0\" aria-describedby=\"{id}\"") } else { String::new() };
            self.add_part(*span, ('q', pending), frame_number, focus, format!("{letter} {kind}"));
        }
        let words = |span| format!("<q><bdi>{}</bdi></q>", escape(self.text.slice(span)));
        let cue =
            frame.cue.map_or_else(|| NO_CUE.get(lang).to_owned(), |span| format!("{}: {}", CUE.get(lang), words(span)));
        let speaker = frame.speaker.as_ref().map_or_else(
            || NO_SPEAKER.get(lang).to_owned(),
            |it| {
                let implied = if it.implied { format!(" ({})", IMPLIED.get(lang)) } else { String::new() };
                format!("{}: {}{implied}", SPEAKER.get(lang), words(it.span))
            },
        );
        let verdict = verdict.get(lang);
        self.items.push(format!("<li id=\"{id}\"><b>{letter}</b> {kind} · {verdict} · {cue} · {speaker}</li>"));
        let parts = [
            frame.cue.map(|span| (span, 'k', CUE)),
            frame.speaker.as_ref().map(|speaker| (speaker.span, 's', SPEAKER)),
        ];
        for (span, class, role) in parts.into_iter().flatten() {
            self.add_part(span, (class, pending), frame_number, String::new(), format!("{letter} {}", role.get(lang)));
        }
    }

    /// Adds a relation: a letter with 1 at its beginning and with 2 at its end.
    fn add_relation(&mut self, annotation: &Annotation, relation: &Relation) {
        let span = |id: &str| annotation.gold_item(id)?.body.span();
        let (Some(from), Some(to)) = (span(&relation.from), span(&relation.to)) else { return };
        let letter = letters(self.frames, self.lang);
        self.frames += 1;
        let number = self.frames;
        let id = format!("f{}-{number}", self.id);
        let focus = format!(" tabindex=\"0\" aria-describedby=\"{id}\"");
        self.add_part(from, ('r', ""), number, focus, format!("{letter}1 {}", relation.label));
        self.add_part(to, ('r', ""), number, String::new(), format!("{letter}2"));
        let words = |span| format!("<q><bdi>{}</bdi></q>", escape(self.text.slice(span)));
        let label = escape(&relation.label);
        let (from, to) = (words(from), words(to));
        self.items.push(format!(
            "<li id=\"{id}\"><b>{letter}</b> <bdi>{label}</bdi> · {letter}1: {from} · {letter}2: {to}</li>"
        ));
    }

    fn add_part(&mut self, span: crate::text::Span, class: (char, &str), frame: usize, focus: String, tag: String) {
        let (letter, pending) = class;
        self.marks.push(Mark {
            start: span.start(),
            end: span.end(),
            class: format!("{letter}{pending}"),
            attributes: format!(" data-f=\"{frame}\"{focus}"),
            tag,
        });
    }

    fn add_note(&mut self, body: Option<&Body>, remark: &Remark) {
        if remark.is_empty() {
            return;
        }
        let about = body.and_then(Body::span).map_or_else(String::new, |span| {
            let words: String = self.text.slice(span).chars().take(60).collect();
            format!("<q><bdi>{}</bdi></q>: ", escape(&words))
        });
        let mut item = format!("<li>{}: {about}", NOTE_LABEL.get(self.lang));
        for words in remark.note.iter().chain(&remark.flags) {
            // Writing to a string cannot fail.
            let _ = write!(item, "<bdi>{}</bdi> ", escape(words));
        }
        item.push_str("</li>");
        self.items.push(item);
    }
}

/// The letters of a frame: A, B, … Z, AA; أ, ب, … ي, أأ.
fn letters(mut index: usize, lang: Lang) -> String {
    const ARABIC: [char; 28] = [
        'أ', 'ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع', 'غ', 'ف', 'ق', 'ك',
        'ل', 'م', 'ن', 'ه', 'و', 'ي',
    ];
    let alphabet: Vec<char> = if lang.is_rtl() { ARABIC.to_vec() } else { ('A'..='Z').collect() };
    let mut letters = Vec::new();
    loop {
        letters.push(alphabet.get(index % alphabet.len()).copied().unwrap_or('?'));
        if index < alphabet.len() {
            break;
        }
        index = index / alphabet.len() - 1;
    }
    letters.iter().rev().collect()
}

/// The words for the roles of a frame, for the legend.
pub(super) const ROLES: [(&str, Wording); 3] = [("q", CONTENT), ("k", CUE), ("s", SPEAKER)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_the_alphabet() {
        assert_eq!([0, 25, 26, 27].map(|index| letters(index, Lang::En)), ["A", "Z", "AA", "AB"]);
        assert_eq!([0, 1, 28].map(|index| letters(index, Lang::Ar)), ["أ", "ب", "أأ"]);
    }
}
