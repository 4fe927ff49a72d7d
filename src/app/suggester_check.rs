//! Tries a program that suggests with hard inputs, and says what is wrong with its answers.

use std::time::Duration;

use serde_json::{Value, json};

use crate::gold::{Article, Extra, json as gold_json};
use crate::suggest::read_answer;
use crate::text::Text;

use super::program_line::{Handshake, ProgramLine, beginning_of, parse_line};
use super::program_process::{ProgramError, ProgramProcess};

/// One thing that was tried with a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedPoint {
    /// What was tried: `emoji`.
    pub name: String,
    /// What is wrong; empty if all is well.
    pub findings: Vec<String>,
    /// What is worth knowing and not wrong.
    pub note: Option<String>,
}

impl CheckedPoint {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), findings: Vec::new(), note: None }
    }

    fn finding(name: &str, what: impl Into<String>) -> Self {
        Self { findings: vec![what.into()], ..Self::new(name) }
    }
}

/// The time in which lines too many are expected at the end.
const TIME_FOR_MORE: Duration = Duration::from_millis(300);
/// The time in which a program should end when its input has ended.
const TIME_TO_END: Duration = Duration::from_secs(10);

/// The hard inputs: the name of each, its id and its text.
fn hard_inputs() -> Vec<(&'static str, &'static str, String)> {
    let plain = "زار سامي الراوي باريس، وقال: «سنعود».";
    vec![
        ("plain text", "plain", plain.to_owned()),
        ("emoji (one code point, two UTF-16 units)", "emoji", format!("😀👩\u{200D}👩\u{200D}👧 {plain} 🇸🇾")),
        ("combining marks", "marks", "زَارَ سَامِي الرَّاوِيُّ بَارِيسَ، وقال: e\u{301}té «سنعود».".to_owned()),
        (
            "direction marks and joiners",
            "bidi",
            format!("\u{202B}{plain}\u{202C}\u{200F} می\u{200C}روم \u{2066}x\u{2069}"),
        ),
        ("line ends and tabs", "lines", format!("{plain}\r\n\r\n\t{plain}\n\u{2028}{plain}\n")),
        ("quotes, backslashes, control characters", "escapes", format!("\"{plain}\" \\n \\u0041 \u{1} \u{7f} {plain}")),
        ("presentation forms and tatweel", "forms", "ﺯﺍﺭ ﺳﺎﻣﻲ ﺍﻟـــرﺍﻭي ﷺ ﻻ باريـس".to_owned()),
        ("another language", "latin", "Sami visited Paris. He said: “We shall return.”".to_owned()),
        ("an empty text", "empty", String::new()),
        ("a text of white space", "blank", " \n\t ".to_owned()),
        ("one letter", "letter", "و".to_owned()),
        ("an id with spaces, quotes and Arabic", "مقال \"1\" \\ /..", plain.to_owned()),
        ("100 KB", "long", format!("{plain}\n").repeat(100_000 / (plain.len() + 1) + 1)),
    ]
}

/// A program that fails this many times in a row is not started again.
const MOST_DEATHS: usize = 3;

/// Tries a program with hard inputs: one after the other, then several in flight and a cancelled request if it speaks the
/// suggester protocol, then the end of its input. A program that ends or does not answer is started again for the next input.
/// `limit` is the time for each answer.
#[must_use]
pub fn check_program(command: &str, limit: Duration) -> Vec<CheckedPoint> {
    match ProgramProcess::start(command) {
        Ok(process) => {
            let command = command.to_owned();
            let mut check = Check {
                command,
                process,
                limit,
                handshake: None,
                has_begun: false,
                deaths: 0,
                points: Vec::new(),
                first: None,
            };
            // What fails here leaves no program to go on with.
            let _ = check.run();
            check.points
        }
        Err(error) => vec![CheckedPoint::finding("start", error)],
    }
}

struct Check {
    command: String,
    process: ProgramProcess,
    limit: Duration,
    handshake: Option<Handshake>,
    /// True if this process has written a line: a handshake comes first or never.
    has_begun: bool,
    /// The number of requests in a row that the program did not answer.
    deaths: usize,
    points: Vec<CheckedPoint>,
    /// The id and the answer of the first article that has one, to compare it with a second answer.
    first: Option<(String, Value)>,
}

/// The program cannot be asked any more.
struct Gone;

impl Check {
    fn run(&mut self) -> Result<(), Gone> {
        for (index, (name, id, text)) in hard_inputs().into_iter().enumerate() {
            self.try_input(name, &article(id, &text))?;
            if index == 0 {
                self.report_handshake();
            }
        }
        self.try_same_again()?;
        if self.handshake.is_some() {
            self.try_unknown_lines()?;
            self.try_several_in_flight()?;
        }
        self.try_end();
        Ok(())
    }

    fn send(&self, article: &Article) {
        self.process.send_line(gold_json::write_suggested(article, &[]));
    }

    /// Starts the program again after it failed.
    fn start_again(&mut self) -> Result<(), Gone> {
        self.deaths += 1;
        if self.deaths >= MOST_DEATHS {
            let what = format!("it failed {MOST_DEATHS} times in a row; the other inputs are not tried");
            self.points.push(CheckedPoint::finding("the rest", what));
            return Err(Gone);
        }
        match ProgramProcess::start(&self.command) {
            Ok(process) => {
                (self.process, self.has_begun) = (process, false);
                Ok(())
            }
            Err(error) => {
                self.points.push(CheckedPoint::finding("start", error));
                Err(Gone)
            }
        }
    }

    /// Reads the next answer. Handshakes, progress and log lines are passed over.
    fn read(&mut self) -> Result<Value, String> {
        loop {
            let line = self.process.read_answer(self.limit).map_err(|error| error.words(self.limit))?;
            match parse_line(&line) {
                ProgramLine::Handshake(handshake) if !self.has_begun => {
                    self.has_begun = true;
                    self.handshake = Some(handshake);
                }
                ProgramLine::Handshake(_) => return Err("it shakes hands a second time".to_owned()),
                ProgramLine::Json(value) if value.get("progress").is_some() || value.get("log").is_some() => {}
                ProgramLine::Json(value) => {
                    self.has_begun = true;
                    return Ok(value);
                }
                ProgramLine::Bad(what) => return Err(what),
                ProgramLine::Noise => {}
            }
        }
    }

    fn try_input(&mut self, name: &str, article: &Article) -> Result<(), Gone> {
        self.send(article);
        let mut point = CheckedPoint::new(name);
        match self.read() {
            Ok(answer) => {
                self.deaths = 0;
                point.findings.extend(faults(&answer, article, self.handshake.as_ref()));
                if self.first.is_none() {
                    self.first = Some((article.id.clone(), answer));
                }
            }
            Err(what) => {
                point.findings.push(what);
                self.points.push(point);
                self.explain_silence();
                return self.start_again();
            }
        }
        self.note_noise(&mut point);
        self.points.push(point);
        Ok(())
    }

    /// A program that did not answer may have kept its output back.
    fn explain_silence(&mut self) {
        self.process.end_input();
        if self.process.read_answer(self.limit).is_ok() {
            let what = "it answers only when its input has ended; let it flush its output after each line";
            self.points.push(CheckedPoint::finding("flushing", what));
        }
    }

    fn note_noise(&mut self, point: &mut CheckedPoint) {
        if let Some(line) = self.process.take_noise() {
            point.note = Some(format!(
                "it writes lines to standard output that are no JSON; they are skipped: {}",
                beginning_of(&line)
            ));
        }
    }

    fn report_handshake(&mut self) {
        let mut point = CheckedPoint::new("handshake");
        point.note = Some(match &self.handshake {
            None => "none: it is asked one article at a time".to_owned(),
            Some(handshake) => {
                let labels = if handshake.labels.is_empty() { "any".to_owned() } else { handshake.labels.join(" ") };
                format!(
                    "{}, labels {labels}, {} in flight, batches of {}",
                    handshake.source("a program without a name"),
                    handshake.in_flight(),
                    handshake.batch()
                )
            }
        });
        self.points.push(point);
    }

    fn try_same_again(&mut self) -> Result<(), Gone> {
        let name = "the same article again";
        let inputs = hard_inputs();
        let first = self.first.as_ref().map(|(id, _)| id.as_str());
        let Some((_, id, text)) = inputs.iter().find(|(_, id, _)| Some(*id) == first) else { return Ok(()) };
        self.send(&article(id, text));
        let mut point = CheckedPoint::new(name);
        let answer = match self.read() {
            Ok(answer) => answer,
            Err(what) => {
                point.findings.push(what);
                self.points.push(point);
                return self.start_again();
            }
        };
        self.deaths = 0;
        if self.first.as_ref().is_some_and(|(_, first)| items(first) != items(&answer)) {
            let what = "its second answer differs; the same article should give the same answer";
            point.findings.push(what.to_owned());
        }
        self.points.push(point);
        Ok(())
    }

    /// A program ignores a cancelled request that it does not know, and lines of later versions.
    fn try_unknown_lines(&mut self) -> Result<(), Gone> {
        for line in [json!({"cancel": "nobody"}), json!({"of_a_later_version": true})] {
            self.process.send_line(format!("{line}\n"));
        }
        self.try_input("lines that are no articles", &article("after", "زار سامي باريس"))
    }

    fn try_several_in_flight(&mut self) -> Result<(), Gone> {
        let most = self.handshake.as_ref().map_or(1, Handshake::in_flight).min(16);
        let articles: Vec<Article> =
            (0..most).map(|number| article(&format!("flight-{number}"), &format!("زار سامي باريس {number}"))).collect();
        let batch = self.handshake.as_ref().map_or(1, Handshake::batch);
        for several in articles.chunks(batch) {
            let lines: Vec<String> = several.iter().map(|one| gold_json::write_suggested(one, &[])).collect();
            let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
            let line =
                if let [only] = lines.as_slice() { (*only).to_owned() } else { format!("[{}]", lines.join(",")) };
            self.process.send_line(format!("{line}\n"));
        }
        let mut point = CheckedPoint::new(&format!("{most} requests in flight"));
        let mut waiting: Vec<&Article> = articles.iter().collect();
        while !waiting.is_empty() {
            let answers = match self.read() {
                Ok(Value::Array(answers)) if answers.iter().all(|answer| answer.get("id").is_some()) => answers,
                Ok(answer) => vec![answer],
                Err(what) => {
                    point.findings.push(what);
                    self.points.push(point);
                    return Err(Gone);
                }
            };
            for answer in answers {
                match waiting.iter().position(|one| answer.get("id").is_some_and(|id| *id == one.id)) {
                    Some(index) => {
                        point.findings.extend(faults(&answer, waiting.remove(index), self.handshake.as_ref()));
                    }
                    None => {
                        let what = "an answer has the id of no article that waits";
                        point.findings.push(format!("{what}: {}", beginning_of(&answer.to_string())));
                        self.points.push(point);
                        return Err(Gone);
                    }
                }
            }
        }
        self.points.push(point);
        Ok(())
    }

    fn try_end(&mut self) {
        let mut point = CheckedPoint::new("the end of its input");
        if let Some(line) = self.process.take_unasked(TIME_FOR_MORE) {
            point.findings.push(format!("it wrote a line that answers no article: {}", beginning_of(&line)));
        }
        self.process.end_input();
        match self.process.read_answer(TIME_TO_END) {
            Ok(line) => point.findings.push(format!("it wrote a line at the end: {}", beginning_of(&line))),
            Err(ProgramError::TimedOut) => {
                point.findings.push(format!("it does not end in {} s", TIME_TO_END.as_secs()));
            }
            Err(_) => {}
        }
        self.points.push(point);
    }
}

fn article(id: &str, text: &str) -> Article {
    Article { id: id.to_owned(), text: Text::new(text), meta: Extra::new(), suggestions: Vec::new() }
}

/// The items of an answer, without its other keys.
fn items(answer: &Value) -> (Option<&Value>, Option<&Value>) {
    (answer.get("entities").or(Some(answer)).filter(|_| answer.get("quotes").is_none()), answer.get("quotes"))
}

/// Returns the faults of an answer. Only a program that sends a handshake must name the article that it answers.
fn faults(answer: &Value, article: &Article, handshake: Option<&Handshake>) -> Vec<String> {
    let mut faults = Vec::new();
    match answer.get("id") {
        None if handshake.is_none() => {}
        None => faults.push("it has no \"id\"; copy the id of the article, so that no answer goes astray".to_owned()),
        Some(id) if *id != article.id => {
            faults.push(format!("its \"id\" is {id}, and the article is {:?}", article.id));
        }
        Some(_) => {}
    }
    if let Some(error) = answer.get("error").filter(|error| !error.is_null()) {
        faults.push(format!("it reports an error: {}", beginning_of(&error.to_string())));
    }
    faults.extend(wrong_score(answer).map(|score| format!("the score {score} is not a number from 0 to 1")));
    match read_answer(answer.clone(), &article.text, "checked") {
        Err(what) => faults.push(what),
        Ok(read) => faults.extend(read.summary()),
    }
    faults
}

/// The names of a score in the answers of programs.
const SCORES: [&str; 3] = ["score", "confidence", "probability"];

/// The first score in an answer that is none: not a number, or outside of 0 to 1.
fn wrong_score(value: &Value) -> Option<&Value> {
    let is_wrong = |score: &Value| !score.is_null() && score.as_f64().is_none_or(|score| !(0.0..=1.0).contains(&score));
    match value {
        Value::Array(items) => items.iter().find_map(wrong_score),
        Value::Object(object) => object.iter().find_map(|(key, value)| {
            if SCORES.contains(&key.as_str()) {
                Some(value).filter(|value| is_wrong(value))
            } else {
                wrong_score(value)
            }
        }),
        _ => None,
    }
}
