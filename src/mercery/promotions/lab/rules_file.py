"""Rules of a file."""

from __future__ import annotations

from pathlib import Path

from mercery.promotions.rules.rule import Rule


def read_rules(path: Path, name: str, currency: str) -> list[Rule]:
    """The rules of a CSV or JSON file."""
    raise NotImplementedError
