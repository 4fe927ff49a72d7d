//! `tawsim score`: how well a prediction agrees with the gold.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use anyhow::bail;
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use crate::formats::{Annotated, JSONL, Selection, Source};
use crate::gold::Layer;
use crate::gold::json::sha256;
use crate::measure::{Counts, Measure, Row, Said, Score, Way};
use crate::store::{self, Problem};

use super::out::talk;
use super::outcome::Outcome;
use super::report_format::ReportFormat;
use super::selection::SelectionArgs;

#[derive(Args)]
pub(super) struct ScoreArgs {
    /// What is right: gold files, a folder of these, or - for lines on standard input
    gold: PathBuf,
    /// What is compared with it: the same, or lines of `tawsim suggest`; what is pending counts as said
    predicted: PathBuf,
    /// A table, or JSON with every count
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
    /// Exit 1 when an F1 is lower: 0.8 (both layers), PER=0.9, CUE=0.7. May be repeated
    #[arg(long, value_name = "[NAME=]F1")]
    min: Vec<Least>,
    /// Which F1 --min means
    #[arg(long, value_enum, default_value = "match")]
    by: WayArg,
    #[command(flatten)]
    selection: SelectionArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum WayArg {
    /// The same edges and label, as seqeval counts
    Match,
    /// Half a point for an overlap, as nervaluate counts
    Partial,
}

/// A bound, of both layers or of one label or role.
#[derive(Clone)]
struct Least {
    name: Option<String>,
    f1: f64,
}

impl FromStr for Least {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let (name, number) =
            word.rsplit_once('=').map_or((None, word), |(name, number)| (Some(name.to_owned()), number));
        match number.parse::<f64>() {
            Ok(f1) if (0.0..=1.0).contains(&f1) => Ok(Self { name, f1 }),
            _ => Err(format!("{number:?} is no F1 from 0 to 1")),
        }
    }
}

/// What the gold says of an article, and its text's hash.
struct Wanted {
    hash: String,
    said: Said,
}

/// An article of one side, or what is wrong in its place.
type Found = Result<(PathBuf, Annotated), Problem>;

/// The gold, read as far as it is asked for. Usually both sides are in one order, and hardly anything waits.
struct Gold {
    coming: Receiver<Found>,
    /// What was read and not yet asked for.
    waiting: HashMap<String, Wanted>,
    ids: Ids,
    selection: Selection,
    bad: usize,
}

/// Which ids there were, by their hashes: a million are twenty megabytes.
#[derive(Default)]
struct Ids(HashSet<u64>, RandomState);

impl Ids {
    /// Notes an id; false if it was there before.
    fn first_time(&mut self, id: &str) -> bool {
        self.0.insert(self.1.hash_one(id))
    }

    fn holds(&self, id: &str) -> bool {
        self.0.contains(&self.1.hash_one(id))
    }
}

impl Gold {
    /// The gold of an article, which is then asked for no more.
    fn of(&mut self, id: &str) -> Option<Wanted> {
        if let Some(wanted) = self.waiting.remove(id) {
            return Some(wanted);
        }
        while let Some((other, wanted)) = self.next() {
            if other == id {
                return Some(wanted);
            }
            self.waiting.insert(other, wanted);
        }
        None
    }

    /// The next article that is read.
    fn next(&mut self) -> Option<(String, Wanted)> {
        loop {
            let what = match self.coming.recv().ok()? {
                Err(problem) => problem,
                Ok((path, one)) => {
                    let Some(one) = self.selection.apply(one) else { continue };
                    if self.ids.first_time(&one.article.id) {
                        let said = Said::of(&one.article.text, one.gold_items().map(|mark| &mark.body));
                        let hash = sha256(one.article.text.as_str());
                        return Some((one.article.id.clone(), Wanted { hash, said }));
                    }
                    let what = format!("the gold has the article {:?} twice; leave one out", one.article.id);
                    Problem::new(&path, None, what)
                }
            };
            self.bad += 1;
            talk(&format!("tawsim: {what}"));
        }
    }

    /// What nobody asked for.
    fn rest(&mut self, mut each: impl FnMut(&Wanted)) -> usize {
        let mut count = self.waiting.len();
        self.waiting.drain().for_each(|(_, wanted)| each(&wanted));
        while let Some((_, wanted)) = self.next() {
            each(&wanted);
            count += 1;
        }
        count
    }
}

pub(super) fn run(args: &ScoreArgs) -> anyhow::Result<Outcome> {
    let stream = Path::new("-");
    if args.gold == stream && args.predicted == stream {
        bail!("only one of GOLD and PRED can be standard input");
    }
    let selection = args.selection.selection();
    let mut gold = Gold {
        coming: coming(args.gold.clone())?,
        waiting: HashMap::new(),
        ids: Ids::default(),
        selection: args.selection.selection(),
        bad: 0,
    };
    let mut measure = Measure::default();
    let (mut strangers, mut bad) = (0_usize, 0_usize);
    // Those that were compared.
    let mut predicted = Ids::default();
    for found in coming(args.predicted.clone())? {
        let wrong = match found {
            Err(problem) => Some(problem),
            Ok((path, one)) => {
                let Some(one) = selection.apply(one) else { continue };
                let id = &one.article.id;
                let what = if predicted.holds(id) {
                    Some(format!("the article {id:?} is there twice; leave one out"))
                } else if let Some(wanted) = gold.of(id) {
                    let other = wanted.hash != sha256(one.article.text.as_str());
                    if !other {
                        let pending = one.pending().map(|suggestion| &suggestion.body);
                        let bodies = one.gold_items().map(|mark| &mark.body).chain(pending);
                        measure.add(&wanted.said, &Said::of(&one.article.text, bodies));
                        predicted.first_time(id);
                    }
                    let what = format!("the text of {id:?} is not that of the gold; compare annotations of one text");
                    // It is as if it were not there.
                    other.then(|| {
                        gold.waiting.insert(id.clone(), wanted);
                        what
                    })
                } else {
                    strangers += 1;
                    None
                };
                what.map(|what| Problem::new(&path, None, what))
            }
        };
        if let Some(problem) = wrong {
            bad += 1;
            talk(&format!("tawsim: {problem}"));
        }
    }
    let missing = gold.rest(|wanted| measure.add(&wanted.said, &Said::default()));
    let count = gold.ids.0.len();
    bad += gold.bad;
    if missing > 0 {
        talk(&format!(
            "tawsim: {missing} of {count} articles of the gold are not in PRED; all they hold counts as missed"
        ));
    }
    if strangers > 0 {
        talk(&format!("tawsim: {strangers} articles of PRED are not in the gold, and are left out"));
    }
    if count == 0 && bad == 0 {
        bail!("{}: holds no gold", store::printable(args.gold.as_os_str()));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        ReportFormat::Text => text(&measure, &mut out)?,
        ReportFormat::Json => writeln!(out, "{:#}", report(&measure))?,
    }
    out.flush()?;
    let low = too_low(args, &measure)?;
    Ok(match (bad, low) {
        (1.., _) => Outcome::BadInput,
        (0, true) => Outcome::Findings,
        (0, false) => Outcome::Fine,
    })
}

/// So many articles are read ahead.
const AHEAD: usize = 32;

/// The articles of a path as a thread reads them, a few ahead.
fn coming(path: PathBuf) -> io::Result<Receiver<Found>> {
    let (to, coming) = sync_channel(AHEAD);
    let read = move || {
        // Whoever takes no more has said why already.
        let mut give = |found: Found| to.send(found).map_err(|_| io::ErrorKind::BrokenPipe.into());
        let outcome = each(&path, &mut give);
        if let Err(error) = outcome {
            let what = format!("cannot be read: {error}; check the path");
            let _ = give(Err(Problem::new(&path, None, what)));
        }
    };
    thread::Builder::new().name("read".to_owned()).spawn(read)?;
    Ok(coming)
}

/// Hands over the articles of a path, and what is wrong among them.
fn each(path: &Path, give: &mut dyn FnMut(Found) -> io::Result<()>) -> io::Result<()> {
    if path == Path::new("-") {
        let source = Source { name: "-", main: &mut store::unpack_stream(io::stdin()), companion: None };
        return JSONL.import(source, &mut |found| {
            let problem = |line, what| Problem::new(path, line, what);
            give(found.map(|(one, _)| (path.to_owned(), one)).map_err(|fault| problem(fault.line, fault.what)))
        });
    }
    store::each_gold(&[path.to_owned()], &mut |path, found| {
        give(found.map(|(article, annotation)| (path.to_owned(), Annotated::new(article, annotation))))
    })
}

/// Is an F1 below its bound? Each that is is told.
fn too_low(args: &ScoreArgs, measure: &Measure) -> anyhow::Result<bool> {
    let way = match args.by {
        WayArg::Match => Way::Match,
        WayArg::Partial => Way::Partial,
    };
    let mut low = false;
    for least in &args.min {
        let layers = [(Layer::Entity, "entities"), (Layer::Quote, "quotes")];
        let rows: Vec<(&str, &Row)> = match least.name.as_deref() {
            // A layer that neither side has says nothing.
            None => layers
                .into_iter()
                .map(|(layer, name)| (name, measure.all(layer)))
                .filter(|(_, row)| row.counts(way).gold() + row.counts(way).predicted() > 0)
                .collect(),
            Some(name) => {
                let whole =
                    layers.into_iter().find(|(_, it)| *it == name).map(|(layer, name)| (name, measure.all(layer)));
                let label =
                    || layers.into_iter().flat_map(|(layer, _)| measure.labels(layer)).find(|(it, _)| *it == name);
                match whole.or_else(label) {
                    Some(row) => vec![row],
                    None => bail!("--min {name}: neither side has this label or role"),
                }
            }
        };
        for (name, row) in rows {
            let f1 = row.score(way).f1;
            if f1 < least.f1 {
                low = true;
                talk(&format!("tawsim: {name}: F1 {f1:.4} is below {}", least.f1));
            }
        }
    }
    Ok(low)
}

fn text(measure: &Measure, out: &mut dyn Write) -> io::Result<()> {
    let articles = measure.articles();
    writeln!(out, "{articles} {}", if articles == 1 { "article" } else { "articles" })?;
    for (layer, title) in [(Layer::Entity, "entities"), (Layer::Quote, "quotes")] {
        let all = measure.all(layer);
        if all.counts(Way::Match).gold() + all.counts(Way::Match).predicted() == 0 {
            continue;
        }
        writeln!(out, "\n{title:<12} {:>6} {:>6}   match P      R     F1   partial P      R     F1", "gold", "pred")?;
        let mut line = |name: &str, row: &Row| {
            let counts = row.counts(Way::Match);
            let (exact, partial) = (row.score(Way::Match), row.score(Way::Partial));
            writeln!(
                out,
                "{name:<12} {:>6} {:>6}    {} {} {}      {} {} {}",
                counts.gold(),
                counts.predicted(),
                digits(exact.precision),
                digits(exact.recall),
                digits(exact.f1),
                digits(partial.precision),
                digits(partial.recall),
                digits(partial.f1)
            )
        };
        for (label, row) in measure.labels(layer) {
            line(&store::escape_controls(label), row)?;
        }
        line("all", all)?;
        if layer == Layer::Quote {
            for (name, counts) in measure.frames() {
                let Score { precision, recall, f1 } = counts.score();
                let (gold, predicted) = (counts.gold(), counts.predicted());
                let [p, r, f1] = [precision, recall, f1].map(digits);
                writeln!(out, "{name:<12} {gold:>6} {predicted:>6}    {p} {r} {f1}")?;
            }
        }
    }
    Ok(())
}

fn digits(value: f64) -> String {
    format!("{value:.4}")
}

fn report(measure: &Measure) -> Value {
    let score = |Score { precision, recall, f1 }: Score| json!({"precision": precision, "recall": recall, "f1": f1});
    let counted = |counts: Counts| {
        let mut value = score(counts.score());
        if let Some(value) = value.as_object_mut() {
            let Counts { correct, incorrect, partial, missed, spurious } = counts;
            let counts = json!({"correct": correct, "incorrect": incorrect, "partial": partial, "missed": missed, "spurious": spurious});
            value.extend(counts.as_object().cloned().unwrap_or_default());
        }
        value
    };
    let row = |row: &Row| {
        let counts = row.counts(Way::Match);
        let mut value = Map::new();
        value.insert("gold".to_owned(), json!(counts.gold()));
        value.insert("predicted".to_owned(), json!(counts.predicted()));
        value.extend(Way::ALL.map(|way| (way.name().to_owned(), counted(row.counts(way)))));
        Value::Object(value)
    };
    let layer = |layer: Layer| {
        let labels: Map<String, Value> = measure.labels(layer).map(|(label, it)| (label.to_owned(), row(it))).collect();
        let (plain, weighted) = measure.means(layer, Way::Match);
        json!({"all": row(measure.all(layer)), "labels": labels, "macro": score(plain), "weighted": score(weighted)})
    };
    let mut quotes = layer(Layer::Quote);
    let wholes: Map<String, Value> =
        measure.frames().map(|(name, counts)| (name.to_owned(), counted(counts))).collect();
    quotes["wholes"] = Value::Object(wholes);
    json!({"articles": measure.articles(), "entities": layer(Layer::Entity), "quotes": quotes})
}
