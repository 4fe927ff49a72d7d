"""Stands in for GLiNER, which needs torch: the same calls, the same shape of the answer; the names are a list."""

NAMES = {"person": ["سامي"], "place": ["باريس"]}


class GLiNER:
    @classmethod
    def from_pretrained(cls, model):
        return cls()

    def predict_entities(self, text, labels, threshold=0.5):
        found = []
        for label in labels:
            for name in NAMES.get(label, []):
                start = text.find(name)
                while start >= 0:
                    end = start + len(name)
                    found.append({"start": start, "end": end, "text": name, "label": label, "score": 0.75})
                    start = text.find(name, end)
        return sorted(found, key=lambda one: one["start"])
