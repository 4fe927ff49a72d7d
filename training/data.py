"""Gold lines -> tokens, pieces and targets.

Tokens are those of `src/words/token.rs`: runs of Arabic letters, of other letters, of digits; each other character that is
not white space alone; line ends.
"""
import json
import re

LABELS = ["PER", "LOC", "ORG", "MISC", "DATE"]
TAGS = ["O"] + [f"{p}-{label}" for label in LABELS for p in "BI"]
KINDS = ["none", "direct", "indirect", "mixed"]
SPEAKERS = ["explicit", "implied", "none"]
IGNORED = -100

DIACRITIC = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
INVISIBLE = "\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff"
LETTER = "\u0621-\u063f\u0640-\u064a\u066e\u066f\u0671-\u06d3\u0750-\u077f\u0870-\u08c9\ufb50-\ufdfb\ufe70-\ufefc"
MARK = f"{DIACRITIC}{INVISIBLE}"
DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"
TOKEN = re.compile(
    f"(?P<word>[{LETTER}][{LETTER}{MARK}]*)"
    f"|(?P<number>[{DIGIT}](?:[{DIGIT}{MARK}]|[.,\u066b\u066c](?=[{DIGIT}]))*)"
    f"|(?P<foreign>[^\\W\\d_{LETTER}](?:[^\\W\\d_{LETTER}]|[{MARK}\u0300-\u036f])*)"
    f"|(?P<end>[\n\u2028\u2029\u000b\u000c\u0085]|\r\n?)"
    f"|(?P<other>[^\\s{MARK}\u0000-\u001f\u007f])"
)
INVISIBLE_ALONE = re.compile(f"[{INVISIBLE}]")
DIACRITICS = re.compile(f"[{DIACRITIC}\u0640{INVISIBLE}]")


def tokenize(text):
    """(start, end, text, is line end) of each token, in code points."""
    return [(m.start(), m.end(), m.group(), m.lastgroup == "end") for m in TOKEN.finditer(text)]


class Article:
    """One article: the pieces of its tokens, and the targets."""

    def __init__(self, gold, pieces_of):
        text = gold["text"]
        self.id = gold["id"]
        self.tokens = [t for t in tokenize(text)]
        words = [t for t in self.tokens if not t[3]]
        self.words = words
        self.ids = pieces_of([DIACRITICS.sub("", w[2]) or w[2] for w in words])
        self.sentences = self.split(words)
        n = len(words)
        self.tags = ["O"] * n
        self.proclitic = {"entity": {}, "content": {}, "cue": {}, "speaker": {}}
        for entity in sorted(gold["entities"], key=lambda e: e["start"] - e["end"]):
            if entity["label"] not in LABELS:
                continue
            cover = self.cover(entity["start"], entity["end"])
            if cover and all(self.tags[i] == "O" for i in range(cover[0], cover[1])):
                for i in range(cover[0], cover[1]):
                    self.tags[i] = "I-" + entity["label"]
                self.tags[cover[0]] = "B-" + entity["label"]
                self.cut("entity", cover[0], entity["start"])
        # Frames by the token where the content begins.
        self.frames = {}
        for quote in gold.get("quotes", []):
            content = self.cover(quote["content"][0]["start"], quote["content"][-1]["end"])
            if not content or content[0] in self.frames:
                continue
            frame = {"kind": quote["kind"], "end": content[1] - 1, "cue": None, "speaker": None, "mention": "none"}
            self.cut("content", content[0], quote["content"][0]["start"])
            if quote.get("cue"):
                frame["cue"] = self.cover(quote["cue"]["start"], quote["cue"]["end"])
                if frame["cue"]:
                    self.cut("cue", frame["cue"][0], quote["cue"]["start"])
            speaker = quote.get("speaker")
            if speaker and speaker.get("start") is not None:
                frame["speaker"] = self.cover(speaker["start"], speaker["end"])
                frame["mention"] = "implied" if speaker.get("implied") else "explicit"
                if frame["speaker"]:
                    self.cut("speaker", frame["speaker"][0], speaker["start"])
            self.frames[content[0]] = frame

    def cut(self, role, token, start):
        """The number of letters of a token before a span."""
        begin = self.words[token][0]
        self.proclitic[role][token] = len(DIACRITICS.sub("", self.words[token][2][: max(0, start - begin)]))

    def cover(self, start, end):
        inside = [i for i, w in enumerate(self.words) if w[0] < end and start < w[1]]
        return (inside[0], inside[-1] + 1) if inside else None

    def split(self, words):
        """Sentences as lists of word indices. A sentence ends at . ! ? or a line end, and has at most 60 tokens."""
        ends = sorted(t[0] for t in self.tokens if t[3])
        sentences, current, at = [], [], 0
        for i, w in enumerate(words):
            while at < len(ends) and ends[at] < w[0]:
                at += 1
                if current:
                    sentences.append(current)
                    current = []
            current.append(i)
            if w[2] in ".!؟?" or len(current) >= 60:
                sentences.append(current)
                current = []
        if current:
            sentences.append(current)
        return sentences

    def windows(self, size, first=None):
        """Runs of word indices of at most `size` - 2 pieces that hold whole sentences."""
        out, current, count, limit = [], [], 0, (first or size) - 2
        for sentence in self.sentences:
            pieces = sum(len(self.ids[i]) for i in sentence)
            if current and count + pieces > limit:
                out.append(current)
                current, count, limit = [], 0, size - 2
            while pieces > limit:  # one sentence that does not fit: cut it
                part, taken = [], 0
                while sentence and taken + len(self.ids[sentence[0]]) <= limit:
                    taken += len(self.ids[sentence[0]])
                    part.append(sentence[0])
                    sentence = sentence[1:]
                if not part:
                    part, sentence = sentence[:1], sentence[1:]
                out.append(part)
                pieces = sum(len(self.ids[i]) for i in sentence)
            current = current + list(sentence)
            count += pieces
        return out + ([current] if current else [])


def load(files, pieces_of):
    articles = []
    for name in files:
        with open(name, encoding="utf-8") as lines:
            articles += [Article(json.loads(line), pieces_of) for line in lines if line.strip()]
    return [a for a in articles if a.words]
