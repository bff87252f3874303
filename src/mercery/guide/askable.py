"""What could be asked of the pieces that are left: each kind of answer, and which pieces it would leave. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Final

from mercery.catalog.slug import slug
from mercery.claims.values import Flag, Terms, Text
from mercery.claims.vocabulary import MATERIALS
from mercery.core.i18n import Words
from mercery.core.money import Money, minor_digits
from mercery.guide.chosen import COLOUR_OPTIONS
from mercery.guide.composed import families
from mercery.guide.considered import option
from mercery.guide.fitting import Fit
from mercery.guide.hearing.kinds import above
from mercery.guide.need import Need, Wish
from mercery.guide.wording import kind_words

_AUDIENCES: Final[Mapping[str, Words]] = {
    "women": Words("A woman", "女士"),
    "men": Words("A man", "男士"),
    "kids": Words("A child", "孩子"),
}
_LETTERS: Final = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl")
_MOST: Final = 0.6
_ROUND: Final = (1, 2, 3, 4, 5, 6, 8, 10)
UNASKED: Final = frozenset(
    {"material", "lining", "colour", "color", "size", "origin", "care", "notes", "description", "warranty", "category"}
)
"""Attributes that are asked about otherwise, or that nobody chooses by."""

CHOSEN_BY: Final = frozenset(
    {
        "movement",
        "closure",
        "style",
        "pattern",
        "fit",
        "sleeve",
        "neck",
        "neckline",
        "season",
        "shape",
        "finish",
        "scent_family",
    }
)
"""Attributes in free words that shoppers do choose by."""


@dataclass(slots=True, kw_only=True)
class Answer:
    """One answer: the wish it would be, and the pieces it would leave."""

    words: Words
    wish: Wish
    products: set[str] = field(default_factory=set)
    place: float = 0.0
    """Its place where answers have an order of their own."""


def answers_of(left: Sequence[Fit], need: Need, currency: str) -> dict[str, list[Answer]]:
    """The answers by kind of question, of the kinds nothing was said about."""
    found: dict[str, dict[str, Answer]] = defaultdict(dict)
    said = {wish.kind for wish in need.wishes if not wish.unwanted}
    named = {wish.name for wish in need.wishes}
    sized = "size" not in said and _alike(left)
    for one in left:
        for kind, value, answer in _of_piece(one, left, sized=sized):
            if kind not in said and kind not in named:
                found[kind].setdefault(value, answer).products.add(one.id)
    answers = {kind: list(by_value.values()) for kind, by_value in found.items()}
    if "price" not in said:
        answers["price"] = _prices(left, currency)
    if "audience" in answers:
        _open_to_all(answers["audience"], left)
    return answers


def _of_piece(one: Fit, left: Sequence[Fit], *, sized: bool) -> Iterator[tuple[str, str, Answer]]:
    yield from _categories(one, left)
    yield from _for_whom(one)
    if sized:
        yield from _sizes(one)
    yield from _colours(one)
    for family in families(one.one):
        chinese = MATERIALS[family][1][:1] if family in MATERIALS else ()
        yield "material", family, _answer("material", family, Words(family.capitalize(), *chinese))
    if one.one.brand and one.one.product.brand:
        name = one.one.product.brand
        yield "brand", one.one.brand, _answer("brand", one.one.brand, Words(name, name))
    for attribute in one.one.product.attributes:
        name, told = attribute.name, attribute.value
        if name not in UNASKED and isinstance(told, Terms):
            for words in told.items:
                yield name, slug(words.en or words.zh), _attribute(name, slug(words.en or words.zh), words)
        elif name in CHOSEN_BY and isinstance(told, Text):
            value = slug(told.words.en or told.words.zh)
            yield name, value, _attribute(name, value, told.words)
        elif name not in UNASKED and isinstance(told, Flag):
            yield name, "yes" if told.on else "no", _flag(name, on=told.on)


def _answer(kind: str, value: str, words: Words, place: float = 0.0) -> Answer:
    return Answer(words=words, wish=Wish(kind=kind, values=(value,), label=words), place=place)  # type: ignore[arg-type]


def _attribute(name: str, value: str, words: Words) -> Answer:
    return Answer(words=words, wish=Wish(kind="feature", name=name, values=(value,), label=words))


def _flag(name: str, *, on: bool) -> Answer:
    words = Words("Yes", "要") if on else Words("No", "不要")
    return Answer(words=words, wish=Wish(kind="feature", name=name, unwanted=not on, label=words))


def _categories(one: Fit, left: Sequence[Fit]) -> Iterator[tuple[str, str, Answer]]:
    """The first level at which the pieces left differ; below the last, the kinds their names say."""
    depth = 0
    while all(len(other.one.categories) > depth for other in left):
        if len({other.one.categories[depth] for other in left}) > 1:
            value = one.one.categories[depth]
            yield "category", value, _answer("category", value, one.one.product.category[depth])
            return
        depth += 1
    for kind in _top_kinds(one, left):
        label = kind_words(kind)
        yield "kind", kind, Answer(words=label, wish=Wish(kind="feature", name="kind", values=(kind,), term=kind, label=label))  # fmt: skip


def _top_kinds(one: Fit, left: Sequence[Fit]) -> set[str]:
    """Its kinds, without those every piece left is of."""
    common = set.intersection(*({name for kind in other.one.kinds for name in above(kind)} for other in left))
    return {kind for kind in one.one.kinds if kind not in common}


def _for_whom(one: Fit) -> Iterator[tuple[str, str, Answer]]:
    own = one.one.product.audience
    fitting: tuple[str, ...] = ("women", "men") if own == "unisex" else (own,) if own and own in _AUDIENCES else ()
    for audience in fitting:
        yield "audience", audience, _answer("audience", audience, _AUDIENCES[audience])


def _open_to_all(answers: list[Answer], left: Sequence[Fit]) -> None:
    """What is for nobody in particular is left whatever grown-up it is for."""
    for answer in answers:
        if answer.wish.values != ("kids",):
            answer.products |= {one.id for one in left if one.one.product.audience is None}


def _alike(left: Sequence[Fit]) -> bool:
    """Whether a size means the same for most of them: those of a ring and of a shoe do not."""
    if len({one.one.categories[:1] for one in left}) > 1:
        return False
    sized = [sizes for one in left if (sizes := {value for _, value, _ in _sizes(one)})]
    if len(sized) < len(left) * _MOST:
        return False
    return (
        max((sum(value in sizes for sizes in sized) for sizes in sized for value in sizes), default=0) >= len(sized) / 2
    )


def _sizes(one: Fit) -> Iterator[tuple[str, str, Answer]]:
    for variant in one.one.sold(one.currency):
        words = variant.options.get("size")
        if words is not None:
            value = slug(words.en or words.zh)
            yield "size", value, _answer("size", value, words, _size_place(value))


def _size_place(value: str) -> float:
    head = value.split("-")[0]
    if head.replace(".", "").isdigit():
        return float(head)
    return float(_LETTERS.index(head) - len(_LETTERS)) if head in _LETTERS else 1e6


def _colours(one: Fit) -> Iterator[tuple[str, str, Answer]]:
    for variant in one.one.sold(one.currency):
        chosen = option(variant, *COLOUR_OPTIONS)
        if chosen is not None:
            value = slug(chosen[1].en or chosen[1].zh)
            yield "colour", value, _answer("colour", value, chosen[1])


def _prices(left: Sequence[Fit], currency: str) -> list[Answer]:
    """Up to four bands between round amounts, each with about as many pieces."""
    amounts = sorted(one.price for one in left)
    edges = sorted({_rounded(amounts[len(amounts) * part // 4], currency) for part in (1, 2, 3)})
    edges = [edge for edge in edges if amounts[0] <= edge < amounts[-1]]
    if not edges:
        return []
    bounds: list[tuple[int | None, int | None]] = [(None, edges[0])]
    bounds += [(low + 1, high) for low, high in pairwise(edges)]
    bounds.append((edges[-1] + 1, None))
    return [_band(left, low, high, currency, place) for place, (low, high) in enumerate(bounds)]


def _band(left: Sequence[Fit], low: int | None, high: int | None, currency: str, place: int) -> Answer:
    products = {one.id for one in left if (low is None or one.price >= low) and (high is None or one.price <= high)}
    words = _band_words(low, high, currency)
    wish = Wish(
        kind="price", low=None if low is None else Decimal(low), high=None if high is None else Decimal(high),
        currency=currency, label=words,
    )  # fmt: skip
    return Answer(words=words, wish=wish, products=products, place=float(place))


def _band_words(low: int | None, high: int | None, currency: str) -> Words:
    def said(minor: int) -> tuple[str, str]:
        money = Money(minor, currency)
        return money.text("en"), money.text("zh")

    if low is None and high is not None:
        return Words(f"Up to {said(high)[0]}", f"{said(high)[1]} 以内")
    assert low is not None
    under = said(low - 1)
    if high is None:
        return Words(f"Over {under[0]}", f"{under[1]} 以上")
    return Words(f"{under[0]} to {said(high)[0]}", f"{under[1]} 至 {said(high)[1]}")


def _rounded(minor: int, currency: str) -> int:
    """The round amount nearest to it."""
    step: int = 10 ** minor_digits(currency)
    while minor > step * 10:
        step *= 10
    edges: list[int] = [step * part for part in _ROUND]
    return min(edges, key=lambda edge: abs(edge - minor))
