"""Which of the locked Python libraries have faults that others have found and told, without asking anybody over the network.

`python tools/known_faults.py CHECKOUT`: CHECKOUT is a copy of https://github.com/pypa/advisory-database, or any folder of files
in the OSV format (YAML or JSON). Ends with 1 where something is found. What it knows is as old as the copy: it prints the
newest day an entry was published.
"""

# ruff: noqa: T201

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from packaging.version import Version

LOCK = Path(__file__).parents[1] / "uv.lock"


def locked(lock: Path) -> dict[str, str]:
    """Name of each locked library, as registries spell it, and its version."""
    packages = tomllib.loads(lock.read_text("utf-8"))["package"]
    return {canonicalize_name(one["name"]): one["version"] for one in packages if "version" in one}


def told(folder: Path) -> Iterator[Mapping[str, Any]]:
    """The entries below the folder that were not taken back."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".yaml", ".yml", ".json") and ".git" not in path.parts:
            text = path.read_text("utf-8")
            entry = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
            if isinstance(entry, dict) and entry.get("affected") and not entry.get("withdrawn"):
                yield entry


def has(version: str, affected: Mapping[str, Any]) -> bool:
    """Whether this version is among those affected: by name, or between where the fault came in and where it was mended."""
    if version in affected.get("versions", ()):
        return True
    return any(
        within(Version(version), one["events"])
        for one in affected.get("ranges", ())
        if one.get("type") in ("ECOSYSTEM", "SEMVER")
    )


def within(version: Version, events: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the last event up to this version brings the fault in."""
    inside = False
    for event in events:
        if "introduced" in event:
            inside |= version >= Version(str(event["introduced"]))
        elif "fixed" in event:
            inside &= version < Version(str(event["fixed"]))
        elif "last_affected" in event:
            inside &= version <= Version(str(event["last_affected"]))
    return inside


def found(versions: Mapping[str, str], entries: Iterator[Mapping[str, Any]]) -> tuple[list[str], int, str]:
    """A line for each fault, how many entries speak of a locked library, and the day of the newest entry of all."""
    lines, ours, newest = [], 0, ""
    for entry in entries:
        newest = max(newest, str(entry.get("published", ""))[:10])
        names = {
            name: one
            for one in entry["affected"]
            if one["package"]["ecosystem"] == "PyPI" and (name := canonicalize_name(one["package"]["name"])) in versions
        }
        ours += bool(names)
        lines += [
            f"{name} {versions[name]}: {entry['id']} {' '.join(entry.get('aliases', ()))}"
            for name, affected in names.items()
            if has(versions[name], affected)
        ]
    return lines, ours, newest


def main() -> int:
    """Print what is found; 1 where there is something, 2 where nothing could be compared."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print(__doc__)
        return 2
    versions = locked(LOCK)
    lines, ours, newest = found(versions, told(Path(sys.argv[1])))
    print("\n".join(lines))
    print(
        f"{len(lines)} faults known in {len(versions)} libraries, by {ours} entries about them; newest entry {newest or 'none'}."
    )
    return 2 if not ours else 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main())
