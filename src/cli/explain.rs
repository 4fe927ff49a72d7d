//! `tawsim suggest --explain`: for each sentence, what the rules for quotes know about its words, and what each construction
//! answers. For people who add words and rules.

use std::io::{self, Write};

use crate::gold::Article;
use crate::suggest::{Attempt, AttemptOutcome, ExplainedFrame, ExplainedSentence};

use super::messages::write_line;

/// Writes the sentences of an article.
pub(super) fn write_explanation(
    out: &mut dyn Write,
    article: &Article,
    sentences: &[ExplainedSentence],
) -> io::Result<()> {
    write_line(out, &format!("# {}", article.id))?;
    for sentence in sentences {
        write_line(out, "")?;
        write_line(out, &sentence.text.replace('\n', " "))?;
        for token in &sentence.tokens {
            write_line(out, &format!("  {}: {}", token.word, token.facts.join("; ")))?;
        }
        if sentence.attempts.is_empty() {
            write_line(out, "  => no construction has its cue here")?;
        }
        for attempt in &sentence.attempts {
            write_line(out, &format!("  => {}", describe(attempt)))?;
        }
    }
    Ok(())
}

/// The answer of a construction in one line.
fn describe(attempt: &Attempt) -> String {
    let place = format!("{} at {}", attempt.construction, attempt.word);
    match &attempt.answer {
        AttemptOutcome::Found(frame) => format!("{place}: {}", describe_frame(frame)),
        AttemptOutcome::LeftOut(frame) => format!("{place}: left out for a better frame: {}", describe_frame(frame)),
        AttemptOutcome::Refused(reason) => format!("{place}: no frame: {reason}"),
    }
}

fn describe_frame(frame: &ExplainedFrame) -> String {
    let content = frame.content.join("] … [").replace('\n', " ");
    let cue = frame.cue.as_ref().map(|cue| format!(", cue [{cue}]")).unwrap_or_default();
    let speaker = match &frame.speaker {
        Some((words, false)) => format!(", speaker [{words}]"),
        Some((words, true)) => format!(", implied speaker [{words}]"),
        None => ", no speaker".to_owned(),
    };
    format!("content [{content}]{cue}{speaker}")
}
