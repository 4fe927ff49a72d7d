#!/usr/bin/env python3
"""Writes the bill of materials of the program for a target, as CycloneDX 1.5 JSON:
python3 scripts/sbom.py --target TRIPLE --out FILE [--no-default-features] [--features LIST] [--locked]

It lists what `cargo metadata` says is compiled into the program or runs while it is compiled (build scripts, procedural macros),
with version, licence, source and the SHA-256 of the package from Cargo.lock. Crates that only tests use are not in it. NOTICE
names the data files with their licences.
"""

import argparse
import json
import subprocess
import tomllib
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", required=True)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--no-default-features", action="store_true")
    parser.add_argument("--features")
    parser.add_argument("--locked", action="store_true")
    options = parser.parse_args()
    command = ["cargo", "metadata", "--format-version", "1", "--filter-platform", options.target]
    command += ["--locked"] if options.locked else []
    command += ["--no-default-features"] if options.no_default_features else []
    command += ["--features", options.features] if options.features else []
    metadata = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    root = Path(metadata["workspace_root"])
    bill = bill_of_materials(metadata, checksums(root / "Cargo.lock"))
    options.out.write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def checksums(lock):
    """The SHA-256 of each package of a registry by name and version."""
    packages = tomllib.loads(lock.read_text(encoding="utf-8"))["package"]
    return {(package["name"], package["version"]): package.get("checksum") for package in packages}


def bill_of_materials(metadata, sums):
    packages = {package["id"]: package for package in metadata["packages"]}
    # Only normal and build dependencies; those with the kind `dev` are for tests.
    uses = {
        node["id"]: sorted(
            dependency["pkg"]
            for dependency in node["deps"]
            if any(kind["kind"] != "dev" for kind in dependency["dep_kinds"])
        )
        for node in metadata["resolve"]["nodes"]
    }
    root = metadata["resolve"]["root"]
    reached, waiting = {root}, [root]
    while waiting:
        for used in uses[waiting.pop()]:
            if used not in reached:
                reached.add(used)
                waiting.append(used)
    order = sorted(reached - {root}, key=lambda id: (packages[id]["name"], packages[id]["version"]))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {**component(packages[root], None), "type": "application"}},
        "components": [component(packages[id], sums.get((packages[id]["name"], packages[id]["version"]))) for id in order],
        "dependencies": [
            {"ref": purl(packages[id]), "dependsOn": [purl(packages[used]) for used in uses[id]]} for id in [root, *order]
        ],
    }


def component(package, checksum):
    made = {
        "type": "library",
        "bom-ref": purl(package),
        "name": package["name"],
        "version": package["version"],
        "purl": purl(package),
    }
    if package["description"]:
        made["description"] = " ".join(package["description"].split())
    if package["license"]:
        # `/` is how older packages write OR.
        made["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    if checksum:
        made["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    if package["repository"]:
        made["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return made


def purl(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


if __name__ == "__main__":
    main()
