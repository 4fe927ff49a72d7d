//! `tawsim man`: the manual, made from the same definitions as the help, and from the guide.
//!
//! There is a page for the program, one for each verb, and the file formats `tawsim-gold(5)` and `tawsim-keymap(5)`.

mod examples;
mod markdown;
mod pages;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process;

use clap::{Args, Command};

use crate::store::{Inputs, OutputKind, Outputs, make_folder, printable};

use super::force::{ForceArgs, refusal};
use super::messages::print_note;
use super::outcome::Outcome;

pub(super) use examples::{VerbExamples, examples_of};
use pages::Page;

#[derive(Args)]
pub(super) struct ManArgs {
    /// The page: a verb, gold, or keymap [default: the program]
    #[arg(value_name = "PAGE", conflicts_with = "dir")]
    page: Option<String>,
    /// Write all pages into this folder, in man1 and man5, where the program man looks for them
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(flatten)]
    force: ForceArgs,
}

pub(super) fn run(args: &ManArgs, program: Command) -> anyhow::Result<Outcome> {
    let pages = pages::all(program)?;
    let Some(dir) = &args.dir else {
        let name = args.page.as_deref().map_or_else(|| "tawsim".to_owned(), |page| format!("tawsim-{page}"));
        let asked = args.page.as_deref().unwrap_or("tawsim");
        let Some(page) = pages.iter().find(|page| page.name == name || page.name == asked) else {
            let known: Vec<&str> = pages.iter().filter_map(|page| page.name.strip_prefix("tawsim-")).collect();
            anyhow::bail!("there is no page {asked:?}; the pages are {}", known.join(" "));
        };
        if io::stdout().is_terminal() {
            if show(page)? {
                return Ok(Outcome::Fine);
            }
            let verb = page.name.strip_prefix("tawsim-").filter(|_| page.section == 1);
            let verb = verb.map(|verb| format!("{verb} ")).unwrap_or_default();
            print_note(&format!("the program man is not here, so this is the source; see also tawsim {verb}--help"));
        }
        io::stdout().lock().write_all(&page.roff)?;
        return Ok(Outcome::Fine);
    };
    let mut outputs = Outputs::new(Inputs::new(&[], |_| false), args.force.force);
    let kind = OutputKind { refusal: &refusal("a manual page"), is_one: &|_| Ok(false) };
    for page in &pages {
        let section = dir.join(format!("man{}", page.section));
        make_folder(&section, "--dir")?;
        let mut file = outputs.create(&section.join(page.file_name()), &kind)?;
        file.write_all(&page.roff)?;
        file.finish()?;
    }
    print_note(&format!("{} pages in {}", pages.len(), printable(dir.as_os_str())));
    Ok(Outcome::Fine)
}

/// Shows a page with the program `man`. Returns false where it cannot.
fn show(page: &Page) -> io::Result<bool> {
    // `man` reads a file when its argument has a slash.
    let mut file = tempfile::Builder::new().prefix(&page.name).suffix(&format!(".{}", page.section)).tempfile()?;
    file.write_all(&page.roff)?;
    Ok(process::Command::new("man").arg(file.path()).status().is_ok_and(|status| status.success()))
}
