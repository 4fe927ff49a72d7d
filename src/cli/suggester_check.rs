//! `tawsim suggester-check`: tries a program that suggests with hard inputs.

use std::io::{self, Write as _};
use std::time::Duration;

use clap::Args;
use serde_json::json;

use crate::app::{CheckedPoint, SuggesterName, check_program};

use super::messages::write_line;
use super::outcome::Outcome;
use super::suggesters::seconds;

#[derive(Args)]
pub(super) struct SuggesterCheckArgs {
    /// The program, as --suggester takes it: 'cmd: PROGRAM ARGS'
    #[arg(value_name = "PROGRAM")]
    program: String,
    /// The time limit for one answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    suggester_timeout: Duration,
    /// Print the report as JSON, one line for each point
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &SuggesterCheckArgs) -> anyhow::Result<Outcome> {
    let Ok(SuggesterName::Program(command)) = args.program.parse() else {
        anyhow::bail!("{:?} is no program; write 'cmd: PROGRAM ARGS', as for --suggester", args.program);
    };
    let points = check_program(&command, args.suggester_timeout);
    let mut out = io::stdout().lock();
    for point in &points {
        if args.json {
            let line = json!({"point": point.name, "ok": point.findings.is_empty(), "findings": point.findings, "note": point.note});
            writeln!(out, "{line}")?;
        } else {
            print_point(&mut out, point)?;
        }
    }
    let wrong = points.iter().filter(|point| !point.findings.is_empty()).count();
    if !args.json {
        let words = match wrong {
            0 => format!("{} points tried, all well", points.len()),
            wrong => format!(
                "{wrong} of {} points are wrong; the guide's page \"The suggester protocol\" says what is expected",
                points.len()
            ),
        };
        write_line(&mut out, &words)?;
    }
    Ok(if wrong == 0 { Outcome::Fine } else { Outcome::Findings })
}

fn print_point(out: &mut dyn io::Write, point: &CheckedPoint) -> io::Result<()> {
    let state = if point.findings.is_empty() { "ok    " } else { "WRONG " };
    let note = point.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
    write_line(out, &format!("{state}{}{note}", point.name))?;
    point.findings.iter().try_for_each(|finding| write_line(out, &format!("        {finding}")))
}
