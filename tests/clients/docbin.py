"""Makes spaCy's DocBin out of the lines of `tawsim export --to spacy`: python docbin.py train.jsonl train.spacy"""

import json
import sys

import spacy
from spacy.tokens import Doc, DocBin, Span, SpanGroup


def doc_of(record, vocab):
    doc = Doc(vocab, words=record["words"], spaces=record["spaces"])
    assert doc.text == record["text"]

    def spans(found):
        made = [doc.char_span(start, end, label=label) for start, end, label in found]
        return [span for span in made if span is not None]  # None: the edge of a span lies inside a token

    doc.set_ents(spans(record["entities"]))
    everything = [(span["start"], span["end"], span["label"]) for span in record["spans"]["sc"]]
    doc.spans["sc"] = SpanGroup(doc, spans=spans(everything))
    if "incorrect_spans" in record:  # for incorrect_spans_key of the ner component
        doc.spans["incorrect_spans"] = SpanGroup(doc, spans=spans(record["incorrect_spans"]))
    return doc


def main(source, target):
    vocab = spacy.blank("ar").vocab
    docs = DocBin(store_user_data=True)
    with open(source, encoding="utf-8") as lines:
        for line in lines:
            docs.add(doc_of(json.loads(line), vocab))
    docs.to_disk(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
