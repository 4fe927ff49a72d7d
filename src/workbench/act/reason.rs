//! Why a command makes no sense now.

use crate::lang::{self, Wording, say};
use crate::workbench::{Command, Mode, Model};

/// Why a command makes no sense now, and what would.
pub(super) fn reason(model: &Model, command: Command) -> String {
    use Command as C;
    let key = |command| model.key(command);
    let lang = model.lang();
    let words = |words: Wording| words.get(lang).to_owned();
    match command {
        C::Undo => words(lang::NOTHING_TO_UNDO),
        C::Redo => words(lang::NOTHING_TO_REDO),
        C::Problems => words(lang::NO_PROBLEMS),
        C::AddQuote
        | C::AddPart
        | C::SelectSentence
        | C::SelectQuotation
        | C::Exact
        | C::LetterTo(_)
        | C::Letter(_)
        | C::Word(_)
        | C::LineEnd(_) => say::first_select(lang, &key(C::Select)),
        _ if matches!(model.mode, Mode::Pick(_)) => {
            say::while_picking(lang, &key(C::Select), &key(C::Reopen), &key(C::Back))
        }
        C::LinkSpeaker | C::ImplySpeaker => words(lang::FOR_A_SPEAKER),
        C::SetSpeaker | C::SetCue | C::NextPart => words(lang::FOR_A_QUOTE),
        _ if matches!(model.mode, Mode::Select(_)) => say::while_selecting(lang, &key(C::AddQuote), &key(C::Back)),
        C::FindNext | C::FindPrevious if model.mode == Mode::Review => say::nothing_looked_for(lang, &key(C::Find)),
        C::AcceptRest | C::RejectRest if model.mode == Mode::Review => words(lang::DONE_ALREADY),
        C::Reopen => words(lang::ONLY_DECIDED),
        C::AcceptSame | C::RejectSame | C::AcceptAbove | C::RejectBelow => say::for_pending(lang, &key(C::NextPending)),
        C::Back => say::nothing_to_leave(lang, &key(C::Quit)),
        _ if model.mode != Mode::Review => say::go_back_first(lang, &key(C::Back)),
        _ => say::nothing_focused(lang, &key(C::NextPending), &key(C::NextItem)),
    }
}
