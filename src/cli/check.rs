//! `tawsim check`: each finding one line, `file: id: what: why`.

use std::io::{self, BufWriter, Write};

use crate::gold::lint;
use crate::store;

use super::out::{labels, talk};
use super::{CheckArgs, Outcome};

pub(super) fn run(args: &CheckArgs) -> anyhow::Result<Outcome> {
    let labels = labels(args.labels.as_deref())?;
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut findings, mut unreadable, mut read) = (0_usize, 0_usize, 0_usize);
    store::each_gold(&args.paths, &mut |path, found| match found {
        Ok((article, annotation)) => {
            read += 1;
            for finding in lint(&article.text, &annotation, &labels) {
                findings += 1;
                let (path, id) = (store::shown(path.as_os_str()), store::escaped(&finding.id));
                writeln!(out, "{path}: {id}: {}: {}", finding.what, store::escaped(&finding.why))?;
            }
            Ok(())
        }
        // What is wrong with the inside of a file is a finding; a file that cannot be read is not.
        Err(problem) if problem.line.is_some() || path.is_file() => {
            findings += 1;
            writeln!(out, "{problem}")
        }
        Err(problem) => {
            unreadable += 1;
            talk(&format!("tawsim: {problem}"));
            Ok(())
        }
    })?;
    out.flush()?;
    // Silence over the wrong folder would look like a clean bill.
    if read == 0 && findings == 0 && unreadable == 0 {
        unreadable = 1;
        talk("tawsim: no gold file among these; name gold files or their folder");
    }
    Ok(match (unreadable, findings) {
        (1.., _) => Outcome::BadInput,
        (0, 1..) => Outcome::Findings,
        (0, 0) => Outcome::Fine,
    })
}
