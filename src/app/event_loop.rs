//! The loop: wait for events, update the model, perform its effects, draw.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};
use std::time::SystemTime;

use crate::gold::Timestamp;
use crate::store::{ArticleToMove, MergedConflict, Writer};
use crate::view::terminal::{MouseCapture, Screen};
use crate::view::{self, Theme};
use crate::workbench::{Action, BegunArticle, Effect, Model, update};

use super::clipboard::Clipboard;
use super::event::{Event, wait_for_events};
use super::labels_file::LabelsFile;
use super::searches::{ArticleQuery, EverywhereQuery, SearchThread, TitleQuery};
use super::suggester_threads::SuggesterThreads;
use super::threads::OpenRequest;
use super::write_to::FileWriter;

/// The threads that perform effects.
pub(super) struct Workers<'a> {
    pub(super) writer: &'a Writer,
    pub(super) suggesters: SuggesterThreads,
    /// Opens articles.
    pub(super) opener: Sender<OpenRequest>,
    pub(super) labels: LabelsFile,
    pub(super) clipboard: Clipboard,
    pub(super) title_search: SearchThread<TitleQuery>,
    pub(super) article_search: SearchThread<ArticleQuery>,
    pub(super) everywhere_search: SearchThread<EverywhereQuery>,
    pub(super) files: FileWriter,
}

/// The loop, with all that it needs.
pub(super) struct EventLoop<'a> {
    model: &'a mut Model,
    screen: Screen,
    theme: Theme,
    workers: Workers<'a>,
    /// True after Ctrl-Z, until the signal SIGCONT arrives that belongs to it.
    #[cfg(unix)]
    awaits_continue: bool,
}

/// The step of the loop after an event.
enum Next {
    /// It handles the next event.
    Continue,
    /// It gives the terminal back and stops the process.
    Suspend,
    /// It switches mouse events on or off.
    SetMouse(MouseCapture),
    /// It gives a text to the terminal's clipboard.
    Copy(String),
    /// It sends the whole screen again.
    Redraw,
    /// It ends, because of a signal or because the user leaves.
    Leave(Option<i32>),
}

impl<'a> EventLoop<'a> {
    pub(super) const fn new(model: &'a mut Model, screen: Screen, theme: Theme, workers: Workers<'a>) -> Self {
        Self {
            model,
            screen,
            theme,
            workers,
            #[cfg(unix)]
            awaits_continue: false,
        }
    }

    /// Runs until the workbench is left. Returns the signal that has ended it.
    ///
    /// # Errors
    /// If the terminal cannot be written to.
    pub(super) fn run(mut self, events: &Receiver<Event>) -> io::Result<Option<i32>> {
        let mut effects = update(self.model, self.resize_action());
        effects.extend(update(self.model, Action::Start));
        self.perform_effects(effects);
        loop {
            self.screen.draw(|buffer| view::draw(self.model, &self.theme, buffer))?;
            let Some(arrived) = wait_for_events(events) else { return Ok(None) };
            for event in arrived {
                match self.handle_event(event)? {
                    Next::Continue => {}
                    Next::Suspend => self.suspend()?,
                    Next::SetMouse(mouse) => self.screen.set_mouse(mouse)?,
                    Next::Copy(text) => self.screen.copy(&text)?,
                    Next::Redraw => self.screen.resize()?,
                    Next::Leave(signal) => return Ok(signal),
                }
            }
        }
    }

    fn handle_event(&mut self, event: Event) -> io::Result<Next> {
        let action = match event {
            Event::Action(action) => action,
            Event::Resized(columns, rows) if (columns, rows) == self.screen.size() => return Ok(Next::Continue),
            Event::Resized(..) => {
                self.screen.resize()?;
                self.resize_action()
            }
            Event::TerminalClosed => return Ok(Next::Leave(None)),
            #[cfg(unix)]
            Event::Terminate(signal) => return Ok(Next::Leave(Some(signal))),
            #[cfg(unix)]
            Event::Stop => return Ok(Next::Suspend),
            #[cfg(unix)]
            Event::Continued => {
                // After Ctrl-Z the terminal is taken again already. After SIGSTOP, which comes without a warning, the shell has
                // drawn over the screen.
                if !std::mem::take(&mut self.awaits_continue) {
                    self.screen.take_again()?;
                }
                self.resize_action()
            }
        };
        update(self.model, Action::ClockRead(read_clock()));
        let effects = update(self.model, action);
        Ok(self.perform_effects(effects))
    }

    fn perform_effects(&mut self, effects: Vec<Effect>) -> Next {
        let mut next = Next::Continue;
        let workers = &mut self.workers;
        for effect in effects {
            match effect {
                Effect::OpenArticle { index } => {
                    // The thread ends only after this sender is dropped.
                    let _ = workers.opener.send(OpenRequest::Open(index));
                }
                Effect::ReloadArticle { index, why } => {
                    let _ = workers.opener.send(OpenRequest::Reload(index, why));
                }
                Effect::ReadConflicts { index } => {
                    let _ = workers.opener.send(OpenRequest::Conflicts(index));
                }
                Effect::PutConflictsAway { id, files } => {
                    let files = files.into_iter().map(|(name, content)| MergedConflict { name, content });
                    workers.writer.put_conflicts_away(id, files.collect());
                }
                Effect::AddLabel { label, description } => {
                    self.theme.set_labels(self.model.settings.labels.clone());
                    workers.labels.add(label, description);
                }
                Effect::Copy(text) => {
                    workers.clipboard.set(text.clone());
                    next = Next::Copy(text);
                }
                Effect::Redraw => next = Next::Redraw,
                Effect::MatchArticles { query, catalogue } => workers.title_search.begin((query, catalogue)),
                Effect::FindEverywhere { needle, texts } => workers.everywhere_search.begin((needle, texts)),
                Effect::FindInArticle { index, query, text } => workers.article_search.begin((index, query, text)),
                Effect::Suggest { index, article, chunk, is_ahead } => {
                    workers.suggesters.ask_builtin(index, article, chunk, is_ahead);
                }
                Effect::Estimate { index } => workers.suggesters.estimate(index),
                Effect::Consult { index, article } => workers.suggesters.ask_programs(index, &article),
                Effect::StopConsulting { index } => workers.suggesters.stop_programs(index),
                Effect::Save { article, entries, annotation, revision } => {
                    workers.suggesters.teach(&article, &annotation);
                    workers.writer.save(article, entries, *annotation, revision);
                }
                Effect::SaveAs { folder, documents } => {
                    let articles = documents.into_iter().map(article_to_move).collect();
                    workers.writer.move_to(expand_home(&folder), articles);
                }
                Effect::WriteTo { file, documents } => workers.files.write(expand_home(&file), documents),
                Effect::Mouse(on) => {
                    next = Next::SetMouse(if on { MouseCapture::On } else { MouseCapture::Off });
                }
                Effect::Suspend => next = Next::Suspend,
                Effect::Quit => next = Next::Leave(None),
            }
        }
        next
    }

    /// Returns the action that tells the model the size of the screen.
    const fn resize_action(&self) -> Action {
        let (columns, rows) = self.screen.size();
        Action::Resize(columns, rows)
    }

    /// Gives the terminal back, stops this process as Ctrl-Z does, and takes the terminal again when the process runs again.
    #[cfg(unix)]
    fn suspend(&mut self) -> io::Result<()> {
        self.screen.leave();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.screen.take_again()?;
        self.awaits_continue = true;
        Ok(())
    }

    #[cfg(not(unix))]
    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn article_to_move(begun: BegunArticle) -> ArticleToMove {
    let BegunArticle { article, annotation, history, focus, revision } = begun;
    ArticleToMove { article, annotation, history, focus, revision }
}

/// Returns a path as it was typed, with the user's home folder for `~`.
fn expand_home(typed: &str) -> PathBuf {
    match typed.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/')) {
        Some(rest) => match std::env::home_dir() {
            Some(home) => home.join(rest.trim_start_matches('/')),
            None => typed.into(),
        },
        None => typed.into(),
    }
}

/// Returns the time in UTC, in whole seconds.
fn read_clock() -> Timestamp {
    timestamp(SystemTime::now())
}

/// A time in UTC, in whole seconds. A clock that is set to a year after 9999 gives the last time that can be written.
fn timestamp(time: SystemTime) -> Timestamp {
    let now = jiff::Timestamp::try_from(time).unwrap_or(jiff::Timestamp::MAX);
    let whole = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
    Timestamp(whole.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_clock_after_the_year_9999_is_no_fault() {
        for (seconds, written) in [
            (0, "1970-01-01T00:00:00Z"),
            (253_402_207_200, "9999-12-30T22:00:00Z"),
            (253_402_300_800, "9999-12-30T22:00:00Z"),
            (1 << 60, "9999-12-30T22:00:00Z"),
        ] {
            let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).unwrap();
            assert_eq!(timestamp(time).0, written);
        }
    }
}
