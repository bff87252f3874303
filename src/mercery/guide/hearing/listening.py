"""Listening to one message: everything it says, in the order in which one thing helps to understand the next. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from mercery.catalog.slug import slug
from mercery.core.i18n import Words
from mercery.guide.hearing import intents
from mercery.guide.hearing.allergies import unlisted_allergies
from mercery.guide.hearing.budget import bare_amounts, bound_of, budget_said, currency_said, minor
from mercery.guide.hearing.categories import known_categories, placed, sizes_of
from mercery.guide.hearing.criticism import Criticism, criticism
from mercery.guide.hearing.dates import wanted_by
from mercery.guide.hearing.goods import CARRIED, Goods, goods_said
from mercery.guide.hearing.implying import implied_category, warmth_wish
from mercery.guide.hearing.kinds import is_kind_of
from mercery.guide.hearing.known import KnownValue
from mercery.guide.hearing.labels import AUDIENCES, day_label, joined, measure_label, price_label
from mercery.guide.hearing.lexicons import vocabulary
from mercery.guide.hearing.measuring import Measure, general_measures, measures_said
from mercery.guide.hearing.meeting import have_amount
from mercery.guide.hearing.mentions import Mentions, mentions, said
from mercery.guide.hearing.merging import given_up, merged
from mercery.guide.hearing.ordering import order_said
from mercery.guide.hearing.pieces import named, names_at_hand, with_pieces
from mercery.guide.hearing.places import currency_of, destination
from mercery.guide.hearing.qualities import (
    brand_wishes,
    colour_wishes,
    feature_wishes,
    material_wishes,
    occasion_wishes,
    occasions_said,
    sale_wish,
    values_lifted,
)
from mercery.guide.hearing.recipients import Recipient, pronoun, recipient
from mercery.guide.hearing.setting import Setting
from mercery.guide.hearing.sides import sides_said, sides_wish
from mercery.guide.hearing.sizes import AskedSize, sizes_said, values_for, values_for_age, values_within
from mercery.guide.hearing.text import amounts_in, plain
from mercery.guide.need import Need, Wish
from mercery.search.measures import Measured

_WORN: Final = ("clothing", "shoe", "accessory")
_OF_WORN: Final = frozenset(("waterproof", "hood", "breathable", "sleeve:long", "sleeve:short"))
"""Features of what is worn."""
_WEARS: Final = re.compile(
    r"\b(?:he|she)(?:'s (?:into|a|an|always|very|so)\b| (?:usually |always |really )?(?:wears?|takes?|likes?|loves?|adores?|hates?|feels?|collects?|prefers?)\b)"
)
_MOST_WORDS: Final = 8

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """What was heard, before it is put as an answer."""

    need: Need
    asked_for: intents.Ask = "offer"
    about: tuple[str, ...] = ()
    from_knowledge: tuple[tuple[Wish, str], ...] = ()
    given_up: tuple[Wish, ...] = ()
    kept: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    milder: Need | None = None
    """Of criticism of several pieces: the need with bounds that the furthest of them breaks, and not all."""


def listen(message: str, setting: Setting) -> Listened:
    """The need after `message`, and what it asks for."""
    words = vocabulary(setting.schema)
    m = mentions(plain(message), words, names_at_hand(setting, words), shown=bool(setting.shown))
    m = _straps(m, setting)
    to = recipient(m)
    anew = _anew(m, to, setting)
    if anew:
        setting = replace(setting, need=Need(currency=setting.need.currency, country=setting.need.country), shown=())
    found = _Listening(m, to, setting, anew=anew).done()
    if len(setting.last) > 1 and criticism(m, setting).wishes != criticism(m, setting, mild=True).wishes:
        milder = _Listening(m, to, setting, anew=anew, mild=True).done().need
        return replace(found, milder=milder if milder != found.need else None)
    return found


def _straps(m: Mentions, setting: Setting) -> Mentions:
    """皮带 of a watch is its strap, and no belt."""
    kinds = [*setting.kinds, *(kind for one in m.found for kind in one.of("kind:"))]
    if not any(is_kind_of(kind, "watch") for kind in kinds):
        return m
    found = [replace(one, keys=frozenset(("mat:leather",))) if one.keys == {"kind:belt"} else one for one in m.found]
    materials = {one.last + 1 for one in found if one.of("mat:")}
    by_need = any(is_kind_of(kind, "watch") for kind in setting.kinds)
    found = [one for one in found if one.keys != {"kind:bracelet"} or not (by_need or one.first in materials)]
    return replace(m, found=tuple(found))


def _anew(m: Mentions, to: Recipient | None, setting: Setting) -> bool:
    """Whether the talk turns to something else altogether: "now something for my dad"."""
    if intents.begins_anew(m.plain.low):
        return True
    before = setting.need.of("audience")
    if to is None or not to.person or to.audience in (None, "adult") or not before or not setting.shown:
        return False
    return before[0].values != (to.audience,) and intents.goes_on_to_another(m.plain.low)


class _Listening:
    """One message, part by part."""

    def __init__(self, m: Mentions, to: Recipient | None, setting: Setting, *, anew: bool, mild: bool = False) -> None:
        self.m, self.to, self.setting, self.anew, self.mild = m, to, setting, anew, mild
        self.need = setting.need
        self.fresh: list[Wish] = []
        self.knowledge: list[tuple[Wish, str]] = []
        self.covered: list[Span] = list(to.spans) if to else []

    def done(self) -> Listened:
        """Everything heard, put into the need."""
        m, setting = self.m, self.setting
        about_shown = bool(setting.shown) and intents.asks_about_shown(m.plain.low)
        said_of_shown = criticism(m, setting, mild=self.mild)
        self._place_and_currency()
        at_hand = max(len(setting.shown), len(set(named(m, setting, unwanted=False))))
        compared = at_hand > 1 and intents.compares(m.plain.low)
        about_named = bool(named(m, setting, unwanted=False)) and intents.asks_about_named(m.plain.low)
        if (
            (about_shown and (not said_of_shown.kept or intents.asks_what_there_is(m.plain.low)))
            or compared
            or about_named
            or intents.is_service(m)
        ):
            asked = intents.asked(m, wishes=False, shown=bool(setting.shown), anew=self.anew, named=about_named)
            about = self._about(asked, said_of_shown) or tuple(one.product_id for one in said_of_shown.pieces)
            return Listened(need=self._told_currency(self.need), asked_for=asked, about=about)
        self._everything(said_of_shown)
        need, gone = given_up(self.need, intents.dimensions_given_up(m), values_lifted(self.m))
        need = self._told_currency(merged(need, [replace(wish, turn=setting.turn) for wish in self.fresh]))
        order = order_said(m.plain.low)
        if order is not None:
            need = replace(need, order=replace(order, turn=setting.turn))
        need, refused = with_pieces(need, m, self.fresh, said_of_shown, setting)
        asked = intents.asked(
            m, wishes=bool(self.fresh or refused or gone or order), shown=bool(setting.shown), anew=self.anew
        )
        return Listened(
            need=replace(need, words=self._words(need)),
            asked_for=asked,
            about=self._about(asked, said_of_shown),
            from_knowledge=tuple((replace(wish, turn=setting.turn), why) for wish, why in self.knowledge),
            given_up=gone,
            kept=said_of_shown.kept,
            refused=refused,
        )

    def _everything(self, said_of_shown: Criticism) -> None:
        sold = [kind for one in self.m.found for kind in one.of("kind:") if placed(kind, self.setting.schema).sold]
        measures = measures_said(
            self.m.plain, sold if all(kind in CARRIED for kind in sold) else (), self._measured(()), self.covered
        )
        carries = any(one.name == "laptop_fit" for one in measures)
        goods = goods_said(self.m, self.to, self.setting, carries=carries)
        kinds, categories = goods.kinds or self.setting.kinds, goods.categories or self.setting.categories
        qualities = list(self._qualities(kinds, categories))
        if not categories and (implied := implied_category(self.m, qualities, self.setting, carries=carries)):
            goods = replace(goods, wishes=(implied, *goods.wishes), categories=implied.values)
            categories = implied.values
            kinds = kinds or tuple(filter(None, implied.term.split("/")))
        self.fresh += goods.wishes
        self._audience(goods, categories)
        self._when()
        self._sizes(kinds, categories)
        self._all_sides()
        exact = self._measures(kinds, categories, {one.name for one in said_of_shown.wishes})
        self.fresh += qualities
        self.fresh += feature_wishes(self.m, kinds, [one.name for one in exact], self.setting)
        self.fresh += unlisted_allergies(self.m)
        self._budget()
        self._criticised(said_of_shown)

    def _place_and_currency(self) -> None:
        currencies = self.setting.schema.currencies
        goes = destination(self.m)
        if goes:
            followed = currency_of(goes[0], currencies)
            self.need = replace(self.need, country=goes[0], currency=followed or self.need.currency)
        named = currency_said(self.m.plain, currencies)
        if named:
            self.need = replace(self.need, currency=named)

    def _told_currency(self, need: Need) -> Need:
        if need.currency is None and self.setting.told_currency:
            return replace(need, currency=self.setting.told_currency)
        return need

    def _measured(self, categories: Sequence[str]) -> list[Measured]:
        around = known_categories(categories, self.setting.schema) if categories else ()
        names = {name for one in around for name in one.measures}
        return [one for one in self.setting.schema.measured.measured if not names or one.name in names]

    def _qualities(self, kinds: Sequence[str], categories: Sequence[str]) -> Iterator[Wish]:
        m, setting = self.m, self.setting
        yield from brand_wishes(m, setting)
        yield from colour_wishes(m, kinds, categories, setting)
        yield from material_wishes(m, kinds, categories, setting)
        yield from occasion_wishes(m, kinds)
        yield from warmth_wish(m, kinds)
        if reduced := sale_wish(m):
            yield reduced

    def _audience(self, goods: Goods, categories: Sequence[str]) -> None:
        audience = self.to.audience if self.to else None
        if self.to is None and not self.setting.need.of("audience") and _WEARS.search(self.m.plain.low):
            audience = pronoun(self.m)
        if audience in (None, "adult") and self.to and self.to.sex_unsaid and not self.setting.need.of("audience"):
            audience = pronoun(self.m)
        if audience == "kids" and any(one.kind == "category" and one.term == "kids" for one in goods.wishes):
            return
        if audience == "adult" and categories:
            return
        if audience and not (audience == "kids" and self._in_childrens(categories)):
            words = self.to.said if self.to else ""
            self.fresh.append(Wish(kind="audience", values=(audience,), said=words, label=AUDIENCES[audience]))

    def _in_childrens(self, categories: Sequence[str]) -> bool:
        around = known_categories(categories, self.setting.schema) if categories else ()
        return bool(around) and all(one.audiences <= {"kids"} for one in around)

    def _when(self) -> None:
        found = wanted_by(self.m.plain, self.setting.today)
        if found:
            day, words, span = found
            self.covered.append(span)
            self.fresh.append(Wish(kind="delivery", by=day, said=words, label=day_label(day)))

    def _sizes(self, kinds: Sequence[str], categories: Sequence[str]) -> None:
        around = known_categories(categories, self.setting.schema) if categories else ()
        sizes = sizes_of(categories, kinds, self.setting.schema) if around else self.setting.schema.sizes
        found: dict[str, Words] = {}
        words = []
        for asked in sizes_said(self.m.plain, self.covered):
            values = values_within(asked, self._bound(asked), sizes) or values_for(asked, sizes)
            if not values and asked.text.isdigit() and self._in_childrens(categories):
                values = values_for_age(Decimal(asked.text), sizes)
            if not values and not (asked.sure and (sizes or not around)):
                continue
            self.covered.append((asked.start, asked.end))
            words.append(self.m.plain.said(asked.start, asked.end))
            found.update({one.value: one.label for one in values} or {slug(asked.text): Words(asked.text.upper())})
        if not found and around and sizes and self._worn(kinds):
            found, words = self._bare_size(sizes)
        if not found and self.to and self.to.age is not None and self.to.age < 15 and self._worn(kinds):
            found = {one.value: one.label for one in values_for_age(self.to.age, sizes)}
            words = [self.to.said]
        if found:
            self.fresh.append(
                Wish(kind="size", values=tuple(found), said=" ".join(words), label=joined(list(found.values())))
            )

    def _bound(self, asked: AskedSize) -> str:
        amounts = (one for one in amounts_in(self.m.plain.text) if one.start <= asked.start < one.end)
        return next((bound_of(self.m.plain.text, one) for one in amounts), "")

    def _bare_size(self, sizes: Sequence[KnownValue]) -> tuple[dict[str, Words], list[str]]:
        """A number that stands by itself and is a size of such goods: "boots 37 black"."""
        for one in amounts_in(self.m.plain.text):
            taken = any(start < one.end and one.start < end for start, end in self.covered)
            if one.kind != "number" or taken or bound_of(self.m.plain.text, one):
                continue
            asked = AskedSize(text=self.m.plain.low[one.start : one.end], start=one.start, end=one.end)
            values = values_for(asked, sizes)
            if values:
                self.covered.append((one.start, one.end))
                return {each.value: each.label for each in values}, [asked.text]
        return {}, []

    def _worn(self, kinds: Sequence[str]) -> bool:
        worn = any(is_kind_of(kind, each) for kind in kinds for each in _WORN)
        if "rain" in occasions_said(self.m) and not kinds:
            return True
        return worn or any(key in _OF_WORN for one in self.m.found if one.wanted for key in one.of("f:"))

    def _all_sides(self) -> None:
        for sides in sides_said(self.m.plain, self.covered):
            self.covered.append((sides.start, sides.end))
            self.fresh.append(sides_wish(sides, self.m.plain.said(sides.start, sides.end)))

    def _measures(self, kinds: Sequence[str], categories: Sequence[str], criticised: set[str]) -> list[Measure]:
        exact = measures_said(self.m.plain, kinds, self._measured(categories), self.covered)
        self.covered += [(one.start, one.end) for one in exact]
        exact = [one for one in exact if one.bounded or not have_amount(self.setting.last, one)]
        general = [
            one
            for one in general_measures(self.m.plain, kinds, occasions_said(self.m), exact, self._measured(categories))
            if one.name not in criticised
        ]
        for one in (*exact, *general):
            label = measure_label(one.name, one.dimension, one.low, one.high)
            words = self.m.plain.said(one.start, one.end) if one.end else one.known_from
            wish = Wish(
                kind="measure",
                name=one.name,
                dimension=one.dimension,
                low=one.low,
                high=one.high,
                said=words,
                label=label,
            )
            self.fresh.append(wish)
            if one.known_from:
                self.knowledge.append((wish, one.known_from))
        return [*exact, *general]

    def _budget(self) -> None:
        sold_in = self.setting.schema.currencies
        # Without decimals an amount in yen would be a hundred times what was meant.
        currency = (
            self.need.currency
            or self.setting.told_currency
            or (sold_in[0] if len(sold_in) == 1 else self.setting.paid_in)
        )
        found = budget_said(self.m.plain, currency, self.covered)
        low, high = (found.low, found.high) if found else (None, None)
        words = found.said if found else ""
        if found is None and (amount := self._corrected_amount() or self._beside_currency()) is not None:
            high = minor(amount, currency)
        if low is None and high is None:
            return
        self.fresh.append(
            Wish(
                kind="price",
                low=None if low is None else Decimal(low),
                high=None if high is None else Decimal(high),
                currency=currency,
                said=words,
                label=price_label(low, high, currency),
            )
        )

    def _beside_currency(self) -> Decimal | None:
        """A number alone between commas, where a currency is named: "sandalwood, EUR, 170"."""
        if not currency_said(self.m.plain, self.setting.schema.currencies):
            return None
        alone = [
            Decimal(self.m.tokens[first].norm)
            for first, last in self.m.segments
            if first == last and self.m.tokens[first].norm.isdigit() and not self._covers(self.m.tokens[first].start)
        ]
        return alone[0] if len(alone) == 1 and alone[0] >= 20 else None

    def _covers(self, place: int) -> bool:
        return any(start <= place < end for start, end in self.covered)

    def _corrected_amount(self) -> Decimal | None:
        """A bare number that corrects or gives the budget: "no, 500, not 300"."""
        amounts = [one for one in bare_amounts(self.m.plain, self.covered) if one >= 5]
        short = len([one for one in self.m.tokens if one.word]) <= 4
        if len(amounts) != 1 or not (intents.corrects(self.m.plain.low) or (short and not self.m.found)):
            return None
        return amounts[0] if self.setting.need.of("price") or short else None

    def _criticised(self, said_of_shown: Criticism) -> None:
        """Criticism gives way to what was said outright of the same thing."""
        keys = {wish.key for wish in self.fresh}
        before = {wish.key: wish for wish in self.need.wishes}
        for wish in said_of_shown.wishes:
            if wish.key in keys:
                continue
            old = before.get(wish.key)
            if wish.kind == "price" and wish.high is not None and old and old.high is not None and old.high < wish.high:
                continue
            self.fresh.append(wish)
            if wish.kind == "price" and self.need.currency is None:
                self.need = replace(self.need, currency=wish.currency)

    def _about(self, asked: intents.Ask, said_of_shown: Criticism) -> tuple[str, ...]:
        spoken_of = [*named(self.m, self.setting, unwanted=False), *said_of_shown.kept, *said_of_shown.liked]
        if asked == "compare":
            spoken = [one.product_id for one in said_of_shown.pieces]
            return intents.pieces_compared(spoken, spoken_of)
        return tuple(dict.fromkeys(spoken_of))

    def _words(self, need: Need) -> tuple[str, ...]:
        """Words about the goods that no wish accounts for."""
        before = () if self.anew else self.setting.need.words
        told = " ".join(wish.said.lower() for wish in need.wishes)
        fresh = [
            words
            for one in self.m.found
            if one.wanted
            and (one.of("for:") or one.of("f:"))
            and (words := said(self.m.plain, one).lower()) not in told
        ]
        return tuple(dict.fromkeys([*before, *fresh]))[-_MOST_WORDS:]
