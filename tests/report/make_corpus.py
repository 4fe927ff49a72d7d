"""Prints gold lines: make_corpus.py ARTICLES. Each article has about 300 words, 25 entities and 3 quotes."""

import json
import sys

SENTENCE = "قال سامي النجار إن وفدا من شركة البحر زار مدينة صفاقس وبيروت أمس قبل أن يعود إلى القاهرة. "
PARTS = [("سامي النجار", "PER"), ("شركة البحر", "ORG"), ("صفاقس", "LOC"), ("بيروت", "LOC"), ("القاهرة", "LOC")]

for number in range(int(sys.argv[1])):
    text, entities, quotes = f"خبر {number}\n", [], []
    for sentence in range(18):
        start = len(text)
        text += SENTENCE
        if sentence % 3 == 0:
            for words, label in PARTS:
                at = start + SENTENCE.index(words)
                entities.append({"id": f"e{len(entities) + 1}", "start": at, "end": at + len(words), "label": label,
                                 "verdict": "added"})
        if sentence % 6 == 0:
            content = start + SENTENCE.index("وفدا")
            quotes.append({"id": f"q{len(quotes) + 1}", "kind": "indirect", "verdict": "added",
                           "content": [{"start": content, "end": start + len(SENTENCE) - 2}],
                           "cue": {"start": start, "end": start + 3},
                           "speaker": {"start": start + 4, "end": start + 15}})
    print(json.dumps({"id": f"n{number}", "text": text, "status": "done", "annotator": "sara", "entities": entities,
                      "quotes": quotes}, ensure_ascii=False))
