"""Stands in for Stanza, which needs torch and a model: the same calls, the same shape of the answer; the names are a list."""

__version__ = "1.0"

NAMES = {"سامي": "PERS", "باريس": "LOC"}


class Span:
    def __init__(self, text, type, start):
        self.text, self.type, self.start_char, self.end_char = text, type, start, start + len(text)

    def to_dict(self):
        return {key: getattr(self, key) for key in ("text", "type", "start_char", "end_char")}


class Document:
    def __init__(self, text):
        places = [(text.find(name, start), name) for name in NAMES for start in range(len(text))]
        self.ents = [Span(name, NAMES[name], at) for at, name in sorted({place for place in places if place[0] >= 0})]


class Pipeline:
    def __init__(self, lang, processors, **options):
        assert "ner" in processors

    def __call__(self, text):
        return Document(text)
