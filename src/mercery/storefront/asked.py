"""What a list of products was asked for in its address, and how that address changes. Pure.

`?q=…&colour=black&colour=red&min=100&max=500&stock=1&sale=1&sort=price_up&page=2&as=colour:black`; `min` and `max` are
in whole units of the visitor's currency, `as` names readings the shopper took away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final
from urllib.parse import parse_qsl, urlencode

from mercery.core.money import minor_digits
from mercery.search.filters import SORTS, Filters, Sort

PER_PAGE: Final = 24
LAST_PAGE: Final = 400
_RESERVED: Final = frozenset(
    {"q", "min", "max", "stock", "sale", "sort", "page", "as", "answer", "category", "collection"}
)
_MOST_PAIRS: Final = 60
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A list's address, understood."""

    path: str
    query: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    price_min: str = ""
    price_max: str = ""
    in_stock: bool = False
    on_sale: bool = False
    sort: Sort = "relevance"
    page: int = 1
    kept_as_words: frozenset[str] = frozenset()

    def filters(self, currency: str, *, category: str = "", collection: str = "") -> Filters:
        """The limits; `category` and `collection` come from the address of the page."""
        facets = dict(self.facets)
        if category:
            facets["category"] = (category,)
        if collection:
            facets["collection"] = (collection,)
        return Filters(
            facets=facets,
            price_min=_minor(self.price_min, currency),
            price_max=_minor(self.price_max, currency),
            in_stock=self.in_stock,
            on_sale=self.on_sale,
        )

    def with_pair(self, name: str, value: str) -> str:
        """The address with one more choice, from the first page."""
        return self._address([*self._kept(), (name, value)])

    def without_pair(self, name: str, value: str | None = None) -> str:
        """The address without one choice (every value of `name` where none is given)."""
        return self._address([pair for pair in self._kept() if not (pair[0] == name and value in (None, pair[1]))])

    def replaced(self, **changes: str) -> str:
        """The address with some values set anew; an empty one is taken out."""
        kept = [pair for pair in self._kept() if pair[0] not in changes]
        return self._address([*kept, *((name, value) for name, value in changes.items() if value)])

    def bare(self) -> str:
        """The address with only the words."""
        return self._address([("q", self.query)] if self.query else [])

    def hidden(self, *names: str) -> list[tuple[str, str]]:
        """The pairs a form has to carry along when it sets `names` itself."""
        return [pair for pair in self._kept() if pair[0] not in names]

    def _kept(self) -> list[tuple[str, str]]:
        return [pair for pair in self.pairs if pair[0] != "page"]

    def _address(self, pairs: Sequence[tuple[str, str]]) -> str:
        return f"{self.path}?{urlencode(list(dict.fromkeys(pairs)))}" if pairs else self.path


def _written(value: str) -> str:
    """A value as somebody may have written it: signs that show nothing are spaces, and it has an end, since every address
    on the page repeats it."""
    plain = "".join(sign if sign.isprintable() else " " for sign in value[:_LONGEST])
    return plain.strip()


def asked(path: str, query_string: str) -> Asked:
    """Read an address; what makes no sense is left out."""
    pairs = [(name, _written(value)) for name, value in parse_qsl(query_string[:4000])][:_MOST_PAIRS]
    single = dict(reversed(pairs))
    facets: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        usable = name not in _RESERVED or (name == "category" and "/c/" not in path)
        if usable and value and name.replace("_", "").isalnum() and value not in facets[name]:
            facets[name].append(value)
    sort = single.get("sort", "")
    return Asked(
        path=path,
        query=single.get("q", ""),
        pairs=tuple((name, value) for name, value in pairs if value),
        facets={name: tuple(values) for name, values in facets.items()},
        price_min=single.get("min", ""),
        price_max=single.get("max", ""),
        in_stock=single.get("stock") == "1",
        on_sale=single.get("sale") == "1",
        sort=sort if sort in SORTS else "relevance",
        page=_page(single.get("page", "1")),
        kept_as_words=frozenset(value for name, value in pairs if name == "as"),
    )


def _page(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _minor(text: str, currency: str) -> int | None:
    """Minor units of an amount a person typed; None when it is none."""
    try:
        amount = Decimal(text.replace(",", "").strip()) if text else None
    except InvalidOperation:
        return None
    if amount is None or not amount.is_finite() or not 0 <= amount < 10**9:
        return None
    return int(amount.scaleb(minor_digits(currency)))
