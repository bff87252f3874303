"""New wishes into the need so far: what takes whose place, what is added up, what falls away. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from mercery.claims.lexicon import kind_of
from mercery.core.i18n import Words
from mercery.guide.hearing.categories import within
from mercery.guide.hearing.kinds import is_kind_of
from mercery.guide.hearing.labels import price_label
from mercery.guide.need import Need, Wish, WishKind

OF_GOODS: Final[tuple[WishKind, ...]] = ("size", "measure", "feature", "material", "colour", "product", "occasion")
"""What was said of one sort of goods, and means little for another."""


def merged(need: Need, fresh: Iterable[Wish]) -> Need:
    """The need with `fresh` in it."""
    wishes = list(need.wishes)
    given = list(fresh)
    category = next((one for one in given if one.kind == "category" and not one.unwanted), None)
    kind = next((one for one in given if one.kind == "feature" and one.name == "kind" and not one.unwanted), None)
    if category is not None:
        if _wider(category, kind, wishes):
            given = [one for one in given if one not in (category, kind)]
        else:
            wishes = _other_goods(wishes, category)
            if any(one.values != category.values for one in need.of("category")):
                need = replace(need, order=None)
    for wish in given:
        wishes = _with(wishes, wish)
    return replace(need, wishes=tuple(wishes))


def _wider(category: Wish, kind: Wish | None, wishes: Sequence[Wish]) -> bool:
    """Whether the goods named are those wanted already, only less exactly: "a bag" after "a tote"."""
    before = next((one for one in wishes if one.kind == "category" and not one.unwanted), None)
    exact = next((one for one in wishes if one.kind == "feature" and one.name == "kind" and not one.unwanted), None)
    if before is None or exact is None:
        return False
    kinds = kind.values if kind else tuple(category.term.split("/"))
    return all(any(is_kind_of(old, new) for new in kinds) for old in exact.values)


def _other_goods(wishes: Sequence[Wish], category: Wish) -> list[Wish]:
    """The wishes that outlive another category; of the same one only the kind goes."""
    before = [value for one in wishes if one.kind == "category" and not one.unwanted for value in one.values]
    kept = [one for one in wishes if not (one.kind == "feature" and one.name == "kind" and not one.unwanted)]
    same = not before or any(
        within(value, before) or within(old, (value,)) for value in category.values for old in before
    )
    if same:
        return kept
    return [one for one in kept if one.unwanted or one.kind not in OF_GOODS]


def _with(wishes: Sequence[Wish], wish: Wish) -> list[Wish]:
    """The wishes with one more: in place of its like, or added to what is refused."""
    others = [one for one in _without_contrary(wishes, wish) if one.key != wish.key]
    like = next((one for one in wishes if one.key == wish.key), None)
    if like is None:
        return [*others, wish]
    if wish.unwanted:
        values = tuple(dict.fromkeys([*like.values, *wish.values]))
        terms = "/".join(dict.fromkeys([*filter(None, like.term.split("/")), *filter(None, wish.term.split("/"))]))
        return [
            *others,
            replace(wish, values=values, term=terms, label=wish.label if values == wish.values else _both(like, wish)),
        ]
    if wish.kind == "price":
        return [*others, _narrowed(like, wish)]
    return [*others, wish]


def _both(like: Wish, wish: Wish) -> Words:
    if set(wish.values) <= set(like.values):
        return like.label
    return Words(
        f"{like.label.en}, {wish.label.en[:1].lower()}{wish.label.en[1:]}", f"{like.label.zh}，{wish.label.zh}"
    )


def _narrowed(like: Wish, wish: Wish) -> Wish:
    """A new bound takes the place of its like; the other bound stays where both can hold."""
    low, high = wish.low, wish.high
    if like.currency == wish.currency or wish.currency is None or like.currency is None:
        if low is None and like.low is not None and high is not None and like.low <= high:
            low = like.low
        if high is None and like.high is not None and low is not None and like.high >= low:
            high = like.high
    currency = wish.currency or like.currency
    as_said = wish.label.en and (low, high, currency) == (wish.low, wish.high, wish.currency)
    label = wish.label if as_said else price_label(_whole(low), _whole(high), currency)
    return replace(wish, low=low, high=high, currency=currency, label=label)


def _whole(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount)


def _without_contrary(wishes: Sequence[Wish], wish: Wish) -> list[Wish]:
    """The wishes without what the new one takes back: "leather after all", "no, not leather"."""
    kept: list[Wish] = []
    for one in wishes:
        if one.kind != wish.kind or one.unwanted == wish.unwanted or (wish.kind == "feature" and one.name != wish.name):
            kept.append(one)
            continue
        if wish.kind == "feature" and wish.name != "kind":
            continue
        left = tuple(value for value in one.values if not any(_touches(wish.kind, value, each) for each in wish.values))
        narrower = wish.kind == "colour" and wish.unwanted and not left and wish.term != one.term
        if (
            left == one.values or narrower
        ):  # Red, and no burgundy: both are held, where all the red there is is burgundy.
            kept.append(one)
        elif left:
            kept.append(replace(one, values=left))
    return kept


def _touches(kind: str, one: str, other: str) -> bool:
    if kind == "material":
        return kind_of(one, other)
    if kind == "category":
        return within(one, (other,))
    return one == other


def given_up(need: Need, kinds: Iterable[str], values: Iterable[tuple[str, str]]) -> tuple[Need, tuple[Wish, ...]]:
    """The need without wishes that do not matter any more, by kind or by value; and those that went."""
    gone_kinds, gone_values = set(kinds), list(values)
    kept: list[Wish] = []
    gone: list[Wish] = []
    for one in need.wishes:
        if one.kind in gone_kinds and not one.unwanted:
            gone.append(one)
            continue
        left = tuple(value for value in one.values if not any(_is(one, value, *each) for each in gone_values))
        named = any(
            sort == "feature" and one.kind == "feature" and one.name == value.partition(":")[0]
            for sort, value in gone_values
        )
        named = named or any(sort == one.kind and value in one.term.split("/") for sort, value in gone_values)
        if named or (one.values and not left):
            gone.append(one)
        elif left != one.values:
            kept.append(replace(one, values=left))
        else:
            kept.append(one)
    return replace(need, wishes=tuple(kept)), tuple(gone)


def _is(one: Wish, value: str, sort: str, lifted: str) -> bool:
    if sort != one.kind:
        return False
    return kind_of(value, lifted) if sort == "material" else value == lifted
