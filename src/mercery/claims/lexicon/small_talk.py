"""The words and phrases of small talk as one graph of units, in which a clause is followed from its beginning.

A template such as `have_{a|your}_{lovely|quiet}_{day|week}` is kept with its parts shared; written out, the lists would be millions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final, Literal

_PART: Final = re.compile(r"\{([^}]*)\}|([^{}]+)")


@dataclass(slots=True, eq=False)
class Node:
    """A place in phrases: where each next unit leads, and whether a phrase may end here."""

    after: dict[str, list[Node]] = field(default_factory=dict)
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """Where phrases begin: `anywhere` in a clause, and those that are known only where it begins."""

    anywhere: Node
    opening: Node


@cache
def phrases(lang: Literal["english", "chinese"]) -> Phrases:
    """The phrases of a language; units are English words or Chinese signs."""
    found = Phrases(Node(), Node())
    for entry in _entries(lang):
        root = found.opening if entry.startswith("^") else found.anywhere
        _add(root, _template(entry.removeprefix("^"), signs=lang == "chinese"))
    return found


def _entries(lang: str) -> Iterator[str]:
    text = (files("mercery.claims.lexicon") / f"small_talk_{lang}.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            yield from line.split()


def _template(entry: str, *, signs: bool) -> list[list[list[str]]]:
    """The parts of an entry, each with its alternatives, each of these as units."""
    parts = [(match[1] or "").split("|") if match[2] is None else [match[2]] for match in _PART.finditer(entry)]
    return [[list(one) if signs else one.replace("-", "_").replace("_", " ").split() for one in part] for part in parts]


def _add(root: Node, parts: list[list[list[str]]]) -> None:
    if all(len(part) == 1 for part in parts):
        place = root
        for unit in (unit for part in parts for unit in part[0]):
            place = _own(place, unit)
        place.ends = True
        return
    entry = Node(ends=True)
    for part in reversed(parts):
        entry = _before(part, entry)
    for unit, nodes in entry.after.items():
        root.after.setdefault(unit, []).extend(nodes)


def _own(place: Node, unit: str) -> Node:
    """The one node after a unit that plain phrases share: always the first, so that templates do not end in it."""
    nodes = place.after.setdefault(unit, [])
    for node in nodes:
        if isinstance(node, _Shared):
            return node
    nodes.append(_Shared())
    return nodes[-1]


@dataclass(slots=True, eq=False)
class _Shared(Node):
    """A node of plain phrases, to which further ones may be added."""


def _before(part: list[list[str]], follows: Node) -> Node:
    """A node from which each alternative of a part leads to what follows."""
    entry = Node()
    for units in part:
        if not units:
            entry.ends |= follows.ends
            for unit, nodes in follows.after.items():
                entry.after.setdefault(unit, []).extend(nodes)
            continue
        place = follows
        for unit in reversed(units):
            place = Node({unit: [place]})
        for unit, nodes in place.after.items():
            entry.after.setdefault(unit, []).extend(nodes)
    return entry
