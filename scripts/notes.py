#!/usr/bin/env python3
"""Prints the section of CHANGELOG.md for a version: python3 scripts/notes.py 1.2.3

It fails if the version has no section, or is not the one in Cargo.toml, or if Cargo.toml has no `repository`. On a machine of
GitHub, where GITHUB_REPOSITORY is set, this must be the address of the project there.
"""

import os
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def section(changelog, version):
    """The lines below the heading `## [VERSION]`, up to the next heading of that kind."""
    lines = iter(changelog.splitlines())
    if not any(line.startswith(f"## [{version}]") for line in lines):
        return None
    found = []
    for line in lines:
        if line.startswith("## "):
            break
        found.append(line)
    return "\n".join(found).strip() + "\n"


def repository_fault(repository, on_github):
    """What is wrong with the address of the project; `on_github` is OWNER/NAME where GitHub runs this."""
    if not repository:
        return (
            "Cargo.toml has no `repository`; write the public address of the project there, below [workspace.package]: cargo binstall "
            "reads the archives of the release from it"
        )
    if not repository.startswith("https://"):
        return f"`repository` in Cargo.toml is {repository!r}; it must begin with https://"
    if on_github and repository.lower().rstrip("/").removesuffix(".git") != f"https://github.com/{on_github}".lower():
        return f"`repository` in Cargo.toml is {repository}, but the release is made at https://github.com/{on_github}"
    return None


def main():
    [version] = sys.argv[1:]
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))
    if manifest["package"]["version"] != version:
        sys.exit(f"scripts/notes.py: Cargo.toml has version {manifest['package']['version']}, not {version}")
    fault = repository_fault(manifest["workspace"]["package"].get("repository"), os.environ.get("GITHUB_REPOSITORY"))
    if fault:
        sys.exit(f"scripts/notes.py: {fault}")
    notes = section((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    if notes is None:
        sys.exit(f"scripts/notes.py: CHANGELOG.md has no section [{version}]")
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(notes)


if __name__ == "__main__":
    main()
