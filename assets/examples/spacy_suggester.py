"""Suggestions of a spaCy pipeline for tawsim.

    tawsim annotate news.jsonl --suggester builtin --suggester 'cmd: python3 spacy_suggester.py xx_ent_wiki_sm'

Reads one article a line (JSON: id, text), writes one line for each (JSON: id, entities). Offsets are code points, which is
what spaCy counts, too. Without a model the pipeline is a blank Arabic one with the patterns of a JSONL file, as spaCy's
entity ruler reads it:

    python3 spacy_suggester.py --patterns names.jsonl
"""

import argparse
import json
import sys

import spacy


def pipeline(arguments):
    nlp = spacy.load(arguments.model) if arguments.model else spacy.blank("ar")
    if arguments.patterns:
        nlp.add_pipe("entity_ruler").from_disk(arguments.patterns)
    return nlp


def main():
    parser = argparse.ArgumentParser(description="Suggestions of a spaCy pipeline for tawsim")
    parser.add_argument("model", nargs="?", help="a pipeline that is installed, or its folder")
    parser.add_argument("--patterns", help="patterns for the entity ruler, JSONL")
    parser.add_argument("--labels", default="PERSON=PER,GPE=LOC,FAC=LOC", help="labels that have another name here")
    arguments = parser.parse_args()
    names = dict(pair.split("=", 1) for pair in arguments.labels.split(",") if pair)
    nlp = pipeline(arguments)
    source = f"spacy-{nlp.meta['lang']}_{nlp.meta['name']}@{nlp.meta['version']}"
    for line in sys.stdin:
        article = json.loads(line)
        entities = [
            {"start": ent.start_char, "end": ent.end_char, "text": ent.text,
             "label": names.get(ent.label_, ent.label_), "source": source}
            for ent in nlp(article["text"]).ents
        ]
        # One line for each article, at once: the workbench waits for it.
        print(json.dumps({"id": article["id"], "entities": entities}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
