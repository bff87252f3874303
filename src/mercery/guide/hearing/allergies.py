"""What somebody is allergic to though neither the shop nor the vocabulary knows it: milk, sesame, lanolin. Pure.

Left unheard it would be offered to them; heard as its own word, only what the shop says is free of it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from mercery.core.i18n import Words
from mercery.guide.need import Wish

UNLISTED: Final = "allergen:"
"""Begins the name of such a feature."""
_WORD: Final = r"([a-z][a-z'-]{2,}(?: (?:oil|protein|extract|dust|pollen|acid))?)"
_SAID: Final = re.compile(
    rf"\b(?:allergic|allergy|intolerant|intolerance) to (?:the |any |all )?{_WORD}"
    rf"|\b{_WORD} (?:allergy|allergies|intolerance)\b"
    r"|对([\u4e00-\u9fff]{1,6}?)(?:会|严重|有点|有些)?(?:过敏|不耐受)"
)
_NO_SUBSTANCE: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "my",
        "her",
        "his",
        "their",
        "our",
        "your",
        "any",
        "some",
        "no",
        "bad",
        "severe",
        "skin",
        "food",
        "and",
        "with",
        "has",
        "have",
        "that",
        "this",
        "these",
        "those",
        "it",
        "them",
        "him",
        "me",
        "anything",
        "everything",
        "something",
        "nothing",
        "what",
        "什么",
        "这个",
        "那个",
        "它",
    ]
)


def unlisted_allergies(low: str, heard: Iterable[Wish]) -> list[Wish]:
    """The substances of a message of which nothing else was heard as unwanted."""
    if any(wish.unwanted for wish in heard):
        return []
    found = dict.fromkeys(next(filter(None, one.groups())) for one in _SAID.finditer(low))
    return [
        Wish(
            kind="feature", name=f"{UNLISTED}{name}", unwanted=True, said=name,
            label=Words(f"No {name}", f"不含{name}"),
        )
        for name in found
        if name not in _NO_SUBSTANCE
    ]  # fmt: skip
