"""What a product is made of, part by part, from its material facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from mercery.claims.facts import Fact
from mercery.claims.grammar.normal_form import normalised
from mercery.claims.grammar.tokens import Token, tokens
from mercery.claims.grammar.vocabulary import Vocabulary
from mercery.claims.values import Materials
from mercery.claims.views import Made

_WITH: Final = re.compile(r"\s+with\s+|，配|,\s*")


def made_of(fact: Fact | None, words: Vocabulary, year: int) -> tuple[list[Made], set[str]]:
    """Part by part, where an import left several in one phrase ("canvas with leather trim") taken apart again."""
    if fact is None or not isinstance(fact.value, Materials):
        return [], set()
    found: list[Made] = []
    absent: set[str] = set()
    for one in fact.value.parts:
        text = one.material.en or one.material.zh
        pieces = [piece for piece in _WITH.split(text) if piece.strip()]
        for index, piece in enumerate(pieces):
            own = one.part if len(pieces) == 1 or index == len(pieces) - 1 else "main"
            read = tokens(normalised(f"{piece}"), words, year=year)
            zh = tokens(normalised(one.material.zh), words, year=year) if one.material.zh and len(pieces) == 1 else []
            if any(token.is_a("neg") for token in read):
                absent |= {name for token in read for name in token.of("mat")}
                continue
            absent |= {name for token, after in pairwise(read) if after.text == "free" for name in token.of("mat")}
            found += _parts_of(own, read, zh if one.material.en else [], one.percent, fact.id)
    return found, absent


_PART_NAMES: Final = {"handles": "handle", "lenses": "lens", "crystal": "glass", "bracelet": "strap", "soles": "sole"}


def _parts_of(own: str, own_words: list[Token], chinese: list[Token], percent: object, fact_id: str) -> list[Made]:
    read = own_words + chinese
    own = _PART_NAMES.get(own, own)
    parts = [part for token in read for part in token.of("part") if not token.is_a("mat")]
    named = list(dict.fromkeys(parts)) if own in ("main", "other", "note") and parts else []
    if own not in ("main", "other", "note"):
        named = [
            own,
            *(part for part in parts if part != own and part in ("case", "strap", "sole", "frame", "post", "clasp")),
        ]
    # Each language by itself: what ends one is not followed by what begins the other.
    coating, solid = (one | other for one, other in zip(_coated(own_words), _coated(chinese), strict=True))
    where = named or [own]
    if "glass" in where:
        solid |= {f"{name} crystal" for name in solid if name in ("sapphire", "mineral")}
    if not solid and not coating:
        return []
    adjectives = frozenset(key for token in read for key in token.keys if key.startswith("c:"))
    colours = frozenset(name for token in read for name in token.of("col"))
    raw = frozenset(
        f"w:{token.text}" for token in read if not token.keys and not token.punctuation and not token.amount
    )
    return [
        Made(
            part=part, materials=frozenset(solid), coating=frozenset(coating), adjectives=adjectives | raw, colours=colours,
            percent=float(str(percent)) if percent is not None else None, fact_id=fact_id,
            amounts=tuple(token.amount for token in read if token.amount),
        )
        for part in where
    ]  # fmt: skip


_SKINS: Final = frozenset({"alligator", "crocodile", "python", "ostrich", "lizard", "snakeskin", "stingray"})
"""Skins whose grain is pressed into others: `alligator-grained calfskin`."""
_COATS: Final = frozenset({"c:plated", "c:embossed"})


def _coated(read: Sequence[Token]) -> tuple[set[str], set[str]]:
    """Materials that are only a coat or an imitation (before `plated`, `embossed`, `over`), and the others."""
    coating, solid = set[str](), set[str]()
    for index, token in enumerate(read):
        names = token.of("mat")
        if not names:
            continue
        after = read[index + 1] if index + 1 < len(read) else None
        before = read[index - 1] if index else None
        coat = after is not None and (bool(after.keys & _COATS) or after.text == "over")
        if after is not None and after.text in ("grained", "effect", "print") and set(names) & _SKINS:
            coat = True
        if before is not None and "c:plated" in before.keys and not before.text.isascii():
            coat = True
        if after is not None and after.text == "free":
            continue
        (coating if coat else solid).update(names)
    return coating, solid
