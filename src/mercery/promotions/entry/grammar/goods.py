"""Goods the shop knows, found in a text: tags, articles, sellers, by any of their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from mercery.core.i18n import Words
from mercery.promotions.entry.grammar.parts_of_names import parts_of_names, signs_of_offers
from mercery.promotions.entry.grammar.patterns import GOODS, MORE, UNITS_EN
from mercery.promotions.entry.heard import Known

_COUNTED: Final = re.compile(r"(?:\d|(?<![A-Za-z])(?:two|three|four|five|six|ten))\+?\s$", re.IGNORECASE)
_LABEL: Final = re.compile(r"\s*[:,-]\s*(?:from|buy|any|for)?\s*", re.IGNORECASE)
GoodsKind = Literal["tag", "sku", "shop"]
_GRAMMAR: Final = frozenset(
    ["new", "gift", "gifts", "free", "member", "members", "sale", "order", "orders", "coupon", "coupons", "off", "all", "half", "first",
     "second", "piece", "pieces", "item", "items", "code", "get", "buy", "every", "customer", "customers", "会员", "新客", "优惠券", "赠品",
     "新人", "首单", "包邮", "积分", "定金", "商品", "全场", "半价"]
)  # fmt: skip
"""Words of the grammar: a tag of this name is not heard as goods."""


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A tag, article or seller."""

    kind: GoodsKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name in the text and all it can stand for."""

    start: int
    end: int
    refs: tuple[Ref, ...]
    guessed: bool = False
    """One word of an article's name: whether it is meant has to be asked."""


class GoodsIndex:
    """Names to goods."""

    def __init__(self, known: Known) -> None:
        table: dict[str, set[Ref]] = defaultdict(set)
        for ref, surface in _surfaces(known):
            for form in _forms(surface):
                table[form].add(ref)
        whole = {form: tuple(sorted(refs)) for form, refs in table.items()}
        articles = ((ref.id, surface) for ref, surface in _surfaces(known) if ref.kind == "sku" and surface != ref.id)
        parts = parts_of_names(articles, whole)
        self._guessed = {
            part for part in parts if part not in whole and " " not in part and (part.isascii() or len(part) < 4)
        }
        self._table = {**{part: (Ref("sku", article),) for part, article in parts.items()}, **whole}
        self._lengths: dict[str, list[int]] = defaultdict(list)
        for form in self._table:
            if len(form) not in self._lengths[form[0]]:
                self._lengths[form[0]].append(len(form))
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    @classmethod
    def of(cls, known: Known) -> GoodsIndex:
        """The index of what is known; kept with it."""
        kept: GoodsIndex | None = known.__dict__.get("_goods_index")
        if kept is None:
            kept = known.__dict__["_goods_index"] = cls(known)
        return kept

    def find(self, text: str) -> Iterator[Named]:
        """Names in `text`, the longest first at each place."""
        lowered = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
        place = 0
        while place < len(lowered):
            end = self._at(lowered, place)
            if end is None:
                place += 1
                continue
            form = lowered[place:end]
            yield Named(start=place, end=end, refs=self._table[form], guessed=form in self._guessed)
            place = end

    def _at(self, text: str, place: int) -> int | None:
        if place and _latin(text[place - 1]) and _latin(text[place]):
            return None
        for length in self._lengths.get(text[place], ()):
            end = place + length
            if text[place:end] in self._table and not (end < len(text) and _latin(text[end]) and _latin(text[end - 1])):
                return end
        return None


def _surfaces(known: Known) -> Iterator[tuple[Ref, str]]:
    names = known.names
    kinds: tuple[tuple[GoodsKind, Mapping[str, Words]], ...] = (
        ("tag", names.tags), ("sku", names.skus), ("shop", names.shops))  # fmt: skip
    for kind, named in kinds:
        for key, words in named.items():
            for surface in (key, words.en, words.zh, *known.synonyms.get(key, ())):
                yield Ref(kind, key), surface
    for sku in known.goods.values():
        yield Ref("sku", sku.id), sku.id
        yield Ref("sku", sku.id), sku.name


def without_measures(names: tuple[Named, ...], text: str) -> tuple[Named, ...]:
    """`Coffee: 3 bags` and `3 bags of coffee` count coffee: what goods are measured in is no goods beside their name."""

    def measure(number: int) -> bool:
        name = names[number]
        counted = _COUNTED.search(text[: name.start])
        if counted is None or not re.fullmatch(UNITS_EN, text[name.start : name.end], re.IGNORECASE):
            return False
        before = text[names[number - 1].end : counted.start()] if number else "?"
        after = text[name.end : names[number + 1].start] if number + 1 < len(names) else "?"
        return bool(_LABEL.fullmatch(before) or after.strip().lower() in ("of", "of our", "of the"))

    return tuple(name for number, name in enumerate(names) if not measure(number))


def marked(text: str, names: Iterable[Named]) -> str:
    """The text with goods in the place of their names; positions stay."""
    signs = list(text)
    for name in names:
        signs[name.start] = GOODS
        signs[name.start + 1 : name.end] = [MORE] * (name.end - name.start - 1)
    return "".join(signs)


def _latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _forms(surface: str) -> Iterator[str]:
    """A name as it may be written: one and many. Numbers and words of the grammar are no names."""
    bare = " ".join(surface.lower().split())
    short = len(bare) < 2 and (bare.isascii() or bare in signs_of_offers())
    if not bare or short or bare in _GRAMMAR or bare.replace(".", "").isdigit():
        return
    yield bare
    if not bare.isascii():
        return
    many = [bare + "s", bare + "es"] if not bare.endswith("s") else [bare[:-1]]
    many += [bare[:-1] + "ies"] if bare.endswith("y") else [bare[:-3] + "y"] if bare.endswith("ies") else []
    many += [bare[:-2]] if bare.endswith(("ses", "xes", "ches", "shes")) else []
    many += [bare[:-1] + "ves"] if bare.endswith("f") else [bare[:-3] + "f"] if bare.endswith("ves") else []
    yield from (form for form in many if len(form) > 2 and form not in _GRAMMAR)
