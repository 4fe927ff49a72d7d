"""Writes a trained reader as a model file with weights of six and eight bits. `src/suggest/encoder/file.rs` describes the format."""
import argparse
import struct

import numpy as np
import torch

from model import HEADS, PLACES
from pieces import HIDDEN, Source

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("model", help="a file of train.py; several are averaged", nargs="+")
parser.add_argument("--calibration", help="pairs `probability:share`, for entities")
parser.add_argument("-o", "--out", required=True)
a = parser.parse_args()

saved = [torch.load(name, weights_only=False) for name in a.model]
state = {k: sum(s["state"][k].float() for s in saved) / len(saved) for k in saved[0]["state"]}
kept, layers = saved[0]["kept"], saved[0]["layers"]
source = Source()
out = bytearray(b"TAWSIMNN")
out += struct.pack("<III", 2, layers, len(kept))
for index in kept:
    piece = source.pieces[index].encode()
    out += struct.pack("<B", len(piece)) + piece + struct.pack("<f", source.scores[index])
out += source.blocks("emb.word").reshape(-1, HIDDEN // 32 * 18)[kept].tobytes()


def floats(x):
    return np.asarray(x, dtype="<f4").tobytes()


def matrix(weight):
    w = weight.numpy()
    scale = np.maximum(np.abs(w).max(1), 1e-12) / 127
    return floats(scale) + np.clip(np.rint(w / scale[:, None]), -127, 127).astype(np.int8).tobytes()


def linear(name):
    return matrix(state[name + ".weight"]) + floats(state[name + ".bias"])


def six_bits(name):
    w = state[name + ".weight"].numpy()
    scale = np.maximum(np.abs(w).max(1), 1e-12) / 31
    codes = (np.rint(w / scale[:, None]) + 32).astype(np.uint8).reshape(-1, 64)
    upper = codes[:, 48:]
    block = codes[:, :48] | np.concatenate([(upper >> shift & 3) << 6 for shift in (0, 2, 4)], 1)
    return floats(scale) + block.tobytes() + floats(state[name + ".bias"])


def norm(name):
    return floats(state[name + ".weight"]) + floats(state[name + ".bias"])


out += matrix(state["encoder.pos.weight"][:PLACES]) + norm("encoder.ln")
for i in range(layers):
    p = f"encoder.layers.{i}."
    out += six_bits(p + "qkv") + six_bits(p + "ao") + norm(p + "aln") + six_bits(p + "fi") + six_bits(p + "fo") + norm(p + "oln")
for head in ("tags", "kind", "mention", "has_cue", "query", "key", "cut"):
    out += linear(head)
out += floats(state["near"])
out += floats(torch.cat([state["chain.tr"], state["chain.st"][None]]))
pairs = open(a.calibration, encoding="utf-8").read().split() if a.calibration else []
out += struct.pack("<I", len(pairs)) + floats([float(x) for pair in pairs for x in pair.split(":")])
open(a.out, "wb").write(out)
print(f"{a.out}: {len(out):,} bytes, {layers} layers, {len(kept):,} pieces, {HEADS} heads")
