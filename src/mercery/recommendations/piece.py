"""A piece as recommendations look at it: what it is, what it is made of, what it goes with. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from mercery.catalog.product import Audience, Product
from mercery.claims.values import Materials, Terms, Text
from mercery.claims.vocabulary import colours_in, materials_in, same_or_kind_of
from mercery.core.i18n import Words
from mercery.recommendations.durable.drafting import draft_of
from mercery.recommendations.durable.kinds import CONFIDENCE, kind_named

Basis = Literal["checked", "draft", "none"]
"""Whether what is said of a piece's lasting was said by a person (or the shop's own system), only drafted, or not at all."""
DEFAULT_WINDOW_DAYS: Final = 365
"""How long one is enough where a piece is durable, nobody said for how long, and its kind is not known."""
_CARE: Final = "suitable_for"
_NOISE: Final = frozenset({"the", "and", "with", "for", "petite", "mini", "small", "large", "no", "set", "new"})
_PARTS: Final = ("main", "upper", "case", "frame", "vessel", "strap", "base")
_MOST_IN_FAMILY: Final = 12
_SUEDE: Final = re.compile(r"suede|nubuck|绒面|磨砂皮|麂皮", re.IGNORECASE)
_PATENT: Final = re.compile(r"patent|漆皮", re.IGNORECASE)
_UNDRESSED: Final = re.compile(r"vegetable[- ]tanned|植鞣", re.IGNORECASE)
"""It darkens by itself, and cream would spot it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One product, in what matters for putting pieces beside each other."""

    id: str
    title: Words
    kind: str
    """As in `durable/kinds.txt`, else the last category in one language."""
    group: str
    """The kind of which one is enough: a tote's is bag, a ring's is ring."""
    broad: str
    """The broadest kind, by which rules speak: a ring's is jewellery."""
    durable: bool | None
    days: int | None
    """For how long one is enough, or after how many days it is used up."""
    basis: Basis
    days_said: bool = False
    """Whether `days` were said for this piece; else they are what is usual for its kind."""
    confidence: float = 1.0
    categories: tuple[str, ...] = ()
    brand: str = ""
    audience: Audience | None = None
    family: frozenset[str] = frozenset()
    """Names of lines it belongs to: `arno`, `figuier`."""
    collections: frozenset[str] = frozenset()
    colours: frozenset[str] = frozenset()
    materials: frozenset[str] = frozenset()
    """Of its main parts, in English, with what they are kinds of left out."""
    care_classes: frozenset[str] = frozenset()
    """What care it needs: `leather`, `suede`, `patent`, `silk`, `cashmere`."""
    cares_for: frozenset[str] = frozenset()
    """What it takes care of."""
    scents: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    order: int = 0
    """Its place in the shop's own order."""

    @property
    def window_days(self) -> int | None:
        """For how many days after buying one no other of its kind is wanted; None where one does not rule out another."""
        if not self.durable:
            return None
        return self.days or DEFAULT_WINDOW_DAYS

    @property
    def used_up_days(self) -> int | None:
        """After how many days it is used up; None where it lasts, or nobody knows."""
        return self.days if self.durable is False else None


def pieces_of(
    products: Sequence[Product], decided: Mapping[str, tuple[bool | None, int | None]] | None = None
) -> list[Piece]:
    """The pieces of a shop. `decided`: what a person said of a piece whose record in the catalogue says nothing."""
    families = _families(products)
    return [
        replace(_piece(one, (decided or {}).get(one.id), place), family=families.get(one.id, frozenset()))
        for place, one in enumerate(products)
    ]


def _piece(one: Product, decision: tuple[bool | None, int | None] | None, place: int) -> Piece:
    named = kind_named(one.title, one.category)
    leaf = one.category_names[-1].lower() if one.category else ""
    durable, days, basis, confidence = _lasting(one, decision)
    materials, classes = _made_of(one)
    return Piece(
        id=one.id,
        title=one.title,
        kind=named.kind.key if named else leaf,
        group=named.kind.group if named else leaf,
        broad=named.kind.broader if named else leaf,
        durable=durable,
        days=days,
        basis=basis,
        days_said=one.replacement_days is not None or bool(decision and decision[1]),
        confidence=confidence,
        categories=tuple(name.lower() for name in one.category_names),
        brand=one.brand or "",
        audience=one.audience,
        collections=frozenset(one.collections),
        colours=_colours(one),
        materials=materials,
        care_classes=classes,
        cares_for=_cares_for(one),
        scents=_scents(one),
        sizes=frozenset(value.en or value.zh for option in one.options if option.name == "size" for value in option.values),
        order=place,
    )  # fmt: skip


def _lasting(
    one: Product, decision: tuple[bool | None, int | None] | None
) -> tuple[bool | None, int | None, Basis, float]:
    draft = draft_of(one)
    if one.durable is not None or decision is not None:
        durable, days = (one.durable, one.replacement_days) if one.durable is not None else decision or (None, None)
        # Whether it lasts was said; for how long is then taken from its kind where that agrees.
        usual = draft.days if draft.durable == durable else None
        return durable, days or usual, "checked", 1.0
    if draft.durable is None or draft.sure is None:
        return None, one.replacement_days, "none", 0.0
    return draft.durable, one.replacement_days or draft.days, "draft", CONFIDENCE[draft.sure]


def _colours(one: Product) -> frozenset[str]:
    named = [value for option in one.options if option.name in ("colour", "color") for value in option.values]
    return frozenset(colour for value in named for colour in colours_in(value.en or value.zh)[:1])


def _made_of(one: Product) -> tuple[frozenset[str], frozenset[str]]:
    """Materials of the main parts, and the care they need."""
    attribute = one.attribute("material")
    if attribute is None or not isinstance(attribute.value, Materials):
        return frozenset(), frozenset()
    parts = [part for part in attribute.value.parts if part.part in _PARTS] or list(attribute.value.parts[:1])
    texts = [part.material.en or part.material.zh for part in parts]
    materials = frozenset(name for text in texts for name in materials_in(text))
    return materials, frozenset(name for text in texts for name in care_classes(text))


def care_classes(text: str) -> frozenset[str]:
    """What care something made of this needs; a kind of leather by its surface."""
    found = set()
    for name in materials_in(text) or []:
        if same_or_kind_of(name, "leather"):
            found.add(_surface(text))
        elif name in ("silk", "cashmere", "canvas") or any(
            same_or_kind_of(name, one) for one in ("silk", "wool", "canvas")
        ):
            found.add(next(one for one in ("silk", "cashmere", "canvas", "wool") if same_or_kind_of(name, one)))
        elif any(same_or_kind_of(name, one) for one in ("gold", "silver")):
            found.add("precious metal")
    return frozenset(found)


def _surface(text: str) -> str:
    for pattern, name in ((_SUEDE, "suede"), (_PATENT, "patent"), (_UNDRESSED, "vegetable-tanned")):
        if pattern.search(text):
            return name
    return "leather"


def _cares_for(one: Product) -> frozenset[str]:
    attribute = one.attribute(_CARE)
    if attribute is None:
        return frozenset()
    items = attribute.value.items if isinstance(attribute.value, Terms) else ()
    items = (attribute.value.words,) if isinstance(attribute.value, Text) else items
    return frozenset(name for item in items for name in care_classes(item.en or item.zh))


def _scents(one: Product) -> frozenset[str]:
    return frozenset(
        (item.en or item.zh).lower()
        for attribute in one.attributes
        if attribute.name in ("scent", "top_notes", "heart_notes", "base_notes") and isinstance(attribute.value, Terms)
        for item in attribute.value.items
    )


def _families(products: Iterable[Product]) -> dict[str, frozenset[str]]:
    """Lines: words of names that several pieces of one house share and that say neither kind, colour nor material."""
    words: dict[str, set[str]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    brands: dict[str, str] = {}
    for one in products:
        found = set(re.findall(r"[^\W\d_]{3,}", one.title.en.lower())) - _NOISE
        told = {word for word in found if _plain(word)}
        words[one.id], brands[one.id] = told, one.brand or ""
        seen.update((one.brand or "", word) for word in told)
    return {
        id_: frozenset(word for word in told if 2 <= seen[(brands[id_], word)] <= _MOST_IN_FAMILY)
        for id_, told in words.items()
    }


@lru_cache(50_000)
def _plain(word: str) -> bool:
    """Whether a word is a name: neither a kind of goods nor a colour nor a material."""
    return kind_named(Words(word)) is None and not colours_in(word) and not materials_in(word)
