"""What the product page's forms hold, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.datastructures import FormData

from mercery.catalog.costs import GoodsCost
from mercery.core.errors import Invalid
from mercery.core.files.amounts import Unreadable, parse_amount, parse_whole, to_money
from mercery.core.i18n import Words
from mercery.core.money import Money


def _text(form: FormData, name: str) -> str:
    return str(form.get(name) or "").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class StockForm:
    """Pieces and the next date of one variant."""

    sku: str
    quantity: int | None
    restock: date | None

    @classmethod
    def of(cls, form: FormData) -> StockForm:
        """Invalid when a number or date cannot be read."""
        pieces, day = _text(form, "quantity"), _text(form, "restock")
        try:
            quantity = parse_whole(pieces) if pieces else None
            restock = date.fromisoformat(day) if day else None
        except ValueError as error:
            raise Invalid(
                "Stock is a whole number and the restock date a day.",
                remedy="Mend the field.",
                zh="库存须为整数，补货日期须为日期，请修改。",
            ) from error
        return cls(sku=_text(form, "sku"), quantity=quantity, restock=restock)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceForm:
    """A list price."""

    sku: str
    amount: Money
    was: Money | None

    @classmethod
    def of(cls, form: FormData, currency: str) -> PriceForm:
        """Invalid when an amount cannot be read."""
        code = _text(form, "currency") or currency
        amount = _money(_text(form, "amount"), code)
        if amount is None:
            raise Invalid("The price is missing.", remedy="Write it, such as 1280.00.", zh="请填写价格，例如 1280.00。")
        return cls(sku=_text(form, "sku"), amount=amount, was=_money(_text(form, "was"), code))


def cost_of(form: FormData, currency: str) -> GoodsCost:
    """What a variant costs, and its floor; Invalid when an amount cannot be read. Empty: not known, no floor."""
    cost, floor = _money(_text(form, "cost"), currency), _money(_text(form, "floor"), currency)
    return GoodsCost(
        sku=_text(form, "sku"),
        currency=currency,
        cost=cost.minor if cost else None,
        floor=floor.minor if floor else None,
    )


def _money(text: str, currency: str) -> Money | None:
    if not text:
        return None
    try:
        amount, rounded = to_money(parse_amount(text, currency).number, currency)
    except Unreadable as error:
        raise Invalid(
            f"{str(error)[:1].upper()}{str(error)[1:]}.",
            remedy="Write a price such as 1280.00.",
            zh=f"价格“{text}”有误，请写成 1280.00。",
        ) from error
    if rounded:
        raise Invalid(
            f"'{text}' has more decimals than {currency}.",
            remedy="Leave them out.",
            zh=f"“{text}”的小数位超出 {currency} 的规定，请去掉多余的小数。",
        )
    return amount


def title_of(form: FormData) -> Words:
    """The titles; Invalid when both are empty."""
    words = Words(_text(form, "title_en"), _text(form, "title_zh"))
    if not (words.en or words.zh):
        raise Invalid(
            "A product needs a title in one language at least.",
            remedy="Write one.",
            zh="商品至少须有一种语言的标题，请填写。",
        )
    return words


def description_of(form: FormData) -> Words:
    """The descriptions."""
    return Words(_text(form, "description_en"), _text(form, "description_zh"))


def durability_of(form: FormData) -> tuple[bool | None, int | None]:
    """Whether one lasts for years, and after how many days another may be wanted."""
    durable = {"yes": True, "no": False}.get(_text(form, "durable"))
    days = _text(form, "replacement_days")
    try:
        return durable, parse_whole(days) if days else None
    except Unreadable as error:
        raise Invalid(
            "The replacement window is a whole number of days.",
            remedy="Write days, or leave it empty.",
            zh="耐用期为整数天数，请填写天数，或留空。",
        ) from error
