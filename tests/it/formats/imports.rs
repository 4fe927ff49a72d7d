//! Files of other tools, in the shapes in which people have them: read, or refused with one message.

use tawsim::formats::{Format, ImportOptions, Imported};
use tawsim::gold::Status;

pub(super) fn named(format: &str) -> &'static Format {
    format.parse().unwrap()
}

/// The articles of a file: each with its text and its entities as `LABEL words`.
pub(super) fn read(format: &str, file: &str) -> Vec<String> {
    read_with(format, file.as_bytes(), None, &ImportOptions::default())
}

pub(super) fn read_with(format: &str, file: &[u8], beside: Option<&[u8]>, options: &ImportOptions) -> Vec<String> {
    named(format).import_bytes_with(file, beside, options).into_iter().map(describe).collect()
}

fn describe(found: Result<Imported, tawsim::formats::ImportProblem>) -> String {
    match found {
        Err(problem) => format!("! {}", problem.what),
        Ok((one, losses)) => {
            let text = &one.article.text;
            let entity = |body: &tawsim::gold::Body| format!("{} {}", body.label(), text.slice(body.span().unwrap()));
            let gold = one.gold_items().map(|item| entity(&item.body));
            let pending = one.pending().map(|suggestion| format!("?{}", entity(&suggestion.body)));
            let entities: Vec<String> = gold.chain(pending).collect();
            let losses: Vec<&str> = losses.iter().filter(|loss| !loss.is_kept).map(|loss| loss.what.as_str()).collect();
            let lost = if losses.is_empty() { String::new() } else { format!(" lost {}", losses.join(", ")) };
            let status = if one.annotation.status == Status::Done { "" } else { one.annotation.status.name() };
            format!("{} | {}{lost} {status}", text.as_str(), entities.join(", ")).trim_end().to_owned()
        }
    }
}

#[test]
fn conll_families_are_recognised() {
    for (name, file, expected) in [
        (
            "tabs, a token with a space",
            "زار\tO\nعبد الله\tB-PER\nطبرق\tB-LOC\n",
            "زار عبد الله طبرق | PER عبد الله, LOC طبرق",
        ),
        ("a no-break space", "زار O\nعبد\u{a0}الله B-PER\n", "زار عبد\u{a0}الله | PER عبد\u{a0}الله"),
        ("CoNLL-2003", "زار VBD B-VP O\nريم NNP B-NP B-PER\nهنا RB B-ADVP O\n", "زار ريم هنا | PER ريم"),
        ("an index", "1\tزار\tO\n2\tريم\tB-PER\n\n1\tهنا\tO\n", "زار ريم\nهنا | PER ريم"),
        (
            "an index with gaps",
            "# newdoc\n1\tزار\tO\n2\tسليم\tB-PER\n3\tطبرق\tB-LOC\n\n1\tوصل\tO\n3\tريم\tB-PER\n",
            "زار سليم طبرق\nوصل ريم | PER سليم, LOC طبرق, PER ريم",
        ),
        ("an index from 100", "100\tزار\tO\n101\tريم\tB-PER\n", "زار ريم | PER ريم"),
        ("names of sentences", "s0\tزار\tO\ns0\tريم\tB-PER\n\ns1\tهنا\tO\n", "زار ريم\nهنا | PER ريم"),
        ("a name of the document", "خبر\t1\tزار\tO\nخبر\t2\tريم\tB-PER\n", "زار ريم | PER ريم lost columns 1"),
        ("offsets", "0\t3\tزار\tO\n4\t7\tريم\tB-PER\n", "زار ريم | PER ريم"),
        (
            "a second column of words",
            "زار\tVB\tvisited\tزور\tO\nريم\tNN\tReem\tريم\tB-PER\n",
            "زار ريم | PER ريم lost columns 4",
        ),
        (
            "UNER",
            "# sent_id = a\n# text = زار ريم.\n1\tزار\tO\t-\t-\n2\tريم\tB-PER\t-\t-\n3\t.\tO\t-\t-\n",
            "زار ريم. | PER ريم",
        ),
        (
            "nested columns",
            "جامعة B-ORG O\nالقاهرة I-ORG B-GPE\nأمس O O\n",
            "جامعة القاهرة أمس | ORG جامعة القاهرة, GPE القاهرة",
        ),
        (
            "several tags in one",
            "جامعة B-ORG\nالقاهرة B-GPE|I-ORG\nأمس O\n",
            "جامعة القاهرة أمس | ORG جامعة القاهرة, GPE القاهرة",
        ),
        (
            "lists of tags",
            "جامعة B-ORG\nالقاهرة B-GPE I-ORG\nأمس O\n",
            "جامعة القاهرة أمس | ORG جامعة القاهرة, GPE القاهرة",
        ),
        (
            "tags in one field",
            "جامعة\tO B-ORG\nالقاهرة\tB-GPE I-ORG\nأمس\tO O\n",
            "جامعة القاهرة أمس | ORG جامعة القاهرة, GPE القاهرة",
        ),
        ("bare tags", "زار O\nريم PER\nالعلي PER\nطبرق LOC\n", "زار ريم العلي طبرق | PER ريم العلي, LOC طبرق"),
        ("suffixes", "زار O\nريم PER-B\nالعلي PER-I\n", "زار ريم العلي | PER ريم العلي"),
        ("a header", "Token\tTag\nزار\tO\nريم\tB-PER\n", "زار ريم | PER ريم"),
        ("WikiANN", "ar:زار\tO\nar:ريم\tB-PER\n", "زار ريم | PER ريم"),
        (
            "GermEval",
            "#\thttp://x.example [2009]\n1\tجامعة\tB-ORG\tO\n2\tالقاهرة\tI-ORG\tB-LOCpart\n",
            "جامعة القاهرة | ORG جامعة القاهرة, LOCpart القاهرة",
        ),
        ("slips", "زار o\nريم B-PER\n O\nهنا O\n", "زار ريم هنا | PER ريم"),
        ("a hash", "# O\nريم B-PER\n", "# ريم | PER ريم"),
        (
            "HIPE",
            "TOKEN\tNE-COARSE-LIT\tNE-COARSE-METO\tNE-FINE-LIT\tNE-NESTED\tNEL-LIT\tMISC\n# document_id = d\nزار\tO\tO\tO\tO\t_\t_\n\
             ريم\tB-pers\tO\tO\tO\t_\tNoSpaceAfter\n.\tO\tO\tO\tO\t_\t_\n",
            "زار ريم. | pers ريم",
        ),
        (
            "CoNLL-U with names in MISC",
            "# newdoc id = a\n# text = وزار ريم\n1-2\tوزار\t_\t_\t_\t_\t_\t_\t_\t_\n1\tو\t_\t_\t_\t_\t_\t_\t_\tNER=O\n\
             2\tزار\t_\t_\t_\t_\t_\t_\t_\tNER=O\n3\tريم\t_\t_\t_\t_\t_\t_\t_\tNER=S-PER\n",
            "وزار ريم | PER ريم",
        ),
        (
            "CoNLL-U Plus",
            "# global.columns = ID FORM UPOS NER\n1\tزار\tVERB\tO\n2\tريم\tPROPN\tB-PER\n",
            "زار ريم | PER ريم",
        ),
        (
            "CoNLL-2012",
            "#begin document (a/b); part 000\na/b 0 0 زار V (TOP(S* - - - - * -\na/b 0 1 ريم N (NP* - - - - (PERSON* -\n\
             a/b 0 2 العلي N *))) - - - - *) -\n\n#end document\n",
            "زار ريم العلي | PERSON ريم العلي",
        ),
    ] {
        assert_eq!(read("conll", file).first().map(String::as_str), Some(expected), "{name}");
    }
}

#[test]
fn columns_and_groups_can_be_named() {
    let file = "x\tزار\tO\tO\nx\tريم\tB-PER\tB-A\n\nx\tهنا\tO\tO\n\nx\tهناك\tO\tO\n";
    let options = |columns: &str, group: &str| ImportOptions {
        columns: Some(columns.parse().unwrap()),
        group: Some(group.parse().unwrap()),
        ..ImportOptions::default()
    };
    let read = |columns: &str, group: &str| read_with("conll", file.as_bytes(), None, &options(columns, group));
    assert_eq!(read("token=2,tag=4", "2"), ["زار ريم\nهنا | A ريم", "هناك |"]);
    assert_eq!(read("token=2,tag=3,tag=4", "docstart"), ["زار ريم\nهنا\nهناك | PER ريم, A ريم"]);
    assert_eq!(read("token=2,tag=3", "blank").len(), 3);
    assert!(read("token=1,tag=2", "blank")[0].starts_with("! has no tags in column 2"));
}

/// A fault in many lines is one problem or one kind of loss, and the text stays.
#[test]
fn faults_in_conll_keep_the_text() {
    let many = "زار O\nريم B-PER\n".repeat(40);
    assert_eq!(read("conll", &"كلمة\n".repeat(300)).len(), 1, "no tags at all");
    let found = read("conll", &format!("{many}هنا\nهناك X\n"));
    assert!(
        found[0].contains("هنا هناك |") && found[0].ends_with("lost a line without a tag, \"X\" in_progress"),
        "{found:?}"
    );
}

/// A line that is too short for a token is reported with its words.
#[test]
fn words_of_short_lines_are_told() {
    let word = |at: usize, form: &str, misc: &str| format!("{at}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n");
    let treebank = |stray: &str| word(1, "زار", "NER=O") + stray + &word(2, "ريم", "NER=B-PER");
    let index = |stray: &str| format!("1\tزار\tO\n{stray}2\tريم\tB-PER\n{}", "3\tهنا\tO\n".repeat(30));
    for stray in ["بنغازي\n", "هذا سطر نص كامل\n"] {
        for file in [treebank(stray), index(stray)] {
            let found = read("conll", &file);
            assert!(found[0].contains(&format!("lost the line {:?}", stray.trim())), "{found:?}");
            assert!(found[0].ends_with("in_progress") && found[0].contains("| PER ريم"), "{found:?}");
        }
    }
}

#[test]
fn json_of_any_shape_is_read_or_refused() {
    let one = "زارت ريم طبرق. | PER ريم";
    for (format, file, expected) in [
        (
            "doccano",
            r#"{"id":1,"text":"زارت ريم طبرق.","annotations":[{"label":"PER","start_offset":5,"end_offset":8,"user":1}]}"#,
            one,
        ),
        ("doccano", r#"[{"id":1,"data":"زارت ريم طبرق.","label":[[5,8,"PER"]]}]"#, one),
        ("doccano", r#"{"text":"زارت ريم طبرق.","label":["سياسة"]}"#, "زارت ريم طبرق. |  suggested"),
        ("doccano", r#"{"text":"زارت ريم طبرق."}"#, "زارت ريم طبرق. |  suggested"),
        ("spacy", r#"["زارت ريم طبرق.", {"entities": [[5, 8, "PER"]]}]"#, one),
        ("spacy", r#"[["زارت ريم طبرق.", {"entities": [[5, 8, "PER"]]}]]"#, one),
        (
            "spacy",
            r#"{"text":"زارت ريم طبرق.","ents":[{"start":5,"end":8,"label":"PER"}],"tokens":[{"id":0,"start":0,"end":4}]}"#,
            one,
        ),
        (
            "spacy",
            r#"{"content":"زارت ريم طبرق.","annotation":[{"label":["PER"],"points":[{"start":5,"end":7,"text":"ريم"}]}]}"#,
            one,
        ),
        ("spacy", r#"{"classes":["PER"],"annotations":[["زارت ريم طبرق.",{"entities":[[5,8,"PER"]]}],null]}"#, one),
        (
            "spacy",
            r#"[{"id":0,"paragraphs":[{"raw":"زارت ريم.","sentences":[{"tokens":[{"orth":"زارت","ner":"O"},{"orth":"ريم","ner":"U-PER"},{"orth":".","ner":"O"}]}]}]}]"#,
            "زارت ريم. | PER ريم",
        ),
        (
            "doccano",
            r#"{"text":"زارت ريم طبرق.","entities":[{"entity_group":"PER","score":0.9,"word":"ريم","start":5,"end":8}]}"#,
            "زارت ريم طبرق. | ?PER ريم suggested",
        ),
        (
            "doccano",
            r#"{"fields":{"text":"زارت ريم طبرق."},"responses":{"spans":[{"value":[{"start":5,"end":8,"label":"PER"}]}]}}"#,
            one,
        ),
        (
            "doccano",
            r#"[{"entity_group":"PER","score":0.9,"word":"ريم","start":5,"end":8}]"#,
            "! is the output of a Hugging Face pipeline",
        ),
        ("doccano", r#"{"data":{"text":"زارت"},"annotations":[{"result":[]}]}"#, "! is a task of Label Studio"),
        (
            "labelstudio",
            r#"[{"id":1,"text":"زارت ريم طبرق.","label":[{"start":5,"end":8,"text":"ريم","labels":["PER"]}],"annotator":1}]"#,
            one,
        ),
        (
            "labelstudio",
            r#"[{"id":1,"data":{"text":"زارت ريم طبرق."},"completions":[{"result":[{"type":"labels","value":{"start":5,"end":8,"labels":["PER"]}}]}]}]"#,
            one,
        ),
        (
            "labelstudio",
            r#"[{"id":1,"data":{"html":"<p>زارت <b>ريم</b></p>"},"annotations":[{"result":[{"type":"hypertextlabels","value":{"start":"/p[1]/b[1]/text()[1]","end":"/p[1]/b[1]/text()[1]","globalOffsets":{"start":5,"end":8},"text":"ريم","hypertextlabels":["PER"]}}]}]}]"#,
            "زارت ريم | PER ريم",
        ),
        (
            "labelstudio",
            r#"[{"id":1,"data":{"dialogue":[{"author":"أ","text":"من؟"},{"author":"ب","text":"زارت ريم"}]},"annotations":[{"result":[{"type":"paragraphlabels","value":{"start":"1","end":"1","startOffset":5,"endOffset":8,"text":"ريم","paragraphlabels":["PER"]}}]}]}]"#,
            "من؟\nزارت ريم | PER ريم",
        ),
        (
            "prodigy",
            r#"{"text":"زارت ريم طبرق.","_input_hash":1,"answer":"accept","spans":[{"start":5,"end":8,"label":"PER"}]}"#,
            one,
        ),
        ("prodigy", r#"{"html":"<b>x</b>","answer":"accept"}"#, "! is a task about HTML"),
    ] {
        let found = read(format, file);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{file}\n{found:?}");
        assert!(expected.starts_with('!') || found[0] == expected, "{file}\n{found:?}");
    }
}

#[test]
fn all_annotators_come_in() {
    let file = r#"[{"id":1,"data":{"text":"زارت ريم طبرق."},"annotations":[
        {"completed_by":1,"result":[{"type":"labels","value":{"start":5,"end":8,"labels":["PER"]}}]},
        {"completed_by":2,"result":[{"type":"labels","value":{"start":9,"end":13,"labels":["LOC"]}}]}]}]"#;
    let found: Vec<Imported> =
        named("labelstudio").import_bytes(file.as_bytes(), None).into_iter().map(Result::unwrap).collect();
    let annotators: Vec<_> = found.iter().map(|(one, _)| one.annotation.annotator.as_deref()).collect();
    assert_eq!(annotators, [Some("user 1"), Some("user 2")]);
    let task = |session: &str, span: &str| {
        format!(
            r#"{{"text":"زارت ريم طبرق.","_input_hash":1,"_session_id":"{session}","answer":"accept","spans":[{span}]}}"#
        )
    };
    let tasks = [task("a", r#"{"start":5,"end":8,"label":"PER"}"#), task("b", r#"{"start":9,"end":13,"label":"LOC"}"#)];
    assert_eq!(read("prodigy", &tasks.join("\n")), ["زارت ريم طبرق. | PER ريم", "زارت ريم طبرق. | LOC طبرق"]);
}

#[test]
fn wrong_offsets_are_repaired_or_refused_one_by_one() {
    let doccano = |unit: &str, start: usize, end: usize| {
        let file = format!(r#"{{"text":"🎉 زارت ريم","label":[[{start},{end},"PER"]]}}"#);
        let unit = clap::ValueEnum::from_str(unit, false).ok();
        read_with("doccano", file.as_bytes(), None, &ImportOptions { unit, ..ImportOptions::default() })
    };
    for (unit, start, end) in [("codepoint", 7, 10), ("utf16", 8, 11), ("byte", 14, 20), ("grapheme", 7, 10)] {
        assert_eq!(doccano(unit, start, end), ["🎉 زارت ريم | PER ريم"], "{unit}");
    }
    let brat =
        |ann: &str, text: &str| read_with("brat", ann.as_bytes(), Some(text.as_bytes()), &ImportOptions::default());
    assert_eq!(brat("T1\tPER 8 11\tريم\n", "🎉 زارت ريم"), ["🎉 زارت ريم | PER ريم"]);
    assert_eq!(brat("T1\tPER 5 8\tريم\n", "زارت\r\nريم"), ["زارت\r\nريم | PER ريم"]);
    let found = brat("T1\tPER 5 8\tريم\nT2\tLOC 0 4\tطبرق\n", "زارت ريم");
    assert_eq!(found, ["زارت ريم | PER ريم lost T2 (LOC) at 0..4 in_progress"]);
    let tsv = |tokens: &str| {
        format!("#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Name|value\n\n\n#Text=🎉 زارت ريم\n{tokens}")
    };
    for tokens in [
        "1-1\t0-1\t🎉\t_\t\n1-2\t2-6\tزارت\t_\t\n1-3\t7-10\tريم\tPER\t\n",
        "1-1\t0-2\t🎉\t_\t\n1-2\t3-7\tزارت\t_\t\n1-3\t8-11\tريم\tPER\t\n",
        "1-1\t0-2\t🎉\t_\t\n1-2\t4-8\tزارت\t_\t\n1-3\t9-12\tريم\tPER\t\n",
    ] {
        assert_eq!(read("webanno", &tsv(tokens)), ["🎉 زارت ريم | PER ريم"], "{tokens}");
    }
    let zero = "1-1\t0-2\t🎉\t_\t\n1-2\t3-7\tزارت\tEV\t\n1-2.1\t7-7\t\tX\t\n1-3\t8-11\tريم\tPER\t\n";
    let found = read("webanno", &tsv(zero));
    assert!(found[0].starts_with("🎉 زارت ريم | EV زارت, PER ريم lost Name") && found.len() == 1, "{found:?}");
}

/// The other arguments of an event that is a quote are relations; all notes on an item are its note.
#[test]
fn brat_events_and_notes_come_in_whole() {
    let text = "قال سامي «نعم» أمس في طبرق";
    let ann = "T1\tCUE 0 3\tقال\nT2\tSPEAKER 4 8\tسامي\nT3\tCONTENT 10 13\tنعم\nT4\tDATE 15 18\tأمس\nT5\tLOC 22 26\tطبرق\n\
               E1\tCUE:T1 Content:T3 Speaker:T2 Time:T4 Place:T5\n#1\tAnnotatorNotes E1\tأول\n#2\tAnnotatorNotes E1\tثان\n\
               #3\tReference T5\tKB\n";
    let found = named("brat").import_bytes(ann.as_bytes(), Some(text.as_bytes())).remove(0);
    let (one, losses) = found.unwrap();
    assert_eq!(losses, []);
    let relations: Vec<(&str, &str, &str)> =
        one.annotation.relations.iter().map(|it| (it.from.as_str(), it.label.as_str(), it.to.as_str())).collect();
    assert_eq!(relations, [("q1", "Time", "e1"), ("q1", "Place", "e2")]);
    let note = |id: &str| one.annotation.remarks.of(&one.annotation.gold_item(id).unwrap().remark_target()).note;
    assert_eq!((note("q1").as_deref(), note("e2").as_deref()), (Some("أول / ثان"), Some("Reference: KB")));
    for (line, told) in [
        ("T1\tPER 4 8\tسامي\n", "the line"),
        ("R1\tx Subj:T2 Obj:T3\n", "the roles Subj and Obj of R1"),
        ("R1\tx Arg1:T2\n", "the line"),
        ("*\tEquiv T2\n", "the line"),
        ("N1\tReference T2 a:b c:d\tx\n", "the line"),
    ] {
        let found =
            read_with("brat", format!("{ann}{line}").as_bytes(), Some(text.as_bytes()), &ImportOptions::default());
        assert!(found[0].contains(told), "{line}: {found:?}");
    }
}

/// Without article marks, a file is one article; a long one is several, and that is said.
#[test]
fn sentences_without_article_marks_are_joined() {
    let sentences = |count: usize| "زار O\nريم B-PER\nطبرق B-LOC\n. O\n\n".repeat(count);
    let read = |count| named("conll").import_bytes(sentences(count).as_bytes(), None);
    assert_eq!(read(300).len(), 1);
    let found: Vec<Imported> = read(1200).into_iter().map(Result::unwrap).collect();
    let counts: Vec<usize> = found.iter().map(|(one, _)| one.gold_items().count()).collect();
    assert_eq!(counts, [1000, 1000, 400]);
    let told: Vec<&str> = found.iter().flat_map(|(_, losses)| losses).map(|loss| loss.why.as_str()).collect();
    assert!(told.len() == 1 && told[0].contains("--group blank"), "{told:?}");
    let blank = ImportOptions { group: Some("blank".parse().unwrap()), ..ImportOptions::default() };
    assert_eq!(read_with("conll", sentences(30).as_bytes(), None, &blank).len(), 30);
}

/// An input whose annotations give nothing is never done.
#[test]
fn annotations_that_give_nothing_are_not_done() {
    let tsv = "#FORMAT=WebAnno TSV 3.3\n#T_CH=x.CoreferenceLink|referenceRelation|referenceType\n\n\n#Text=زارت ريم\n\
               1-1\t0-4\tزارت\t_\t_\t\n1-2\t5-8\tريم\t*->1-1\tx[1]\t\n";
    assert_eq!(read("webanno", tsv), ["زارت ريم |  lost x.CoreferenceLink (2 times) in_progress"]);
    let refused = r#"{"text":"زارت ريم","label":[[50,53,"PER"]]}"#;
    assert_eq!(read("doccano", refused), ["زارت ريم |  lost PER at 50..53 in_progress"]);
    let ann = "T1\tPER 5 8\tسليم\nR1\tx Arg1:T1 Arg2:T1\n";
    let found = read_with("brat", ann.as_bytes(), Some("زارت ريم".as_bytes()), &ImportOptions::default());
    assert!(found[0].starts_with("زارت ريم |  lost") && found[0].ends_with("in_progress"), "{found:?}");
}

#[test]
fn layers_of_ones_own_are_read() {
    let tsv = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Referent|entity|infstat\n#T_SP=webanno.custom.Mark|\n\n\n#Text=زارت ريم\n\
               1-1\t0-4\tزارت\t_\t_\t*\t\n1-2\t5-8\tريم\tperson\tnew\t_\t\n";
    assert_eq!(read("webanno", tsv), ["زارت ريم | Mark زارت, person ريم"]);
    let options = ImportOptions {
        layer_name: Some("Referent".to_owned()),
        feature: Some("infstat".to_owned()),
        ..ImportOptions::default()
    };
    assert_eq!(read_with("webanno", tsv.as_bytes(), None, &options), ["زارت ريم | new ريم"]);
    let other = ImportOptions { layer_name: Some("Other".to_owned()), ..ImportOptions::default() };
    assert!(read_with("webanno", tsv.as_bytes(), None, &other)[0].contains("no annotation of the layer \"Other\""));
}

#[test]
fn web_annotations_need_the_text_that_they_are_about() {
    let page = r#"[{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","body":[{"type":"TextualBody","purpose":"tagging","value":"PER"}],
        "target":{"selector":[{"type":"TextQuoteSelector","exact":"ريم"},{"type":"TextPositionSelector","start":5,"end":8}]}}]"#;
    assert!(read("w3c", page)[0].contains("--text FILE"));
    let found = read_with("w3c", page.as_bytes(), Some("زارت ريم".as_bytes()), &ImportOptions::default());
    assert_eq!(found, ["زارت ريم | PER ريم"]);
}

#[test]
fn webanno_2_has_tokens_and_tags() {
    let file = " # de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity | identifier | value\n#id=1\n#text=زارت ريم.\n1-1\tزارت\tO\tO\n\
                1-2\tريم\tB-_\tB-PER\n1-3\t.\tO\tO\n\n#id=2\n#text=هنا.\n2-1\tهنا\tO\tO\n2-2\t.\tO\tO\n\n";
    assert_eq!(read("webanno", file), ["زارت ريم.\nهنا. | PER ريم"]);
    let found = tawsim::formats::recognise(std::path::Path::new("a.tsv"), file.as_bytes());
    assert_eq!(found.map(|found| found.format.name), Some("webanno"));
}

/// Every format that a user may leave out is recognised from a file of its own.
#[test]
fn formats_are_recognised() {
    for (name, file, format) in [
        ("a.txt", "زار O\nريم B-PER\n", "conll"),
        ("a.jsonl", r#"{"text":"زار","label":[[0,3,"X"]]}"#, "doccano"),
        ("a.jsonl", r#"["زار",{"entities":[]}]"#, "spacy"),
        ("a.json", r#"[{"id":1,"data":{"text":"زار"},"annotations":[]}]"#, "labelstudio"),
        ("a.jsonl", r#"{"text":"زار","_input_hash":1,"spans":[]}"#, "prodigy"),
        ("a.jsonl", r#"{"tokens":["زار"],"ner_tags":[0]}"#, "hf"),
        ("a.tsv", "#FORMAT=WebAnno TSV 3.3\n", "webanno"),
        ("a.ann", "T1\tPER 0 3\tزار\n", "brat"),
        ("a.xmi", "<?xml version=\"1.0\"?><xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\">", "xmi"),
        ("a.json", r#"{"%TYPES":{}}"#, "casjson"),
        ("a.jsonl", r#"{"schema":"tawsim/1","id":"a","text":"زار"}"#, "jsonl"),
        ("a.txt", "=== a\n\nزار\n", "inline"),
    ] {
        let found = tawsim::formats::recognise(std::path::Path::new(name), file.as_bytes());
        assert_eq!(found.map(|found| found.format.name), Some(format), "{file}");
    }
    let plain = tawsim::formats::recognise(std::path::Path::new("a.txt"), "نص بلا علامات هنا\nوسطر آخر\n".as_bytes());
    assert_eq!(plain, None);
}
