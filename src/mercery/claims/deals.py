"""What a shop promises beside a price: promotions with their terms, and payment in instalments, as values of facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from mercery.core.i18n import Lang, Words
from mercery.core.money import Money

Gives = Literal["percent", "amount", "price", "pieces", "gift", "delivery", "points", "deposit"]
"""A share off; an amount off; what is paid in all; pieces of which some cost less; a present; delivery; points to pay with;
a deposit that counts for more."""
NOTHING: Final = Words("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing a promotion gives, and from what on. Everything a sentence says of it must be in here."""

    gives: Gives
    percent: Decimal | None = None
    """Share off; for `pieces`, of those that cost less (100: free)."""
    amount: Money | None = None
    """Off, or to be paid (`price`, a deposit)."""
    worth: Money | None = None
    """What a deposit counts as."""
    pieces: int | None = None
    """How many are free, reduced, given, or bought together at the price."""
    of_pieces: int | None = None
    """Of how many bought (buy 2, get 1: 3)."""
    from_amount: Money | None = None
    from_pieces: int | None = None
    every: bool = False
    """Again for each full amount."""
    per_piece: bool = False
    gift: Words = NOTHING


@dataclass(frozen=True, slots=True)
class Promotion:
    """A published promotion."""

    words: Words
    """In one sentence, without its end."""
    name: Words
    terms: tuple[Term, ...]
    goods: tuple[Words, ...] = ()
    """What it is for, one of them is enough; empty: everything."""
    not_goods: tuple[Words, ...] = ()
    audiences: tuple[Words, ...] = ()
    """Whom it is for; empty: everybody."""
    code: str = ""
    most: Money | None = None
    """The most it takes off an order."""
    with_others: bool | None = None
    """Whether it may be used with other promotions; None where it depends on which."""
    products: tuple[str, ...] | None = None
    """Ids of the products it is for, as far as they were asked about; None: all of them."""
    kind: Literal["promotion"] = "promotion"

    def covers(self, product_id: str) -> bool:
        """Whether the piece is among its goods."""
        return self.products is None or product_id in self.products


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money that is no price of a piece: a saving, a delivery fee, what is missing, what comes back."""

    money: Money
    kind: Literal["amount"] = "amount"


@dataclass(frozen=True, slots=True)
class Instalments:
    """A price paid in `count` monthly parts: the first `firsts` of them `each`, the others `last`."""

    count: int
    each: Money
    last: Money
    firsts: int
    total: Money
    """All parts together, fee included."""
    fee: Money
    annual_bps: int = 0
    """The effective yearly rate; 0: it costs nothing more."""
    kind: Literal["instalments"] = "instalments"


def deal_to_json(value: Promotion | Amount | Instalments) -> dict[str, object]:
    """The JSON form of one of these values."""
    if isinstance(value, Amount):
        return {"kind": "amount", "minor": value.money.minor, "currency": value.money.currency}
    if isinstance(value, Instalments):
        sums = {name: _sum(getattr(value, name)) for name in ("each", "last", "total", "fee")}
        whole = {"count": value.count, "firsts": value.firsts, "annual_bps": value.annual_bps}
        return {"kind": "instalments", **whole, **sums}
    return {
        "kind": "promotion",
        "words": _pair(value.words),
        "name": _pair(value.name),
        "terms": [_term_to_json(term) for term in value.terms],
        "goods": [_pair(one) for one in value.goods],
        "not_goods": [_pair(one) for one in value.not_goods],
        "audiences": [_pair(one) for one in value.audiences],
        "code": value.code,
        "most": _sum(value.most),
        "with_others": value.with_others,
        "products": None if value.products is None else list(value.products),
    }


def deal_text(value: Amount | Instalments, lang: Lang) -> str:
    """A sum, or `3 × €426.66`."""
    if isinstance(value, Amount):
        return value.money.text(lang)
    return f"{value.count} × {value.each.text(lang)}"


def promotion_from_json(data: Mapping[str, Any]) -> Promotion:
    """The promotion whose JSON form is `data`."""
    return Promotion(
        words=_words(data["words"]),
        name=_words(data["name"]),
        terms=tuple(_term_from_json(one) for one in data["terms"]),
        goods=tuple(_words(one) for one in data["goods"]),
        not_goods=tuple(_words(one) for one in data["not_goods"]),
        audiences=tuple(_words(one) for one in data["audiences"]),
        code=str(data["code"]),
        most=_money(data["most"]),
        with_others=data["with_others"],
        products=None if data["products"] is None else tuple(str(one) for one in data["products"]),
    )


def instalments_from_json(data: Mapping[str, Any]) -> Instalments:
    """The payment in parts whose JSON form is `data`."""
    each, last, total, fee = (_money(data[name]) for name in ("each", "last", "total", "fee"))
    if each is None or last is None or total is None or fee is None:
        raise KeyError("each")
    return Instalments(int(data["count"]), each, last, int(data["firsts"]), total, fee, int(data["annual_bps"]))


def amount_from_json(data: Mapping[str, Any]) -> Amount:
    """The sum whose JSON form is `data`."""
    return Amount(Money(int(str(data["minor"])), str(data["currency"])))


def _term_to_json(term: Term) -> dict[str, object]:
    return {
        "gives": term.gives,
        "percent": None if term.percent is None else str(term.percent),
        "amount": _sum(term.amount),
        "worth": _sum(term.worth),
        "pieces": term.pieces,
        "of_pieces": term.of_pieces,
        "from_amount": _sum(term.from_amount),
        "from_pieces": term.from_pieces,
        "every": term.every,
        "per_piece": term.per_piece,
        "gift": _pair(term.gift),
    }


def _term_from_json(data: Mapping[str, Any]) -> Term:
    return Term(
        gives=data["gives"],
        percent=None if data["percent"] is None else Decimal(str(data["percent"])),
        amount=_money(data["amount"]),
        worth=_money(data["worth"]),
        pieces=data["pieces"],
        of_pieces=data["of_pieces"],
        from_amount=_money(data["from_amount"]),
        from_pieces=data["from_pieces"],
        every=bool(data["every"]),
        per_piece=bool(data["per_piece"]),
        gift=_words(data["gift"]),
    )


def _pair(words: Words) -> list[str]:
    return [words.en, words.zh]


def _words(data: Any) -> Words:
    return Words(str(data[0]), str(data[1]))


def _sum(money: Money | None) -> list[object] | None:
    return None if money is None else [money.minor, money.currency]


def _money(data: Any) -> Money | None:
    return None if data is None else Money(int(data[0]), str(data[1]))
