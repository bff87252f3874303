"""What a version changed against the one before it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from mercery.core.i18n import Words
from mercery.policies.policy import Policy
from mercery.policies.values_text import values_to_text

_UNITS: Final = re.compile(r"[€$£¥]?\d+(?:[.,:]\d+)*%?|[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*|.", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text that stayed, went or came."""

    text: str
    kind: str
    """`same`, `gone` or `new`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field that changed."""

    field: Words
    pieces: tuple[Piece, ...]


def changes(before: Policy | None, after: Policy) -> list[Change]:
    """The changed fields with their differences; none for a first version."""
    if before is None:
        return []
    pairs = (
        (Words("Statement, English", "内容（英文）"), before.statement.en, after.statement.en),
        (Words("Statement, Chinese", "内容（中文）"), before.statement.zh, after.statement.zh),
        (Words("Values", "数值"), values_to_text(before.values), values_to_text(after.values)),
        (Words("Regions", "地区"), ", ".join(before.regions), ", ".join(after.regions)),
    )
    return [Change(field=field, pieces=pieces(old, new)) for field, old, new in pairs if old != new]


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Word by word in English, sign by sign in Chinese, an amount as a whole."""
    left, right = _UNITS.findall(old), _UNITS.findall(new)
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(text="".join(left[a:b]), kind="same"))
            continue
        found += [
            Piece(text="".join(part), kind=name) for part, name in ((left[a:b], "gone"), (right[c:d], "new")) if part
        ]
    return tuple(found)
