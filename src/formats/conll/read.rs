//! Reads CoNLL files of any family.

use std::borrow::Cow;
use std::io;

use crate::formats::common::lines::each_line;
use crate::formats::import::{EachArticle, ImportProblem, Source};
use crate::formats::import_options::ImportOptions;
use crate::formats::loss::Loss;

use super::article::{LineReport, OwnedTag, SentenceToken, TokenArticle};
use super::choice::Grouping;
use super::columns::recognise;
use super::layout::{Layout, Sample, TagPlace};
use super::mentions::{WordPlace, relations_in, value_of};
use super::row::{ArticleMark, DOCSTART, is_blank, read_mark, split_fields};
use super::table::with_tabs;
use super::tags::parse_tags;
use super::values::{has_tags, is_tag, spaced_token, tag_values};

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
                reader.article.is_broken = true;
                each(Err(problem))
            }
            Ok(line) if reader.layout.is_some() => reader.read_line(number, line, each),
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
    layout: Option<Layout>,
    /// The most frequent number of columns.
    width: usize,
    article: TokenArticle,
    /// True after an article mark of the file.
    has_marks: bool,
    /// The number of articles so far.
    count: usize,
    /// The last word of a multi-word token of CoNLL-U, while its words are read.
    words_until: Option<usize>,
    /// True before the first word of such a token.
    is_first_word: bool,
    /// The name of the sentence, where a column has it.
    sentence: String,
    /// True if the columns could not be recognised: one message for the file.
    is_refused: bool,
    /// The notices that are reported with the first article.
    notes: Vec<(String, String)>,
    /// The loss that is reported with the first article.
    lost: Option<(usize, String)>,
    /// True before the line that names the columns.
    awaits_header: bool,
    /// False for a file without tags.
    is_tagged: bool,
}

impl<'a> Reader<'a> {
    fn new(name: &str, options: &'a ImportOptions) -> Self {
        Self {
            name: name.to_owned(),
            options,
            layout: None,
            width: 0,
            article: TokenArticle::default(),
            has_marks: false,
            count: 0,
            words_until: None,
            is_first_word: false,
            sentence: String::new(),
            is_refused: false,
            notes: Vec::new(),
            lost: None,
            awaits_header: false,
            is_tagged: true,
        }
    }

    /// Recognises the columns from the lines that were kept, and reads those.
    fn read_sample(&mut self, sample: &mut Vec<String>, first: usize, each: EachArticle<'_>) -> io::Result<()> {
        let lines = std::mem::take(sample);
        if self.layout.is_none() && lines.iter().any(|line| !is_blank(line) && read_mark(line).is_none()) {
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
        self.width = Sample::of(rows.iter().map(Cow::as_ref)).width();
        self.awaits_header = layout.table.has_header;
        self.is_tagged = !layout.tags.is_empty() || layout.mentions.is_some();
        self.lost = layout.lost.clone();
        if !self.is_tagged {
            let why = "is CoNLL-U without tags of names; the text is read without annotation. Name a column of tags with \
                       --columns";
            self.notes.push(("no annotation".to_owned(), why.to_owned()));
        } else if let Some(says) = &layout.says {
            self.notes.push(("columns".to_owned(), says.clone()));
        }
        if let Some(unread) = &layout.unread {
            let why = "hold other data than the tags that are read; left out. Name other columns with --columns";
            self.notes.push((format!("columns {unread}"), why.to_owned()));
        }
        self.layout = Some(layout);
    }

    fn read_line(&mut self, number: usize, line: &str, each: EachArticle<'_>) -> io::Result<()> {
        let line = &*self.layout.as_ref().map_or(Cow::Borrowed(line), |layout| divided(layout, line));
        if is_blank(line) {
            return self.end_sentence(each);
        }
        let Some(layout) = self.layout.take() else {
            return if line.starts_with(DOCSTART) { self.begin_article(None, each) } else { Ok(()) };
        };
        let done = self.read_row_or_mark(&layout, number, line, each);
        self.layout = Some(layout);
        done
    }

    fn read_row_or_mark(
        &mut self,
        layout: &Layout,
        number: usize,
        line: &str,
        each: EachArticle<'_>,
    ) -> io::Result<()> {
        let fields = split_fields(line);
        let is_token =
            || fields.len() == self.width && fields.get(layout.token) == Some(&"#") && has_tags(layout, &fields);
        match read_mark(line).filter(|_| !is_token()) {
            Some(ArticleMark::Begin(id)) => return self.begin_article(id, each),
            Some(ArticleMark::SentenceText(text)) => {
                self.article.sentence_text = Some((number, text));
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
        let starts_name = self.read_row(layout, number, line, fields);
        let is_endless = self.article.len() >= 2 * LONGEST_OF_ALL && starts_name;
        let may_end = !self.has_marks
            && self.options.group.is_none()
            && self.article.sentences == 0
            && self.article.len() >= LONGEST;
        let ends = may_end
            && self
                .article
                .last_token()
                .is_some_and(|token| token.tags.is_empty() && matches!(token.word.as_str(), "." | "؟" | "!" | "?"));
        if is_endless || ends { self.finish_article(each) } else { Ok(()) }
    }

    /// Ends the sentence, and the article if the sentence is its last.
    fn end_sentence(&mut self, each: EachArticle<'_>) -> io::Result<()> {
        self.words_until = None;
        let has_tokens = self.article.end_sentence();
        if has_tokens && self.sentence_ends_article() { self.finish_article(each) } else { Ok(()) }
    }

    /// Reads a token. Gives true if an article may end before the next one.
    fn read_row<'l>(&mut self, layout: &Layout, number: usize, line: &'l str, mut fields: Vec<&'l str>) -> bool {
        let only_tag =
            fields.len() == 1 && self.width > 1 && is_tag(layout, fields.first().copied().unwrap_or_default());
        if layout.token == 0 && (only_tag || line.starts_with(' ') && fields.len() + 1 == self.width) {
            fields.insert(0, "");
        }
        let mut report = |what: String, why: &str, is_notice| {
            self.article.reports.push(LineReport { line: number, what, why: why.to_owned(), is_notice });
        };
        if let Some((token, tag)) = spaced_token(layout, self.width, line, &fields) {
            report(format!("the token {token:?}"), "has a space; the last word of its line is the tag", true);
            fields = vec![token, tag];
        }
        let takes_all = layout.tags.iter().any(|(place, _)| matches!(place, TagPlace::From(_)));
        if fields.len() > self.width && !takes_all {
            let why = "the columns that the others have are read; what is in the further ones is left out";
            report("a line with more columns than most".to_owned(), why, false);
        }
        let mut tags = Vec::new();
        for (column, value, style) in tag_values(layout, &fields) {
            let value = value.as_deref();
            let Some(value) = value else {
                report("a line without a tag".to_owned(), "its token is taken without a tag", false);
                continue;
            };
            match parse_tags(value, style) {
                Some(found) => {
                    if found.is_empty() && matches!(value, "o" | "0") {
                        report(format!("the tag {value:?}"), "read as O", true);
                    }
                    tags.extend(found.into_iter().map(|tag| OwnedTag {
                        column,
                        position: tag.position,
                        label: tag.label.to_owned(),
                    }));
                }
                None => {
                    let why = "is not a tag such as O, B-PER or I-PER; its token is taken without a tag";
                    report(format!("{value:?}"), why, false);
                }
            }
        }
        let word = fields.get(layout.token).copied().unwrap_or_default();
        let word = layout.prefix.as_deref().and_then(|prefix| word.strip_prefix(prefix)).unwrap_or(word);
        if word.trim_matches(' ').is_empty() {
            report(
                "a line with a tag and without a token".to_owned(),
                "there is no text to keep; left out",
                tags.is_empty(),
            );
            return false;
        }
        let misc = layout.misc.and_then(|at| fields.get(at)).copied().unwrap_or_default();
        let is_glued = misc.split('|').any(|it| matches!(it, "SpaceAfter=No" | "NoSpaceAfter"));
        let word_number = layout.word_number.and_then(|at| fields.get(at)).copied();
        if let Some((_, last)) = word_number.and_then(|number| number.split_once('-')) {
            self.words_until = last.parse().ok();
            self.is_first_word = true;
            self.article.push(SentenceToken { word: word.to_owned(), is_glued, tags: Vec::new() });
            return false;
        }
        if word_number.is_some_and(|number| number.contains('.')) {
            self.article.mentions.empty += value_of(misc).map_or(0, |value| value.matches('(').count());
            return false;
        }
        let at: Option<usize> = word_number.and_then(|number| number.parse().ok());
        if let (Some(at), Some(last)) = (at, self.words_until)
            && at <= last
        {
            let is_first = std::mem::take(&mut self.is_first_word);
            self.read_mentions(layout, misc, WordPlace { is_first, is_last: at == last });
            self.add_word_tags(tags, number);
            return false;
        }
        self.words_until = None;
        let is_free = tags.is_empty();
        self.article.push(SentenceToken { word: word.to_owned(), is_glued, tags });
        self.read_mentions(layout, misc, WordPlace::WHOLE);
        is_free
    }

    /// Reads the mentions that begin or end at a word of the token that was read last.
    fn read_mentions(&mut self, layout: &Layout, misc: &str, place: WordPlace) {
        let Some(names) = &layout.mentions else { return };
        let at = self.article.len().saturating_sub(1);
        self.article.mentions.relations += relations_in(misc);
        if let Some(value) = value_of(misc) {
            self.article.mentions.read(value, at, place, names);
        }
    }

    /// Gives the tags of a word to the token that it is written in.
    fn add_word_tags(&mut self, tags: Vec<OwnedTag>, line: usize) {
        let Some(token) = self.article.last_token() else { return };
        for tag in tags {
            let is_there = token.tags.iter().any(|it| it.label == tag.label && it.column == tag.column);
            let is_taken = token.tags.iter().any(|it| it.column == tag.column);
            match (is_there, is_taken) {
                (true, _) => {}
                (false, false) => token.tags.push(tag),
                (false, true) => {
                    let what = format!("the tag of {:?} in {:?}", tag.label, token.word);
                    let why = "another word in the same token has a tag; left out".to_owned();
                    self.article.reports.push(LineReport { line, what, why, is_notice: false });
                    return;
                }
            }
        }
    }

    /// True if the sentence that ended is the last one of its article.
    fn sentence_ends_article(&self) -> bool {
        let is_long = self.article.len() >= LONGEST_OF_ALL;
        match self.options.group {
            Some(Grouping::Blank) => true,
            Some(Grouping::Sentences(number)) => is_long || self.article.sentences >= number,
            Some(Grouping::Docstart) => is_long,
            None => is_long || (!self.has_marks && self.article.len() >= LONGEST_JOINED),
        }
    }

    fn begin_article(&mut self, id: Option<String>, each: EachArticle<'_>) -> io::Result<()> {
        self.has_marks = true;
        self.words_until = None;
        if self.options.group == Some(Grouping::Blank) {
            return Ok(());
        }
        self.finish_article(each)?;
        self.article.id = id;
        Ok(())
    }

    fn finish_article(&mut self, each: EachArticle<'_>) -> io::Result<()> {
        let article = std::mem::take(&mut self.article);
        let is_joined =
            !self.has_marks && self.options.group.is_none() && article.sentences > 1 && article.len() >= LONGEST_JOINED;
        let id = format!("{}-{}", self.name, self.count + 1);
        let Some(built) = article.finish(id, self.is_tagged) else { return Ok(()) };
        self.count += 1;
        if self.count == 1 && is_joined {
            let why = format!(
                "the file has no article marks, so its sentences are joined into articles of some {LONGEST_JOINED} tokens; \
                 --group blank makes each sentence an article, --group 20 joins twenty"
            );
            self.notes.push(("articles".to_owned(), why));
        }
        let (notes, lost) = (std::mem::take(&mut self.notes), self.lost.take());
        each(built.map(|(annotated, mut losses)| {
            let note = |(what, why)| Loss::note(&annotated.article, what, why);
            losses.splice(0..0, notes.into_iter().map(note));
            let loss = |(at, why)| Loss::of(&annotated.article, format!("the tags of column {}", at + 1), why);
            losses.extend(lost.map(loss));
            (annotated, losses)
        }))
    }
}

/// A line with tabs between the fields of a table. A line that is none stays as it is, and so does a comment.
fn divided<'a>(layout: &Layout, line: &'a str) -> Cow<'a, str> {
    let delimiter = layout.table.delimiter.filter(|_| !line.starts_with("# "));
    let words = delimiter.and_then(|delimiter| with_tabs(line, delimiter));
    words.map_or(Cow::Borrowed(line), Cow::Owned)
}
