"""Reads a model file of `export.py` back, so that training can go on from the model that tawsim comes with."""
import struct

import numpy as np
import torch

from model import FAR, LETTERS, PLACES, POINTERS, ROLES, WIDTH
from data import KINDS, SPEAKERS, TAGS
from pieces import HIDDEN


class Bytes:
    """The bytes of a file, read from its beginning."""

    def __init__(self, path):
        self.bytes = open(path, "rb").read()
        self.at = 0

    def take(self, count):
        self.at += count
        return self.bytes[self.at - count : self.at]

    def numbers(self, form):
        return struct.unpack(form, self.take(struct.calcsize(form)))

    def floats(self, *shape):
        values = np.frombuffer(self.take(4 * int(np.prod(shape))), "<f4").astype(np.float32)
        return torch.tensor(values).reshape(shape)

    def eight_bits(self, rows, columns):
        scale = self.floats(rows)
        numbers = np.frombuffer(self.take(rows * columns), np.int8).reshape(rows, columns).astype(np.float32)
        return torch.tensor(numbers) * scale[:, None]

    def six_bits(self, rows, columns):
        scale = self.floats(rows)
        block = np.frombuffer(self.take(rows * columns // 64 * 48), np.uint8).reshape(-1, 48)
        thirds = [block[:, i : i + 16] >> 6 << shift for i, shift in ((0, 0), (16, 2), (32, 4))]
        codes = np.concatenate([block & 63, thirds[0] | thirds[1] | thirds[2]], 1)
        numbers = (codes.astype(np.float32) - 32).reshape(rows, columns)
        return torch.tensor(numbers) * scale[:, None]


def read(path, source):
    """What `train.py` saves: the state of the network, its layers, and the pieces that it keeps."""
    file = Bytes(path)
    beginning = file.take(8)
    version, layers, count = file.numbers("<III")
    if beginning != b"TAWSIMNN" or version != 2:
        raise SystemExit(f"{path} is no model file of version 2")
    place = {piece.encode(): index for index, piece in enumerate(source.pieces)}
    kept = []
    for _ in range(count):
        (length,) = file.numbers("<B")
        kept.append(place[file.take(length)])
        file.take(4)
    file.take(count * (HIDDEN // 32 * 18))
    state = {}

    def linear(name, rows, columns, matrix=file.eight_bits):
        state[name + ".weight"] = matrix(rows, columns)
        state[name + ".bias"] = file.floats(rows)

    def norm(name):
        state[name + ".weight"] = file.floats(HIDDEN)
        state[name + ".bias"] = file.floats(HIDDEN)

    state["encoder.pos.weight"] = file.eight_bits(PLACES, HIDDEN)
    norm("encoder.ln")
    for i in range(layers):
        p = f"encoder.layers.{i}."
        linear(p + "qkv", 3 * HIDDEN, HIDDEN, file.six_bits)
        linear(p + "ao", HIDDEN, HIDDEN, file.six_bits)
        norm(p + "aln")
        linear(p + "fi", 4 * HIDDEN, HIDDEN, file.six_bits)
        linear(p + "fo", HIDDEN, 4 * HIDDEN, file.six_bits)
        norm(p + "oln")
    sizes = {"tags": len(TAGS), "kind": len(KINDS), "mention": len(SPEAKERS), "has_cue": 2}
    sizes |= {"query": len(POINTERS) * WIDTH, "key": len(POINTERS) * WIDTH, "cut": len(ROLES) * LETTERS}
    for head, rows in sizes.items():
        linear(head, rows, HIDDEN)
    state["near"] = file.floats(len(POINTERS), 2 * FAR + 1)
    chain = file.floats(len(TAGS) + 1, len(TAGS))
    state["chain.tr"], state["chain.st"] = chain[:-1], chain[-1]
    return {"state": state, "layers": layers, "kept": kept}
