"""Cuts a model file of the careful reader into the two crates that carry it: python3 training/split.py careful.tawsim [assets/models]

crates.io takes packages of 10 MB at most. The cut is between two matrices, near the middle, so that the program uses every weight
where it lies; a matrix that is in both parts would be copied into memory. `src/suggest/encoder/file.rs` describes the format.
"""
import pathlib
import struct
import sys

WIDTH, INNER, PLACES, PIECE = 384, 4 * 384, 256, 384 // 32 * 18


def boundaries(model):
    """The places between the matrices of the layers."""
    version, layers, pieces = struct.unpack_from("<III", model, 8)
    if not model.startswith(b"TAWSIMNN") or version not in (1, 2):
        sys.exit("split.py: this is no model file of the careful reader, version 1 or 2")
    at = 20
    for _ in range(pieces):
        at += 1 + model[at] + 4
    norm = 2 * 4 * WIDTH
    at += pieces * PIECE + 4 * PLACES + PLACES * WIDTH + norm

    def linear(rows, columns):
        return 2 * 4 * rows + rows * columns * (6 if version == 2 else 8) // 8

    layer = [linear(3 * WIDTH, WIDTH), linear(WIDTH, WIDTH), norm, linear(INNER, WIDTH), linear(WIDTH, INNER), norm]
    for size in layers * layer:
        at += size
        yield at


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    model = pathlib.Path(sys.argv[1]).read_bytes()
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) == 3 else "assets/models")
    cut = min(boundaries(model), key=lambda at: abs(at - len(model) // 2))
    for number, part in enumerate((model[:cut], model[cut:]), 1):
        path = folder / f"careful-{number}" / "weights.bin"
        path.write_bytes(part)
        print(f"{path}: {len(part):,} bytes")


main()
