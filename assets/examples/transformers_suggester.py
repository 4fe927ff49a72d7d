"""Suggestions of a token classification model of Hugging Face transformers for tawsim.

    pip install transformers torch
    tawsim annotate news.jsonl --suggester 'cmd: python3 transformers_suggester.py MODEL'

MODEL is a name on the hub or a folder. Its tokenizer must be a fast one: that one knows the place of each token in the text, in
code points, also beside emoji and diacritics. Its labels get the names of --labels.
"""

import argparse
import json
import sys
import unicodedata

from transformers import pipeline


def whole_letters(text, start, end):
    """Widens a span to whole letters. Many tokenizers remove diacritics, so a span may end between a letter and its diacritics."""
    while start > 0 and unicodedata.combining(text[start]):
        start -= 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return start, end


def main():
    parser = argparse.ArgumentParser(description="Suggestions of a token classification model for tawsim")
    parser.add_argument("model", help="a name on the hub, or a folder")
    parser.add_argument("--labels", default="PERS=PER,GPE=LOC", help="labels that have another name here")
    parser.add_argument("--strategy", default="first", help="how the labels of the pieces of a word become one: first, average, max")
    arguments = parser.parse_args()
    names = dict(pair.split("=", 1) for pair in arguments.labels.split(",") if pair)
    # A text that is longer than the model can read is read in windows that overlap.
    tag = pipeline("token-classification", model=arguments.model, aggregation_strategy=arguments.strategy, stride=32)
    name = arguments.model.rstrip("/").rsplit("/", 1)[-1]
    print(json.dumps({"protocol": "tawsim-suggester/1", "name": name}), flush=True)
    for line in sys.stdin:
        article = json.loads(line)
        if "text" not in article:
            continue  # a request was cancelled
        text, entities = article["text"], []
        for found in tag(text) if text.strip() else []:
            start, end = whole_letters(text, int(found["start"]), int(found["end"]))
            label = names.get(found["entity_group"], found["entity_group"])
            entities.append({"start": start, "end": end, "label": label, "score": float(found["score"])})
        print(json.dumps({"id": article["id"], "entities": entities}), flush=True)


if __name__ == "__main__":
    main()
