"""What a cart costs, line by line, in exact integers. Pure.

Steps: lines of one variant are joined; each line is refused or priced; the payable lines are added up (`subtotal`).
`promoted.py` takes it from there with the rules in force: `total` is after them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mercery.claims.values import Stock
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.price import VariantPrice
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.quoting.walk import Quote as Walk
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar

MOST_PER_LINE = 999
Refusal = Literal["unknown", "quantity", "not_sold_in_currency", "sold_out", "too_few"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CartLine:
    """What a buyer wants: pieces of one variant."""

    product_id: str
    variant_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProblem:
    """Why a line cannot be bought as it is."""

    kind: Refusal
    message: Words
    available: int = 0
    """How many could be bought now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """One variant of the cart. `total` is None exactly when there is a `problem`; such a line is not in the sums."""

    product_id: str
    variant_id: str
    quantity: int
    price: VariantPrice | None
    total: Money | None
    problem: LineProblem | None
    paid: Money | None = None
    """What is paid for the line once every rule has taken its share off; None where no rules were asked."""
    unit_paid: tuple[Money, ...] = ()
    """The same by unit, which is what comes back for one; adds up to `paid`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CartPromotions:
    """How the rules in force came to what is paid."""

    quote: Walk
    """The best price with its steps, whether it is proved to be the best, what a platform that goes by priority asks, and
    what is missing for rules that were not used."""
    chosen: Priced
    """What is asked: the best, or what priority gives where the shop's policy says so."""
    calendar: Calendar
    """The rules that hold at this moment, over the goods of the cart."""
    buyer: Buyer
    release: int
    certificate: str
    """The proof of what is in force; empty where there is none."""
    names: Mapping[str, Words]
    """What the rules are called, by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CartQuote:
    """What the payable lines cost at `at`."""

    currency: str
    at: datetime
    lines: tuple[QuoteLine, ...]
    subtotal: Money
    """The payable lines added up."""
    total: Money
    """What is to be paid for the payable lines: with every rule, and with delivery where the shop has told promotions what it
    costs."""
    saving: Money
    """How far the lines are below their compare-at prices."""
    tax_included: bool | None
    """Whether the amounts contain tax; None when the lines differ."""
    valid_to: datetime | None
    """The first moment at which one of the prices ends."""
    discount: Money | None = None
    """How far rules of the cart and the buyer bring the goods below `subtotal`; None where no rules were asked."""
    shipping: Money | None = None
    """Of `total`, what is for delivery; None where it is no part of it."""
    promotions: CartPromotions | None = field(default=None, compare=False)

    @property
    def before(self) -> Money:
        """What the payable goods come to at their list and compare-at prices, before any reduction."""
        return self.subtotal + self.saving

    @property
    def count(self) -> int:
        """Pieces that can be bought."""
        return sum(line.quantity for line in self.lines if line.problem is None)

    @property
    def problems(self) -> tuple[QuoteLine, ...]:
        """The lines that cannot be bought as they are."""
        return tuple(line for line in self.lines if line.problem is not None)

    @property
    def ready(self) -> bool:
        """Whether there is something to buy and nothing stands in the way."""
        return bool(self.lines) and not self.problems


def quote(
    lines: Iterable[CartLine],
    *,
    currency: str,
    at: datetime,
    prices: Mapping[str, VariantPrice],
    stock: Mapping[str, Stock],
) -> CartQuote:
    """The quote of `lines`. `stock` knows the variants on sale; a variant missing there is refused as unknown."""
    quoted = tuple(_quote_line(line, currency, prices.get(line.variant_id), stock) for line in joined(lines))
    payable = [line for line in quoted if line.total is not None and line.price is not None]
    subtotal, saving = Money.zero(currency), Money.zero(currency)
    for line in payable:
        assert line.total is not None and line.price is not None
        subtotal += line.total
        saving += line.price.saving * line.quantity
    included = {line.price.price.tax_included for line in payable if line.price}
    ends = [line.price.valid_to for line in payable if line.price and line.price.valid_to]
    return CartQuote(
        currency=currency,
        at=at,
        lines=quoted,
        subtotal=subtotal,
        total=subtotal,
        saving=saving,
        tax_included=included.pop() if len(included) == 1 else None,
        valid_to=min(ends, default=None),
    )


def joined(lines: Iterable[CartLine]) -> Sequence[CartLine]:
    """One line per variant, in the order of first appearance: stock is counted once for all of them."""
    found: dict[str, CartLine] = {}
    for line in lines:
        known = found.get(line.variant_id)
        quantity = line.quantity + (known.quantity if known else 0)
        found[line.variant_id] = CartLine(product_id=line.product_id, variant_id=line.variant_id, quantity=quantity)
    return list(found.values())


def _quote_line(line: CartLine, currency: str, price: VariantPrice | None, stock: Mapping[str, Stock]) -> QuoteLine:
    problem = _problem(line, currency, price, stock.get(line.variant_id))
    return QuoteLine(
        product_id=line.product_id,
        variant_id=line.variant_id,
        quantity=line.quantity,
        price=price,
        total=price.price.amount * line.quantity if price and not problem else None,
        problem=problem,
    )


def _problem(line: CartLine, currency: str, price: VariantPrice | None, stock: Stock | None) -> LineProblem | None:
    if stock is None:
        return LineProblem(
            kind="unknown", message=Words("This piece is no longer in the shop.", "这件商品已不在本店出售。")
        )
    if price is None:
        message = Words(f"This piece is not sold in {currency}.", f"这件商品不以 {currency} 出售。")
        return LineProblem(kind="not_sold_in_currency", message=message)
    if not 1 <= line.quantity <= MOST_PER_LINE:
        message = Words(f"Choose between 1 and {MOST_PER_LINE} pieces.", f"请选择 1 至 {MOST_PER_LINE} 件。")
        return LineProblem(kind="quantity", message=message)
    return _stock_problem(line.quantity, stock)


def _stock_problem(quantity: int, stock: Stock) -> LineProblem | None:
    if not stock.available:
        if stock.restock is None:
            message = Words("Sold out. No restock date is known.", "暂时缺货，到货日期未定。")
        else:
            day = stock.restock
            message = Words(
                f"Sold out. Expected back on {day.day} {day:%B} {day.year}.",
                f"暂时缺货，预计 {day.year} 年 {day.month} 月 {day.day} 日到货。",
            )
        return LineProblem(kind="sold_out", message=message)
    if stock.quantity is not None and quantity > stock.quantity:
        left = stock.quantity
        message = Words(
            f"Only {left} in stock, {quantity} in your bag.", f"库存仅 {left} 件，购物袋中有 {quantity} 件。"
        )
        return LineProblem(kind="too_few", message=message, available=left)
    return None
