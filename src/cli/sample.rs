//! `tawsim sample`: the sample articles, and the workbench on them.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Command, FromArgMatches as _};

use crate::store::{Inputs, OutputKind, Outputs, make_folder, printable};
use crate::view::terminal::check_terminal;

use super::annotate::{self, AnnotateArgs};
use super::messages::print_note;
use super::outcome::Outcome;

#[derive(Args)]
pub(super) struct SampleArgs {
    /// The folder for the articles and their gold
    #[arg(long, value_name = "DIR", default_value = "tawsim-sample")]
    dir: PathBuf,
    /// Only write the articles, do not open the workbench
    #[arg(long)]
    write_only: bool,
    /// Flags of annotate, such as -- --lang ar
    #[arg(last = true, value_name = "FLAG")]
    flags: Vec<String>,
}

/// The articles: file name and text.
const ARTICLES: &[(&str, &str)] = &[
    ("city-council.txt", include_str!("../../sample_articles/city-council.txt")),
    ("desert-railway.txt", include_str!("../../sample_articles/desert-railway.txt")),
    ("flood-relief.txt", include_str!("../../sample_articles/flood-relief.txt")),
    ("football-cup.txt", include_str!("../../sample_articles/football-cup.txt")),
    ("maghreb-drought.txt", include_str!("../../sample_articles/maghreb-drought.txt")),
    ("night-market.txt", include_str!("../../sample_articles/night-market.txt")),
    ("old-museum.txt", include_str!("../../sample_articles/old-museum.txt")),
    ("open-maps.txt", include_str!("../../sample_articles/open-maps.txt")),
    ("poet-evening.txt", include_str!("../../sample_articles/poet-evening.txt")),
    ("port-strike.txt", include_str!("../../sample_articles/port-strike.txt")),
    ("theatre-festival.txt", include_str!("../../sample_articles/theatre-festival.txt")),
    ("vaccination-drive.txt", include_str!("../../sample_articles/vaccination-drive.txt")),
    ("village-teacher.txt", include_str!("../../sample_articles/village-teacher.txt")),
    ("water-summit.txt", include_str!("../../sample_articles/water-summit.txt")),
    ("wire.jsonl", include_str!("../../sample_articles/wire.jsonl")),
];

/// Writes the articles that the folder lacks, and opens the workbench on all of them. What was annotated there before is kept.
pub(super) fn run(args: &SampleArgs) -> anyhow::Result<Outcome> {
    let articles = args.dir.join("articles");
    make_folder(&articles, "--dir")?;
    let mut outputs = Outputs::new(Inputs::new(&[], |_| false), false);
    let kind = OutputKind { refusal: "exists already", is_one: &|_| Ok(false) };
    for (name, text) in ARTICLES.iter().filter(|(name, _)| !articles.join(name).exists()) {
        let mut file = outputs.create(&articles.join(name), &kind)?;
        file.write_all(text.as_bytes())?;
        file.finish()?;
    }
    let gold = args.dir.join("gold");
    if args.write_only || check_terminal().is_err() {
        print_note(&format!("{} files of articles are in {}", ARTICLES.len(), printable(articles.as_os_str())));
        print_note(&format!("in a terminal, open them with: tawsim {} --gold {}", shown(&articles), shown(&gold)));
        return Ok(Outcome::Fine);
    }
    let mut words = vec!["tawsim annotate".into(), articles.into_os_string(), "--gold".into(), gold.into_os_string()];
    words.extend(args.flags.iter().map(Into::into));
    let matches = AnnotateArgs::augment_args(Command::new("tawsim annotate")).try_get_matches_from(words)?;
    annotate::run(AnnotateArgs::from_arg_matches(&matches)?)
}

fn shown(path: &Path) -> String {
    printable(path.as_os_str()).to_string()
}
