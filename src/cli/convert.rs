//! `tawsim convert`: the files of one tool into those of another, in one step. It is `import` and `export` together: each
//! article goes from the one to the other, so memory does not grow with their number.

use clap::Args;

use crate::formats::Selection;
use crate::store::Outputs;

use super::export::{ExportFormatArgs, ExportRun};
use super::import::{ImportArgs, import_into};
use super::outcome::Outcome;

#[derive(Args)]
#[command(mut_arg("out", |arg| arg.value_name("PATH").help(
    "Write to this file, or to this folder if the format or --split needs several files [default: standard output]")))]
#[command(mut_arg("written_unit", |arg| arg.long("to-unit")))]
#[command(mut_arg("lossy", |arg| arg.help("Exit with status 0 even if something is not carried over as it is")))]
#[command(mut_arg("gold", |arg| arg.hide(true)), mut_arg("spans", |arg| arg.hide(true)), mut_arg("source", |arg| arg.hide(true)))]
pub(super) struct ConvertArgs {
    #[command(flatten)]
    import: ImportArgs,
    #[command(flatten)]
    export: ExportFormatArgs,
}

pub(super) fn run(args: &ConvertArgs) -> anyhow::Result<Outcome> {
    let import = &args.import;
    let outputs = Outputs::new(import.inputs().and(args.export.labels.clone()), import.force());
    // The import renames the labels. To rename them again would turn `--map A=B --map B=A` back.
    let selection = Selection { map: Vec::new(), ..import.selection() };
    let mut export = ExportRun::new(&args.export, selection, import.lossy(), import.out(), outputs)?;
    let (imported, bad) = import_into(import, &mut |path, annotated| export.add(path, annotated))?;
    export.count_bad(bad);
    let exported = export.finish()?;
    Ok(imported.worse(exported))
}
