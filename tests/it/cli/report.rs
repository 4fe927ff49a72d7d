//! `tawsim report`: nothing of an article is lost or run.

use std::fs;
use std::path::Path;

use crate::common::{run, text};

/// An article with a script, crossing and nested spans, a frame with all parts, and an annotator with quotation marks.
const HOSTILE: &str = r#"{"id":"<i>","text":"قال سامي: «نعم» <script>alert(1)</script> {script} &amp;\u0001","meta":{"title":"</title><img src=x onerror=alert(2)>"},"status":"done","annotator":"\"'><svg onload=alert(3)>","note":"<b>","entities":[{"id":"e1","start":4,"end":8,"label":"PER","verdict":"added"},{"id":"e2","start":0,"end":8,"label":"X\"><script>","verdict":"added"}],"quotes":[{"id":"q1","kind":"direct","content":[{"start":11,"end":14}],"cue":{"start":0,"end":3},"speaker":{"start":4,"end":8},"verdict":"added"}]}
"#;

fn report(folder: &Path, gold: &str, flags: &[&str]) -> String {
    fs::write(folder.join("gold.jsonl"), gold).unwrap();
    let arguments = [&["report", "gold.jsonl", "-o", "r.html"], flags].concat();
    let output = run(folder, &arguments, "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    fs::read_to_string(folder.join("r.html")).unwrap()
}

/// The text of an HTML element whose tags are removed.
fn without_tags(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        rest = after.split_once('>').map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

#[test]
fn an_article_runs_no_script_and_keeps_its_letters() {
    let folder = tempfile::tempdir().unwrap();
    let html = report(folder.path(), HOSTILE, &[]);
    assert_eq!(html.matches("<script").count(), 1, "only the own script");
    for bad in ["<img", "<svg onload", "onerror=alert(2)>\n", "<b>&lt;"] {
        assert!(!html.contains(bad), "{bad}");
    }
    assert!(html.contains("default-src 'none'") && html.contains("script-src 'sha256-"));
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"ar\" dir=\"rtl\">"));
    let body = html.split_once("<div class=\"text\"").unwrap().1.split_once('>').unwrap().1;
    let body = body.split_once("</div>").unwrap().0;
    assert_eq!(without_tags(body), "قال سامي: «نعم» <script>alert(1)</script> {script} &amp;␁");
    // The content leads to the words about its cue and its speaker.
    assert!(body.contains("aria-describedby=\"f1-1\"") && html.contains("<li id=\"f1-1\">"), "{body}");
    assert!(!html.contains("http://") && !html.contains("https://"), "no request");
}

#[test]
fn a_large_report_has_pages_that_are_linked() {
    let folder = tempfile::tempdir().unwrap();
    let article = |number: usize| {
        format!("{{\"id\":\"a{number}\",\"text\":\"{}\",\"status\":\"done\"}}\n", "كلمة ".repeat(100_000))
    };
    let gold: String = (0..26).map(article).collect();
    let first = report(folder.path(), &gold, &["--lang", "en"]);
    assert!(first.len() <= 10_000_000, "{}", first.len());
    assert!(first.contains("href=\"./r-3.html\""));
    let later = ["r-2.html", "r-3.html"].map(|name| fs::read_to_string(folder.path().join(name)).unwrap());
    let articles = |html: &str| html.matches("<article ").count();
    assert_eq!(articles(&first) + later.iter().map(|page| articles(page)).sum::<usize>(), 26);
    assert!(later.iter().all(|page| page.len() <= 10_000_000 && page.contains("href=\"./r.html\"")));
}

#[test]
fn a_report_replaces_a_report_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    report(folder.path(), HOSTILE, &[]);
    report(folder.path(), HOSTILE, &["--lang", "en"]);
    fs::write(folder.path().join("r.html"), "<!DOCTYPE html>my own page").unwrap();
    let output = run(folder.path(), &["report", "gold.jsonl", "-o", "r.html"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is not a report"), "{}", text(&output.stderr));
    let output = run(folder.path(), &["report", "gold.jsonl", "-o", "r.txt"], "");
    assert!(text(&output.stderr).contains("must end with .html"), "{}", text(&output.stderr));
}

fn version(annotator: &str, entities: &str, more: &str) -> String {
    format!(
        "{{\"id\":\"a\",\"text\":\"ولد سامي في باريس أمس\",\"status\":\"done\",\"annotator\":\"{annotator}\",\"entities\":[{entities}]{more}}}\n"
    )
}

/// The versions of several folders are side by side, with every difference and the agreement; a curve and relations are shown.
#[test]
fn annotators_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let sami = r#"{"id":"e1","start":4,"end":8,"label":"PER","verdict":"added"}"#;
    let paris = r#"{"id":"e2","start":12,"end":17,"label":"LOC","verdict":"added"}"#;
    let org = r#"{"id":"e2","start":12,"end":17,"label":"ORG","verdict":"added"}"#;
    let born = r#","relations":[{"id":"r1","label":"born<in>","from":"e1","to":"e2"}]"#;
    for (name, line) in [
        ("sara", version("sara", &format!("{sami},{paris}"), born)),
        ("ali", version("ali", &format!("{sami},{org}"), born)),
    ] {
        fs::create_dir(path.join(name)).unwrap();
        let (article, annotation) = tawsim::gold::json::read(&line).unwrap();
        fs::write(path.join(name).join("a.json"), tawsim::gold::json::write(&article, &annotation)).unwrap();
    }
    let curve = r#"{"model": 1, "curve": [{"share": 0.5, "articles": 10, "f1": 0.5}, {"share": 1.0, "articles": 20, "f1": 0.75}]}"#;
    fs::write(path.join("curve.json"), curve).unwrap();
    let arguments = ["report", "sara", "ali", "-o", "r.html", "--lang", "en", "--curve", "curve.json"];
    let output = run(path, &arguments, "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let html = fs::read_to_string(path.join("r.html")).unwrap();
    assert_eq!((html.matches("<article ").count(), html.matches("class=\"version\"").count()), (1, 2));
    let differences = html.split("class=\"differences\"").nth(1).unwrap().split("</details>").next().unwrap();
    let rows: Vec<String> = differences.split("<tr>").skip(2).map(without_tags).collect();
    assert_eq!(rows, ["entitieslabelsara باريس LOC ali باريس ORG "]);
    // F1 of entities: one of two agrees. The relation has another end for each.
    let agreement = html.split("id=\"agreement\"").nth(1).unwrap().split("</table>").next().unwrap();
    assert!(agreement.contains("<td>entities</td><td>1</td><td>0.500</td>"), "{agreement}");
    assert!(agreement.contains("<td>relations</td><td>1</td><td>0.000</td>"), "{agreement}");
    assert!(html.contains("Learning curve") && html.contains("<td>0.750</td>"));
    // Both ends of a relation carry its letter.
    assert_eq!(html.matches("data-l=\"A1 born&lt;in&gt;\"").count(), 2);
    assert_eq!(html.matches("data-l=\"A2\"").count(), 2);
    fs::write(path.join("curve.json"), r#"{"curve": [{"articles": 10, "f1": 75}]}"#).unwrap();
    let output = run(path, &arguments, "");
    assert!(text(&output.stderr).contains("curve.json: point 1 lacks \"articles\", or \"f1\" from 0 to 1"));
}

/// The classes of differences are in the language of the report, in the table of an article and in the plot.
#[test]
fn the_classes_of_differences_are_in_the_language_of_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let gold = |label: &str| {
        format!(
            "{{\"id\":\"a\",\"text\":\"زار باريس\",\"status\":\"done\",\"entities\":[{{\"id\":\"e1\",\"start\":4,\"end\":9,\"label\":\"{label}\",\"verdict\":\"added\"}}]}}\n"
        )
    };
    for (name, label) in [("sara", "LOC"), ("ali", "ORG")] {
        fs::write(folder.path().join(format!("{name}.jsonl")), gold(label)).unwrap();
    }
    let report = |lang: &str| {
        let out = format!("{lang}.html");
        let arguments = ["report", "--compare", "sara.jsonl", "ali.jsonl", "-o", &out, "--lang", lang];
        let output = run(folder.path(), &arguments, "");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        fs::read_to_string(folder.path().join(out)).unwrap()
    };
    let arabic = report("ar");
    assert!(arabic.contains("<td>كيانات</td><th scope=\"row\">الوسم</th>") && arabic.contains("الوسم (كيانات)"));
    assert!(!arabic.contains(">label<") && !arabic.contains("label (entit"), "{arabic}");
    assert!(report("en").contains("<th scope=\"row\">label</th>"));
}
