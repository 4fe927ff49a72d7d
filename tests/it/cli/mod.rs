//! The verbs as a script, a git hook or CI uses them: arguments in; output, messages and exit status out.

mod check;
mod exchange;
#[cfg(unix)]
mod external_suggesters;
mod outputs;
mod suggest;
mod train;
mod verbs;
