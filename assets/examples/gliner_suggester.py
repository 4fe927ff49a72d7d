"""Suggestions of GLiNER, which finds entities of any type that can be named, for tawsim.

    pip install gliner
    tawsim annotate news.jsonl --suggester 'cmd: python3 gliner_suggester.py urchade/gliner_multi-v2.1 --types person=PER,city=LOC'
"""

import argparse
import json
import sys

from gliner import GLiNER


def main():
    parser = argparse.ArgumentParser(description="Suggestions of GLiNER for tawsim")
    parser.add_argument("model", help="a name on the hub, or a folder")
    parser.add_argument("--types", default="person=PER,place=LOC,organization=ORG,date=DATE", help="TYPE=LABEL, with commas")
    parser.add_argument("--threshold", type=float, default=0.5, help="the lowest score, from 0 to 1")
    arguments = parser.parse_args()
    labels = dict(pair.split("=", 1) for pair in arguments.types.split(","))
    model = GLiNER.from_pretrained(arguments.model)
    name = "gliner-" + arguments.model.rstrip("/").rsplit("/", 1)[-1]
    print(json.dumps({"protocol": "tawsim-suggester/1", "name": name, "labels": list(labels.values())}), flush=True)
    for line in sys.stdin:
        article = json.loads(line)
        if "text" not in article:
            continue  # a request was cancelled
        entities, start = [], 0
        # The model reads some hundred words, so it gets one paragraph at a time.
        for paragraph in article["text"].split("\n"):
            found = model.predict_entities(paragraph, list(labels), threshold=arguments.threshold) if paragraph.strip() else []
            entities += [
                {"start": start + one["start"], "end": start + one["end"], "text": one["text"], "score": float(one["score"]),
                 "label": labels[one["label"]]}
                for one in found
            ]
            start += len(paragraph) + 1
        print(json.dumps({"id": article["id"], "entities": entities}), flush=True)


if __name__ == "__main__":
    main()
