"""Which sentences are possible for what is to be told: single phrases, and clauses joined in one sentence."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mercery.catalog.product import Product
from mercery.claims.sentence import Line
from mercery.claims.vocabulary import MATERIALS
from mercery.core.i18n import Lang
from mercery.studio.brief import Brief
from mercery.studio.writing import chinese
from mercery.studio.writing.english import imperative
from mercery.studio.writing.phrase_book import CLAUSES, Form, Phrase, Piece, book
from mercery.studio.writing.points import Point
from mercery.studio.writing.referring import Referring, Way, referring
from mercery.studio.writing.slots import fill
from mercery.studio.writing.telling import Telling
from mercery.studio.writing.tongue import speaks
from mercery.studio.writing.topics import kind_of, related

JOINED: Final = 22
"""How many joined sentences are tried out for one that is taken."""
_BARE_SUBJECT: Final = frozenset({"aside", "thing", "predicate", "third"})
"""Clauses that lean on a sentence about the product."""
_OPEN: Final = re.compile(r"\bopen\b|敞|开口", re.I)
_FORM_OF: Final[Mapping[str, Form]] = {"aside": "aside", "thing": "thing"}


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


@dataclass(frozen=True, slots=True)
class _Possible:
    """Everything the making of candidates needs."""

    brief: Brief
    product: Product
    wish: Wish
    rng: random.Random

    @property
    def lead(self) -> bool:
        return "lead" in self.wish.forms

    @property
    def phrases(self) -> Mapping[Form, Mapping[str, tuple[Phrase, ...]]]:
        return book(self.brief.lang, kind_of(self.product), self.brief.channel, self.brief.season)

    def who(self, way: Way) -> Referring:
        return referring(self.product, self.brief.lang, way)


def candidates(brief: Brief, telling: Telling, wish: Wish, rng: random.Random) -> Iterator[Candidate]:
    """Every sentence of one phrase, and some of several clauses."""
    point = wish.point
    if point.verbatim:
        if set(wish.forms) & {"lead", "sentence", "narration"}:
            yield Candidate(line=Line().fact(point.fact, point.text, point.how), points=(point,))
        return
    possible = _Possible(brief, telling.product, wish, rng)
    available = {one.key: one for one in wish.wanted if not one.verbatim} | {point.key: point}
    yield from _single(possible, available)
    if brief.lang == "zh":
        yield from _rows_in_one(possible, available)
    if "sentence" in wish.forms and wish.most > 1 and point.bare | (not point.text):
        yield from _joined(possible, available)


def _single(possible: _Possible, available: Mapping[str, Point]) -> Iterator[Candidate]:
    wish, bound = possible.wish, {**available, "any": possible.wish.point}
    who = possible.who(wish.way)
    key, forms = wish.point.key, wish.forms
    known = any(possible.phrases.get(form, {}).get(key) for form in forms)
    if not known and _labelled(wish.point, possible.brief.lang):
        key = "any"
    for form in forms:
        for phrase in possible.phrases.get(form, {}).get(key, ()):
            if possible.lead and phrase.form != "lead" and not phrase.about_it and possible.brief.lang == "en":
                continue
            if len(phrase.says) <= wish.most and can(phrase, bound, wish.first):
                line = fill(phrase, bound, who)
                if line is not None:
                    yield Candidate(line=line, points=tuple(bound[key] for key in phrase.says), phrases=(phrase,))


def _like_a_material(point: Point) -> bool:
    """`in silver` says of a ring what it is made of; `the colour is silver` does not."""
    return any(word in MATERIALS for word in re.split(r", | and ", point.text.lower()))


def _labelled(point: Point, lang: Lang) -> bool:
    """Whether what the attribute is called can be said in the language."""
    return speaks(point.label.text(lang), lang)


def _rows_in_one(possible: _Possible, available: Mapping[str, Point]) -> Iterator[Candidate]:
    """Chinese: properties that have no phrases of their own, two or three under their labels in one sentence."""
    wish, rows = possible.wish, possible.phrases.get("sentence", {})
    if "sentence" not in wish.forms or wish.point.key in rows or not wish.point.bare:
        return
    alike = [one for one in available.values() if one.key not in rows and one.bare and one.topic == wish.point.topic]
    points = [wish.point, *[one for one in alike if one is not wish.point]][: wish.most]
    for many in range(2, len(points) + 1):
        line = Line()
        for number, one in enumerate(points[:many]):
            label = f"{'，' if number else ''}{one.label.text('zh')}为"
            line.say(label + chinese.gap(label, one.text)).fact(one.fact, one.text, one.how)
        yield Candidate(line=line, points=tuple(points[:many]))


def can(phrase: Phrase, bound: Mapping[str, Point], first: bool) -> bool:
    """Whether everything a phrase says is there to be said, in its place."""
    if ("first" in phrase.when and not first) or ("later" in phrase.when and first):
        return False
    for key in phrase.says:
        point = bound.get(key)
        if point is None or (phrase.topics and point.topic not in phrase.topics):
            return False
        if not point.bare and point.text and "long" not in phrase.when:
            return False
        if ("several" in phrase.when and not point.many) or ("single" in phrase.when and point.many):
            return False
        if "long" in phrase.when and ":" in point.text and ":" in phrase.text.partition("{")[0]:
            return False
        if "closing" in phrase.when and point.attribute == "closure" and _OPEN.search(point.text):
            return False
        if point.attribute in ("colour", "color") and _like_a_material(point) and "colour" not in phrase.plain:
            return False
        if "imperative" in phrase.when and not imperative(point.text):
            return False
    return True


def _joined(possible: _Possible, available: Mapping[str, Point]) -> Iterator[Candidate]:
    wish, rng = possible.wish, possible.rng
    joints = [one for one in possible.phrases["joint"].get("", ()) if can(one, {}, wish.first)]
    usable = {form: _usable(possible, form, available) for form in ("sentence", "aside", "thing")}
    for _ in range(JOINED if joints else 0):
        joint = rng.choice(joints)
        chosen = _chosen(joint, usable, wish, available, rng)
        if chosen is not None:
            candidate = _of_clauses(possible, joint, chosen, available)
            if candidate is not None:
                yield candidate


def _usable(possible: _Possible, form: Form, available: Mapping[str, Point]) -> list[Phrase]:
    rows = possible.phrases.get(form, {})
    found = {
        phrase.id: phrase for key in available for phrase in rows.get(key, ())
        if phrase.joins and len(phrase.says) < possible.wish.most and can(phrase, available, possible.wish.first)
    }  # fmt: skip
    return list(found.values())


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
            one for one in usable[_FORM_OF.get(role, "sentence")]
            if _suits(one, role, roles, joint, lead="lead" in wish.forms)
            and not taken & set(one.says)
            and not any(_same_verb(one, other) for other in chosen.values())
            and (wish.point.key in one.says if role == must else _together(one, taken, available))
        ]  # fmt: skip
        if not options or len(taken) >= wish.most:
            return None
        chosen[role] = rng.choice(options)
        taken |= set(chosen[role].says)
    return chosen if len(taken) <= wish.most else None


def _suits(phrase: Phrase, role: str, roles: Sequence[str], joint: Phrase, *, lead: bool) -> bool:
    """Whether a phrase can play the role: an aside needs the product as subject beside it, a row of clauses no commas inside."""
    if role in ("aside", "thing"):
        return ("after" if joint.text.startswith("{aside}") else "before") not in phrase.when
    leaning = bool(_BARE_SUBJECT & set(roles))
    if ((leaning and role != "second") or (lead and role == "sentence")) and not phrase.about_it:
        return False
    plain = set(roles) & {"predicate", "third"} or ", and" in joint.text
    return not plain or not ("," in phrase.text or " and " in phrase.text)


def _same_verb(one: Phrase, other: Phrase) -> bool:
    verbs = [next((piece.agreeing for piece in phrase.pieces if piece.agreeing), None) for phrase in (one, other)]
    return verbs[0] is not None and verbs[0] == verbs[1] and one.about_it and other.about_it


def _together(phrase: Phrase, taken: set[str], available: Mapping[str, Point]) -> bool:
    return all(related(available[key].topic, available[other].topic) for key in phrase.says for other in taken)


def _of_clauses(
    possible: _Possible, joint: Phrase, chosen: Mapping[str, Phrase], available: Mapping[str, Point]
) -> Candidate | None:
    clauses, named = {}, False
    for role in [piece.naming for piece in joint.pieces if piece.naming in CLAUSES]:
        phrase = chosen[role]
        if role in ("predicate", "third"):
            phrase = replace(phrase, pieces=_without_subject(phrase))
        who = possible.who("pronoun" if named else possible.wish.way)
        if role in ("predicate", "third"):
            who = replace(who, many=possible.who(possible.wish.way).many)
        line = fill(phrase, available, who)
        if line is None:
            return None
        if _breaks(line.text, role, chosen):
            return None
        named = named or any(piece.naming in ("it", "its", "name", "them") for piece in phrase.pieces)
        clauses[role] = line
    line = fill(joint, available, possible.who(possible.wish.way), clauses)
    if line is None:
        return None
    keys = [key for phrase in chosen.values() for key in phrase.says]
    return Candidate(line=line, points=tuple(available[key] for key in keys), phrases=(joint, *chosen.values()))


def _breaks(text: str, role: str, chosen: Mapping[str, Phrase]) -> bool:
    """Whether a list inside a clause would run into the clause after it: `comes in black and tan and weighs …`."""
    last = "third" if "third" in chosen else "predicate" if "predicate" in chosen else ""
    return bool(last) and role != last and role != "aside" and ("," in text or " and " in text)


def _without_subject(phrase: Phrase) -> tuple[Piece, ...]:
    first, *rest = phrase.pieces[1:]
    return (replace(first, words=first.words.lstrip()), *rest) if first.words.strip() else tuple(rest)
