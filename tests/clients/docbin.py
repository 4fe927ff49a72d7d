"""Makes spaCy's DocBin out of the lines of `tawsim export --to spacy`: python docbin.py train.jsonl train.spacy

The tokens are those of spaCy's own Arabic tokenizer, because `spacy train` makes them again from the text and drops each
span that does not fit them. An edge inside a token is widened to the token, so every span survives. The exact characters
stay in doc.user_data["exact"] as (start, end, label). Of entities that share a token the longest is kept; spans["sc"] has
all of them. What was widened or is only in spans["sc"] is counted and printed."""

import json
import sys

import spacy
from spacy.tokens import DocBin, SpanGroup
from spacy.util import filter_spans


def spans_on_tokens(doc, found, counts):
    """The spans on the tokens of a doc: edges inside tokens are widened."""
    made = []
    for start, end, label in found:
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is None:  # white space only: spaCy has no token for it
            counts["without a token"] += 1
            continue
        if (span.start_char, span.end_char) != (start, end):
            counts["widened to whole tokens"] += 1
        made.append(span)
    return made


def doc_of(record, nlp, counts):
    doc = nlp.make_doc(record["text"])
    entities = spans_on_tokens(doc, record["entities"], counts)
    doc.ents = filter_spans(entities)
    counts["entities"] += len(doc.ents)
    counts['only in spans["sc"], because they share a token'] += len(entities) - len(doc.ents)
    doc.user_data["exact"] = [tuple(span) for span in record["entities"]]
    everything = [(span["start"], span["end"], span["label"]) for span in record["spans"]["sc"]]
    uncounted = dict.fromkeys(counts, 0)
    doc.spans["sc"] = SpanGroup(doc, spans=spans_on_tokens(doc, everything, uncounted))
    if "incorrect_spans" in record:  # for incorrect_spans_key of the ner component
        doc.spans["incorrect_spans"] = SpanGroup(doc, spans=spans_on_tokens(doc, record["incorrect_spans"], uncounted))
    return doc


def main(source, target, nlp=None):
    """nlp is the pipeline whose tokenizer is used: that of the config you train with. Gives the counts."""
    nlp = nlp or spacy.blank("ar")
    names = ("entities", "widened to whole tokens", 'only in spans["sc"], because they share a token', "without a token")
    counts = dict.fromkeys(names, 0)
    docs = DocBin(store_user_data=True)
    with open(source, encoding="utf-8") as lines:
        for line in lines:
            docs.add(doc_of(json.loads(line), nlp, counts))
    docs.to_disk(target)
    print(f"{target}: " + ", ".join(f"{count} {name}" for name, count in counts.items() if count), file=sys.stderr)
    return counts


if __name__ == "__main__":
    main(*sys.argv[1:3])
