"""What patterns read, as parts of a rule that is not whole yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.entry.grammar.asking import Asking
from mercery.promotions.entry.grammar.goods import Ref
from mercery.promotions.entry.grammar.patterns import Piece
from mercery.promotions.entry.grammar.slots import Unclear, count, money, ordinal
from mercery.promotions.rules.benefit import (
    Benefit,
    Bundle,
    BuyGet,
    Deposit,
    Every,
    Fix,
    Gift,
    Off,
    Pct,
    PerLine,
    Points,
    Ship,
)  # fmt: skip
from mercery.promotions.rules.rule import Basis, Level, Refund
from mercery.promotions.rules.scope import Scope


@dataclass(kw_only=True)
class Draft:
    """A rule in the making."""

    piece: Piece
    benefit: Benefit
    need_amount: int = 0
    need_qty: int = 0
    said: str = ""
    """The words of the benefit."""
    open_unit: bool = False
    """An amount off of which nobody said whether it is for a piece or for the order."""
    on_top: bool = False
    endless: bool = False
    goods: list[tuple[Ref, ...]] = field(default_factory=list)
    """Lists of goods, each with the names that have to hold together."""
    without: list[Ref] = field(default_factory=list)
    shops: list[str] = field(default_factory=list)
    price_min: int | None = None
    price_max: int | None = None
    need_scope: Scope | None = None
    basis: Basis | None = None
    need_basis: Basis | None = None
    level: Level | None = None
    stage: int | None = None
    priority: int = 0
    merchant_bps: int = 10_000
    who: set[str] = field(default_factory=set)
    code: str | None = None
    group: str | None = None
    no_group: bool = False
    exclusive: bool = False
    excludes: set[str] = field(default_factory=set)
    cap: int | None = None
    budget: int | None = None
    times: int | None = None
    units: tuple[int, Piece] | None = None
    per_user: int | None = None
    total: int | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    returned: bool = True
    refund: Refund = "allocated"
    heads: list[Piece] = field(default_factory=list)
    """The first pieces of its steps, where there are several."""
    conditions: list[Piece] = field(default_factory=list)
    problems: list[Piece] = field(default_factory=list)
    """Pieces it cannot have."""


class Slots:
    """The words of a piece as values."""

    def __init__(self, piece: Piece, text: str, currency: str, asking: Asking) -> None:
        self.piece, self._text, self._currency, self.asking = piece, text, currency, asking

    def text(self) -> str:
        """The words of the whole piece, as they were written."""
        return self._text[self.piece.start : self.piece.end].strip()

    def has(self, name: str) -> bool:
        """Whether the slot was filled."""
        return name in self.piece.slots

    def words(self, name: str) -> str:
        """The words of a slot."""
        return self.piece.slots[name]

    def money(self, name: str) -> int:
        """Minor units."""
        return money(self.piece.slots[name], self._currency)

    def count(self, name: str, default: int | None = None) -> int:
        """A count."""
        if default is not None and not self.has(name):
            return default
        return count(self.piece.slots[name])

    def share(self, name: str) -> int:
        """Basis points off; asks where a rate can be meant in two ways."""
        return self.asking.share(self.piece, name)

    def refs(self, name: str) -> tuple[tuple[Ref, ...], ...]:
        """Goods: one of the list, each a set of names that hold together."""
        return self.asking.refs(self.piece, name)


_FREE: Final = 10_000
_FEW: Final = 12
"""Up to here a threshold without a currency may count pieces."""
Maker = Callable[[Slots], Draft]


def _draft(slots: Slots, benefit: Benefit, **more: object) -> Draft:
    return Draft(piece=slots.piece, benefit=benefit, **more)  # type: ignore[arg-type]


def _gift(slots: Slots) -> Draft:
    step = slots.money("step") if slots.has("step") else None
    need = slots.money("need") if slots.has("need") else 0
    gift = Gift(gift=_one_sku(slots, "gift"), qty=slots.count("q", 1), step=step)
    return _draft(slots, gift, need_amount=need)


def _one_sku(slots: Slots, name: str) -> str:
    refs = [ref for group in slots.refs(name) for ref in group if ref.kind == "sku"]
    if len(refs) != 1:
        raise Unclear(
            Words(
                "Which one article is the gift? Name it as in the catalogue.", "赠品是哪一款商品？请写出目录中的名称。"
            )
        )
    return refs[0].id


def scope_of(slots: Slots, name: str) -> Scope:
    refs = [ref for group in slots.refs(name) for ref in group]
    return Scope(
        tags=frozenset(ref.id for ref in refs if ref.kind == "tag"),
        skus=frozenset(ref.id for ref in refs if ref.kind == "sku"),
        shops=frozenset(ref.id for ref in refs if ref.kind == "shop"),
    )


def _buy_get(slots: Slots) -> Draft:
    bps = slots.share("r") if slots.has("r") else 10_000
    get = scope_of(slots, "get") if slots.has("get") else None
    draft = _draft(slots, BuyGet(n=slots.count("n", 1), m=slots.count("m", 1), bps=bps, get=get))
    draft.goods = list(slots.refs("goods")) if slots.has("goods") else []
    return draft


def _second(slots: Slots) -> Draft:
    """Every so-many-th piece."""
    place = ordinal(slots.words("k")) if slots.has("k") else 2
    bps = slots.share("f") if slots.has("f") else slots.share("r")
    draft = _draft(slots, BuyGet(n=place - 1, m=1, bps=bps))
    draft.goods = list(slots.refs("goods")) if slots.has("goods") else []
    return draft


def _buy_for(slots: Slots) -> Draft:
    """Buying one kind of goods gives another; one certain article for free is a gift."""
    bps = slots.share("f") if slots.has("f") else slots.share("r") if slots.has("r") else 10_000
    benefit = BuyGet(n=slots.count("n", 1), m=slots.count("m", 1), bps=bps, get=scope_of(slots, "get"))
    given = [ref for group in slots.refs("get") for ref in group]
    if bps == _FREE and len(given) == 1 and given[0].kind == "sku":
        draft = _draft(slots, Gift(gift=given[0].id, qty=slots.count("m", 1)), need_qty=slots.count("n", 0))
    else:
        draft = _draft(slots, benefit)
    draft.goods = list(slots.refs("goods"))
    return draft


def _buy_pay(slots: Slots) -> Draft:
    """Pieces taken, pieces paid."""
    whole, paid = slots.count("n"), slots.count("m")
    if paid > whole and slots.piece.kind == "two_for":
        return _draft(slots, Bundle(n=whole, price=slots.money("m")))
    if paid >= whole:
        raise Unclear(Words(f"{whole} taken and {paid} paid?", f"买{whole}付{paid}？"))
    draft = _draft(slots, BuyGet(n=paid, m=whole - paid))
    draft.goods = list(slots.refs("goods")) if slots.has("goods") else []
    return draft


def bare(words: str) -> int | None:
    """A figure without a currency so small that it may count pieces."""
    word = words.strip()
    number = int(word) if word.isdigit() else None
    return number if number is not None and 2 <= number <= _FEW else None


def put_threshold(draft: Draft, slots: Slots, name: str) -> None:
    """An amount, or pieces where a bare figure is small: then it is asked."""
    number = bare(slots.words(name))
    if number is not None:
        money_of = slots.money(name)
        start, end = slots.piece.places[name], slots.piece.places[name] + len(slots.words(name))
        choices = [Words(f"{number} pieces", f"{number}件"), Words(f"An amount of {number}", f"金额满{number}")]
        asked = Words(f"Does “{number}” count pieces?", f"“{number}”指件数还是金额？")
        if slots.asking.ask("figure", start, end, asked, choices) == 0:
            draft.need_amount, draft.need_qty = 0, number
        else:
            draft.need_amount = money_of
        return
    draft.need_amount = slots.money(name)


def _needing(slots: Slots, benefit: Benefit) -> Draft:
    draft = _draft(slots, benefit)
    put_threshold(draft, slots, "need")
    return draft


def _fixed_goods(slots: Slots) -> Draft:
    draft = _draft(slots, Fix(price=slots.money("price")))
    draft.goods = list(slots.refs("goods"))
    return draft


def _buy_free(slots: Slots) -> Draft:
    whole, free = slots.count("n"), slots.count("m")
    if free >= whole:
        raise Unclear(Words(f"{free} free of {whole}?", f"买{whole}免{free}？"))
    return _draft(slots, BuyGet(n=whole - free, m=free))


def _bundle(slots: Slots) -> Draft:
    """`3 for €99` is a price, `3 for 2` pays for two."""
    number, paid = slots.count("n"), slots.words("price").strip()
    pays = paid.isdigit() and int(paid) < number
    benefit = BuyGet(n=int(paid), m=number - int(paid)) if pays else Bundle(n=number, price=slots.money("price"))
    draft = _draft(slots, benefit)
    draft.goods = list(slots.refs("goods")) if slots.has("goods") else []
    return draft


def _points(slots: Slots) -> Draft:
    per = slots.count("p", 1)
    rate = slots.money("rate")
    if rate % per or rate == 0:
        raise Unclear(
            Words("A point pays less than the smallest coin; points are worth whole ones.", "每积分不足最小货币单位。")
        )
    most = 10_000 - slots.share("most") if "折" in slots.piece.slots.get("most", "") else 10_000
    most = slots.share("most") if slots.has("most") and most == 10_000 else most
    return _draft(slots, Points(rate=rate // per, max_bps=most))


def _ask(words: Words) -> Maker:
    def asked(_slots: Slots) -> Draft:
        raise Unclear(words)

    return asked


MAKERS: Final[Mapping[str, Maker]] = {
    "points": _points,
    "points_open": _ask(Words("What is a point worth?", "每积分抵多少？")),
    "deposit": lambda s: _draft(s, Deposit(pay=s.money("pay"), worth=s.money("worth"))),
    "gift": _gift,
    "gift_open": _ask(Words("Which gift? Name an article of the catalogue.", "送哪件赠品？请写出目录中的商品名称。")),
    "ship_pct": lambda s: _draft(s, Ship(bps=s.share("r"))),
    "ship_off": lambda s: _draft(s, Ship(amount=s.money("off"))),
    "ship": lambda s: _draft(s, Ship()),
    "every": lambda s: _draft(s, Every(step=s.money("step"), off=s.money("off"))),
    "ship_half": lambda s: _draft(s, Ship(bps=5000)),
    "second": _second,
    "buy_for": _buy_for,
    "buy_pay": _buy_pay,
    "two_for": _buy_pay,
    "who_pct": lambda s: _draft(s, Pct(bps=s.share("r"))),
    "fixed_goods": _fixed_goods,
    "who_fixed": lambda s: _draft(s, Fix(price=s.money("price"))),
    "fixed_each": lambda s: _draft(s, Fix(price=s.money("price"))),
    "buy_get": _buy_get,
    "buy_get_free": _buy_get,
    "buy_free": _buy_free,
    "bundle": _bundle,
    "per_line_pct": lambda s: _draft(s, PerLine(by="pct", value=s.share("r"), max_units=s.count("n") if s.has("n") else None)),
    "per_line_off": lambda s: _draft(s, PerLine(by="off", value=s.money("off"), max_units=s.count("n") if s.has("n") else None)),
    "qty_pct": lambda s: _draft(s, Pct(bps=s.share("r")), need_qty=s.count("q")),
    "qty_off": lambda s: _draft(s, Off(amount=s.money("off")), need_qty=s.count("q")),
    "unit_off_qty": lambda s: _draft(s, Off(amount=s.money("off"), per="unit"), need_qty=s.count("q")),
    "need_pct": lambda s: _needing(s, Pct(bps=s.share("r"))),
    "need_off": lambda s: _needing(s, Off(amount=s.money("off"))),
    "ship_price": _ask(
        Words("A fixed delivery fee is no offer: how much is taken off it?", "运费不能直接定价：请写明减多少。")
    ),
    "unit_off_need": lambda s: _draft(s, Off(amount=s.money("off"), per="unit"), need_amount=s.money("need")),
    "no_threshold": lambda s: _draft(s, Off(amount=s.money("off"))),
    "pct_more": lambda s: _draft(s, Pct(bps=s.share("r")), on_top=True),
    "pct": lambda s: _draft(s, Pct(bps=s.share("r") if s.has("r") else 5000)),
    "unit_off": lambda s: _draft(s, Off(amount=s.money("off"), per="unit")),
    "order_off": lambda s: _draft(s, Off(amount=s.money("off"))),
    "off_more": lambda s: _draft(s, Off(amount=s.money("off")), open_unit=True, on_top=True),
    "off": lambda s: _draft(s, Off(amount=s.money("off")), open_unit=True),
    "fixed": lambda s: _draft(s, Fix(price=s.money("price"))),
    "fixed_member": lambda s: _draft(s, Fix(price=s.money("price")), who={"member"}),
}  # fmt: skip
"""What each kind of pattern that begins a rule makes of its slots."""
