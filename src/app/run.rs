//! The loop: wait for something, let the model change, do what it asks for, draw.

use std::io;
use std::panic;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crossterm::event::Event;

use crate::gold::Timestamp;
use crate::lang::{FILES, Lang, Rendered, say};
use crate::store::{
    ArticleToMove, GoldFolder, LibraryReport, OpenedArticle, Opener, Problem, ResumedArticle, SaveReport, UserFolder,
    Writer, printable,
};
use crate::view::terminal::{Answers, Bidi, Screen, give_back, hints, keys};
use crate::view::{self, Ground, Theme};
use crate::workbench::{Action, BegunArticle, Effect, LoadedArticle, Model, update, wanted};

use super::ensemble::Ensemble;
use super::jobs::{self, Message};
use super::suggesters::Asked;

/// What the loop needs beside the model.
pub struct Services {
    /// Who suggests.
    pub suggesters: Ensemble,
    /// Where gold goes.
    pub folder: GoldFolder,
    /// Who opens articles.
    pub opener: Arc<Opener>,
    /// What the index tells.
    pub news: Receiver<LibraryReport>,
    /// How things look.
    pub theme: Theme,
    /// What the terminal draws on, if the user or the environment says; else it is asked.
    pub ground: Option<Ground>,
    /// Who puts letters into visual order.
    pub bidi: Bidi,
    /// Where it is remembered what was told; `None` tells it every time.
    pub user: Option<UserFolder>,
}

/// How the workbench was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The model's last word on saving, if the disk had refused something at the end.
    pub unsaved: Option<String>,
    /// The signal that ended it, if one did.
    pub signal: Option<i32>,
}

/// Runs the workbench until it is left.
///
/// # Errors
/// When the terminal cannot be taken or drawn on, or a thread cannot be started.
pub fn run(mut model: Model, services: Services) -> io::Result<(Model, Ending)> {
    let (to, messages) = channel();
    restore_on_panic();
    let reports = to.clone();
    let gold = services.folder.dir().to_owned();
    let writer = Writer::spawn(services.folder, move |report| {
        let _ = reports.send(Message::Report(report));
    })?;
    // Before the terminal is taken: a signal while it is asked what it is waits for the loop.
    jobs::watch_signals(to.clone())?;
    let lang = model.lang();
    let outcome = Screen::take(services.bidi).and_then(|(mut screen, found)| {
        let (columns, rows) = screen.size();
        update(&mut model, Action::Resize(columns, rows));
        advise(&mut model, &found.answers, services.user.as_ref());
        let ground = services.ground.or(found.answers.ground).unwrap_or_default();
        let theme = services.theme.on(ground);
        let suggester = Asked::spawn(services.suggesters, gold, &to)?;
        for key in found.keys {
            let _ = to.send(Message::Input(Event::Key(key)));
        }
        jobs::read_input(to.clone(), found.late)?;
        let gold = Arc::clone(&services.opener);
        let opener = jobs::open(services.opener, to.clone())?;
        let (matches, finds) = (jobs::matches(to.clone())?, jobs::finds(to.clone())?);
        let everywhere = jobs::everywhere(to.clone())?;
        jobs::hand_on(services.news, to.clone())?;
        let mut shell = Shell {
            model: &mut model,
            writer: &writer,
            suggester,
            opener,
            gold,
            matches,
            finds,
            everywhere,
            theme: &theme,
            resumed: false,
        };
        shell.run(&mut screen, &messages)
    });
    // Whatever happened, what was decided is written before the program ends, and the terminal is ours no more.
    writer.finish();
    drop(to);
    for message in messages.try_iter() {
        let action = match message {
            Message::Report(SaveReport::Saved { id, revision }) => Action::Saved { id, revision },
            Message::Report(SaveReport::Failed { id, problem, .. }) => {
                Action::SaveFailed { id, problem: problem.message(lang) }
            }
            _ => continue,
        };
        update(&mut model, action);
    }
    let unsaved = Some(model.save_errors().join("; ")).filter(|errors| !errors.is_empty());
    let signal = outcome?;
    Ok((model, Ending { unsaved, signal }))
}

/// Tells what a user of this terminal should know, once ever, where no worse news stands.
fn advise(model: &mut Model, answers: &Answers, user: Option<&UserFolder>) {
    if model.notice().is_none()
        && let Some(hint) = hints::hint(answers, |name| std::env::var(name).ok())
        && user.is_none_or(|user| user.first_time(hint.name()))
    {
        let hint = hint.text(model.lang());
        update(model, Action::HintGiven(hint));
    }
}

struct Shell<'a> {
    model: &'a mut Model,
    writer: &'a Writer,
    suggester: Asked,
    opener: Sender<usize>,
    /// Where articles are opened: told when the gold goes elsewhere.
    gold: Arc<Opener>,
    matches: jobs::Matches,
    finds: jobs::Finds,
    everywhere: jobs::Everywhere,
    theme: &'a Theme,
    /// Has it gone on after Ctrl-Z, and the signal that says so is still to come?
    resumed: bool,
}

/// What an effect or a message asks of the loop itself.
enum Next {
    Go,
    Suspend,
    Mouse(bool),
    Leave(Option<i32>),
}

impl Shell<'_> {
    fn run(&mut self, screen: &mut Screen, messages: &Receiver<Message>) -> io::Result<Option<i32>> {
        let (columns, rows) = self.model.size();
        let mut effects = update(self.model, Action::Resize(columns, rows));
        effects.extend(wanted(self.model));
        self.perform(effects);
        loop {
            screen.draw(|buffer| view::draw(self.model, self.theme, buffer))?;
            let Some(come) = jobs::wait(messages) else { return Ok(None) };
            for message in come {
                match self.take(message, screen)? {
                    Next::Go => {}
                    Next::Suspend => {
                        suspend(screen)?;
                        self.resumed = cfg!(unix);
                    }
                    Next::Mouse(on) => screen.set_mouse(on)?,
                    Next::Leave(signal) => return Ok(signal),
                }
            }
        }
    }

    fn take(&mut self, message: Message, screen: &mut Screen) -> io::Result<Next> {
        let action = match message {
            Message::Input(Event::Key(event)) => match keys::key(event) {
                Some(key) => Action::Key(key),
                None => return Ok(Next::Go),
            },
            Message::Input(Event::Paste(words)) => Action::Paste(words),
            Message::Input(Event::Mouse(event)) => match keys::mouse(event) {
                Some(mouse) => Action::Mouse(mouse),
                None => return Ok(Next::Go),
            },
            Message::Input(Event::Resize(columns, rows)) if (columns, rows) == screen.size() => return Ok(Next::Go),
            Message::Input(Event::Resize(..)) => {
                screen.resize()?;
                resized(screen)
            }
            Message::Input(_) => return Ok(Next::Go),
            Message::InputClosed => return Ok(Next::Leave(None)),
            Message::News(news) => match told(news, self.model.lang()) {
                Some(action) => action,
                None => return Ok(Next::Go),
            },
            Message::Opened { index, found } => opened(index, *found, self.model.lang()),
            Message::Matched { query, shown, all } => Action::Matched { query, shown, all },
            Message::Everywhere { needle, found } => Action::Everywhere { needle, found },
            Message::Sought { index, query, matches } => Action::Sought { index, query, matches },
            Message::Suggested { index, suggestions, own } => Action::Suggested { index, suggestions, own },
            Message::Learnt => Action::Learnt,
            Message::Report(SaveReport::Saved { id, revision }) => Action::Saved { id, revision },
            Message::Report(SaveReport::Failed { id, problem, .. }) => {
                Action::SaveFailed { id, problem: problem.message(self.model.lang()) }
            }
            Message::Report(SaveReport::Moved { folder, count, unread }) => {
                let place = printable(folder.dir().as_os_str());
                self.gold.switch_folder(folder);
                let lang = self.model.lang();
                let behind = unread.map(|(count, problem)| {
                    say::left_behind(lang, FILES.count(count), Rendered(problem.message(lang)))
                });
                Action::Moved { folder: place, count, behind }
            }
            Message::Report(SaveReport::MoveFailed(problem)) => {
                Action::MoveFailed { problem: problem.message(self.model.lang()) }
            }
            Message::Report(SaveReport::Noticed(problem)) => {
                Action::ProblemReported(problem.message(self.model.lang()))
            }
            Message::Trouble(text) => Action::ProblemReported(text),
            Message::SuggesterFailed(article) => Action::SuggesterFailed { article },
            #[cfg(unix)]
            Message::Terminate(signal) => return Ok(Next::Leave(Some(signal))),
            #[cfg(unix)]
            Message::Stop => return Ok(Next::Suspend),
            #[cfg(unix)]
            Message::Continued => {
                // Someone stopped the program without asking (SIGSTOP); the shell has drawn over the screen.
                // After Ctrl-Z it is ours again already.
                if !std::mem::take(&mut self.resumed) {
                    screen.retake()?;
                }
                resized(screen)
            }
        };
        update(self.model, Action::ClockRead(now()));
        let effects = update(self.model, action);
        Ok(self.perform(effects))
    }

    fn perform(&mut self, effects: Vec<Effect>) -> Next {
        let mut next = Next::Go;
        for effect in effects {
            match effect {
                Effect::Open { index } => {
                    // The thread ends only with this sender.
                    let _ = self.opener.send(index);
                }
                Effect::Match { query, catalogue } => self.matches.give((query, catalogue)),
                Effect::Everywhere { needle, texts } => self.everywhere.give((needle, texts)),
                Effect::Find { index, query, text } => self.finds.give((index, query, text)),
                Effect::Suggest { index, article, chunk } => self.suggester.suggest(index, article, chunk),
                Effect::Consult { index, article } => self.suggester.consult(index, &article),
                Effect::Save { article, entries, annotation, revision } => {
                    self.suggester.learn(&article, &annotation);
                    self.writer.save(article, entries, *annotation, revision);
                }
                Effect::SaveAs { folder, documents } => {
                    let moving = |one: BegunArticle| {
                        let BegunArticle { article, annotation, history, focus, revision } = one;
                        let left = ResumedArticle { annotation: Some(annotation), history, focus, problem: None };
                        ArticleToMove { article, left, revision }
                    };
                    self.writer.move_to(at_home(&folder), documents.into_iter().map(moving).collect());
                }
                Effect::Mouse(on) => next = Next::Mouse(on),
                Effect::Suspend => next = Next::Suspend,
                Effect::Quit => next = Next::Leave(None),
            }
        }
        next
    }
}

/// A path as it was typed, with the user's home for `~`.
fn at_home(typed: &str) -> PathBuf {
    match typed.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/')) {
        Some(rest) => match std::env::home_dir() {
            Some(home) => home.join(rest.trim_start_matches('/')),
            None => typed.into(),
        },
        None => typed.into(),
    }
}

/// What the index tells, as the model hears it.
fn told(news: LibraryReport, lang: Lang) -> Option<Action> {
    Some(match news {
        LibraryReport::Found { headings, problems } => {
            Action::Found { headings, problems: problems.iter().map(|problem| problem.message(lang)).collect() }
        }
        LibraryReport::Indexed => Action::Indexed,
        LibraryReport::Standings(standings) => Action::Standings(standings),
        LibraryReport::Surveyed { resume } => Action::Resume(resume?),
    })
}

/// An article that was read, as the model takes it.
fn opened(index: usize, found: Result<OpenedArticle, Problem>, lang: Lang) -> Action {
    let (found, problems) = match found {
        Ok(OpenedArticle { article, resumed: left, changed }) => {
            let opened =
                LoadedArticle { article, annotation: left.annotation, history: left.history, focus: left.focus };
            (Ok(Box::new(opened)), [changed, left.problem].into_iter().flatten().map(|one| one.message(lang)).collect())
        }
        Err(problem) => (Err(problem.message(lang)), Vec::new()),
    };
    Action::Opened { index, found, problems }
}

/// The size that frames have now.
fn resized(screen: &mut Screen) -> Action {
    let (columns, rows) = screen.size();
    Action::Resize(columns, rows)
}

/// Gives the terminal back, stops this process as Ctrl-Z does, and takes the terminal again when it goes on.
#[cfg(unix)]
fn suspend(screen: &mut Screen) -> io::Result<()> {
    screen.leave();
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
    screen.retake()
}

#[cfg(not(unix))]
fn suspend(_screen: &mut Screen) -> io::Result<()> {
    Ok(())
}

/// A panic on the drawing thread gives the terminal back before it is told. One on another thread is caught there and
/// told on the status line; it must not write over the page.
fn restore_on_panic() {
    let drawing = thread::current().id();
    let tell = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == drawing {
            give_back();
            tell(info);
        }
    }));
}

/// The time, in UTC to the second.
fn now() -> Timestamp {
    let now = jiff::Timestamp::now();
    let whole = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
    Timestamp(whole.to_string())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    use std::io::{Read, Write};

    /// Run by the test below in a pseudo-terminal of its own.
    #[test]
    #[ignore = "takes the terminal and panics: only for the test that runs it"]
    fn panics_with_the_terminal_taken() {
        restore_on_panic();
        let _screen = Screen::take(Bidi::Auto).unwrap();
        panic!("the worst has happened");
    }

    #[test]
    fn a_panic_gives_the_terminal_back_and_can_be_read() {
        // What the terminal answers about mode 8, and whether the mode is set again.
        for (answer, restored) in [("", true), ("\x1b[8;1$y", true), ("\x1b[8;2$y", false), ("\x1b[8;0$y", false)] {
            let pair = native_pty_system().openpty(PtySize::default()).unwrap();
            let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
            command.args(["--exact", "app::run::tests::panics_with_the_terminal_taken", "--ignored", "--nocapture"]);
            command.env("TERM", "xterm-256color");
            let mut child = pair.slave.spawn_command(command).unwrap();
            drop(pair.slave);
            pair.master.take_writer().unwrap().write_all(format!("{answer}\x1b[?62;c").as_bytes()).unwrap();
            let mut bytes = Vec::new();
            // Reading ends with an error on Linux once the other side is closed.
            let _ = pair.master.try_clone_reader().unwrap().read_to_end(&mut bytes);
            assert!(!child.wait().unwrap().success());
            let written = String::from_utf8_lossy(&bytes);
            let at = |part: &str| written.find(part).unwrap_or_else(|| panic!("no {part:?} in {written:?}"));
            assert!(at("\x1b[8$p") < at("\x1b[8l") && at("\x1b[8l") < at("\x1b[?1049h"));
            assert!(at("\x1b[?1049h") < at("\x1b[?1049l"));
            assert!(at("\x1b[?1049l") < at("the worst has happened"), "told after the terminal is itself again");
            assert_eq!(written.matches("\x1b[?1049l").count(), 1, "given back once");
            assert_eq!(written.contains("\x1b[8h"), restored, "{answer:?}");
            if restored {
                assert!(at("\x1b[?1049l") < at("\x1b[8h") && at("\x1b[8h") < at("the worst has happened"));
            }
        }
    }
}
