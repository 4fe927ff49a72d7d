"""Labels articles by the careful reader, for the training of the fast one: python3 training/silver.py GOLD.jsonl > SILVER.jsonl

GOLD.jsonl has a gold line for each article (`tawsim import`). Its annotation is replaced by what `tawsim suggest --suggester careful`
finds with a score of at least --least. With --keep LABEL the annotation of this label stays: a suggestion with this label is
kept only if it overlaps one of the annotation, and spans of the annotation that overlap no suggestion are added.
"""

import argparse
import json
import subprocess
import sys


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold")
    options.add_argument("--tawsim", default="tawsim", help="the program")
    options.add_argument("--weight", type=float, default=1.0, help="the weight of each article in the training")
    options.add_argument("--least", type=float, default=0.5, help="the least score")
    options.add_argument("--keep", metavar="LABEL", help="the label whose annotation stays")
    options = options.parse_args()
    with open(options.gold, encoding="utf-8") as lines:
        articles = {article["id"]: article for article in map(json.loads, lines)}
    for found in suggestions(options.tawsim, articles.values()):
        gold = articles[found["id"]]
        spans = {
            (one["start"], one["end"], one["label"]) for one in found["entities"] if one.get("score", 1.0) >= options.least
        }
        if options.keep:
            spans = with_kept(spans, {span_of(one) for one in gold["entities"] if one["label"] == options.keep}, options.keep)
        line = {
            "schema": "tawsim/1",
            "id": gold["id"],
            "text": gold["text"],
            "offset_unit": "codepoint",
            "status": "done",
            "meta": {"weight": options.weight},
            "entities": [entity(number, span, gold["text"]) for number, span in enumerate(sorted(spans), 1)],
        }
        print(json.dumps(line, ensure_ascii=False))


def suggestions(program, articles):
    """What the careful reader suggests for the bare texts, a dictionary for each article."""
    bare = "".join(json.dumps({"id": it["id"], "text": it["text"]}, ensure_ascii=False) + "\n" for it in articles)
    command = [program, "suggest", "--suggester", "careful", "-"]
    found = subprocess.run(command, input=bare, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return map(json.loads, found.stdout.splitlines())


def span_of(entity):
    return entity["start"], entity["end"], entity["label"]


def overlaps(one, other):
    return one[0] < other[1] and other[0] < one[1]


def with_kept(found, kept, label):
    """The spans that were found, with the annotation of one label."""
    found = {span for span in found if span[2] != label or any(overlaps(span, one) for one in kept)}
    return found | {one for one in kept if not any(overlaps(one, span) for span in found)}


def entity(number, span, text):
    start, end, label = span
    return {"id": f"e{number}", "start": start, "end": end, "text": text[start:end], "label": label, "verdict": "added"}


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main()
