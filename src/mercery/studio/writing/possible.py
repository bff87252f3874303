"""Which sentences are possible for what is to be told: single phrases, and clauses joined in one sentence."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.sentence import Line
from mercery.core.i18n import Lang
from mercery.studio.brief import Brief
from mercery.studio.writing.phrase_book import CLAUSES, Form, Phrase, by_form
from mercery.studio.writing.points import Point
from mercery.studio.writing.referring import Way, referring
from mercery.studio.writing.slots import fill
from mercery.studio.writing.telling import Telling
from mercery.studio.writing.topics import kind_of, related

JOINED: Final = 28
"""How many joined sentences are tried out for one that is taken."""
_ROLES: Final[Mapping[str, Form]] = {"sentence": "sentence", "aside": "aside", "second": "sentence", "thing": "thing"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A possible sentence."""

    line: Line
    points: tuple[Point, ...]
    phrases: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the next sentence has to be: the point it must tell, the others it may, in which forms, how it names the product."""

    point: Point
    wanted: Sequence[Point]
    forms: Sequence[Form]
    way: Way
    first: bool
    most: int


def candidates(brief: Brief, telling: Telling, wish: Wish, rng: random.Random) -> Iterator[Candidate]:
    """Every sentence of one phrase, and some of several clauses."""
    point, product = wish.point, telling.product
    if point.verbatim:
        if set(wish.forms) & {"lead", "sentence", "narration"}:
            yield Candidate(line=Line().fact(point.fact, point.text, point.how), points=(point,))
        return
    available = {one.key: one for one in wish.wanted if not one.verbatim} | {point.key: point}
    who = referring(product, brief.lang, wish.way)
    bound = {**available, "any": point}
    for form in wish.forms:
        for phrase in _telling(brief.lang, form, point.key):
            if len(phrase.says) <= wish.most and can(phrase, bound, product, brief, wish.first):
                line = fill(phrase, bound, who)
                if line is not None:
                    yield Candidate(line=line, points=tuple(bound[key] for key in phrase.says), phrases=(phrase,))
    if "sentence" in wish.forms and wish.most > 1:
        yield from _joined(brief, telling, wish, available, rng)


@cache
def _telling(lang: Lang, form: Form, key: str) -> tuple[Phrase, ...]:
    own = [phrase for phrase in by_form(lang).get(form, ()) if key in phrase.says]
    return tuple(own) or tuple(phrase for phrase in by_form(lang).get(form, ()) if phrase.says == ("any",))


def can(phrase: Phrase, bound: Mapping[str, Point], product: Product, brief: Brief, first: bool) -> bool:
    """Whether everything a phrase says is there to be said, in its place."""
    points = [bound.get(key) for key in phrase.says]
    if any(point is None for point in points) or not fits(phrase, product, brief, first):
        return False
    there = [point for point in points if point is not None]
    if phrase.topics and not all(point.topic in phrase.topics for point in there):
        return False
    return all(point.bare or not point.text for point in there) or "long" in phrase.when


def fits(phrase: Phrase, product: Product, brief: Brief, first: bool) -> bool:
    """Whether the phrase is for this kind of goods, this channel and this place."""
    if phrase.kinds and kind_of(product) not in phrase.kinds:
        return False
    if phrase.channels and brief.channel not in phrase.channels:
        return False
    seasons = phrase.when & {"spring", "summer", "autumn", "winter"}
    if seasons and brief.season not in seasons:
        return False
    return not ("first" in phrase.when and not first) and not ("later" in phrase.when and first)


def _joined(
    brief: Brief, telling: Telling, wish: Wish, available: Mapping[str, Point], rng: random.Random
) -> Iterator[Candidate]:
    book, product = by_form(brief.lang), telling.product
    joints = [one for one in book.get("joint", ()) if fits(one, product, brief, wish.first)]
    usable = {
        role: [
            one for one in book.get(form, ())
            if "alone" not in one.when and one.says and "any" not in one.says and len(one.says) < wish.most
            and can(one, available, product, brief, wish.first)
        ]
        for role, form in _ROLES.items()
    }  # fmt: skip
    for _ in range(JOINED if joints else 0):
        joint = rng.choice(joints)
        chosen = _chosen(joint, usable, wish, available, rng)
        if chosen is not None:
            candidate = _of_clauses(brief, product, wish, joint, chosen, available)
            if candidate is not None:
                yield candidate


def _chosen(
    joint: Phrase, usable: Mapping[str, list[Phrase]], wish: Wish, available: Mapping[str, Point], rng: random.Random
) -> dict[str, Phrase] | None:
    """A phrase for each clause of the joint, one of them telling what has to be told, all of them of things that go together."""
    roles = [piece.naming for piece in joint.pieces if piece.naming in CLAUSES]
    chosen: dict[str, Phrase] = {}
    taken: set[str] = set()
    must = rng.choice(roles)
    for role in [must, *[one for one in roles if one != must]]:
        options = [
            one for one in usable[role]
            if not taken & set(one.says)
            and (wish.point.key in one.says if role == must else _together(one, taken, available))
        ]  # fmt: skip
        if not options or len(taken) >= wish.most:
            return None
        chosen[role] = rng.choice(options)
        taken |= set(chosen[role].says)
    return chosen


def _together(phrase: Phrase, taken: set[str], available: Mapping[str, Point]) -> bool:
    return all(related(available[key].topic, available[other].topic) for key in phrase.says for other in taken)


def _of_clauses(
    brief: Brief,
    product: Product,
    wish: Wish,
    joint: Phrase,
    chosen: Mapping[str, Phrase],
    available: Mapping[str, Point],
) -> Candidate | None:
    clauses, named = {}, False
    for role in [piece.naming for piece in joint.pieces if piece.naming in CLAUSES]:
        way: Way = "pronoun" if named else wish.way
        line = fill(chosen[role], available, referring(product, brief.lang, way))
        if line is None:
            return None
        named = named or any(piece.naming in ("it", "its", "name", "them") for piece in chosen[role].pieces)
        clauses[role] = line
    line = fill(joint, available, referring(product, brief.lang, wish.way), clauses)
    if line is None:
        return None
    keys = [key for phrase in chosen.values() for key in phrase.says]
    return Candidate(line=line, points=tuple(available[key] for key in keys), phrases=(joint, *chosen.values()))
