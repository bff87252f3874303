"""Writes a piece: from a brief and its materials, without a model. Pure: the same brief over the same facts, the same piece."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator

from mercery.studio.brief import Brief
from mercery.studio.materials import Materials
from mercery.studio.piece import Passage, Piece, Told
from mercery.studio.writing.composing import Composer, Telling
from mercery.studio.writing.plan import Part, outline, ranked
from mercery.studio.writing.points import points_of, policy_points


def write(brief: Brief, materials: Materials) -> Piece:
    """The piece the brief asks for. What cannot be said truly is left out, so that few facts give a short piece."""
    composer = Composer(brief=brief, materials=materials, rng=_chance(brief))
    voice = materials.voice(brief.lang)
    rules = policy_points(materials.facts, voice)
    tellings = [
        Telling(
            product=product,
            left=[*ranked(brief, product, points_of(product, materials.facts, voice), materials.neighbours), *rules],
        )
        for product in materials.products
    ]
    passages = tuple(passage for part in outline(brief) for passage in _written(part, composer, tellings))
    return Piece(channel=brief.channel, lang=brief.lang, product_ids=brief.product_ids, passages=passages)


def _chance(brief: Brief) -> random.Random:
    key = f"{brief.seed}/{'+'.join(brief.product_ids)}/{brief.channel}/{brief.lang}/{brief.length}"
    return random.Random(int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big"))  # noqa: S311 - a choice of words


def _written(part: Part, composer: Composer, tellings: list[Telling]) -> Iterator[Passage]:
    for telling in tellings if part.each else tellings[:1]:
        told = _told(part, composer, telling)
        if told:
            yield Passage(kind=part.kind, told=tuple(told), about=telling.product.id, place=part.place)


def _told(part: Part, composer: Composer, telling: Telling) -> list[Told]:
    if part.kind == "title":
        title = composer.one(telling, part.forms)
        return [title] if title else []
    found: list[Told] = []
    while len(found) < part.sentences:
        one = composer.next(telling, part.forms, part.topics, first=not found, most=part.points)
        if one is None:
            break
        found.append(one)
    return found
