"""What the Python module `tawsim` makes of gold: python check.py FOLDER, where FOLDER is empty."""

import json
import subprocess
import sys
import warnings
from pathlib import Path

import tawsim

TESTS = Path(__file__).resolve().parent.parent
CASE = TESTS / "clients" / "case.jsonl"
folder = Path(sys.argv[1])
warnings.simplefilter("error", tawsim.GoldWarning)


def check(name):
    print(f"ok  tawsim: {name}")


def refused(error, call):
    try:
        call()
    except error as found:
        return str(found)
    raise AssertionError(f"{error.__name__} was expected")


# Dataclasses, whose offsets count code points, behind an emoji and diacritics.
[case] = tawsim.load(CASE)
assert isinstance(case, tawsim.Article) and case.status == "done" and case.annotator == "case"
spans = [*case.entities]
for quote in case.quotes:
    spans += [*quote.content, *filter(None, [quote.cue, quote.speaker])]
for span in spans:
    assert case.text[span.start : span.end] == span.text, span
assert [entity.label for entity in case.entities] == ["PER", "PER", "ORG", "LOC", "ORG", "PER", "PER"]
first, second = case.quotes
assert [part.text for part in first.content] == ["السَّلامُ", "ممكن"] and first.speaker.entity == "e1"
assert second.cue is None and second.speaker.implied
[rejected] = case.rejected
assert (rejected.layer, rejected.label, rejected.spans[0].text, rejected.score) == ("entity", "LOC", "مركز", 0.4)
assert case.raw["schema"] == "tawsim/1"
check("articles, entities, quotes, rejected suggestions")

# Every reference; a folder, a path object, an index, a slice, one after the other.
references = tawsim.load(TESTS / "reference")
assert len(references) == len(list((TESTS / "reference").glob("*.json"))) and references[0].quotes
assert isinstance(references[2:4], tawsim.Articles) and len(references[2:4]) == 2
assert next(tawsim.stream(str(TESTS / "reference"))) == references[0]
check("folders of gold")

line = '{"id": "a", "text": "زار سامي باريس"}\n'
(folder / "a.jsonl").write_text(line, encoding="utf-8")
assert tawsim.load(folder / "a.jsonl")[0].entities == ()
assert "done" in refused(tawsim.GoldWarning, lambda: tawsim.load(folder / "a.jsonl", done=True))
assert len(tawsim.load(CASE, done=True)) == 1
check("articles without gold, articles that are not done")

# What is wrong is said by the program, with the line.
(folder / "bad.jsonl").write_text(line + '{"id": "b", "text": "x", "entities": [{"start": 0, "end": 9}]}\n', encoding="utf-8")
assert "bad.jsonl:2" in refused(tawsim.GoldError, lambda: tawsim.load(folder / "bad.jsonl"))
assert "nowhere" in refused(tawsim.GoldError, lambda: tawsim.load(folder / "nowhere"))
assert "-x" in refused(tawsim.GoldError, lambda: tawsim.load("-x"))
check("errors")

version = subprocess.run([sys.executable, "-m", "tawsim", "--version"], capture_output=True, text=True, check=True).stdout
assert version == subprocess.run([tawsim.find_program(), "--version"], capture_output=True, text=True, check=True).stdout
check("python -m tawsim")

if "--alone" in sys.argv:
    for call in (references.to_datasets, references.to_dataframe):
        refused(ImportError, call)
    sys.exit()

import spacy  # noqa: E402

nlp = spacy.blank("ar")
[doc] = tawsim.load(CASE).to_spacy(nlp)
assert doc.text == case.text and doc.user_data["tawsim"] == case.id
found = {(span.start_char, span.end_char, span.label_, span.id_) for span in doc.spans["entities"]}
assert found == {(entity.start, entity.end, entity.label, entity.id) for entity in case.entities}
found = [(span.start_char, span.end_char, span.label_, span.id_) for span in doc.spans["quotes"]]
assert found == [
    (13, 22, "CONTENT", "q1"), (23, 27, "CONTENT", "q1"), (0, 3, "CUE", "q1"), (4, 8, "SPEAKER", "q1"),
    (83, 86, "CONTENT", "q2"), (93, 96, "SPEAKER", "q2"),
], found
# Of the entities that overlap, the longest.
assert [span.id_ for span in doc.ents] == ["e1", "e2", "e3", "e5", "e7"]
[doc] = tawsim.load(CASE).to_spacy(nlp, tokens="words")
assert [token.text for token in doc] == [token.text for token in nlp.make_doc(case.text)]
assert doc.ents[1].text == "ولأوباما"
for article, doc in zip(references, references.to_spacy(nlp)):
    found = {(span.start_char, span.end_char, span.label_) for span in doc.spans["entities"]}
    assert found == {(entity.start, entity.end, entity.label) for entity in article.entities}, article.id
refused(ValueError, lambda: case.to_spacy(nlp, tokens="letters"))
check("spaCy")

dataset = references.to_datasets()
assert len(dataset) == len(references)
for article, row in zip(references, dataset):
    assert row["text"] == article.text and len(row["quotes"]) == len(article.quotes)
    for entity in row["entities"]:
        assert row["text"][entity["start"] : entity["end"]] == entity["text"]
[row] = tawsim.load(CASE).to_datasets()
assert row["quotes"][1]["cue"] is None and row["quotes"][0]["speaker"]["entity"] == "e1"
empty = tawsim.Articles([]).to_datasets()
assert len(empty) == 0 and empty.features == dataset.features
check("datasets")

table = tawsim.load(CASE).to_dataframe()
assert list(table.role) == ["entity"] * 7 + ["content", "content", "cue", "speaker", "content", "speaker"]
assert all(case.text[row.start : row.end] == row.text for row in table.itertuples())
empty = tawsim.Articles([]).to_dataframe()
assert len(empty) == 0 and list(empty.dtypes) == list(table.dtypes)
check("pandas")
json.dumps(case.raw)
