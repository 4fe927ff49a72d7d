"""Runs the program. It alone reads gold: with the journals, older schemas and every check of the offsets."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import warnings
from pathlib import Path
from typing import Iterator, Union

from ._articles import Articles
from ._gold import Article


class GoldError(Exception):
    """Gold that cannot be read. The text is what the program says: the file, the line, the remedy."""


class GoldWarning(UserWarning):
    """What the program says about gold that it could read."""


def find_program() -> str:
    """The path of the program that this package installed, or else of the one on the path.

    Raises ``FileNotFoundError`` if there is none.
    """
    name = "tawsim.exe" if sys.platform == "win32" else "tawsim"
    user = sysconfig.get_path("scripts", sysconfig.get_preferred_scheme("user")) if sys.version_info >= (3, 10) else None
    package = Path(__file__).resolve().parent
    # The last one is where `pip install --target` puts programs.
    for folder in (sysconfig.get_path("scripts"), user, package.parent / "bin"):
        if folder and os.path.isfile(os.path.join(folder, name)):
            return os.path.join(folder, name)
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"the program {name} is not installed; run: pip install --force-reinstall tawsim")
    return found


def load(*paths: Union[str, "os.PathLike[str]"], done: bool = False) -> Articles:
    """Reads gold: folders, gold files, and files of gold lines (``.jsonl``, ``.jsonl.gz``, ``.jsonl.zst``).

    Without a path it reads the folder ``gold``. ``done``: only articles that are marked done. Raises :class:`GoldError`
    if something cannot be read, with the file, the line and the remedy.
    """
    return Articles(stream(*paths, done=done))


def stream(*paths: Union[str, "os.PathLike[str]"], done: bool = False) -> Iterator[Article]:
    """Like :func:`load`, one article after the other: for corpora that do not fit in memory.

    If something cannot be read, :class:`GoldError` comes after the articles that can be read.
    """
    command = [find_program(), "export", "--to", "jsonl", "--negatives"]
    command += ["--done"] if done else []
    command += ["--", *(os.fspath(path) for path in paths or ("gold",))]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said) as process:
            assert process.stdout is not None
            try:
                for line in process.stdout:
                    yield Article.from_json(json.loads(line))
            except GeneratorExit:
                process.kill()
                raise
        said.seek(0)
        message = said.read().decode("utf-8", "replace").strip()
    if process.returncode not in (0, 1):
        raise GoldError(message or f"tawsim export ended with status {process.returncode}")
    if message:
        warnings.warn(message, GoldWarning, stacklevel=2)
