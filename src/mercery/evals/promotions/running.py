"""`mercery eval promotions DIR`: prices of other engines' cases, and accidents that have to be stopped.

The directory holds any of `stacking.json` (cases in the lab's own notation), `accidents.json` (calendars with the twin that
was meant) and `cases.jsonl` (other engines' cases in their own words); files may be packed (`.gz`). Nothing is learnt from
them, and nothing is looked up by a case's name.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from mercery.core.errors import Invalid
from mercery.evals.promotions import accidents, raw, stacking
from mercery.evals.registry import Result, Say

_NAMES: Final = ("stacking.json", "accidents.json", "cases.jsonl")
_SHOWN: Final = 60


def run(paths: list[Path], say: Say) -> Result:
    """Figures `stacking_… accidents_… false_alarms raw_…`, splits `by_system by_engine`, and the failures by id."""
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise Invalid("There are no cases here.", remedy=f"Give a directory with {', '.join(_NAMES)}.")
    figures: dict[str, object] = {}
    count = 0
    for name, reader in (("stacking.json", _stacking), ("accidents.json", _accidents), ("cases.jsonl", _raw)):
        rows = [row for file in files if _plain_name(file) == name for row in _rows(file)]
        if rows:
            say(f"{name}: {len(rows)} cases")
            figures |= reader(rows, say)
            count += len(rows)
    return Result(n=count, figures=figures)


def _stacking(rows: list[dict[str, Any]], say: Say) -> dict[str, object]:
    found = stacking.figures(rows)
    _tell(say, "WRONG", found["stacking_failures"])
    return found


def _accidents(rows: list[dict[str, Any]], say: Say) -> dict[str, object]:
    found = accidents.figures(rows, say)
    _tell(say, "WRONG", found["accident_failures"])
    return found


def _raw(rows: list[dict[str, Any]], say: Say) -> dict[str, object]:
    found = raw.figures(raw.judge(row) for row in rows)
    _tell(say, "NO WORDS FOR", found["inexpressible"])
    _tell(say, "WRONG", found["failures"])
    return found


def _tell(say: Callable[[str], None], what: str, reasons: object) -> None:
    assert isinstance(reasons, dict)
    for name, reason in list(reasons.items())[:_SHOWN]:
        say(f"{what} {name}: {reason}")
    if len(reasons) > _SHOWN:
        say(f"… and {len(reasons) - _SHOWN} more")


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [file for file in sorted(path.iterdir()) if _plain_name(file) in _NAMES]


def _plain_name(file: Path) -> str:
    return file.name.removesuffix(".gz")


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    try:
        text = content.decode("utf-8")
        if _plain_name(file).endswith(".jsonl"):
            yield from (json.loads(line) for line in text.splitlines() if line.strip())
            return
        data = json.loads(text)
        yield from data if isinstance(data, list) else data["cases"]
    except (ValueError, KeyError) as error:
        raise Invalid(
            f"{file.name} cannot be read: {error}", remedy="Write JSON, one list of cases, or a case a line."
        ) from error
