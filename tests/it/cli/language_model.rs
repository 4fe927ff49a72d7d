//! Language models behind an OpenAI-compatible server, with the real binary and a server that answers as the test says.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::common::{tawsim, text};

/// What the server answers.
#[derive(Clone)]
enum Act {
    /// The model writes these words.
    Say(String),
    /// The same, but the answer is cut off.
    SayCut(String),
    /// A status, headers and a body.
    Status(u16, &'static str, &'static str),
    /// Nothing, for longer than any time limit.
    Hang,
    /// The connection closes in the middle of the reply.
    Break,
}

/// A request that the server got: its headers in lower case, and its body.
type Request = (String, Value);

/// A server on this machine. `act` says what it does with the request of this number, from 0.
struct Server {
    address: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    fn start(act: impl Fn(usize, &Value) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/v1", listener.local_addr().unwrap());
        let requests: Arc<Mutex<Vec<Request>>> = Arc::default();
        let (seen, act) = (Arc::clone(&requests), Arc::new(act));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (seen, act) = (Arc::clone(&seen), Arc::clone(&act));
                thread::spawn(move || {
                    let Some(request) = read_request(&stream) else { return };
                    let number = {
                        let mut seen = seen.lock().unwrap();
                        seen.push(request.clone());
                        seen.len() - 1
                    };
                    answer(stream, act(number, &request.1));
                });
            }
        });
        Self { address, requests }
    }

    /// A server that always answers with these words.
    fn saying(words: impl Into<String>) -> Self {
        let words = words.into();
        Self::start(move |_, _| Act::Say(words.clone()))
    }

    fn suggester(&self) -> String {
        format!("openai: tiny @ {}", self.address)
    }

    fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

fn read_request(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut headers = String::new();
    while !headers.ends_with("\r\n\r\n") {
        reader.read_line(&mut headers).ok().filter(|read| *read > 0)?;
    }
    let headers = headers.to_lowercase();
    let length = headers.split("content-length: ").nth(1)?.lines().next()?.trim().parse().ok()?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((headers, serde_json::from_slice(&body).ok()?))
}

fn answer(mut stream: TcpStream, act: Act) {
    let said = |words: String, reason: &str| {
        json!({"choices": [{"message": {"role": "assistant", "content": words}, "finish_reason": reason}],
               "usage": {"prompt_tokens": 1000, "completion_tokens": 100}})
        .to_string()
    };
    let (status, headers, body) = match act {
        Act::Say(words) => (200, "", said(words, "stop")),
        Act::SayCut(words) => (200, "", said(words, "length")),
        Act::Status(status, headers, body) => (status, headers, body.to_owned()),
        Act::Hang => return thread::sleep(Duration::from_secs(20)),
        Act::Break => (200, "", String::new()),
    };
    let length = if status == 200 && body.is_empty() { 500 } else { body.len() };
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n");
    let _ = stream.write_all((head + &body).as_bytes());
}

/// Runs `tawsim suggest` on texts: output lines, standard error, exit status.
fn suggest_in(folder: &Path, texts: &[&str], suggester: &str, flags: &[&str]) -> (Vec<Value>, String, i32) {
    let lines = texts.iter().enumerate().map(|(index, text)| json!({"id": format!("a{index}"), "text": text}));
    fs::write(folder.join("in.jsonl"), lines.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    let mut command = tawsim(folder);
    command.args(["suggest", "in.jsonl", "--suggester", suggester]).args(flags);
    let output = command.env("TAWSIM_API_KEY", "sk-secret-7").output().unwrap();
    let lines = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (lines, text(&output.stderr), output.status.code().unwrap())
}

fn suggest(texts: &[&str], server: &Server, flags: &[&str]) -> (Vec<Value>, String, i32) {
    let folder = tempfile::tempdir().unwrap();
    suggest_in(folder.path(), texts, &server.suggester(), flags)
}

fn words(line: &Value) -> Vec<&str> {
    line["entities"].as_array().unwrap().iter().map(|entity| entity["text"].as_str().unwrap()).collect()
}

const TEXT: &str = "زار سامي باريس، وقال سامي: «سنعود إلى باريس».";

fn sami() -> String {
    json!({"entities": [{"text": "باريس", "label": "LOC", "context": "سامي باريس، وقال"}], "quotes": []}).to_string()
}

#[test]
fn a_model_suggests_by_quoting_the_text() {
    let said = json!({
        "entities": [
            {"text": "سامي", "label": "PER", "context": "زار سامي باريس"},
            {"text": "باريس", "label": "LOC", "context": "سنعود إلى باريس"},
        ],
        "quotes": [{"content": "سنعود إلى باريس", "kind": "direct", "cue": "قال", "speaker": "سامي"}],
    });
    let server = Server::saying(said.to_string());
    let (lines, messages, code) = suggest(&[TEXT], &server, &["--price", "1,10"]);
    assert_eq!(code, 0, "{messages}");
    let places: Vec<u64> =
        lines[0]["entities"].as_array().unwrap().iter().map(|one| one["start"].as_u64().unwrap()).collect();
    assert_eq!((words(&lines[0]), places), (vec!["سامي", "باريس"], vec![4, 38]));
    let quote = &lines[0]["quotes"][0];
    assert_eq!(
        (&quote["speaker"]["start"], &quote["cue"]["text"], &quote["source"]),
        (&json!(21), &json!("قال"), &json!("tiny"))
    );
    let (estimate, sum) = messages.split_once('\n').unwrap();
    assert!(estimate.starts_with("tawsim: tiny: 1 articles are about 1 requests, "), "{messages}");
    assert_eq!(sum, "tawsim: tiny: 1 requests, 1000 tokens in, 100 out, cost 0.0020\n");
    let (headers, body) = &server.requests()[0];
    assert!(headers.starts_with("post /v1/chat/completions") && headers.contains("authorization: bearer sk-secret-7"));
    assert_eq!((&body["model"], &body["temperature"]), (&json!("tiny"), &json!(0)));
    assert_eq!(body["response_format"]["json_schema"]["strict"], true);
    assert_eq!(body["messages"][1], json!({"role": "user", "content": TEXT}));
    assert!(body["messages"][0]["content"].as_str().unwrap().contains("- PER: A person's name"));
}

#[test]
fn faults_that_pass_are_waited_for() {
    for fault in [
        Act::Status(429, "Retry-After: 1\r\n", "{\"error\": {\"message\": \"slow down\"}}"),
        Act::Status(500, "", "oops"),
        Act::Status(503, "Retry-After: 0\r\n", ""),
        Act::Hang,
        Act::Break,
    ] {
        let server = Server::start(move |number, _| if number == 0 { fault.clone() } else { Act::Say(sami()) });
        let (lines, messages, code) = suggest(&[TEXT], &server, &["--suggester-timeout", "2"]);
        assert_eq!((words(&lines[0]), code, server.requests().len()), (vec!["باريس"], 0, 2), "{messages}");
    }
}

#[test]
fn faults_that_stay_end_the_asking_and_name_the_remedy() {
    for (fault, reason) in [
        (Act::Status(401, "", "{\"error\": {\"message\": \"bad key\"}}"), "the server refuses the key: 401: bad key"),
        (
            Act::Status(404, "", "{\"error\": \"no model\"}"),
            "no such model or address: 404: no model (http://127.0.0.1:",
        ),
        (Act::Status(429, "Retry-After: 9999\r\n", ""), "it asks to wait 9999 s"),
        (Act::Status(308, "Location: http://127.0.0.1:1/\r\n", "-"), "redirects (308)"),
    ] {
        let server = Server::start(move |_, _| fault.clone());
        let (lines, messages, code) = suggest(&[TEXT, TEXT, TEXT], &server, &["--jobs", "1"]);
        assert!(lines.iter().all(|line| words(line).is_empty()) && code == 1, "{messages}");
        assert!(messages.contains(reason) && messages.contains("a0") && !messages.contains("a1:"), "{messages}");
        assert!(messages.contains("3 articles without an answer"), "{messages}");
        assert_eq!(server.requests().len(), 1);
        assert!(!messages.contains("sk-secret"), "{messages}");
    }
    let closed = { TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap() };
    let folder = tempfile::tempdir().unwrap();
    let (_, messages, code) = suggest_in(folder.path(), &[TEXT], &format!("openai: m @ http://{closed}/v1"), &[]);
    assert!(messages.contains("start the server") && code == 1, "{messages}");
}

/// A file of certificates that cannot be used is named before anything is sent.
#[cfg(feature = "https")]
#[test]
fn certificates_of_an_own_authority_are_read_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.jsonl"), json!({"id": "a", "text": TEXT}).to_string()).unwrap();
    fs::write(folder.path().join("empty.pem"), "").unwrap();
    for (file, reason) in [("nowhere.pem", "cannot be read"), ("empty.pem", "has no certificate")] {
        let mut command = tawsim(folder.path());
        command.args(["suggest", "in.jsonl", "--suggester", "openai: m @ https://localhost:1/v1"]);
        let output = command.env("SSL_CERT_FILE", file).output().unwrap();
        let messages = text(&output.stderr);
        assert!(messages.contains(&format!("{file}, which SSL_CERT_FILE names, {reason}")), "{messages}");
        assert!(messages.contains("0 requests") || messages.contains("1 requests"), "{messages}");
    }
}

#[test]
fn what_the_model_invents_is_left_out_and_counted() {
    let said = json!({"entities": [
        {"text": "Paris", "label": "LOC", "context": "Sami visited Paris"},
        {"text": "نديم", "label": "PER", "context": ""},
        {"text": "سامي", "label": "HERO", "context": "زار سامي"},
        {"text": "سامي", "label": "PER", "context": "زار سامي"},
        {"text": "باريس", "label": "LOC", "context": ""},
    ], "quotes": [{"content": "We shall return", "kind": "direct", "cue": "", "speaker": ""}]});
    let server = Server::saying(format!("Sure! Here it is:\n```json\n{said}\n```"));
    let (lines, messages, code) = suggest(&[TEXT], &server, &[]);
    assert_eq!((words(&lines[0]), code), (vec!["سامي"], 1));
    assert!(
        messages.contains("a0: 5 of 6 items are left out: entities[0]: \"Paris\" is not in the text"),
        "{messages}"
    );
}

#[test]
fn complete_items_of_a_cut_answer_are_used() {
    let whole = sami();
    let cut = whole.get(..whole.find("]").unwrap()).unwrap().to_owned() + ", {\"text\": \"سا";
    let server = Server::start(move |_, _| Act::SayCut(cut.clone()));
    let (lines, messages, code) = suggest(&[TEXT], &server, &[]);
    assert_eq!((words(&lines[0]), code), (vec!["باريس"], 1));
    assert!(messages.contains("a0: the answer is cut off"), "{messages}");
}

#[test]
fn a_server_without_schemas_is_asked_for_less() {
    let server = Server::start(|_, body| match body.get("response_format") {
        Some(_) => Act::Status(400, "", "{\"error\": {\"message\": \"response_format is not supported\"}}"),
        None => Act::Say(sami()),
    });
    let (lines, messages, code) = suggest(&[TEXT, TEXT], &server, &["--jobs", "1", "--no-cache"]);
    assert_eq!((words(&lines[1]), code), (vec!["باريس"], 0), "{messages}");
    // Two refusals, and then one request for each article.
    assert_eq!(server.requests().len(), 4);
}

/// A text that is too long for the server is one refusal: the other articles are asked about as before, with a schema.
#[test]
fn a_text_that_is_too_long_changes_nothing_for_the_next() {
    let server = Server::start(|_, body| match body["messages"][1]["content"].as_str() {
        Some(text) if text.len() > 200 => Act::Status(
            400,
            "",
            "{\"error\": {\"type\": \"exceed_context_size_error\", \"message\": \"too many tokens\"}}",
        ),
        Some(_) if body.get("response_format").is_none() => Act::Status(400, "", "no schema"),
        _ => Act::Say(sami()),
    });
    let long = "كلمة ".repeat(60);
    let (lines, messages, code) = suggest(&[&long, TEXT, &long, TEXT], &server, &["--jobs", "1"]);
    assert_eq!((words(&lines[1]), words(&lines[3]), code), (vec!["باريس"], vec!["باريس"], 1), "{messages}");
    assert!(messages.contains("a0: the text is too long for the server: 400: too many tokens"), "{messages}");
    assert!(messages.contains("2 articles without an answer"), "{messages}");
    assert_eq!(server.requests().len(), 3, "the second of the equal texts comes from the cache");
}

/// A refusal that has another reason than what was asked for is no reason to ask for less from then on.
#[test]
fn what_is_asked_becomes_less_only_if_that_helps() {
    let server = Server::start(|_, body| match body["messages"][1]["content"].as_str() {
        Some(text) if text.contains("مرفوض") => Act::Status(400, "", "{\"error\": \"content policy\"}"),
        _ => Act::Say(sami()),
    });
    let (lines, messages, code) = suggest(&["نص مرفوض", TEXT], &server, &["--jobs", "1"]);
    assert_eq!((words(&lines[1]), code), (vec!["باريس"], 1));
    assert!(messages.contains("a0: the server refuses the request: 400: content policy"), "{messages}");
    let requests = server.requests();
    assert!(requests.last().unwrap().1.get("response_format").is_some(), "the schema is gone for later articles");
}

#[test]
fn answers_are_cached_by_text_and_prompt() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::saying(sami());
    let run = |texts: &[&str], flags: &[&str]| suggest_in(folder.path(), texts, &server.suggester(), flags);
    let first = run(&[TEXT], &[]);
    let again = run(&[TEXT], &[]);
    assert_eq!((&first.0, server.requests().len()), (&again.0, 1));
    assert!(again.1.contains("0 requests, 1 answers from the cache"), "{}", again.1);
    run(&["زار باريس"], &[]);
    run(&[TEXT], &["--no-cache"]);
    fs::write(folder.path().join("prompt.txt"), "Names? {{text}}").unwrap();
    run(&[TEXT], &["--prompt", "prompt.txt"]);
    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    assert_eq!(requests[3].1["messages"], json!([{"role": "user", "content": format!("Names? {TEXT}")}]));
    // The key is in no file.
    let mut folders = vec![folder.path().to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                assert!(!fs::read_to_string(entry.path()).unwrap().contains("sk-secret"));
            }
        }
    }
    fs::write(folder.path().join("prompt.txt"), "Names?").unwrap();
    let (_, messages, code) = run(&[TEXT], &["--prompt", "prompt.txt"]);
    assert!(messages.contains("prompt.txt: it has no {{text}}") && code == 2, "{messages}");
}

#[test]
fn requests_and_cost_are_limited() {
    for (flags, limit, sent) in [
        (&["--max-requests", "2"][..], "--max-requests 2 is reached", 2),
        (&["--max-cost", "2.5", "--price", "1000,0"][..], "--max-cost 2.5 is reached", 2),
    ] {
        let server = Server::saying(sami());
        let texts = [format!("{TEXT} أ"), format!("{TEXT} ب"), format!("{TEXT} ت"), format!("{TEXT} ث")];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (lines, messages, code) = suggest(&texts, &server, &[flags, &["--jobs", "1"]].concat());
        assert_eq!((lines.len(), code, server.requests().len()), (4, 1, sent), "{messages}");
        assert!(messages.contains(limit) && messages.contains("2 articles without an answer"), "{messages}");
    }
}

#[test]
fn several_requests_are_in_flight() {
    // Each request waits until another one has come.
    let count = Arc::new(Mutex::new(0));
    let server = Server::start(move |_, _| {
        *count.lock().unwrap() += 1;
        for _ in 0..100 {
            if *count.lock().unwrap() >= 2 {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        Act::Say(if *count.lock().unwrap() >= 2 { sami() } else { "alone".to_owned() })
    });
    let (lines, messages, code) = suggest(&[TEXT; 4], &server, &["--no-cache"]);
    assert!(lines.iter().all(|line| words(line) == ["باريس"]) && code == 0, "{messages}");
}

#[test]
fn a_long_article_is_sent_in_parts_and_every_place_is_right() {
    let server =
        Server::saying(json!({"entities": [{"text": "باريس", "label": "LOC", "nth": 2}], "quotes": []}).to_string());
    let long = format!("{}\n", TEXT.repeat(40)).repeat(5);
    let (lines, messages, code) = suggest(&[&long], &server, &["--no-cache"]);
    let requests = server.requests();
    assert!(requests.len() > 2 && code == 0, "{messages}");
    assert_eq!(words(&lines[0]), vec!["باريس"; requests.len()]);
    let sent: Vec<&str> = requests.iter().map(|(_, body)| body["messages"][1]["content"].as_str().unwrap()).collect();
    assert!(
        sent.iter().all(|part| part.len() <= 8_000),
        "{:?}",
        sent.iter().map(|part| part.len()).collect::<Vec<_>>()
    );
}

#[test]
fn what_leaves_the_machine_is_said_before_it_does() {
    let folder = tempfile::tempdir().unwrap();
    let suggester = "openai: m @ https://tawsim.invalid/v1";
    let (_, messages, code) = suggest_in(folder.path(), &[TEXT], suggester, &["--max-requests", "0"]);
    let notice = "tawsim: the texts of the articles and the label guidelines are sent to tawsim.invalid (model m)";
    assert!(messages.starts_with(notice) && code == 1, "{messages}");
    gold_in(folder.path(), &["g"]);
    let flags = ["--max-requests", "0", "--examples", "gold"];
    let (_, messages, _) = suggest_in(folder.path(), &[TEXT], suggester, &flags);
    assert!(
        messages.contains("the label guidelines and passages of your gold are sent to tawsim.invalid"),
        "{messages}"
    );
    fs::write(folder.path().join("prompt.txt"), "{{text}}").unwrap();
    let flags = [&flags[..], &["--prompt", "prompt.txt"]].concat();
    let (_, messages, _) = suggest_in(folder.path(), &[TEXT], suggester, &flags);
    assert!(!messages.contains("gold are sent"), "a prompt without examples: {messages}");
    for suggester in ["openai: m @ http://tawsim.invalid/v1", "openai:", "openai: m @ nowhere"] {
        let (_, messages, code) = suggest_in(folder.path(), &[TEXT], suggester, &[]);
        assert_eq!(code, 2, "{messages}");
    }
}

/// Writes articles that are done into the folder `gold`.
fn gold_in(folder: &Path, ids: &[&str]) {
    fs::create_dir(folder.join("gold")).unwrap();
    let gold = |id: &str| {
        json!({"schema": "tawsim/1", "id": id, "text": "وصلت الوزيرة هدى النجار إلى مدينة الرباط مساء أمس الأول", "offset_unit": "codepoint", "status": "done",
               "entities": [{"id": "e1", "start": 13, "end": 23, "label": "PER", "verdict": "added"}]})
    };
    for id in ids {
        fs::write(folder.join(format!("gold/{id}.json")), gold(id).to_string()).unwrap();
    }
}

/// Before anything is sent, the user knows what a run takes.
#[test]
fn the_requests_and_their_cost_are_estimated_before_the_run() {
    let server = Server::saying(sami());
    let flags = ["--price", "1000,0", "--max-cost", "2.5", "--jobs", "1"];
    let texts = [format!("{TEXT} أ"), format!("{TEXT} ب"), format!("{TEXT} ت")];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (_, messages, _) = suggest(&texts, &server, &flags);
    let first = messages.lines().next().unwrap();
    assert!(first.starts_with("tawsim: tiny: 3 articles are about 3 requests, "), "{messages}");
    assert!(first.contains(" tokens in, ") && first.contains(", cost "), "{messages}");
    assert!(first.ends_with("--max-cost 2.5 will end the asking before the last article"), "{messages}");
    let (_, messages, _) = suggest(&texts, &server, &["--quiet", "--no-cache"]);
    assert!(!messages.contains("requests"), "{messages}");
}

#[test]
fn flags_of_language_models_are_useless_without_one() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("prompt.txt"), "{{text}}").unwrap();
    let flags = ["--prompt", "prompt.txt", "--price", "1,1", "--max-cost", "2", "--no-cache"];
    let (_, messages, code) = suggest_in(folder.path(), &[TEXT], "none", &flags);
    assert!(messages.ends_with("this has no effect: --prompt --max-cost --price --no-cache\n"), "{messages}");
    assert_eq!(code, 0);
}

/// A server that was still at work may count a request that nobody waited for.
#[test]
fn a_request_without_an_answer_in_time_counts_towards_the_cost() {
    let server = Server::start(|_, _| Act::Hang);
    let flags = ["--suggester-timeout", "1", "--price", "1000,0", "--max-cost", "2.5"];
    let (_, messages, code) = suggest(&[TEXT], &server, &flags);
    assert!(server.requests().len() < 6 && code == 1, "{messages}");
    assert!(messages.contains("--max-cost 2.5 is reached"), "{messages}");
}

#[cfg(unix)]
#[test]
fn the_cache_is_private_and_one_that_cannot_be_made_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.jsonl"), json!({"id": "a", "text": TEXT}).to_string()).unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let server = Server::saying(sami());
    let run = |cache: &str| {
        let mut command = tawsim(folder.path());
        command.args(["suggest", "in.jsonl", "--suggester", &server.suggester()]);
        let output = command.env("XDG_CACHE_HOME", folder.path().join(cache)).output().unwrap();
        (text(&output.stderr), output.status.code())
    };
    let (messages, code) = run("cache");
    assert!(code == Some(0) && !messages.contains("kept"), "{messages}");
    let mode = fs::metadata(folder.path().join("cache/tawsim/answers")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let (messages, code) = run("file");
    assert!(code == Some(0) && messages.contains("the answers are not kept for the next run"), "{messages}");
}

#[test]
fn gold_gives_examples_for_other_articles() {
    let folder = tempfile::tempdir().unwrap();
    gold_in(folder.path(), &["a0", "g"]);
    let server = Server::saying(sami());
    let (_, messages, code) = suggest_in(folder.path(), &[TEXT], &server.suggester(), &["--examples", "gold"]);
    assert_eq!(code, 0, "{messages}");
    let requests = server.requests();
    let prompt = requests[0].1["messages"][0]["content"].as_str().unwrap();
    assert_eq!(prompt.matches("Answer:\n{\"entities\":[{\"text\":\"هدى النجار\"").count(), 1, "{prompt}");
    let (_, messages, code) = suggest_in(folder.path(), &[TEXT], &server.suggester(), &["--examples", "nowhere"]);
    assert!(messages.contains("--examples names a folder") && code == 2, "{messages}");
}
