//! Reads CoNLL files of any family.

use std::borrow::Cow;
use std::io;
use std::rc::Rc;

use crate::formats::common::lines::each_line;
use crate::formats::import::{EachArticle, ImportProblem, Source};
use crate::formats::import_options::ImportOptions;
use crate::formats::loss::Loss;
use crate::gold::Article;

use super::choice::Grouping;
use super::columns::recognise;
use super::layout::{Layout, Sample, Unread};
use super::read_row::{Columns, RowReader, divided};
use super::row::{ArticleMark, DOCSTART, is_blank, read_mark, split_fields};
use super::values::has_tags;

/// The number of lines from which the columns are recognised.
const SAMPLE: usize = 5_000;

/// In a file without articles and sentences, an article ends at the first end of a sentence after this many tokens.
const LONGEST: usize = 500;

/// In a file without articles, sentences are joined until an article has this many tokens. Most documents have fewer, so a
/// file with one document is one article.
const LONGEST_JOINED: usize = 2_000;

/// Whatever the file says, an article ends after this many tokens: at the next end of a sentence, or at the next name after
/// twice as many. So a file without ends is not held in memory.
const LONGEST_OF_ALL: usize = 50_000;

/// Reads tokens with tags. An article begins where the file says so. Without article marks the file is one article, or, if it
/// is long, several of some thousand tokens, unless the user says otherwise; where not even sentences are separated, some
/// hundred tokens are one.
pub(in crate::formats) fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let mut reader = Reader::new(source.name, source.options);
    let mut sample: Vec<String> = Vec::new();
    let mut first_line = 1;
    each_line(source, &mut |number, line| {
        if reader.is_refused {
            return Ok(());
        }
        match line {
            Err(problem) => {
                reader.read_sample(&mut sample, first_line, each)?;
                first_line = number + 1;
                reader.rows.article.is_broken = true;
                each(Err(problem))
            }
            Ok(line) if reader.columns.is_some() => reader.read_line(number, line, each),
            Ok(line) => {
                sample.push(line.to_owned());
                let is_full = sample.len() >= SAMPLE;
                if is_full { reader.read_sample(&mut sample, first_line, each) } else { Ok(()) }
            }
        }
    })?;
    reader.read_sample(&mut sample, first_line, each)?;
    reader.finish_article(each)
}

struct Reader<'a> {
    name: String,
    options: &'a ImportOptions,
    /// `None` until they are recognised.
    columns: Option<Rc<Columns>>,
    /// True before the line that names the columns.
    awaits_header: bool,
    rows: RowReader,
    /// True after an article mark of the file.
    has_marks: bool,
    /// The number of articles so far.
    count: usize,
    /// The name of the sentence, where a column has it.
    sentence: String,
    /// True if the columns could not be recognised: one message for the file.
    is_refused: bool,
    /// The notices that are reported with the first article.
    notes: Vec<(String, String)>,
}

impl<'a> Reader<'a> {
    fn new(name: &str, options: &'a ImportOptions) -> Self {
        Self {
            name: name.to_owned(),
            options,
            columns: None,
            awaits_header: false,
            rows: RowReader::default(),
            has_marks: false,
            count: 0,
            sentence: String::new(),
            is_refused: false,
            notes: Vec::new(),
        }
    }

    /// Recognises the columns from the lines that were kept, and reads those.
    fn read_sample(&mut self, sample: &mut Vec<String>, first: usize, each: EachArticle<'_>) -> io::Result<()> {
        let lines = std::mem::take(sample);
        if self.columns.is_none() && lines.iter().any(|line| !is_blank(line) && read_mark(line).is_none()) {
            let words: Vec<&str> = lines.iter().map(String::as_str).collect();
            match recognise(&words, self.options.columns.as_ref()) {
                Ok(layout) => self.take_layout(layout, &words),
                Err(what) => {
                    self.is_refused = true;
                    return each(Err(ImportProblem::new(None, what)));
                }
            }
        }
        for (at, line) in lines.iter().enumerate() {
            self.read_line(first + at, line, each)?;
        }
        Ok(())
    }

    fn take_layout(&mut self, layout: Layout, lines: &[&str]) {
        let rows: Vec<Cow<'_, str>> = lines.iter().map(|line| divided(&layout, line)).collect();
        let width = Sample::of(rows.iter().map(Cow::as_ref)).width();
        let has_tabs = rows.iter().filter(|row| row.contains('\t')).count() * 2 > rows.len();
        self.awaits_header = layout.table.has_header;
        let is_tagged = !layout.tags.is_empty() || layout.mentions.is_some();
        if !is_tagged {
            let why = "is CoNLL-U without tags of names; the text is read without annotation. Name a column of tags with \
                       --columns";
            self.notes.push(("no annotation".to_owned(), why.to_owned()));
        } else if let Some(says) = &layout.says {
            self.notes.push(("columns".to_owned(), says.clone()));
        }
        self.columns = Some(Rc::new(Columns { layout, width, has_tabs, is_tagged }));
    }

    fn read_line(&mut self, number: usize, line: &str, each: EachArticle<'_>) -> io::Result<()> {
        let columns = self.columns.clone();
        let line = &*columns.as_ref().map_or(Cow::Borrowed(line), |columns| divided(&columns.layout, line));
        if is_blank(line) {
            return self.end_sentence(each);
        }
        match columns {
            Some(columns) => self.read_row_or_mark(&columns, number, line, each),
            None if line.starts_with(DOCSTART) => self.begin_article(None, each),
            None => Ok(()),
        }
    }

    fn read_row_or_mark(
        &mut self,
        columns: &Columns,
        number: usize,
        line: &str,
        each: EachArticle<'_>,
    ) -> io::Result<()> {
        let Columns { layout, width, .. } = columns;
        let fields = split_fields(line);
        let is_token = || fields.len() == *width && fields.get(layout.token) == Some(&"#") && has_tags(layout, &fields);
        match read_mark(line).filter(|_| !is_token()) {
            Some(ArticleMark::Begin(id)) => return self.begin_article(id, each),
            Some(ArticleMark::SentenceText(text)) => {
                self.rows.article.sentence_text = Some((number, text));
                return Ok(());
            }
            Some(ArticleMark::Comment) => return Ok(()),
            None => {}
        }
        if std::mem::take(&mut self.awaits_header) {
            return Ok(());
        }
        let sentence = layout.table.sentence.and_then(|at| fields.get(at)).map_or("", |name| name.trim());
        if !sentence.is_empty() && sentence != self.sentence {
            sentence.clone_into(&mut self.sentence);
            self.end_sentence(each)?;
        }
        let starts_name = self.rows.read(columns, number, line, fields);
        let is_endless = self.rows.article.len() >= 2 * LONGEST_OF_ALL && starts_name;
        let may_end = !self.has_marks
            && self.options.group.is_none()
            && self.rows.article.sentences == 0
            && self.rows.article.len() >= LONGEST;
        let ends = may_end
            && self
                .rows
                .article
                .last_token()
                .is_some_and(|token| token.tags.is_empty() && matches!(token.word.as_str(), "." | "؟" | "!" | "?"));
        if is_endless || ends { self.finish_article(each) } else { Ok(()) }
    }

    /// Ends the sentence, and the article if the sentence is its last.
    fn end_sentence(&mut self, each: EachArticle<'_>) -> io::Result<()> {
        self.rows.end_split();
        let has_tokens = self.rows.article.end_sentence();
        if has_tokens && self.sentence_ends_article() { self.finish_article(each) } else { Ok(()) }
    }

    /// True if the sentence that ended is the last one of its article.
    fn sentence_ends_article(&self) -> bool {
        let is_long = self.rows.article.len() >= LONGEST_OF_ALL;
        match self.options.group {
            Some(Grouping::Blank) => true,
            Some(Grouping::Sentences(number)) => is_long || self.rows.article.sentences >= number,
            Some(Grouping::Docstart) => is_long,
            None => is_long || (!self.has_marks && self.rows.article.len() >= LONGEST_JOINED),
        }
    }

    fn begin_article(&mut self, id: Option<String>, each: EachArticle<'_>) -> io::Result<()> {
        self.has_marks = true;
        self.rows.end_split();
        if self.options.group == Some(Grouping::Blank) {
            return Ok(());
        }
        self.finish_article(each)?;
        self.rows.article.id = id;
        Ok(())
    }

    fn finish_article(&mut self, each: EachArticle<'_>) -> io::Result<()> {
        let article = std::mem::take(&mut self.rows.article);
        let is_joined =
            !self.has_marks && self.options.group.is_none() && article.sentences > 1 && article.len() >= LONGEST_JOINED;
        let id = format!("{}-{}", self.name, self.count + 1);
        let Some(built) = article.finish(id, self.columns.as_ref().is_none_or(|columns| columns.is_tagged)) else {
            return Ok(());
        };
        self.count += 1;
        if self.count == 1 && is_joined {
            let why = format!(
                "the file has no article marks, so its sentences are joined into articles of some {LONGEST_JOINED} tokens; \
                 --group blank makes each sentence an article, --group 20 joins twenty"
            );
            self.notes.push(("articles".to_owned(), why));
        }
        let notes = std::mem::take(&mut self.notes);
        let first = self.columns.as_ref().filter(|_| self.count == 1).map(|columns| &columns.layout);
        let lost = first.and_then(|layout| layout.lost.clone());
        let unread: Vec<Unread> = first.into_iter().flat_map(|layout| layout.unread.clone()).collect();
        each(built.map(|(annotated, mut losses)| {
            let note = |(what, why)| Loss::note(&annotated.article, what, why);
            losses.splice(0..0, notes.into_iter().map(note));
            let loss = |(at, why)| Loss::of(&annotated.article, format!("the tags of column {}", at + 1), why);
            losses.extend(lost.map(loss));
            let unread = unread.into_iter().filter(|unread| !unread.names.is_empty());
            losses.extend(unread.map(|unread| describe_unread(&annotated.article, &unread)));
            (annotated, losses)
        }))
    }
}

fn describe_unread(article: &Article, unread: &Unread) -> Loss {
    let why = "hold other data than the tags that are read; left out. Name other columns with --columns";
    let loss = Loss::of(article, format!("columns {}", unread.names), why);
    if unread.is_lost { loss } else { loss.kept() }
}
