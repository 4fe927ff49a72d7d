"""Writes the documents of a .spacy file as JSON lines for `tawsim import --from spacy`: python from_docbin.py train.spacy > train.jsonl"""

import json
import sys

import spacy
from spacy.tokens import DocBin


def main(source):
    vocab = spacy.blank("ar").vocab
    for doc in DocBin().from_disk(source).get_docs(vocab):
        spans = {
            name: [{"start": span.start_char, "end": span.end_char, "label": span.label_} for span in group]
            for name, group in doc.spans.items()
        }
        entities = [[entity.start_char, entity.end_char, entity.label_] for entity in doc.ents]
        print(json.dumps({"text": doc.text, "entities": entities, "spans": spans}, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
