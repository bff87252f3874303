"""Wishes out of a plain form, as a model's structured output could fill it, held against what the shop has. Pure.

Every name is of a closed vocabulary: what the shop or the vocabulary does not know is left out and never guessed. The
form is a list of wishes under `wishes`, each `{"kind", "values", "unwanted", "low", "high", "unit", "currency", "by", "name",
"firm", "said"}`, as `FORM` describes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, cast

from mercery.catalog.slug import slug
from mercery.claims.measures import BASE, dimension, in_base
from mercery.core.i18n import Words
from mercery.core.money import minor_digits
from mercery.guide.hearing.categories import placed
from mercery.guide.hearing.colours import values_of
from mercery.guide.hearing.features import feature_label, feature_names
from mercery.guide.hearing.kinds import all_kinds, kinds_in
from mercery.guide.hearing.known import KnownGoods, KnownValue
from mercery.guide.hearing.labels import (
    AUDIENCES,
    OCCASIONS,
    colour_label,
    day_label,
    joined,
    kind_label,
    material_label,
    measure_label,
    price_label,
    turned,
)
from mercery.guide.hearing.lexicons import material_names
from mercery.guide.hearing.sizes import AskedSize, values_for
from mercery.guide.need import Firmness, Wish, WishKind

MOST_WISHES: Final = 20
"""Nobody wants more in one message; a longer list is a model that has lost itself."""
_SAID: Final = 200
FORM: Final[Mapping[str, str]] = {
    "category": "values: categories of the shop, or kinds of goods (`loafer`)",
    "brand": "values: brands of the shop",
    "colour": "values: colours of the shop, or of the vocabulary (`green`)",
    "material": "values: materials of the vocabulary (`leather`, `merino wool`); pure: nothing beside it",
    "size": "values: sizes as the shop has them, or as people say them (`38`, `M`)",
    "audience": "values: women, men, kids or adult",
    "occasion": "values: evening, travel, work, wedding, sport or beach",
    "feature": "name: a feature (`hood`, `zip`), or `name:value` (`movement:automatic`)",
    "measure": "name: an attribute that is an amount; low, high, and their unit",
    "price": "low, high in whole units of the currency; currency: its code",
    "on_sale": "nothing more",
    "delivery": "by: the day, as 2026-12-24",
    "product": "values: ids of pieces that were shown",
}
"""Each kind of wish and what belongs to it: the closed grammar a model is given."""

Row = Mapping[str, object]


def from_structured(data: object, known: KnownGoods, *, turn: int = 0) -> tuple[Wish, ...]:
    """The wishes of a filled form; whatever is not of the closed vocabulary is left out."""
    rows = data.get("wishes") if isinstance(data, Mapping) else data
    if not isinstance(rows, Sequence) or isinstance(rows, str | bytes):
        return ()
    found: dict[str, Wish] = {}
    for row in rows[:MOST_WISHES]:
        for wish in _read(row, known, turn) if isinstance(row, Mapping) else ():
            found[wish.key] = wish
    return tuple(found.values())


def _read(row: Row, known: KnownGoods, turn: int) -> Iterable[Wish]:
    kind = row.get("kind")
    reader = _READERS.get(str(kind))
    if reader is None:
        return
    for given in reader(row, known):
        unwanted = row.get("unwanted") is True and given.kind not in ("price", "on_sale", "delivery", "measure")
        firmness: Firmness = "wish" if row.get("firm") is False else "must"
        yield _placed(given, unwanted, firmness, str(row.get("said") or "")[:_SAID], turn)


def _placed(wish: Wish, unwanted: bool, firmness: Firmness, said: str, turn: int) -> Wish:
    return Wish(
        kind=wish.kind, values=wish.values, unwanted=unwanted, pure=wish.pure and not unwanted, term=wish.term, name=wish.name, low=wish.low,
        high=wish.high, dimension=wish.dimension, currency=wish.currency, by=wish.by, firmness=firmness, said=said, turn=turn,
        label=turned(wish.label, unwanted),
    )  # fmt: skip


def _texts(row: Row) -> list[str]:
    values = row.get("values")
    if isinstance(values, str):
        values = [values]
    if not isinstance(values, Sequence):
        return []
    return [value.strip() for value in values if isinstance(value, str) and value.strip()]


def _categories(row: Row, known: KnownGoods) -> Iterable[Wish]:
    named = {one.value: one.label for one in known.schema.categories}
    values: dict[str, None] = {}
    kinds: list[str] = []
    narrow = False
    for text in _texts(row):
        if text in named or slug(text) in named:
            values[text if text in named else slug(text)] = None
            continue
        for kind in [text] if text in all_kinds() else sorted(kinds_in(text)):
            place = placed(kind, known.schema)
            kinds.append(kind)
            values.update(dict.fromkeys(place.values))
            narrow = narrow or not place.whole
    if values and not (narrow and row.get("unwanted") is True):
        label = joined([named[value] for value in values if value in named])
        yield Wish(kind="category", values=tuple(values), term="/".join(kinds), label=label)
    if kinds and narrow:
        label = joined([kind_label(kind) for kind in kinds])
        yield Wish(kind="feature", name="kind", values=tuple(kinds), term=kinds[0], label=label)


def _own(kind: WishKind, own: Sequence[KnownValue], row: Row) -> Iterable[Wish]:
    named = {one.value: one for one in own}
    values = tuple(dict.fromkeys(value for text in _texts(row) if (value := slug(text)) in named))
    if values:
        yield Wish(kind=kind, values=values, label=joined([named[value].label for value in values]))


def _brands(row: Row, known: KnownGoods) -> Iterable[Wish]:
    return _own("brand", known.schema.brands, row)


def _colours(row: Row, known: KnownGoods) -> Iterable[Wish]:
    own = {one.value: one for one in known.schema.colours}
    values: dict[str, None] = {}
    terms: dict[str, None] = {}
    for text in _texts(row):
        for one in [own[slug(text)]] if slug(text) in own else values_of(text.lower(), known.schema):
            values[one.value] = None
            terms[text.lower().replace("-", " ")] = None
    if values:
        yield Wish(
            kind="colour",
            values=tuple(values),
            term="/".join(terms),
            label=joined([colour_label(one) for one in terms]),
        )


def _materials(row: Row, known: KnownGoods) -> Iterable[Wish]:
    names = tuple(dict.fromkeys(name for text in _texts(row) if (name := text.lower()) in material_names()))
    if names:
        pure = row.get("pure") is True and len(names) == 1
        label = joined([material_label(name, pure=pure) for name in names])
        yield Wish(kind="material", values=names, term="/".join(names), pure=pure, label=label)


def _sizes(row: Row, known: KnownGoods) -> Iterable[Wish]:
    found: dict[str, Words] = {}
    for text in _texts(row):
        asked = AskedSize(text=text.lower(), start=0, end=len(text))
        exact = [one for one in known.schema.sizes if one.value == slug(text)]
        found.update({one.value: one.label for one in exact or values_for(asked, known.schema.sizes)})
    if found:
        yield Wish(kind="size", values=tuple(found), label=joined(list(found.values())))


def _audiences(row: Row, known: KnownGoods) -> Iterable[Wish]:
    values = [text.lower() for text in _texts(row) if text.lower() in AUDIENCES]
    if values:
        yield Wish(kind="audience", values=tuple(values[:1]), label=AUDIENCES[values[0]])


def _occasions(row: Row, known: KnownGoods) -> Iterable[Wish]:
    values = tuple(dict.fromkeys(text.lower() for text in _texts(row) if text.lower() in OCCASIONS))
    if values:
        yield Wish(kind="occasion", values=values, label=joined([OCCASIONS[value] for value in values]))


def _features(row: Row, known: KnownGoods) -> Iterable[Wish]:
    name = str(row.get("name") or "").strip().lower()
    if name in feature_names():
        own, _, value = name.partition(":")
        yield Wish(kind="feature", name=own, values=(value,) if value else (), label=feature_label(name))
    elif name in known.schema.flags:
        yield Wish(kind="feature", name=name, label=known.schema.flags[name])


def _measures(row: Row, known: KnownGoods) -> Iterable[Wish]:
    name, unit = str(row.get("name") or ""), str(row.get("unit") or "")
    of = {one.name: one.dimension for one in known.schema.measured.measured}.get(name)
    low, high = _number(row.get("low")), _number(row.get("high"))
    if of is None or unit not in BASE or dimension(unit) != of or (low is None and high is None):
        return
    low, high = (None if one is None else in_base(one, unit) for one in (low, high))
    if low is not None and high is not None and low > high:
        return
    yield Wish(kind="measure", name=name, dimension=of, low=low, high=high, label=measure_label(name, of, low, high))


def _prices(row: Row, known: KnownGoods) -> Iterable[Wish]:
    currency = str(row.get("currency") or "").upper() or None
    if currency is not None and currency not in known.schema.currencies:
        return
    digits = minor_digits(currency) if currency else 2
    low, high = (None if one is None else one.scaleb(digits).to_integral_value() for one in (_number(row.get("low")), _number(row.get("high"))))  # fmt: skip
    if (low is None and high is None) or (low is not None and high is not None and low > high):
        return
    label = price_label(None if low is None else int(low), None if high is None else int(high), currency)
    yield Wish(kind="price", low=low, high=high, currency=currency, label=label)


def _reduced(row: Row, known: KnownGoods) -> Iterable[Wish]:
    yield Wish(kind="on_sale", label=Words("On sale", "优惠中"))


def _deliveries(row: Row, known: KnownGoods) -> Iterable[Wish]:
    try:
        day = date.fromisoformat(str(row.get("by") or ""))
    except ValueError:
        return
    yield Wish(kind="delivery", by=day, label=day_label(day))


def _products(row: Row, known: KnownGoods) -> Iterable[Wish]:
    values = tuple(dict.fromkeys(text for text in _texts(row) if text in known.pieces))
    if values:
        yield Wish(kind="product", values=values, label=joined([known.pieces[value].title for value in values]))


def _number(value: object) -> Decimal | None:
    """A number that is finite and not below nothing; a yes or no is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < 10**12 else None


_READERS: Final = cast(
    "Mapping[str, Callable[[Row, KnownGoods], Iterable[Wish]]]",
    {
        "category": _categories, "brand": _brands, "colour": _colours, "material": _materials, "size": _sizes, "audience": _audiences,
        "occasion": _occasions, "feature": _features, "measure": _measures, "price": _prices, "on_sale": _reduced, "delivery": _deliveries,
        "product": _products,
    },
)  # fmt: skip
