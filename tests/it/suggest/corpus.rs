//! The corpus (`assets/corpus`): every file can be read and keeps the rules of the conventions that a program can check; the
//! statistics in its README are those of the files; the suggester keeps its scores on the part that it has not seen.
//!
//! `cargo test --test it corpus -- --nocapture` prints statistics and scores. `UPDATE_DOCS=1` writes the statistics.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::quote_score::Score;
use tawsim::formats::{Annotated, Format};
use tawsim::gold::{Body, Frame, GoldItem, LabelSet, Layer, lint};
use tawsim::measure::{ComparedSpans, Criterion, EdgeRule, Measure};
use tawsim::suggest::{Builtin, Suggester};

const LABELS: [&str; 5] = ["PER", "LOC", "ORG", "MISC", "DATE"];

/// The share of all entities that one name may have.
const MOST_OF_ONE_NAME: f64 = 0.005;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/corpus")
}

/// The articles of a part, in the order of their files.
fn articles(part: &str) -> Vec<Annotated> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder().join(part)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let inline: &Format = "inline".parse().unwrap();
    let mut articles = Vec::new();
    for path in paths {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for found in inline.import_bytes(&fs::read(&path).unwrap(), None) {
            let (article, losses) = found.unwrap_or_else(|fault| panic!("{}: {fault:?}", path.display()));
            assert!(losses.is_empty(), "{}: {losses:?}", path.display());
            assert!(article.article.id.starts_with(&stem), "{}: {}", path.display(), article.article.id);
            articles.push(article);
        }
    }
    articles
}

fn words_of<'a>(one: &'a Annotated, item: &GoldItem) -> &'a str {
    item.body.span().map_or("", |span| one.article.text.slice(span))
}

#[test]
fn corpus_files_keep_the_conventions() {
    let mut ids = BTreeSet::new();
    for part in ["dev", "held"] {
        for one in articles(part) {
            let id = &one.article.id;
            assert!(ids.insert(id.clone()), "{id} occurs twice");
            assert!(one.article.meta.contains_key("outlet"), "{id} has no outlet");
            let mut findings = lint(&one.article.text, &one.annotation, &LabelSet::default());
            // A club has the name of its town, some quotations are not closed, and some name nobody.
            let allowed = ["two labels", "no speaker", "unbalanced marks", "proclitic inside", "stray edge"];
            findings.retain(|finding| !allowed.contains(&finding.what));
            assert!(findings.is_empty(), "{id}: {findings:#?}");
            let mut last_end = 0;
            for item in one.gold_items().filter(|item| item.body.layer() == Layer::Entity) {
                let (words, label, span) = (words_of(&one, item), item.body.label(), item.body.span().unwrap());
                assert!(LABELS.contains(&label), "{id}: {label} {words}");
                assert!(span.start() >= last_end, "{id}: {words} lies in another entity");
                last_end = span.end();
                assert!(!words.contains('\n'), "{id}: {words} goes over a line end");
                let edge = words.ends_with(['،', ':', '؛', '-']) || words.starts_with(['،', ':', '#', '@']);
                assert!(!edge, "{id}: {words} has punctuation at its edge");
            }
        }
    }
}

/// `held` is independent of `dev`: they have other writers, and no run of fourteen words is in both.
#[test]
fn held_part_of_the_corpus_is_independent() {
    let (dev, held) = (articles("dev"), articles("held"));
    let writers = |part: &[Annotated]| -> BTreeSet<String> {
        part.iter().map(|one| one.article.id.split('-').next().unwrap().to_owned()).collect()
    };
    assert_eq!(writers(&dev).intersection(&writers(&held)).next(), None);
    let runs = |part: &[Annotated]| -> BTreeSet<Vec<String>> {
        let words =
            |one: &Annotated| one.article.text.as_str().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        part.iter().flat_map(|one| words(one).windows(14).map(<[_]>::to_vec).collect::<Vec<_>>()).collect()
    };
    assert_eq!(runs(&dev).intersection(&runs(&held)).next(), None);
}

/// The numbers of one part.
#[derive(Default)]
struct Statistics {
    articles: usize,
    words: usize,
    labels: BTreeMap<&'static str, usize>,
    names: HashMap<String, usize>,
    kinds: BTreeMap<&'static str, usize>,
    implied: usize,
    cues: usize,
    cue_words: BTreeSet<String>,
    outlets: BTreeSet<String>,
}

impl Statistics {
    fn of(part: &[Annotated]) -> Self {
        let mut all = Self::default();
        for one in part {
            all.articles += 1;
            all.words += one.article.text.as_str().split_whitespace().count();
            all.outlets.extend(one.article.meta.get("outlet").and_then(|outlet| outlet.as_str()).map(str::to_owned));
            for item in one.gold_items() {
                match &item.body {
                    Body::Entity { label, .. } => {
                        let label = LABELS.into_iter().find(|known| *known == label.as_str()).unwrap();
                        *all.labels.entry(label).or_default() += 1;
                        *all.names.entry(words_of(one, item).to_owned()).or_default() += 1;
                    }
                    Body::Quote(frame) => {
                        *all.kinds.entry(frame.kind.name()).or_default() += 1;
                        all.implied += usize::from(frame.speaker.as_ref().is_some_and(|speaker| speaker.implied));
                        all.cues += usize::from(frame.cue.is_some());
                        all.cue_words.extend(frame.cue.map(|cue| one.article.text.slice(cue).to_owned()));
                    }
                }
            }
        }
        all
    }

    fn entities(&self) -> usize {
        self.labels.values().sum()
    }

    fn frames(&self) -> usize {
        self.kinds.values().sum()
    }

    /// The most frequent name and its share of all entities.
    fn most_frequent(&self) -> (&str, f64) {
        let most = self.names.iter().max_by_key(|(name, count)| (**count, (*name).clone()));
        let (name, count) = most.unwrap();
        (name, *count as f64 / self.entities() as f64)
    }

    /// One row of the table in the README.
    fn row(&self, name: &str) -> String {
        let label = |label: &str| self.labels.get(label).copied().unwrap_or(0);
        let kind = |kind: &str| self.kinds.get(kind).copied().unwrap_or(0);
        let labels = LABELS.map(|it| label(it).to_string()).join(" | ");
        let kinds = ["direct", "indirect", "mixed"].map(|it| kind(it).to_string()).join(" | ");
        format!(
            "| {name} | {} | {} | {labels} | {} | {} | {kinds} | {} | {} |\n",
            self.articles,
            self.words,
            self.names.len(),
            self.frames(),
            self.implied,
            self.cue_words.len(),
        )
    }
}

#[test]
fn the_statistics_of_the_corpus_are_those_of_its_files() {
    let (dev, held) = (articles("dev"), articles("held"));
    let all: Vec<Annotated> = dev.iter().chain(&held).cloned().collect();
    let mut table = String::from(
        "\n| part | articles | words | PER | LOC | ORG | MISC | DATE | different names | frames | direct | indirect | mixed | \
         implied speakers | different cues |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for (name, part) in [("`dev`", &dev), ("`held`", &held), ("all", &all)] {
        let statistics = Statistics::of(part);
        table.push_str(&statistics.row(name));
        let (most, share) = statistics.most_frequent();
        assert!(share < MOST_OF_ONE_NAME, "{name}: {most} is {:.2} per cent of all entities", share * 100.0);
    }
    let whole = Statistics::of(&all);
    let (most, share) = whole.most_frequent();
    let _ = writeln!(
        table,
        "\nThe most frequent name is {most}, with {:.2} per cent of all entities. {} of {} frames have a cue.",
        share * 100.0,
        whole.cues,
        whole.frames(),
    );
    println!("{table}");
    let path = folder().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once("<!-- statistics -->\n").unwrap();
    let (found, after) = rest.split_once("<!-- end of statistics -->").unwrap();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, format!("{before}<!-- statistics -->\n{table}<!-- end of statistics -->{after}")).unwrap();
        return;
    }
    assert_eq!(found, table, "run UPDATE_DOCS=1 cargo test --test it corpus");
}

fn frames<'a>(bodies: impl Iterator<Item = &'a Body>) -> Vec<Frame> {
    bodies.filter_map(|body| body.frame().cloned()).collect()
}

/// Prints the scores on the held-out part, and fails if one is below its floor. Whoever works on the suggester does not read
/// the articles of `held`, nor their errors.
#[test]
fn scores_on_the_held_part_of_the_corpus_stay_above_the_floor() {
    let (mut measure, mut quotes) = (Measure::default(), Score::default());
    for one in articles("held") {
        let found = Builtin::new().suggest(&one.article);
        let text = &one.article.text;
        let gold = ComparedSpans::of(text, one.gold_items().map(|item| &item.body), EdgeRule::Exact);
        let predicted = found.iter().map(|suggestion| &suggestion.body);
        measure.add(&gold, &ComparedSpans::of(text, predicted, EdgeRule::Exact));
        let bodies = frames(one.gold_items().map(|item| &item.body));
        quotes.add(text, &bodies, &frames(found.iter().map(|suggestion| &suggestion.body)));
    }
    let mut figures: Vec<(String, f64)> = Vec::new();
    let mut names = tawsim::measure::Counts::default();
    for (label, counts) in measure.labels(Layer::Entity) {
        let counts = counts.counts(Criterion::Match);
        if ["PER", "LOC", "ORG"].contains(&label) {
            names.correct += counts.correct;
            names.missed += counts.missed;
            names.spurious += counts.spurious;
        }
        let score = counts.score();
        figures.push((format!("{label}, precision"), score.precision * 100.0));
        figures.push((format!("{label}, recall"), score.recall * 100.0));
        figures.push((format!("{label}, exact F1"), score.f1 * 100.0));
    }
    figures.push(("PER, LOC, ORG, exact F1".to_owned(), names.score().f1 * 100.0));
    figures.extend(quotes.figures().into_iter().map(|(name, value)| (name.to_owned(), value)));
    let floors: toml::Table = fs::read_to_string(folder().join("floor.toml")).unwrap().parse().unwrap();
    let mut table = format!("suggestions on assets/corpus/held, per cent\n{:36}{:>8}{:>8}\n", "", "held", "floor");
    let mut below = Vec::new();
    for (name, value) in &figures {
        let floor = floors.get(name).map(|floor| floor.as_float().unwrap());
        let shown = floor.map_or(String::from("-"), |floor| format!("{floor:.2}"));
        let _ = writeln!(table, "{name:36}{value:8.2}{shown:>8}");
        if floor.is_some_and(|floor| *value < floor) {
            below.push(name);
        }
    }
    println!("{table}");
    assert!(below.is_empty(), "below the floor: {below:?}\n{table}");
    assert!(floors.keys().all(|name| figures.iter().any(|(known, _)| known == name)), "an unknown floor");
}
