"""Features: what a flag, a value, a note or a description shows of a piece, and what it denies. Pure.

Three answers: shown (with the fact), denied, or nothing known. What nobody says is not offered as had: a cream whose
makers are silent about nuts is not free of nuts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal

from mercery.catalog.slug import slug
from mercery.claims.facts import Fact
from mercery.claims.lexicon import kind_of
from mercery.claims.measures import in_base
from mercery.claims.values import Flag, Quantity, Terms, Text
from mercery.core.i18n import Words
from mercery.guide.considered import Considered
from mercery.guide.hearing.allergies import UNLISTED, surfaces_of
from mercery.guide.hearing.features import stated_in
from mercery.guide.hearing.formality import style_of
from mercery.guide.hearing.kinds import is_kind_of, kinds_in
from mercery.guide.hearing.lexicon import Lexicon, rows
from mercery.guide.hearing.text import plain
from mercery.guide.measuring import measures_as_wished
from mercery.guide.need import Wish
from mercery.guide.proof import NOTHING_SPEAKS_AGAINST, Proof, proved
from mercery.guide.reading import read_tokens

Said = Literal["shown", "denied", "unknown"]
CLOSURES: Final = ("zip", "magnetic", "drawstring", "open_top", "clasp")
"""Ways of closing: where the shop says how a piece closes, that decides, and no inside pocket."""
ALLERGENS: Final[dict[str, tuple[str, ...]]] = {
    "nut": ("c:nut_oil", "c:almond", "c:nut"),
    "nuts": ("c:nut_oil", "c:almond", "c:nut"),
    "fragrance": ("c:fragranced", "noun:perfume"),
    "perfume": ("c:fragranced", "noun:perfume"),
    "alcohol": ("c:alcohol",),
    "fragranced": ("c:fragranced", "noun:perfume"),
    "paraben": ("c:paraben",),
    "latex": ("mat:latex", "mat:rubber"),
    "nickel": ("mat:nickel",),
    "wool": ("mat:wool",),
}
_CONTENT: Final = ("c", "mat", "noun", "part", "att", "col")
_SAYS_NOTHING: Final = frozenset({"c:include", "c:fits", "noun:item", "att:fit", "att:material", "c:accept"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the facts say of a feature."""

    said: Said
    fact_id: str = ""
    attribute: str = ""

    @property
    def proof(self) -> Proof:
        """The fact as a proof."""
        return Proof(fact_id=self.fact_id, attribute=self.attribute)


UNKNOWN: Final = Finding(said="unknown")


def has_feature(one: Considered, wish: Wish) -> Proof | None:
    """What shows that the piece has the feature, or that it has not what is unwanted."""
    if is_allergen(wish):
        return free_of(one, wish.name)
    if wish.name == "kind":
        found = is_of_kind(one, wish.values or (wish.term,))
    elif "laptop" in wish.name:
        met = measures_as_wished(one, one.product.variants[0], wish)
        found = Finding(said="shown", fact_id=met.fact_id, attribute=met.attribute) if met else UNKNOWN
    else:
        found = _found(one, wish)
    if wish.unwanted:
        return None if found.said == "shown" else found.proof if found.fact_id else NOTHING_SPEAKS_AGAINST
    return found.proof if found.said == "shown" else None


def is_of_kind(one: Considered, kinds: Iterable[str]) -> Finding:
    """Whether its name, else its category or description, says that it is of one of the kinds or a kind of it."""
    asked = [kind for kind in kinds if kind]
    fact = one.facts.get("category") or one.facts.get("description")
    own = one.kinds or _kinds_of_category(one)
    if any(is_kind_of(kind, wanted) for kind in own for wanted in asked):
        return Finding(said="shown", fact_id=fact.id if fact else "", attribute=fact.attribute if fact else "")
    told = one.facts.get("description")
    if told and _first_says(one, asked, own):
        return Finding(said="shown", fact_id=told.id, attribute=told.attribute)
    return Finding(said="denied" if own else "unknown")


def _kinds_of_category(one: Considered) -> frozenset[str]:
    """By the narrowest category that tells: knits of "Scarves and knits" are no scarves."""
    for step in reversed(one.product.category):
        found = frozenset(kind for name in (step.en, step.zh) if name for kind in kinds_in(name))
        if found:
            return found
    return frozenset()


def _first_says(one: Considered, asked: list[str], own: frozenset[str]) -> bool:
    """Whether its description begins with calling it so; where its name says another kind, the name is believed."""
    related = {
        kind
        for kind in one.told_kinds
        if not own or any(is_kind_of(kind, mine) or is_kind_of(mine, kind) for mine in own)
    }
    return any(is_kind_of(kind, wanted) for kind in related for wanted in asked)


def _found(one: Considered, wish: Wish) -> Finding:
    for name in (wish.name, *wish.values):
        fact = one.facts.get(name)
        if fact is not None and isinstance(fact.value, Flag):
            return _of(fact, shown=fact.value.on)
    named = one.facts.get(wish.name)
    if named is not None and wish.values and isinstance(named.value, Terms | Text):
        return _value_of(one, named, wish.values)
    if wish.name in CLOSURES and "closure" in one.facts:
        return _in_clauses(one, [keys_of(wish.name)], only="closure")
    if wish.name == "heel" and named is not None and isinstance(named.value, Quantity):
        return _heel(named, named.value, wish.values)
    said = _stated(one, wish)
    if said.said != "unknown":
        return said
    if wish.name == "style":
        return _style(one, wish.values)
    wordings = [keys_of(text) for text in (*wish.values, wish.term if wish.values else wish.name) if text]
    return _in_clauses(one, [keys for keys in wordings if keys])


def _stated(one: Considered, wish: Wish) -> Finding:
    """What flags, notes, name and description state of it, or deny. A scent is told by the notes of the scent, where the
    shop gives them, and never by a name."""
    names = [f"{wish.name}:{value}" for value in wish.values] or [wish.name]
    told = next((fact for name, fact in one.facts.items() if name.startswith(wish.name)), None) if wish.name == "scent" else None  # fmt: skip
    if told is not None and isinstance(told.value, Text | Terms):
        return _told_by(told, names)
    found = [one.stated[name] for name in names if name in one.stated]
    shown = next((one for one in found if one[0]), None)
    if shown is not None:
        return Finding(
            said="shown", fact_id=shown[1].id if shown[1] else "", attribute=shown[1].attribute if shown[1] else ""
        )
    return Finding(said="denied", fact_id=found[0][1].id if found[0][1] else "") if found else UNKNOWN


def _told_by(fact: Fact, names: Iterable[str]) -> Finding:
    """What one attribute alone states: what it does not name is not there."""
    said = {
        name: on for words in _words_of(fact) for text in (words.en, words.zh) if text for name, on in stated_in(text)
    }
    return _of(fact, shown=any(said.get(name) for name in names))


def _words_of(fact: Fact) -> tuple[Words, ...]:
    match fact.value:
        case Terms(items):
            return items
        case Text(words):
            return (words,)
        case _:
            return ()


FLAT_MM: Final = 25
HIGH_MM: Final = 50
"""Heels up to so much are called flat, and from so much on high."""


def _heel(fact: Fact, value: Quantity, asked: Iterable[str]) -> Finding:
    height = in_base(value.high or value.low, value.unit)
    shown = (height <= FLAT_MM and "flat" in asked) or (height >= HIGH_MM and "high" in asked)
    return _of(fact, shown=shown)


_CASUAL_BAGS: Final = frozenset({"canvas", "cotton", "nylon", "polyester", "polyurethane", "linen", "denim"})


def _style(one: Considered, values: Iterable[str]) -> Finding:
    """By what it is, where the shop says nothing of style: general knowledge, which no fact shows."""
    for value in values:
        cloth = value == "casual" and any(is_kind_of(kind, "bag") for kind in one.kinds) and _of_cloth(one)
        if cloth or style_of(one.kinds) == value:
            return Finding(said="shown")
    return UNKNOWN


def _of_cloth(one: Considered) -> bool:
    main = [made for made in one.made if made.part == "main"]
    return any(kind_of(name, cloth) for made in main for name in made.materials for cloth in _CASUAL_BAGS)


def _of(fact: Fact, *, shown: bool) -> Finding:
    return Finding(said="shown" if shown else "denied", fact_id=fact.id, attribute=fact.attribute)


def _value_of(one: Considered, fact: Fact, values: Iterable[str]) -> Finding:
    """Whether the attribute has one of the values, by name or by meaning."""
    slugs = {slug(words.en or words.zh) for words in _words_of(fact)}
    if any(value in slugs for value in values):
        return _of(fact, shown=True)
    found = _in_clauses(one, [keys_of(value) for value in values], only=fact.attribute)
    return found if found.said != "unknown" else _of(fact, shown=False)


def keys_of(text: str) -> tuple[frozenset[str], ...]:
    """What a short text speaks of, word by word, in senses of the lexicon."""
    found = []
    for token in read_tokens(text.replace("_", " ").replace("-", " ")):
        keys = frozenset(key for key in token.keys if key.partition(":")[0] in _CONTENT) - _SAYS_NOTHING
        if keys:
            found.append(keys)
    return tuple(found)


def _in_clauses(one: Considered, wordings: Iterable[tuple[frozenset[str], ...]], *, only: str = "") -> Finding:
    """Whether a clause affirms all that one of the wordings speaks of; a clause that denies it decides against it."""
    shown = UNKNOWN
    for wording in wordings:
        if not wording:
            continue
        for clause in one.view.clauses:
            if only and clause.attribute != only:
                continue
            if (
                clause.denied
                and all(keys & (clause.affirmed | clause.denied) for keys in wording)
                and any(keys & clause.denied for keys in wording)
            ):
                return Finding(said="denied", fact_id=clause.fact_id, attribute=clause.attribute)
            if all(_affirms(clause.affirmed, keys) for keys in wording) and shown.said == "unknown":
                shown = Finding(said="shown", fact_id=clause.fact_id, attribute=clause.attribute)
    return shown


def _affirms(affirmed: frozenset[str], keys: frozenset[str]) -> bool:
    if keys & affirmed:
        return True
    asked = [key[4:] for key in keys if key.startswith("mat:")]
    return any(kind_of(own[4:], name) for own in affirmed if own.startswith("mat:") for name in asked)


def is_allergen(wish: Wish) -> bool:
    """Whether it is something a person must not come near: the piece has to be free of it."""
    return wish.name.startswith(UNLISTED) or bool(_allergen(wish.name)) or (wish.unwanted and wish.name in ALLERGENS)


def _allergen(name: str) -> str:
    """What something has to be free of; empty where it is another feature."""
    for bare in _bare(name):
        if bare in ALLERGENS:
            return bare
    return ""


def _bare(name: str) -> Iterator[str]:
    yield from (name.removesuffix("_free"),) if name.endswith("_free") else ()
    yield from (name.removeprefix(start) for start in ("free_of_", "no_") if name.startswith(start))


def free_of(one: Considered, name: str) -> Proof | None:
    """Only where the shop says so: silence is not enough for somebody with an allergy."""
    if name.startswith(UNLISTED):
        return _said_free_of(one, name.removeprefix(UNLISTED))
    bare = _allergen(name) or name
    keys = frozenset(ALLERGENS[bare])
    flags = [fact for attribute, fact in one.facts.items() if isinstance(fact.value, Flag) and _frees(attribute, keys)]
    proofs = [proved(fact) for fact in flags if isinstance(fact.value, Flag) and fact.value.on]
    if len(proofs) < len(flags):
        return None
    # The grammar reads `nut_free: no` as denying nuts, and "nut-free" as naming them.
    decided = {fact.attribute for fact in flags}
    free = re.compile(rf"\b{re.escape(bare.removesuffix('s'))}s?[\s-]free\b")
    for clause in one.view.clauses:
        about = keys & (clause.affirmed | clause.denied)
        if not about or clause.attribute in decided:
            continue
        if "c:free" in clause.denied or (keys & clause.affirmed and not free.search(clause.text)):
            return None
        proofs.append(Proof(fact_id=clause.fact_id, attribute=clause.attribute))
    return proofs[0] if proofs else None


def _said_free_of(one: Considered, substance: str) -> Proof | None:
    """Of a substance the vocabulary does not know: by the plain words of the shop alone."""
    called = surfaces_of(substance)
    word = f"(?:{'|'.join(_beginning(one) for one in sorted(called, key=len, reverse=True))})"
    free = re.compile(
        rf"\b(?:free (?:of|from)|contains? no|without) (?:any )?{word}s?\b|(?<!not )\b{word}s?[\s-]free\b|(?:不含|无|未添加){word}"
    )
    flags = [one.facts.get(f"{slug(name).replace('-', '_')}_free") for name in called]
    for flag in flags:
        if flag is not None and isinstance(flag.value, Flag):
            return proved(flag) if flag.value.on else None
    told = [(fact, f"{words.en} {words.zh}".lower()) for fact in one.facts.values() for words in _words_of(fact)]
    if any(re.search(word, free.sub("", text)) for _, text in told):
        return None
    return next((proved(fact) for fact, text in told if free.search(text)), None)


def _beginning(name: str) -> str:
    """How a word for it begins, in the one and the many."""
    return rf"\b{re.escape(name.removesuffix('s') if len(name) > 4 else name)}" if name.isascii() else re.escape(name)


def _frees(attribute: str, keys: frozenset[str]) -> bool:
    """Whether an attribute is called after being free of it: `nut_free`."""
    bare = _allergen(attribute)
    return bool(bare) and not keys.isdisjoint(ALLERGENS[bare])


OCCASIONS: Final[dict[str, tuple[str, ...]]] = {
    "evening": ("clutch", "evening_bag", "dress", "suit"),
    "travel": ("weekender", "suitcase", "travel_bag", "duffle"),
    "beach": ("swimwear", "beach_towel", "sandal"),
    "sport": ("sportswear", "sneaker"),
}
"""Occasions that goods are made for, with the kinds that are for them by what they are. The others are reasons to buy, and
suit everything."""
_OCCASION_ATTRIBUTES: Final = ("occasion", "occasions", "style", "season", "use", "suitable_for")


def in_texts(one: Considered, values: Iterable[str]) -> Proof | None:
    """What shows that a piece is for an occasion: an attribute of it, a tag or collection, its kind, or its texts."""
    for value in values:
        for name in _OCCASION_ATTRIBUTES:
            fact = one.facts.get(name)
            if fact is not None and any(value in (slug(words.en), slug(words.zh)) for words in _words_of(fact)):
                return proved(fact)
        if value in {slug(tag) for tag in (*one.product.tags, *one.product.collections)}:
            return NOTHING_SPEAKS_AGAINST
        kinds = OCCASIONS.get(value, ())
        found = is_of_kind(one, kinds) if kinds else UNKNOWN
        if found.said == "shown":
            return found.proof
        told = one.facts.get("description")
        if (
            told is not None
            and isinstance(told.value, Text)
            and value in occasions_in(told.value.words.en, told.value.words.zh)
        ):
            return proved(told)
    return None


@lru_cache(maxsize=4_096)
def occasions_in(*texts: str) -> frozenset[str]:
    """The occasions that texts name."""
    return frozenset(key for text in texts if text for hit in _occasions().find(plain(text).tokens) for key in hit.keys)


@cache
def _occasions() -> Lexicon:
    text = (files("mercery.guide.hearing") / "occasions.txt").read_text("utf-8")
    return Lexicon([(key, surface) for key, surfaces in rows(text) for surface in surfaces])
