"""Which column or key means what, from its name and its values, with a confidence. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from mercery.catalog.importing.fields import (
    CHINESE_COSTS,
    COSTS,
    GROSS,
    NAMES,
    NET,
    QUALIFIERS,
    currency_in,
    is_option,
    places,
)
from mercery.catalog.importing.in_chinese import in_chinese
from mercery.catalog.importing.option_columns import option_pairs
from mercery.core.files.amounts import Unreadable, is_currency, parse_amount, parse_whole
from mercery.core.files.tabular import heading

SURE: Final = 0.8
KINDS: Final = frozenset(
    ["simple", "configurable", "variable", "variation", "variant", "product", "parent", "child", "grouped", "bundle",
     "sku", "item", "virtual", "downloadable", "external", "product variant", "product variation", "master", "rule",
     "booking", "option", "product option", "product field", "product file", "field", "standard", "physical", "digital", "service", "gift card", "image"]
)  # fmt: skip
PARENT_KINDS: Final = frozenset(["configurable", "variable", "parent", "master"])
CHILD_KINDS: Final = frozenset(["variation", "variant", "child", "sku", "product variant", "product variation"])
ASIDE_KINDS: Final = frozenset(["option", "product option", "product field", "product file", "field", "image", "rule"])
SET_KINDS: Final = frozenset(["grouped", "bundle"])
_PRICES: Final = ("price", "was", "sale")
_LEAST: Final = 0.7
"""Below it a column stays what its heading says, an attribute."""
_WHOLE: Final = (
    "variants",
    "options",
    "attributes",
    "prices",
    "group",
    "parent",
    "kind",
    "status",
    "currency",
    "durable",
)
"""Fields that only their own name means; a part of a longer heading does not."""
_ASKED: Final = ("title", "price")
"""Without these a person is asked anyway, and then sees the less sure guesses too."""
_MINOR: Final = re.compile(r"(^| )(minor|cents?|pence|fen|分)( |$)")
_VARIANTS: Final = re.compile(r"^(product )?(variant|variation)s? |^sku ?(?=\S)|^(规格|型号|款式) ?(?=\S)")
"""What stands before a field of each variant, beside the same field of the product."""
_BRACKETS: Final = re.compile(r"[(（\[][^)）\]]*[)）\]]|[*#]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One field of ours and the column it is read from."""

    field: str
    column: str
    """The heading as the file writes it."""
    confidence: float
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMapping:
    """How a file's columns become fields. Columns in neither list become attributes by their own names."""

    guesses: tuple[Guess, ...]
    options: tuple[str, ...] = ()
    """Columns a buyer chooses by."""
    option_pairs: tuple[tuple[str, str], ...] = ()
    """Columns that name an option in one cell and its value in another."""
    attributes: tuple[str, ...] = ()
    chinese: Mapping[str, str] = field(default_factory=dict)
    """Columns that say in Chinese what another one says, and that other; as the file writes them."""
    product_columns: tuple[tuple[str, str], ...] = ()
    """Field and column (as compared) of the product as a whole, read where a variant's own column is empty."""
    ignored: tuple[str, ...] = ()
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The first values of every column, in the file's order, for a person who is asked."""
    confirmed: bool = False
    comma_decimal: bool = False

    def column(self, name: str) -> str | None:
        """The column read for field `name`, as compared."""
        return next((heading(guess.column) for guess in self.guesses if guess.field == name), None)

    def value(self, cells: Mapping[str, Any], name: str) -> Any:
        """The cell for field `name`: the variant's own, or else the product's."""
        own = cells.get(self.column(name) or "")
        if own not in (None, ""):
            return own
        return next((cells.get(column) for field, column in self.product_columns if field == name), own)

    def also(self, cells: Mapping[str, Any], column: str) -> Any:
        """What a row says in Chinese of `column` (compared as headings are); None where no column does."""
        return next(
            (cells.get(heading(own)) for own, other in self.chinese.items() if heading(other) == heading(column)), None
        )

    def confidence(self, name: str) -> float:
        """How sure the field is; 0 when it has no column."""
        return next((guess.confidence for guess in self.guesses if guess.field == name), 0.0)

    @property
    def sure(self) -> bool:
        """Whether it may be used without asking: a title and prices are surely found."""
        if self.confirmed:
            return True
        priced = max(self.confidence(name) for name in ("price", "prices", "sale"))
        return self.confidence("title") >= SURE and priced >= SURE

    def to_json(self) -> dict[str, Any]:
        """The form of a mapping file."""
        return {
            "fields": {guess.field: guess.column for guess in self.guesses},
            "options": list(self.options),
            "attributes": list(self.attributes),
            "chinese": dict(self.chinese),
        }


def is_minor(column: str) -> bool:
    """Whether the column's name says that it counts cents or fen."""
    return bool(_MINOR.search(heading(column)))


def guess_mapping(
    columns: Sequence[str], samples: Mapping[str, Sequence[str]], *, currency: str = "EUR"
) -> FieldMapping:
    """The best mapping for `columns` (as the file writes them), seen the sampled values of each.

    `currency`: the shop's; of two price columns that name currencies, its own is the price.
    """
    chinese = in_chinese(columns, samples)
    pairs = option_pairs([column for column in columns if column not in chinese])
    apart = {column for pair in pairs for column in pair} | chinese.keys()
    candidates: list[tuple[float, int, str, str]] = []
    for place, column in enumerate(columns):
        for name in NAMES if column not in apart else ():
            score = _score(name, column, samples.get(column, ()), currency)
            if score > 0:
                candidates.append((score, -place, name, column))
    candidates.sort(key=lambda row: (-row[0], -row[1]))
    taken: dict[str, Guess] = {}
    used = set(apart)
    for score, _, name, column in candidates:
        enough = _LEAST if name not in _ASKED else 0.0
        if name not in taken and column not in used and score >= enough:
            taken[name] = Guess(
                field=name,
                column=column,
                confidence=round(min(score, 0.99), 2),
                samples=tuple(samples.get(column, ())[:3]),
            )
            used.add(column)
    _named_in_chinese(chinese, samples, taken)
    _list_price_alone(taken)
    product_columns = _variants_own(columns, samples, taken, used)
    _by_values(columns, samples, taken, used)
    rest = [column for column in columns if column not in used]
    options = [column for column in rest if is_option(heading(column))]
    prices = [value for name in _PRICES if name in taken for value in samples.get(taken[name].column, ())]
    return FieldMapping(
        guesses=tuple(taken[name] for name in NAMES if name in taken),
        options=tuple(options),
        option_pairs=pairs,
        product_columns=product_columns,
        attributes=tuple(column for column in rest if column not in options),
        chinese=chinese,
        comma_decimal=writes_comma_decimals(prices),
    )


def _variants_own(
    columns: Sequence[str], samples: Mapping[str, Sequence[str]], taken: dict[str, Guess], used: set[str]
) -> tuple[tuple[str, str], ...]:
    """Where price, stock or SKU stand for the product and again for each variant, the variant's column counts."""
    found = []
    for name in ("price", "stock", "sku"):
        guess = taken.get(name)
        for column in columns:
            bare = _VARIANTS.sub("", heading(column)).strip()
            if guess is None or column in used or bare == heading(column) or not _alike(name, bare):
                continue
            if _VARIANTS.match(heading(guess.column)) or not samples.get(column):
                continue
            found.append((name, heading(guess.column)))
            taken[name] = Guess(
                field=name, column=column, confidence=guess.confidence, samples=tuple(samples.get(column, ())[:3])
            )
            used.add(column)
            break
    return tuple(found)


def _named_in_chinese(chinese: dict[str, str], samples: Mapping[str, Sequence[str]], taken: dict[str, Guess]) -> None:
    """The Chinese of a name or a description is a field of its own."""
    for column, other in list(chinese.items()):
        guess = next((guess for guess in taken.values() if guess.column == other), None)
        name = f"{guess.field}_zh" if guess else ""
        if guess is None or name not in NAMES:
            continue
        del chinese[column]
        taken[name] = Guess(
            field=name, column=column, confidence=guess.confidence, samples=tuple(samples.get(column, ())[:3])
        )


def _list_price_alone(taken: dict[str, Guess]) -> None:
    """A list price is what a buyer pays when no other price stands beside it."""
    price, was = taken.get("price"), taken.get("was")
    if was is not None and (price is None or price.confidence < SURE <= was.confidence):
        taken["price"] = Guess(
            field="price", column=was.column, confidence=min(was.confidence, 0.85), samples=was.samples
        )
        del taken["was"]


def _score(name: str, raw: str, values: Sequence[str], currency: str) -> float:
    column = heading(raw)
    bare = heading(_BRACKETS.sub(" ", raw)) or column
    base = _alike(name, column)
    if not base and bare != column:
        base = _alike(name, bare) - 0.02 if _alike(name, bare) else 0.0
    tokens = bare.split()
    known = any(column in words or bare in words for words in places().values())
    if not base and not known:
        base = _by_core(name, tokens)
    if not base and not known and name not in _WHOLE:
        base = _inside(name, bare)
    if base and name in _PRICES:
        base = _priced(base, column.split(), raw, currency, exact=bool(_alike(name, column)))
    return base * _plausible(name, values) if base else 0.0


def _alike(name: str, column: str) -> float:
    place = places()[name].get(column)
    return 0.0 if place is None else 0.97 - 0.01 * min(place, 12)


def _by_core(name: str, tokens: list[str]) -> float:
    """The name alone once words such as "product", "incl. tax" or "EUR" are taken away."""
    core = [token for token in tokens if token not in QUALIFIERS]
    if not core or len(core) == len(tokens):
        return 0.0
    alone = " ".join(dict.fromkeys(core))
    return 0.9 - 0.005 * (len(tokens) - len(core)) if alone in places()[name] else 0.0


def _inside(name: str, column: str) -> float:
    """The name as a part of the heading: a hint, not a certainty."""
    spaced = f" {column} "
    for word in places()[name]:
        if word not in column or len(word) < 2:
            continue
        if word[0] >= "\u3040":
            return 0.7
        if len(word) > 3 and f" {word} " in spaced:
            return 0.6
    return 0.0


def _priced(base: float, tokens: list[str], raw: str, currency: str, *, exact: bool) -> float:
    """What else the heading says of an amount: cost, with or without tax, in which currency."""
    core = [token for token in tokens if token not in QUALIFIERS]
    if not exact and (COSTS.intersection(core) or any(word in raw for word in CHINESE_COSTS)):
        return 0.0
    words = set(tokens)
    said = currency_in(raw)
    if said and said != currency:
        base -= 0.03
    if words & NET and not words & GROSS:
        base -= 0.02
    return base


def _plausible(name: str, values: Sequence[str]) -> float:
    """How well the values look like the field: 1 when they do, near 0 when they cannot be it, above 1 when they prove it."""
    if name == "kind":
        known = (
            _share(values, lambda value: all(heading(part) in KINDS for part in value.split(","))) if values else 0.0
        )
        return 1.08 if known >= 0.8 else 0.0
    if not values or name in ("variants", "options", "attributes", "prices"):
        return 1.0
    if name in _PRICES:
        share = _share(values, _is_price)
        return 1.0 if share >= 0.4 else share
    if name == "stock":
        share = _share(values, _is_count)
        flags = len(values) > 1 and _share(values, lambda value: value in ("0", "1", "yes", "no", "true", "false")) == 1
        return (0.96 if flags else 1.0) if share >= 0.4 else share
    if name == "currency":
        return 1.0 if _share(values, lambda value: is_currency(value.upper()) or len(value) <= 4) >= 0.6 else 0.2
    if name in ("title", "brand", "category"):
        return 0.3 if _share(values, _is_number) > 0.8 else 1.0
    if name == "handle":
        return 0.3 if _share(values, lambda value: "://" in value) > 0.5 else 1.0
    if name == "status":
        return 0.3 if _share(values, _is_number) > 0.8 and len(set(values)) > 3 else 1.0
    return 1.0


def _share(values: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(bool(test(value)) for value in values) / len(values)


def _is_number(value: str) -> bool:
    return bool(re.fullmatch(r"[-+]?[\d.,\s]+", value))


def _is_price(value: str) -> bool:
    try:
        parse_amount(value.strip().lstrip("-−"), "EUR")
    except Unreadable:
        return False
    return True


def _is_count(value: str) -> bool:
    try:
        parse_whole(value)
    except Unreadable:
        return value.casefold() in ("yes", "no", "true", "false", "有货", "无货", "in stock", "out of stock", "instock",
                                    "outofstock", "in_stock", "out_of_stock", "preorder", "backorder")  # fmt: skip
    return True


def _by_values(
    columns: Sequence[str], samples: Mapping[str, Sequence[str]], taken: dict[str, Guess], used: set[str]
) -> None:
    """Last resort, never sure: a column of amounts is a price, the first column of words a title."""
    for name, test, confidence in (("price", _looks_like_money, 0.55), ("title", _looks_like_name, 0.5)):
        if name in taken or (name == "price" and "prices" in taken):
            continue
        for column in columns:
            values = samples.get(column, ())
            cost = name == "price" and COSTS.intersection(heading(column).split())
            if column not in used and values and not cost and _share(values, test) > 0.8:
                taken[name] = Guess(field=name, column=column, confidence=confidence, samples=tuple(values[:3]))
                used.add(column)
                break


def _looks_like_money(value: str) -> bool:
    return _is_price(value) and bool(re.search(r"[.,]\d{2}(\D|$)|[€$£¥]|[A-Z]{3}", value))


def _looks_like_name(value: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2,}", value)) and not value.startswith("http")


def writes_comma_decimals(values: Iterable[str]) -> bool:
    """Whether amounts are written 1.280,00: some value has a comma before one or two last digits, none a dot so."""
    comma = dot = False
    for value in values:
        bare = re.sub(r"[^\d.,]", "", value).strip(".,")
        comma = comma or bool(re.search(r",\d{1,2}$", bare))
        dot = dot or bool(re.search(r"\.\d{1,2}$", bare))
    return comma and not dot


@dataclass(slots=True)
class Sampler:
    """Collects up to 200 values per column."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, column: str, value: str) -> None:
        """Note one value."""
        values = self.found.setdefault(column, [])
        if value.strip() and len(values) < 200:
            values.append(value.strip())
