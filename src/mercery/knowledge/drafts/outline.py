"""A document as sections: a heading, what stands under it, and the headings above. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from mercery.knowledge.documents.document import Passage
from mercery.knowledge.drafts.steps import orders


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What stands directly under one heading; without headings, the whole document."""

    heading: Passage | None
    above: tuple[Passage, ...]
    """The headings it stands under, the widest first."""
    body: tuple[Passage, ...]
    opens: bool = False
    """Whether deeper sections follow."""


def sections(passages: Sequence[Passage]) -> list[Section]:
    """The sections in reading order. Titles within lists and short lines that stand for a heading count as headings."""
    found: list[Section] = []
    path: list[Passage] = []
    body: list[Passage] = []

    def close(deeper: bool) -> None:
        if body or path:
            heading = path[-1] if path else None
            found.append(Section(heading=heading, above=tuple(path[:-1]), body=tuple(body), opens=deeper))
        body.clear()

    for one in _folded(_titled(passages)):
        if one.kind != "heading":
            body.append(one)
            continue
        close(bool(path) and one.level > path[-1].level)
        while path and path[-1].level >= one.level:
            path.pop()
        path.append(one)
    close(deeper=False)
    return found


_MARKED: Final = re.compile(r"[.。!！;；,，:：?？]$")
_TITLE_WORDS: Final = 8
_TITLE_SIGNS: Final = 60


def title_like(text: str) -> bool:
    """Whether a line is short and ends like a heading."""
    plain = text.strip()
    if not plain or len(plain) > _TITLE_SIGNS or _MARKED.search(plain) or len(plain.split()) > _TITLE_WORDS:
        return False
    return plain[0].isupper() or plain[0].isdigit() or not plain[0].isascii()


def _titled(passages: Sequence[Passage]) -> list[Passage]:
    """The passages with what stands for a heading made one, deeper than all true ones."""
    found: list[Passage] = []
    level = 0
    # Where a document has headings, its reader found them by how they are set.
    bare = not any(one.kind == "heading" for one in passages)
    for at, one in enumerate(passages):
        if one.kind == "heading":
            level = one.level
        if one.kind == "item" and _depth_beneath(passages, at) >= 2 and title_like(one.text):
            found.append(replace(one, kind="heading", level=level + 1 + one.level))
        elif bare and one.kind == "paragraph" and title_like(one.text) and _heads_block(passages, at):
            found.append(replace(one, kind="heading", level=level + 1))
        else:
            found.append(one)
    return found


_STEP: Final = re.compile(
    r"^(?:step\s*\d+|第[一二三四五六七八九十\d]+步|步骤\s*[\d一二三四五六七八九十]+)\s*[:：.)、]?\s*", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"^\d{1,2}[.)]\s+")
_DEEP: Final = 20
"""Level of what stands under a step that was a heading."""


def _folded(passages: Sequence[Passage]) -> list[Passage]:
    """The passages with headings that are only steps made items of the section they belong to: "Step 2: Open the case", or
    names that come back under many headings."""
    names = Counter(_plain(one.text) for one in passages if one.kind == "heading")
    parents = _parents(passages)
    children: dict[int, list[int]] = {}
    for at, parent in parents.items():
        if parent is not None and passages[at].kind == "heading":
            children.setdefault(parent, []).append(at)
    steps: set[int] = set()
    for own in children.values():
        told = sum(_is_step(passages[at].text) or names[_plain(passages[at].text)] >= 3 for at in own)
        if len(own) >= 2 and told >= 0.6 * len(own) and not any(at in children for at in own):
            steps |= set(own)
    if not steps:
        return list(passages)
    found = []
    for at, one in enumerate(passages):
        within = parents.get(at) in steps
        if at in steps:
            found.append(replace(one, kind="item", level=1))
        elif within:
            found.append(
                replace(one, kind="item", level=_DEEP + one.level) if one.kind in ("paragraph", "item") else one
            )
        else:
            found.append(one)
    return found


def _is_step(heading: str) -> bool:
    """ "Step 2: …", or a number before an instruction; "2. Delivery" is a chapter."""
    number = _NUMBER.match(heading)
    return bool(_STEP.match(heading)) or (number is not None and orders(heading[number.end() :]))


def _plain(text: str) -> str:
    return _NUMBER.sub("", _STEP.sub("", text)).strip().lower()


def _parents(passages: Sequence[Passage]) -> dict[int, int | None]:
    """Place of each passage to the place of the heading it stands directly under."""
    found: dict[int, int | None] = {}
    path: list[int] = []
    for at, one in enumerate(passages):
        if one.kind == "heading":
            while path and passages[path[-1]].level >= one.level:
                path.pop()
            found[at] = path[-1] if path else None
            path.append(at)
        else:
            found[at] = path[-1] if path else None
    return found


def _depth_beneath(passages: Sequence[Passage], at: int) -> int:
    """How many levels of items stand under an item."""
    levels = set()
    for one in passages[at + 1 :]:
        if one.kind != "item" or one.level <= passages[at].level:
            break
        levels.add(one.level)
    return len(levels)


def _heads_block(passages: Sequence[Passage], at: int) -> bool:
    """Whether a short line is followed by what it could be the title of."""
    following = passages[at + 1] if at + 1 < len(passages) else None
    if following is None or following.kind == "heading":
        return False
    if following.kind in ("item", "row"):
        return not _amount_only(passages[at].text)
    return len(following.text) > 80 and not title_like(following.text)


def _amount_only(text: str) -> bool:
    return sum(sign.isdigit() for sign in text) * 3 > len(text)
