//! Reads the format `inline`.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use crate::formats::common::article_builder::{ArticleBuilder, frame};
use crate::formats::common::lines::each_line;
use crate::formats::import::{EachArticle, ImportProblem, Imported, Source};
use crate::gold::{Body, Frame, QuoteKind, Speaker};
use crate::text::{Span, Unit};

use super::marks::{ARTICLE, Mark};

/// The lines of one article, as the file has them.
#[derive(Default)]
struct ArticleLines {
    id: Option<String>,
    /// The number of the first line after `=== ID`.
    first_line: usize,
    lines: Vec<String>,
}

/// Reads the articles of a file, one at a time.
pub(super) fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let name = source.name.to_owned();
    let mut article = ArticleLines { first_line: 1, ..ArticleLines::default() };
    let mut broken = false;
    each_line(source, &mut |number, line| {
        let line = match line {
            Ok(line) => line,
            Err(problem) => {
                broken = true;
                return each(Err(problem));
            }
        };
        let Some(id) = line.strip_prefix(ARTICLE) else {
            article.lines.push(line.to_owned());
            return Ok(());
        };
        let next = ArticleLines { id: Some(id.trim().to_owned()), first_line: number + 1, lines: Vec::new() };
        let last = std::mem::replace(&mut article, next);
        if std::mem::take(&mut broken) { Ok(()) } else { finish(last, &name, each) }
    })?;
    if broken { Ok(()) } else { finish(article, &name, each) }
}

fn finish(article: ArticleLines, name: &str, each: EachArticle<'_>) -> io::Result<()> {
    if article.id.is_none() && article.lines.iter().all(|line| line.trim().is_empty()) {
        return Ok(());
    }
    each(read_article(article, name))
}

fn read_article(article: ArticleLines, name: &str) -> Result<Imported, ImportProblem> {
    let ArticleLines { id, first_line, lines } = article;
    let head = lines.iter().take_while(|line| line.starts_with("# ")).count();
    let (head, body) = lines.split_at(head);
    let blank = |line: &&String| line.trim().is_empty();
    let skipped = body.iter().take_while(blank).count();
    let trailing = body.iter().rev().take_while(blank).count();
    let body = body.get(skipped..body.len().saturating_sub(trailing)).unwrap_or_default();
    let first_line = first_line + head.len() + skipped;
    let id = id.filter(|id| !id.is_empty());
    let marked = MarkedText::parse(body, first_line)?;
    let problem = |what: String| ImportProblem::new(first_line, what);
    let mut builder = ArticleBuilder::of_record(id, name.to_owned(), Some(marked.text.clone()))
        .map_err(|_| problem("begins an article without text; write the text after an empty line".to_owned()))?;
    for line in head {
        let (key, value) = line.trim_start_matches("# ").split_once(':').unwrap_or((line, ""));
        builder.meta().insert(key.trim().to_owned(), value.trim().into());
    }
    marked.fill(&mut builder)?;
    Ok(builder.finish())
}

/// A text without its marks, and the marks with their places.
#[derive(Default)]
struct MarkedText {
    text: String,
    /// The marks with their ranges in bytes of the text and their lines, in the order of their ends.
    marks: Vec<(Mark, Range<usize>, usize)>,
}

/// A mark that is not closed yet.
struct OpenMark {
    mark: Mark,
    start: usize,
    line: usize,
}

impl MarkedText {
    fn parse(lines: &[String], first_line: usize) -> Result<Self, ImportProblem> {
        let mut marked = Self::default();
        let mut open: Vec<OpenMark> = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let number = first_line + index;
            if index > 0 {
                marked.text.push('\n');
            }
            let mut rest = line.as_str();
            while let Some(c) = rest.chars().next() {
                let after = rest.get(c.len_utf8()..).unwrap_or_default();
                rest = match c {
                    '\\' => marked.read_escape(after, number)?,
                    '[' | '{' => {
                        let end = after.find(char::is_whitespace).unwrap_or(after.len());
                        let (words, left) = after.split_at(end);
                        let mark = Mark::parse(c, words).map_err(|what| ImportProblem::new(number, what))?;
                        open.push(OpenMark { mark, start: marked.text.len(), line: number });
                        left.get(left.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default()
                    }
                    ']' | '}' => {
                        marked.close(open.pop(), c, number)?;
                        after
                    }
                    _ => {
                        marked.text.push(c);
                        after
                    }
                };
            }
        }
        match open.pop() {
            Some(left) => Err(ImportProblem::new(
                left.line,
                format!(
                    "opens {} that is never closed; close it with {}",
                    left.mark.opener().trim(),
                    left.mark.closer()
                ),
            )),
            None => Ok(marked),
        }
    }

    /// Reads what stands after a backslash, and gives the rest of the line.
    fn read_escape<'a>(&mut self, after: &'a str, number: usize) -> Result<&'a str, ImportProblem> {
        let c = after.chars().next();
        self.text.push(match c {
            Some('n') => '\n',
            Some('r') => '\r',
            Some(c @ ('[' | ']' | '{' | '}' | '\\' | '=')) => c,
            _ => {
                let what =
                    "holds a backslash before another character than \\ [ ] { } = n r; write \\\\ for a backslash";
                return Err(ImportProblem::new(number, what));
            }
        });
        Ok(after.get(1..).unwrap_or_default())
    }

    fn close(&mut self, open: Option<OpenMark>, c: char, number: usize) -> Result<(), ImportProblem> {
        let Some(OpenMark { mark, start, .. }) = open else {
            return Err(ImportProblem::new(
                number,
                format!("closes a mark with {c} that is not open; remove it or write \\{c}"),
            ));
        };
        if mark.closer() != c {
            let what = format!("closes {} with {c}; marks may not cross", mark.opener().trim());
            return Err(ImportProblem::new(number, what));
        }
        let words = self.text.get(start..).unwrap_or_default();
        let start = start + (words.len() - words.trim_start().len());
        let end = self.text.trim_end().len().max(start);
        if start == end {
            return Err(ImportProblem::new(
                number,
                format!("marks no words with {}; remove the mark", mark.opener().trim()),
            ));
        }
        self.marks.push((mark, start..end, number));
        Ok(())
    }

    /// Adds the entities and the frames to an article.
    fn fill(self, builder: &mut ArticleBuilder) -> Result<(), ImportProblem> {
        let (mut frames, mut cues, mut speakers) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut used = Vec::new();
        for (mark, range, line) in self.marks {
            let problem = |what: String| ImportProblem::new(line, what);
            let opener = mark.opener();
            let span = builder
                .span(range.start, range.end, Unit::Bytes, opener.trim())
                .map_err(|error| problem(format!("{}: {error}; move the mark", opener.trim())))?;
            let twice = || problem(format!("uses {} a second time; give it another number", opener.trim()));
            match mark {
                Mark::Entity(label) => builder.add_entity(span, &label),
                Mark::Cue(number) => {
                    if cues.insert(number, (span, line)).is_some() {
                        return Err(twice());
                    }
                }
                Mark::Speaker(number) => {
                    if speakers.insert(number, (span, line)).is_some() {
                        return Err(twice());
                    }
                }
                Mark::Content { frame, kind, speaker, implied } => {
                    let parts = frames.entry(frame).or_insert_with(|| NumberedFrame::new(kind, speaker, implied, line));
                    if (parts.kind, parts.speaker, parts.implied) != (kind, speaker, implied) {
                        return Err(problem(format!(
                            "has a part of frame {frame} with another kind or speaker than its first part; make them agree, \
                             or give it another number"
                        )));
                    }
                    parts.content.push(span);
                    used.push(speaker);
                }
            }
        }
        let stray_cue = cues.iter().find(|(number, _)| !frames.contains_key(number));
        if let Some((number, (_, line))) = stray_cue {
            return Err(ImportProblem::new(*line, format!("has a cue {{u{number} without content {{c{number}")));
        }
        if let Some((number, (_, line))) = speakers.iter().find(|(number, _)| !used.contains(number)) {
            let what = format!("has a speaker {{s{number} that no content names; name it or remove the mark");
            return Err(ImportProblem::new(*line, what));
        }
        for (number, parts) in frames {
            let cue = cues.get(&number).map(|(span, _)| *span);
            let speaker = speakers.get(&parts.speaker).map(|(span, _)| *span);
            let missing = parts.speaker != 0 && speaker.is_none() || parts.speaker == 0 && parts.implied;
            if missing {
                let what =
                    format!("names the speaker {} of frame {number}, which is not marked; mark it", parts.speaker);
                return Err(ImportProblem::new(parts.line, what));
            }
            if let Some(body) = parts.into_body(cue, speaker) {
                builder.add_item(None, body);
            }
        }
        Ok(())
    }
}

/// A frame by its number, while its parts are collected.
struct NumberedFrame {
    kind: QuoteKind,
    /// The number of the speaker; 0 for none.
    speaker: usize,
    implied: bool,
    content: Vec<Span>,
    /// The line of its first part.
    line: usize,
}

impl NumberedFrame {
    const fn new(kind: QuoteKind, speaker: usize, implied: bool, line: usize) -> Self {
        Self { kind, speaker, implied, content: Vec::new(), line }
    }

    fn into_body(self, cue: Option<Span>, speaker: Option<Span>) -> Option<Body> {
        let speaker = speaker.map(|span| Speaker { span, entity: None, implied: self.implied });
        let frame: Option<Frame> = frame(self.kind, self.content, cue, speaker);
        frame.map(|frame| Body::Quote(Box::new(frame)))
    }
}
