"""Suggestions of a Stanza pipeline for tawsim.

    pip install stanza && python3 -c 'import stanza; stanza.download("ar", processors="tokenize,ner")'
    tawsim annotate news.jsonl --suggester 'cmd: python3 stanza_suggester.py'
"""

import argparse
import json
import sys

import stanza


def main():
    parser = argparse.ArgumentParser(description="Suggestions of a Stanza pipeline for tawsim")
    parser.add_argument("--language", default="ar", help="the language of the pipeline")
    parser.add_argument("--labels", default="PERS=PER,GPE=LOC", help="labels that have another name here")
    arguments = parser.parse_args()
    names = dict(pair.split("=", 1) for pair in arguments.labels.split(",") if pair)
    nlp = stanza.Pipeline(arguments.language, processors="tokenize,ner", download_method=None, verbose=False)
    source = {"name": f"stanza-{arguments.language}", "version": stanza.__version__}
    print(json.dumps({"protocol": "tawsim-suggester/1", **source}), flush=True)
    for line in sys.stdin:
        article = json.loads(line)
        if "text" not in article:
            continue  # a request was cancelled
        entities = [ent.to_dict() for ent in nlp(article["text"]).ents] if article["text"].strip() else []
        for ent in entities:
            ent["type"] = names.get(ent["type"], ent["type"])
        print(json.dumps({"id": article["id"], "entities": entities}), flush=True)


if __name__ == "__main__":
    main()
