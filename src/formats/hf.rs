//! `hf`: a folder that Hugging Face `datasets` loads as it is: `data.jsonl` (or `train.jsonl`, `dev.jsonl`, `test.jsonl`)
//! and a `README.md` with the features, so that `ner_tags` are `ClassLabel`s.
//!
//! Each line has `tokens` and `ner_tags` for training, and the exact `text` with `entities` and `quotes` in code points.
//! With `--layer quote` the tags are those of the parts of quotes. An import reads such lines, and lines with only
//! `tokens` and `ner_tags`: names, or numbers where a `README.md` beside the file names the tags.

use std::borrow::Cow;
use std::io;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::gold::json::ItemRecord;
use crate::gold::{Extra, Layer};

use super::annotated::{Annotated, detail_keys};
use super::common::article_builder::{ArticleBuilder, is_empty_value};
use super::common::graph::{Graph, ROLES};
use super::common::json_input::each_json_article;
use super::common::lazy_list::LazyList;
use super::common::tagged_text::TaggedText;
use super::common::tokens::{TagScheme, WIDENED, labelled_spans, split_tag, tag_tokens, token_words};
use super::export::{Export, ExportOptions, Sink, append_line};
use super::format::{Companion, Format, Shape};
use super::import::{EachArticle, Imported, Source};
use super::loss::Loss;
use super::signature::Signature;

/// The format `hf`.
pub(super) static FORMAT: Format = Format {
    name: "hf",
    description: "a folder that Hugging Face datasets loads: tokens, ner_tags as ClassLabel",
    unit: "tokens, and code points",
    carries: "entities, quotes; `ner_tags` as `ClassLabel`",
    omits: "overlaps in `ner_tags`; provenance",
    shape: Shape::Folder(Some(Companion { name: "README.md", needed: false })),
    extensions: &["jsonl", "json"],
    signatures: &[
        ("README.md", Signature::Begins("---\ndataset_info:")),
        (".jsonl", Signature::JsonLines(&[&["tokens", "ner_tags", "entities", "quotes"]], &[])),
    ],
    negatives: false,
    takes_unit: false,
    export: |options| Box::new(Hf::new(options)),
    import,
};

struct Hf {
    options: ExportOptions,
    /// The names of the tags, by their numbers.
    tags: Vec<String>,
}

impl Hf {
    fn new(options: ExportOptions) -> Self {
        let mut hf = Self { tags: vec!["O".to_owned()], options };
        let roles = ROLES.map(str::to_owned).to_vec();
        let labels = if hf.options.layer == Some(Layer::Quote) { roles } else { hf.options.labels.clone() };
        labels.iter().for_each(|label| hf.add_tags(label));
        hf
    }

    /// Adds the tags of a label.
    fn add_tags(&mut self, label: &str) {
        let positions: &[char] =
            if self.options.scheme == TagScheme::Bilou { &['B', 'I', 'L', 'U'] } else { &['B', 'I'] };
        self.tags.extend(positions.iter().map(|position| format!("{position}-{label}")));
    }

    /// The number of a tag. A label outside of the label set gets the next numbers.
    fn tag_number(&mut self, tag: &str) -> usize {
        if let Some(at) = self.tags.iter().position(|known| known == tag) {
            return at;
        }
        self.add_tags(tag.split_once('-').map_or(tag, |(_, label)| label));
        let added = self.tags.iter().position(|known| known == tag);
        debug_assert!(added.is_some(), "the tags of the label are added");
        added.unwrap_or(0)
    }
}

impl Export for Hf {
    fn write(&mut self, annotated: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        let Annotated { article, annotation } = annotated;
        let graph = Graph::of_gold(annotated);
        let spans = labelled_spans(&graph, self.options.layer.unwrap_or(Layer::Entity));
        // Nothing is lost but the tags: `entities` and `quotes` hold every item.
        let mut lose = |loss: Loss| {
            if loss.why == WIDENED {
                return lost(loss.kept());
            }
            let why = loss.why.replace("left out", "left out of ner_tags");
            lost(Loss { why, ..loss });
        };
        let tagged = tag_tokens(article, &spans, self.options.tokens, self.options.scheme, &mut lose);
        let tokens = token_words(&article.text, &tagged.tokens, self.options.tokens);
        let tags: Vec<usize> = tagged.tags.iter().map(|tag| self.tag_number(tag)).collect();
        let items = |layer| annotated.gold_items().filter(move |item| item.body.layer() == layer);
        let record = |item| json!(ItemRecord::of_gold_item(&article.text, item));
        let entity = |item| with_keys(record(item), &["id", "start", "end", "text", "label", "verdict"]);
        let quote = |item| {
            let mut quote = with_keys(record(item), &["id", "kind", "content", "cue", "speaker", "verdict"]);
            if let Some(speaker) = quote.get_mut("speaker").filter(|speaker| speaker.is_object()) {
                *speaker = with_keys(speaker.take(), &["start", "end", "text", "entity", "implied"]);
            }
            quote
        };
        let row = Row {
            id: &article.id,
            text: article.text.as_str(),
            tokens: &tokens,
            ner_tags: &tags,
            entities: LazyList(|| items(Layer::Entity).map(entity)),
            quotes: LazyList(|| items(Layer::Quote).map(quote)),
            status: annotation.status.name(),
            meta: json!(article.meta).to_string(),
        };
        append_line(sink, &row)
    }

    fn finish(&mut self, sink: &mut dyn Sink) -> io::Result<()> {
        sink.shared_file("README.md", card(&self.tags).as_bytes())
    }
}

/// A row of the data set, in the order of its columns.
#[derive(Serialize)]
struct Row<'a, Entities, Quotes> {
    id: &'a str,
    text: &'a str,
    tokens: &'a [Cow<'a, str>],
    ner_tags: &'a [usize],
    entities: Entities,
    quotes: Quotes,
    status: &'a str,
    meta: String,
}

/// An object with exactly these keys, because the columns of all lines must be the same. A missing value is null.
fn with_keys(mut value: Value, keys: &[&str]) -> Value {
    let take = |key: &&str| ((*key).to_owned(), value.get_mut(*key).map(Value::take).unwrap_or_default());
    Value::Object(keys.iter().map(take).collect::<Map<_, _>>())
}

/// The card of the data set, with its features in YAML, as the cards of the hub have them.
fn card(tags: &[String]) -> String {
    const SPAN: [&str; 3] = ["start: int32", "end: int32", "text: string"];
    let mut yaml = "---\ndataset_info:\n  features:\n".to_owned();
    let plain = |pad: &str, field: &str| {
        let (name, dtype) = field.split_once(": ").unwrap_or((field, "string"));
        format!("{pad}- name: {name}\n{pad}  dtype: {dtype}\n")
    };
    let mut add = |line: &str| yaml.push_str(line);
    add(&plain("  ", "id: string"));
    add(&plain("  ", "text: string"));
    add(
        "  - name: tokens\n    sequence: string\n  - name: ner_tags\n    sequence:\n      class_label:\n        names:\n",
    );
    for (number, tag) in tags.iter().enumerate() {
        add(&format!("          '{number}': '{}'\n", tag.replace('\'', "''")));
    }
    add("  - name: entities\n    list:\n");
    for field in ["id: string"].iter().chain(&SPAN).chain(&["label: string", "verdict: string"]) {
        add(&plain("    ", field));
    }
    add("  - name: quotes\n    list:\n");
    add(&plain("    ", "id: string"));
    add(&plain("    ", "kind: string"));
    for (name, shape, more) in [
        ("content", "list", &[][..]),
        ("cue", "struct", &[]),
        ("speaker", "struct", &["entity: string", "implied: bool"]),
    ] {
        add(&format!("    - name: {name}\n      {shape}:\n"));
        for field in SPAN.iter().chain(more) {
            add(&plain("      ", field));
        }
    }
    add(&plain("    ", "verdict: string"));
    add(&plain("  ", "status: string"));
    add(&plain("  ", "meta: string"));
    add("---\n");
    yaml
}

/// The names of the tags in a card, by their numbers.
fn tag_names(card: &[u8]) -> Vec<String> {
    let card = String::from_utf8_lossy(card);
    let of_tags = card.lines().skip_while(|line| line.trim() != "- name: ner_tags");
    let names = of_tags.skip_while(|line| line.trim() != "names:").skip(1);
    let unquoted = |word: &str| {
        let word = word.trim();
        let inner = word.strip_prefix('\'').and_then(|word| word.strip_suffix('\''));
        inner.or_else(|| word.strip_prefix('"')?.strip_suffix('"')).unwrap_or(word).replace("''", "'")
    };
    names
        .map_while(|line| {
            let (number, name) = line.trim().split_once(':')?;
            unquoted(number).parse::<usize>().ok()?;
            Some(unquoted(name))
        })
        .collect()
}

#[derive(Deserialize)]
struct Record {
    id: Option<Value>,
    text: Option<String>,
    #[serde(alias = "words")]
    tokens: Vec<String>,
    #[serde(alias = "tags", alias = "labels", alias = "ner")]
    ner_tags: Vec<Value>,
    entities: Option<Vec<ItemRecord>>,
    quotes: Option<Vec<ItemRecord>>,
    status: Option<String>,
    meta: Option<String>,
    /// The other columns of the data set.
    #[serde(flatten)]
    rest: Extra,
}

/// Reads lines, with the card beside the file if there is one.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let names = source.companion.map(tag_names).unwrap_or_default();
    each_json_article(source, each, &mut |value, name, number| {
        let record: Record = serde_json::from_value(value)
            .map_err(|error| format!("is not a line of a data set: {error}; correct it"))?;
        Ok(vec![read_record(record, name, number, &names)])
    })
}

fn read_record(record: Record, name: &str, number: usize, names: &[String]) -> Result<Imported, String> {
    let id = record.id.as_ref().map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    let id = id.filter(|id| !id.trim().is_empty()).unwrap_or_else(|| format!("{name}-{number}"));
    let (Some(text), Some(entities), Some(quotes)) = (&record.text, record.entities, record.quotes) else {
        let (mut annotated, losses) = read_tags(id, &record.tokens, &record.ner_tags, names)?;
        let text = record.text.map(|text| ("text".to_owned(), Value::String(text)));
        let rest = record.rest.into_iter().filter(|(_, value)| !is_empty_value(value));
        annotated.article.meta.extend(rest.chain(text));
        return Ok((annotated, losses));
    };
    let mut builder = ArticleBuilder::new(id, text.as_str());
    for item in entities.into_iter().chain(quotes) {
        let item = item.gold_item(builder.text()).map_err(|error| error.to_string())?;
        let mut extra = item.extra.clone();
        extra.extend(detail_keys(builder.text(), &item));
        builder.add_decided_item(Some(&item.id), item.body, item.suggestion, extra);
    }
    if let Some(status) = record.status {
        builder.annotation().status = status.parse()?;
    }
    match record.meta.as_deref().map(serde_json::from_str) {
        Some(Ok(Value::Object(meta))) => *builder.meta() = meta.into(),
        Some(_) => drop(builder.meta().insert("meta".to_owned(), record.meta.into())),
        None => {}
    }
    for (key, value) in record.rest.into_iter().filter(|(_, value)| !is_empty_value(value)) {
        let key = if builder.meta().contains_key(&key) { format!("column_{key}") } else { key };
        builder.meta().insert(key, value);
    }
    Ok(builder.finish())
}

/// Reads a line with only tokens and tags.
fn read_tags(id: String, tokens: &[String], tags: &[Value], names: &[String]) -> Result<Imported, String> {
    if tokens.len() != tags.len() {
        return Err(format!("has {} tokens and {} ner_tags; correct it", tokens.len(), tags.len()));
    }
    let mut article = TaggedText::default();
    for (token, tag) in tokens.iter().zip(tags) {
        let name = tag.as_u64().and_then(|number| names.get(usize::try_from(number).ok()?)).map(String::as_str);
        let name = name.or_else(|| tag.as_str());
        let name =
            name.ok_or_else(|| format!("ner_tags {tag} has no name in a README.md beside the file; add it there"))?;
        if name != "O" && split_tag(name).is_none() {
            return Err(format!("ner_tags hold {name:?}, which is not a tag such as O, B-PER or I-PER; correct it"));
        }
        if !token.trim().is_empty() {
            article.push(token, name);
        }
    }
    if article.is_empty() {
        return Err("contains no token; leave it out".to_owned());
    }
    article.finish(id).map_err(|problem| problem.what)
}
