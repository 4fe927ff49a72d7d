//! `hf`: a folder that Hugging Face `datasets` loads as it is: `data.jsonl` (or `train.jsonl`, `dev.jsonl`,
//! `test.jsonl`) and a `README.md` with the features, so that `ner_tags` are `ClassLabel`s.
//!
//! EachArticle line has `tokens` and `ner_tags` to train on, and the exact `text` with `entities` and `quotes` in code points.
//! With `--layer quote` the tags are those of the parts of quotes. Read: such lines, and lines with only `tokens` and
//! `ner_tags` (numbers, where a `README.md` beside them names the tags, or names).

use std::io;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::gold::Layer;
use crate::gold::json::ItemRecord;

use super::annotated::Annotated;
use super::common::article_builder::ArticleBuilder;
use super::common::lines::each_article;
use super::common::tagged_text::TaggedText;
use super::common::tokens::TagScheme;
use super::common::tokens::{labelled, tag};
use super::export::{Export, ExportOptions, Sink};
use super::format::{Companion, Format, Shape};
use super::import::{EachArticle, Imported, Source};
use super::loss::Loss;

/// The format `hf`.
pub(super) static FORMAT: Format = Format {
    name: "hf",
    description: "a folder that Hugging Face datasets loads: tokens, ner_tags as ClassLabel",
    unit: "tokens, and code points",
    carries: "entities, quotes; `ner_tags` as `ClassLabel`",
    omits: "overlaps in `ner_tags`; provenance",
    shape: Shape::Folder(Some(Companion { name: "README.md", needed: false })),
    extensions: &["jsonl"],
    negatives: false,
    export: |options| Box::new(Hf::new(options)),
    import,
};

struct Hf {
    options: ExportOptions,
    /// The names of the tags, by their number.
    tags: Vec<String>,
}

impl Hf {
    fn new(options: ExportOptions) -> Self {
        let mut hf = Self { tags: vec!["O".to_owned()], options };
        let roles = super::common::graph::ROLES.map(str::to_owned).to_vec();
        let labels = if hf.options.layer == Some(Layer::Quote) { roles } else { hf.options.labels.clone() };
        labels.iter().for_each(|label| hf.name(label));
        hf
    }

    fn name(&mut self, label: &str) {
        let positions: &[char] =
            if self.options.scheme == TagScheme::Bilou { &['B', 'I', 'L', 'U'] } else { &['B', 'I'] };
        self.tags.extend(positions.iter().map(|position| format!("{position}-{label}")));
    }

    /// A label outside of the set gets the next numbers: those that were given stay.
    fn number(&mut self, tag: &str) -> usize {
        if let Some(at) = self.tags.iter().position(|known| known == tag) {
            return at;
        }
        self.name(tag.split_once('-').map_or(tag, |(_, label)| label));
        self.tags.iter().position(|known| known == tag).unwrap_or(0)
    }
}

impl Export for Hf {
    fn write(&mut self, one: &Annotated, sink: &mut dyn Sink, lost: &mut dyn FnMut(Loss)) -> io::Result<()> {
        let Annotated { article, annotation } = one;
        let labelled = labelled(one, self.options.layer.unwrap_or(Layer::Entity));
        let mut lose = |loss: Loss| {
            let why = loss.why.replace("left out", "left out of ner_tags");
            lost(Loss { why, ..loss });
        };
        let tagged = tag(article, &labelled, self.options.tokens, self.options.scheme, &mut lose);
        let tokens: Vec<&str> = tagged.tokens.iter().map(|token| article.text.slice(*token)).collect();
        let tags: Vec<usize> = tagged.tags.iter().map(|tag| self.number(tag)).collect();
        let items = |layer, keys: &[&str]| {
            let marks = one.gold_items().filter(|mark| mark.body.layer() == layer);
            let record = |mark| serde_json::to_value(ItemRecord::of_gold_item(&article.text, mark)).unwrap_or_default();
            marks.map(|mark| only(record(mark), keys)).collect::<Vec<_>>()
        };
        let mut quotes = items(Layer::Quote, &["id", "kind", "content", "cue", "speaker", "verdict"]);
        for quote in &mut quotes {
            if let Some(speaker) = quote.get_mut("speaker").filter(|speaker| speaker.is_object()) {
                *speaker = only(speaker.take(), &["start", "end", "text", "entity", "implied"]);
            }
        }
        let line = json!({
            "id": article.id, "text": article.text.as_str(), "tokens": tokens, "ner_tags": tags,
            "entities": items(Layer::Entity, &["id", "start", "end", "text", "label", "verdict"]), "quotes": quotes,
            "status": annotation.status.name(), "meta": json!(article.meta).to_string(),
        });
        sink.append(format!("{line}\n").as_bytes())
    }

    fn finish(&mut self, sink: &mut dyn Sink) -> io::Result<()> {
        sink.shared_file("README.md", card(&self.tags).as_bytes())
    }
}

/// These keys and no others, all of them: columns are the same in every line.
fn only(mut value: Value, keys: &[&str]) -> Value {
    let take = |key: &&str| ((*key).to_owned(), value.get_mut(*key).map(Value::take).unwrap_or_default());
    Value::Object(keys.iter().map(take).collect::<Map<_, _>>())
}

/// The card of the data set: its features in YAML, as the hub's own cards have them.
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

/// The names of the tags in a card.
fn names(card: &[u8]) -> Vec<String> {
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
struct Line {
    id: Option<Value>,
    text: Option<String>,
    tokens: Vec<String>,
    ner_tags: Vec<Value>,
    entities: Option<Vec<ItemRecord>>,
    quotes: Option<Vec<ItemRecord>>,
    status: Option<String>,
    meta: Option<String>,
}

/// Reads lines, with the card beside them if there is one.
fn import(source: &mut Source<'_>, each: EachArticle<'_>) -> io::Result<()> {
    let names = source.companion.map(names).unwrap_or_default();
    each_article(source, each, &mut |line, name, number| article(line, &format!("{name}-{number}"), &names))
}

fn article(line: &str, otherwise: &str, names: &[String]) -> Result<Imported, String> {
    let line: Line =
        serde_json::from_str(line).map_err(|error| format!("is no line of a data set: {error}; mend it"))?;
    let id = line.id.as_ref().map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    let id = id.filter(|id| !id.trim().is_empty()).unwrap_or_else(|| otherwise.to_owned());
    if let (Some(text), Some(entities), Some(quotes)) = (line.text, line.entities, line.quotes) {
        let mut build = ArticleBuilder::new(id, text);
        for item in entities.into_iter().chain(quotes) {
            let mark = item.gold_item(build.text()).map_err(|error| error.to_string())?;
            build.mark(Some(&mark.id), mark.body);
        }
        if let Some(status) = line.status {
            build.annotation().status = status.parse()?;
        }
        if let Some(Ok(Value::Object(meta))) = line.meta.as_deref().map(serde_json::from_str) {
            *build.meta() = meta;
        }
        return Ok(build.done());
    }
    if line.tokens.len() != line.ner_tags.len() {
        return Err(format!("has {} tokens and {} ner_tags; mend it", line.tokens.len(), line.ner_tags.len()));
    }
    let mut reading = TaggedText::default();
    for (token, tag) in line.tokens.iter().zip(&line.ner_tags) {
        let name = tag.as_u64().and_then(|number| names.get(usize::try_from(number).ok()?)).map(String::as_str);
        let name = name.or_else(|| tag.as_str());
        let name =
            name.ok_or_else(|| format!("ner_tags {tag} has no name in a README.md beside the file; put one there"))?;
        if !token.trim().is_empty() {
            reading.token(token, name);
        }
    }
    if reading.is_empty() {
        return Err("holds no token; leave it out".to_owned());
    }
    reading.done(id).map_err(|fault| fault.what)
}
