//! `tawsim realign`: moves annotations onto a text that was corrected after it was annotated.

use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::slice;

use anyhow::bail;
use clap::Args;

use crate::formats::Annotated;
use crate::gold::{Article, Realigned, json, realign};
use crate::store::{self, Inputs, OutputKind, Outputs, Problem};

use super::force::{ForceArgs, has_gold_lines, refusal};
use super::inputs::{each_gold, each_raw_article, is_stdin};
use super::messages::{print_message, print_note};
use super::outcome::Outcome;
use super::progress::{self, Amount, Results};

#[derive(Args)]
pub(super) struct RealignArgs {
    /// The annotation: a gold file, a folder of these, or lines of gold
    gold: PathBuf,
    /// The corrected text: a .txt, or article files with the ids of the gold
    new_text: PathBuf,
    /// Write the new gold into this file: a .json for one article, else lines [default: lines on standard output]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Exit with status 0 even if something cannot be moved
    #[arg(long)]
    lossy: bool,
    #[command(flatten)]
    force: ForceArgs,
}

pub(super) fn run(args: &RealignArgs) -> anyhow::Result<Outcome> {
    if is_stdin(&args.gold) && is_stdin(&args.new_text) {
        bail!("GOLD and NEWTEXT cannot both be standard input; name a file for one of them");
    }
    let (mut texts, mut bad) = read_texts(&args.new_text)?;
    let only = if texts.len() == 1 { texts.keys().next().cloned() } else { None };
    let out = args.out.as_deref().filter(|path| !is_stdin(path));
    let is_whole_file = out.is_some_and(|path| path.extension().is_some_and(|it| it.eq_ignore_ascii_case("json")));
    let mut output = Output::new(args, out)?;
    let mut run = Run { lost: 0, read: 0, written: 0 };
    progress::begin(
        slice::from_ref(&args.gold),
        Amount::Files,
        if out.is_some() { Results::AtTheEnd } else { Results::AsTheyCome },
    );
    each_gold(slice::from_ref(&args.gold), &mut |path, gold| {
        let annotated = match gold {
            Ok(annotated) => annotated,
            Err(problem) => {
                bad += 1;
                print_message(&format!("tawsim: {problem}"));
                return Ok(());
            }
        };
        run.read += 1;
        let id = annotated.article.id.clone();
        // One text alone is that of the one article, whatever its file is called.
        let text = texts.remove(&id).or_else(|| texts.remove(only.as_ref().filter(|_| run.read == 1)?));
        let problem = match text {
            Some(_) if is_whole_file && run.written > 0 => {
                "a .json holds one article; name a .jsonl with --out".to_owned()
            }
            Some(new) => return run.move_article(&annotated, &new, is_whole_file, &mut output),
            None => format!("there is no new text with the id {id:?}; give it that id"),
        };
        bad += 1;
        print_message(&format!("tawsim: {}", Problem::new(path, None, problem)));
        Ok(())
    })?;
    if run.read == 0 && bad == 0 {
        bail!("{}: contains no gold", store::printable(args.gold.as_os_str()));
    }
    if !texts.is_empty() {
        print_message(&format!("tawsim: {} new texts belong to no article of the gold", texts.len()));
    }
    output.finish(bad)?;
    Ok(match (bad, run.lost) {
        (1.., _) => Outcome::BadInput,
        (0, 1..) if !args.lossy => Outcome::Findings,
        _ => Outcome::Fine,
    })
}

/// The new texts by their ids, and the number of those that could not be read.
fn read_texts(path: &Path) -> anyhow::Result<(HashMap<String, Article>, usize)> {
    let (mut texts, mut bad) = (HashMap::new(), 0);
    each_raw_article(&[path.to_owned()], &mut |raw, _| {
        let read = raw.article().and_then(|article| {
            let twice = texts.contains_key(&article.id);
            let id = article.id.clone();
            if twice {
                let (path, line) = raw.location();
                return Err(Problem::new(&*path, line, format!("the id {id:?} occurs twice; change one of the ids")));
            }
            texts.insert(id, article);
            Ok(())
        });
        if let Err(problem) = read {
            bad += 1;
            print_message(&format!("tawsim: {problem}"));
        }
        Ok(())
    })?;
    if texts.is_empty() && bad == 0 {
        bail!("{}: contains no text", store::printable(path.as_os_str()));
    }
    Ok((texts, bad))
}

struct Run {
    read: usize,
    written: usize,
    lost: usize,
}

impl Run {
    fn move_article(
        &mut self,
        annotated: &Annotated,
        new: &Article,
        is_whole_file: bool,
        output: &mut Output,
    ) -> io::Result<()> {
        let Annotated { article, annotation } = annotated;
        let Realigned { article, annotation, unmoved, reworded } = realign(article, annotation, &new.text);
        for it in &unmoved {
            self.lost += 1;
            let place = &it.place;
            print_message(&store::escape_controls(&format!(
                "{}: {}..{} \"{}\": {} ({}): not in the new text; left out",
                article.id, place.start, place.end, it.words, it.id, it.what
            )));
        }
        for (id, before, after) in &reworded {
            print_note(&store::escape_controls(&format!("{}: {id}: \"{before}\" is now \"{after}\"", article.id)));
        }
        if !unmoved.is_empty() {
            print_message(&format!("tawsim: {}: {} could not be moved", article.id, unmoved.len()));
        }
        self.written += 1;
        let written =
            if is_whole_file { json::write(&article, &annotation) } else { json::write_line(&article, &annotation) };
        output.0.write_all(written.as_bytes())
    }
}

/// Standard output or a file.
struct Output(Sink);

enum Sink {
    Stdout(BufWriter<io::Stdout>),
    File(store::OutputFile),
}

impl Output {
    fn new(args: &RealignArgs, out: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = out else { return Ok(Self(Sink::Stdout(BufWriter::new(io::stdout())))) };
        let inputs = Inputs::gold(&[args.gold.clone(), args.new_text.clone()]);
        let kind = OutputKind { refusal: &refusal("gold"), is_one: &has_gold_lines };
        Ok(Self(Sink::File(Outputs::new(inputs, args.force.force).create(path, &kind)?)))
    }

    fn finish(self, bad: usize) -> anyhow::Result<()> {
        match self.0 {
            Sink::Stdout(mut out) => out.flush()?,
            Sink::File(file) => {
                file.refuse_incomplete(bad)?;
                file.finish()?;
            }
        }
        Ok(())
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File(file) => file.flush(),
        }
    }
}
