"""What may be said of a shop, indexed for the gate: products with parts, variants and clauses, and policies by clause.

Built once from the facts in force and read by every sentence. Pure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from mercery.claims.facts import Fact
from mercery.claims.grammar.amount import Amount
from mercery.claims.grammar.clauses import Clause, clauses_of, keys_of, whole, with_heads
from mercery.claims.grammar.tokens import Token, Vocabulary, lemmas, normalised, tokens, vocabulary
from mercery.claims.lexicon import Forms, entries, kind_of, units_of
from mercery.claims.values import Flag, Materials, Price, Quantity, Statement, Stock, Terms, Text
from mercery.core.i18n import Words

_PRIMARY: Final = ("main", "shell", "upper", "other", "frame", "case")
_SKIPPED: Final = ("description", "brand", "category", "colour", "size", "material", "origin", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One part and one material of it."""

    part: str
    materials: frozenset[str]
    adjectives: frozenset[str]
    colours: frozenset[str]
    percent: float | None
    fact_id: str
    coating: frozenset[str] = frozenset()
    """What only covers or imitates: to be named with its word (plated, embossed)."""
    amounts: tuple[Amount, ...] = ()

    def is_of(self, material: str) -> bool:
        """Whether it is the material or a kind of it."""
        asked = (material, f"{material} crystal") if self.part == "glass" else (material,)
        return any(kind_of(one, name) for one in self.materials for name in asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantView:
    """A variant with what selects it and what is sold."""

    id: str
    colours: frozenset[str]
    colour_text: str
    sizes: frozenset[str]
    volumes: frozenset[str]
    option_parts: frozenset[str]
    price: Fact | None
    stock: Fact | None

    @property
    def priced(self) -> Price | None:
        """Its price."""
        return self.price.value if self.price and isinstance(self.price.value, Price) else None

    @property
    def stocked(self) -> Stock | None:
        """Its stock."""
        return self.stock.value if self.stock and isinstance(self.stock.value, Stock) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductView:
    """A product as the gate sees it."""

    id: str
    title: Words
    brand: str
    nouns: frozenset[str]
    facts: Mapping[str, Fact]
    variants: tuple[VariantView, ...]
    made: tuple[Made, ...]
    absent: frozenset[str]
    """Materials the shop says are not in it."""
    clauses: tuple[Clause, ...]
    title_senses: frozenset[str] = frozenset()
    """Everything its name says, to tell it from its siblings."""
    title_keys: frozenset[str] = frozenset()
    """Materials and colours its name speaks of, whether or not it has them."""

    @property
    def complete(self) -> bool:
        """Whether the shares of its material add up, so that nothing else is in it."""
        shares = [one.percent for one in self.made if one.percent is not None]
        return bool(shares) and round(sum(shares)) == 100

    @property
    def colours(self) -> frozenset[str]:
        """Every colour it comes in."""
        return frozenset(colour for variant in self.variants for colour in variant.colours)

    @property
    def on_sale(self) -> bool:
        """Whether every variant is reduced."""
        priced = [variant.priced for variant in self.variants]
        return bool(priced) and all(one is not None and one.was is not None for one in priced)

    @property
    def currencies(self) -> frozenset[str]:
        """The currencies it is sold in."""
        return frozenset(variant.priced.amount.currency for variant in self.variants if variant.priced)

    def primary(self) -> list[Made]:
        """What stands for the piece where no part is named."""
        mains = [one for one in self.made if one.part in ("main", "shell", "upper", "other")]
        return mains or [one for one in self.made if one.part == self.made[0].part]

    def quantities(self) -> list[tuple[str, Quantity, Fact]]:
        """Its measured properties."""
        return [(name, fact.value, fact) for name, fact in self.facts.items() if isinstance(fact.value, Quantity)]


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """Everything a sentence may stand on, at one moment."""

    products: Mapping[str, ProductView]
    of_variant: Mapping[str, str]
    policies: tuple[Clause, ...]
    words: Vocabulary
    now: datetime
    timezone: str
    brands: Mapping[str, str] = field(default_factory=dict)
    complete: bool = True
    """Whether every product of the shop is in it: else nothing may be said of its range (the lightest, all, none, only)."""

    @cached_property
    def units(self) -> tuple[Clause, ...]:
        """The policies clause by clause, as serving.py proves on them."""
        return with_heads(self.policies)

    @cached_property
    def today(self) -> date:
        """The shop's own date."""
        return self.now.astimezone(ZoneInfo(self.timezone)).date()

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a sentence."""
        return tokens(normalised(text), self.words, year=self.today.year)


def grounds(
    facts: Iterable[Fact], *, now: datetime, timezone: str, shop: Words | None = None, complete: bool = True
) -> Grounds:
    """The index over the facts in force at `now`. `shop`: what it is called; `complete`: whether all its products are here."""
    held = [fact for fact in facts if fact.holds_at(now)]
    by_product: dict[str, list[Fact]] = defaultdict(list)
    by_variant: dict[str, list[Fact]] = defaultdict(list)
    parent: dict[str, str] = {}
    for fact in held:
        if fact.subject.kind == "product":
            by_product[fact.subject.id].append(fact)
        elif fact.subject.kind == "variant":
            by_variant[fact.subject.id].append(fact)
            parent[fact.subject.id] = fact.subject.parent_id or ""
    year = now.year
    plain = vocabulary(entries(), {}, ())
    children: dict[str, list[VariantView]] = defaultdict(list)
    for key, own in by_variant.items():
        children[parent[key]].append(_variant(key, own, plain, year))
    views = {key: _product(key, own, children[key], plain, year) for key, own in by_product.items()}
    brands = {view.brand.lower(): view.brand for view in views.values() if view.brand}
    words = _vocabulary(views, brands, shop)
    policies = [
        replace(
            clause,
            attribute=fact.attribute,
            affirmed=clause.affirmed | _inherited(clause, _topic(fact.subject.id, words, year)),
            inherited=_inherited(clause, _topic(fact.subject.id, words, year)) - clause.affirmed,
        )
        for fact in held
        if fact.subject.kind in ("policy",) and isinstance(fact.value, Statement)
        for text in (fact.value.words.en, fact.value.words.zh)
        if text
        for clause in clauses_of(text, fact.id, fact.subject.id, words, year)
    ]
    return Grounds(
        products=views,
        of_variant=parent,
        policies=tuple(policies),
        words=words,
        now=now,
        timezone=timezone,
        brands=brands,
        complete=complete,
    )


def _inherited(clause: Clause, topic: frozenset[str]) -> frozenset[str]:
    """The policy's topic, for a clause that says something of it; a bare subject (`sale items`) says nothing."""
    own = {key for key in clause.affirmed if key.startswith("c:")} - {
        "c:sale_item",
        "c:full_price",
        "c:order",
        "c:post",
    }
    return topic - clause.denied if own or clause.amounts or clause.denied else frozenset()


def _topic(key: str, words: Vocabulary, year: int) -> frozenset[str]:
    """What a policy is about, by its key: `gift_wrapping`."""
    return frozenset(
        one for token in tokens(key.replace("_", " "), words, year=year) for one in keys_of(token) if one in TOPICAL
    )


TOPICAL: Final = frozenset(
    {
        "c:duties",
        "c:instalment",
        "c:gift_wrap",
        "c:gift_card",
        "c:engrave",
        "c:refund",
        "c:exchange",
        "c:repair",
        "c:pickup",
        "c:auth_card",
        "c:order",
        "att:warranty",
    }
)


def _variant(key: str, facts: Sequence[Fact], words: Vocabulary, year: int) -> VariantView:
    named = {fact.attribute: fact for fact in facts}
    colour, size = _text_of(named.get("colour")), _text_of(named.get("size"))
    found = [token for text in (colour.en, colour.zh) if text for token in tokens(normalised(text), words, year=year)]
    colours = frozenset(
        one for token in found for one in (*token.of("col"), *(f"mat:{name}" for name in token.of("mat")))
    )
    sizes, volumes = _sizes(size)
    return VariantView(
        id=key, colours=colours, colour_text=colour.en or colour.zh, sizes=sizes, volumes=volumes,
        option_parts=frozenset(part for token in found for part in token.of("part")),
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


def _product(
    key: str, facts: Sequence[Fact], variants: Sequence[VariantView], words: Vocabulary, year: int
) -> ProductView:
    named = {fact.attribute: fact for fact in facts}
    title = facts[0].subject.name
    brand = _text_of(named.get("brand"))
    category = named.get("category")
    terms = category.value.items if category and isinstance(category.value, Terms) else ()
    texts = [title.en, title.zh, *(text for one in terms for text in (one.en, one.zh))]
    nouns = frozenset(
        noun
        for text in texts
        if text
        for token in tokens(normalised(text), words, year=year)
        for noun in token.of("noun")
    )
    made, absent = _made(named.get("material"), words, year)
    clauses = [
        clause
        for name, fact in named.items()
        for clause in _with_label(_clauses(name, fact, words, year), name, words, year)
    ]
    return ProductView(
        id=key, title=title, brand=brand.en or brand.zh, nouns=nouns - {"item"}, facts=named, variants=tuple(variants),
        made=tuple(made), absent=frozenset(absent | _denied(clauses)), clauses=tuple(clauses),
        title_senses=frozenset(
            sense for text in (title.en, title.zh) if text for token in tokens(normalised(text), words, year=year) for sense in token.keys
        ),
        title_keys=frozenset(
            sense for text in (title.en, title.zh) if text for token in tokens(normalised(text), words, year=year)
            for sense in token.keys if sense.startswith(("mat:", "col:"))
        ),
    )  # fmt: skip


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
                replace(clause, attribute=name)
                for text in (both.en, both.zh)
                if text
                for clause in clauses_of(text, fact.id, fact.subject.id, words, year)
            ]
        case Terms(items) if name not in ("category", "colour", "size"):
            return [
                replace(clause, attribute=name)
                for item in items
                for text in (item.en, item.zh)
                if text
                for clause in clauses_of(text, fact.id, fact.subject.id, words, year)
            ]
        case Materials(parts):
            return [
                replace(clause, attribute=name)
                for part in parts
                for clause in clauses_of(f"{part.material.en} {part.part}", fact.id, fact.subject.id, words, year)
            ]
        case _:
            return []


def _with_label(clauses: list[Clause], name: str, words: Vocabulary, year: int) -> list[Clause]:
    """Each clause knows its attribute by name (`automatic` is a movement); a list stands as a whole too."""
    if name == "description":
        return clauses
    label = _LABELS.get(name, frozenset()) | frozenset(
        key for token in tokens(name.replace("_", " "), words, year=year) for key in keys_of(token)
    )
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
    text = f"{'' if on else 'no '}{name.replace('_', ' ')}"
    return [replace(one, attribute=name) for one in clauses_of(text, fact.id, fact.subject.id, words, year)]


_WITH: Final = re.compile(r"\s+with\s+|，配|,\s*")


def _made(fact: Fact | None, words: Vocabulary, year: int) -> tuple[list[Made], set[str]]:
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
            found += _parts_of(own, read + (zh if one.material.en else []), one.percent, fact.id)
    return found, absent


_PART_NAMES: Final = {"handles": "handle", "lenses": "lens", "crystal": "glass", "bracelet": "strap", "soles": "sole"}


def _parts_of(own: str, read: Sequence[Token], percent: object, fact_id: str) -> list[Made]:
    own = _PART_NAMES.get(own, own)
    parts = [part for token in read for part in token.of("part") if not token.is_a("mat")]
    named = list(dict.fromkeys(parts)) if own in ("main", "other", "note") and parts else []
    if own not in ("main", "other", "note"):
        named = [
            own,
            *(part for part in parts if part != own and part in ("case", "strap", "sole", "frame", "post", "clasp")),
        ]
    coating, solid = _coated(read)
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
        if before is not None and "c:plated" in before.keys and not before.text.isascii():
            coat = True
        if after is not None and after.text == "free":
            continue
        (coating if coat else solid).update(names)
    return coating, solid


def _vocabulary(views: Mapping[str, ProductView], brands: Mapping[str, str], shop: Words | None) -> Vocabulary:
    """The lexicon with the shop's own names."""
    senses = dict(entries())
    names: dict[Forms, set[str]] = defaultdict(set)
    exact: set[Forms] = set()
    for key, view in views.items():
        for text in (view.title.en, view.title.zh):
            for forms in _runs(units_of(normalised(text)), senses):
                pure = any(not _known((unit,), senses) for unit in forms if unit.isascii())
                names[forms].add(key)
                if pure or (len(forms) > 1 and not forms[0].isascii()):
                    exact.add(forms)
    for brand in brands:
        forms = units_of(normalised(brand))
        if forms and forms not in names:
            senses[forms] = senses.get(forms, frozenset()) | {f"brand:{brand}"}
    for text in (shop.en, shop.zh) if shop else ():
        if text:
            senses[units_of(normalised(text))] = frozenset({"n:"})
    return vocabulary(senses, {forms: frozenset(keys) for forms, keys in names.items()}, exact)


_LINKS: Final = frozenset({"for", "the", "of", "and", "de", "a", "in", "with"})


def _runs(title: Forms, senses: Mapping[Forms, frozenset[str]]) -> Iterable[Forms]:
    """The runs of a title that may name it: not words that say something of their own (silk, golden, 自动)."""
    pieces = _pieces(title, senses)
    for start in range(len(pieces)):
        for end in range(start + 1, len(pieces) + 1):
            run = pieces[start:end]
            forms = tuple(unit for piece in run for unit in piece)
            if forms[0] in _LINKS or forms[-1] in _LINKS or _known(forms, senses):
                continue
            chinese = any(not unit.isascii() for unit in forms)
            begins = not start or (pieces[start - 1][0].isascii() and not forms[0].isascii())
            if chinese and (len(forms) < 2 or (not begins and len(run) < 2)):
                continue
            if not chinese and len(run) == 1 and (len(forms[0]) < 3 or forms[0].isdigit()):
                continue
            if (
                len(run) > 1
                and all(_known(piece, senses) for piece in run)
                and not _is_noun(run[-1], senses)
                and not begins
            ):
                continue
            yield forms


def _pieces(title: Forms, senses: Mapping[Forms, frozenset[str]]) -> list[Forms]:
    """The title cut at the words of the lexicon, longest first."""
    found: list[Forms] = []
    place = 0
    loose: list[str] = []
    while place < len(title):
        end = next((end for end in range(len(title), place, -1) if _known(title[place:end], senses)), place)
        if end - place <= 1 and not title[place].isascii():
            loose.append(title[place])
            place += 1
            continue
        if loose:
            found.append(tuple(loose))
            loose = []
        end = max(end, place + 1)
        found.append(title[place:end])
        place = end
    return [*found, tuple(loose)] if loose else found


def _known(forms: Forms, senses: Mapping[Forms, frozenset[str]]) -> bool:
    if forms in senses:
        return True
    return len(forms) == 1 and forms[0].isascii() and any((form,) in senses for form in lemmas(forms[0]))


def _is_noun(forms: Forms, senses: Mapping[Forms, frozenset[str]]) -> bool:
    found = [
        senses.get(form, frozenset()) for form in ([forms] if len(forms) > 1 else [(one,) for one in lemmas(forms[0])])
    ]
    return any(key.startswith("noun:") for keys in found for key in keys)
