"""From the facts of a product to its view."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from mercery.claims.composition import made_of
from mercery.claims.facts import Fact
from mercery.claims.grammar.clauses import Clause, clauses_of, keys_of, whole
from mercery.claims.grammar.normal_form import normalised
from mercery.claims.grammar.tokens import tokens
from mercery.claims.grammar.vocabulary import Vocabulary, lexicon_words
from mercery.claims.values import Flag, Materials, Terms, Text
from mercery.claims.views import ProductView, VariantView
from mercery.core.i18n import Words


@lru_cache(maxsize=1_000)
def _senses(text: str, year: int) -> frozenset[str]:
    """What a short text says by the lexicon. Kept by the text: the names of goods and of their choices seldom change."""
    return frozenset(key for token in tokens(normalised(text), lexicon_words(), year=year) for key in token.keys)


def _of(senses: frozenset[str], kind: str) -> frozenset[str]:
    return frozenset(key.partition(":")[2] for key in senses if key.startswith(f"{kind}:"))


def variant_view(key: str, facts: Sequence[Fact], year: int) -> VariantView:
    named = {fact.attribute: fact for fact in facts}
    colour, size = _text_of(named.get("colour")), _text_of(named.get("size"))
    senses = frozenset(sense for text in (colour.en, colour.zh) if text for sense in _senses(text, year))
    colours = _of(senses, "col") | {sense for sense in senses if sense.startswith("mat:")}
    sizes, volumes = _sizes(size)
    return VariantView(
        id=key, colours=colours, colour_text=colour.en or colour.zh, sizes=sizes, volumes=volumes,
        option_parts=_of(senses, "part"),
        price=named.get("price"), stock=named.get("stock"),
    )  # fmt: skip


def _sizes(size: Words) -> tuple[frozenset[str], frozenset[str]]:
    names, volumes = set(), set()
    for text in (size.en, size.zh):
        low = text.lower().strip()
        if not low:
            continue
        measured = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(ml|毫升|g|克|l|cl|oz|kg)", low)
        if measured:
            unit = {"毫升": "ml", "克": "g"}.get(measured[2], measured[2])
            volumes.add(f"{measured[1]} {unit}")
            continue
        names.add(low)
        head = re.match(r"([a-z0-9.]+)\s*(?:\(|（|$)", low)
        if head:
            names.add(head[1])
        span = re.search(r"(\d+)\s*-\s*(\d+)", low)
        if span:
            names |= {str(number) for number in range(int(span[1]), int(span[2]) + 1)}
    return frozenset(names), frozenset(volumes)


def _text_of(fact: Fact | None) -> Words:
    if fact is not None and isinstance(fact.value, Text):
        return fact.value.words
    return Words("")


def product_view(key: str, facts: Sequence[Fact], variants: Sequence[VariantView], year: int) -> ProductView:
    """What the facts of a product say, read by the lexicon alone."""
    words = lexicon_words()
    named = {fact.attribute: fact for fact in facts}
    title = facts[0].subject.name
    brand = _text_of(named.get("brand"))
    category = named.get("category")
    terms = category.value.items if category and isinstance(category.value, Terms) else ()
    senses = frozenset(sense for text in (title.en, title.zh) if text for sense in _senses(text, year))
    steps = frozenset(sense for one in terms for text in (one.en, one.zh) if text for sense in _senses(text, year))
    made, absent = made_of(named.get("material"), words, year)
    clauses = [
        clause for name, fact in named.items() for clause in _with_label(_clauses(name, fact, words, year), name, year)
    ]
    clauses = [_without_absent(clause, absent) for clause in clauses]
    return ProductView(
        id=key, title=title, brand=brand.en or brand.zh, nouns=_of(senses | steps, "noun") - {"item"}, facts=named, variants=tuple(variants),
        made=tuple(made), absent=frozenset(absent | _denied(clauses)), clauses=tuple(clauses),
        title_senses=senses, title_keys=frozenset(sense for sense in senses if sense.startswith(("mat:", "col:"))),
    )  # fmt: skip


def _without_absent(clause: Clause, absent: set[str]) -> Clause:
    """`An idea of oud` affirms no oud where the shop says that there is none in it."""
    gone = {f"mat:{name}" for name in absent} & clause.affirmed
    return replace(clause, affirmed=clause.affirmed - gone, said="" if gone else clause.said) if gone else clause


def _denied(clauses: Sequence[Clause]) -> set[str]:
    return {key.removeprefix("mat:") for clause in clauses for key in clause.denied if key.startswith("mat:")}


def _clauses(name: str, fact: Fact, words: Vocabulary, year: int) -> list[Clause]:
    match fact.value:
        case Flag(on):
            return _flag_clause(name, on, fact, words, year)
        case Text(both) if both.en in ("true", "false", "yes", "no"):
            return _flag_clause(name, both.en in ("true", "yes"), fact, words, year)
        case Text(both):
            return [
                clause
                for text in (both.en, both.zh)
                if text
                for clause in clauses_of(text, fact.id, fact.subject.id, words, year, attribute=name)
            ]
        case Terms(items) if name not in ("category", "colour", "size"):
            return [
                clause
                for item in items
                for text in (item.en, item.zh)
                if text
                for clause in clauses_of(text, fact.id, fact.subject.id, words, year, attribute=name)
            ]
        case Materials(parts):
            return [
                clause
                for part in parts
                for clause in clauses_of(
                    f"{part.material.en} {part.part}", fact.id, fact.subject.id, words, year, attribute=name
                )
            ]
        case _:
            return []


@lru_cache(maxsize=512)
def _label(name: str, year: int) -> frozenset[str]:
    read = tokens(name.replace("_", " "), lexicon_words(), year=year)
    return _LABELS.get(name, frozenset()) | frozenset(key for token in read for key in keys_of(token))


def _with_label(clauses: list[Clause], name: str, year: int) -> list[Clause]:
    """Each clause knows its attribute by name (`automatic` is a movement); a list stands as a whole too."""
    if name == "description":
        return clauses
    label = _label(name, year)
    every = whole(clauses) if name not in ("notes", "care", "material") else None
    return [
        replace(one, affirmed=one.affirmed | (label - one.denied)) for one in [*clauses, *([every] if every else [])]
    ]


_LABELS: Final[Mapping[str, frozenset[str]]] = {
    "ingress_protection": frozenset({"att:water"}),
    "scent_notes": frozenset({"att:scent"}),
    "scent": frozenset({"att:scent"}),
    "lens": frozenset({"part:lens"}),
    "heel": frozenset({"att:heel"}),
}
"""What an attribute is about, where its name alone does not tell."""


def _flag_clause(name: str, on: bool, fact: Fact, words: Vocabulary, year: int) -> list[Clause]:
    plain = name.replace("_", " ")
    said = [plain if on else f"no {plain}"]
    if name.endswith("_free"):
        # "No nickel free" would be read as "no nickel": what is not free of something is nothing more to tell.
        said = [plain, f"free of {plain.removesuffix(' free')}"] if on else []
    return [one for text in said for one in clauses_of(text, fact.id, fact.subject.id, words, year, attribute=name)]
