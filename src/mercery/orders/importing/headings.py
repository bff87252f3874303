"""What shop systems call the columns of an order, and what a row has written under them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.catalog.importing.draft import Context, money
from mercery.core.files.tabular import Row, text_of
from mercery.core.money import Money

NUMBER: Final = ("number", "order number", "name", "order id", "id", "order", "订单号", "订单编号")
EMAIL: Final = ("email", "billing email", "email billing", "customer email", "邮箱")
PLACED: Final = (
    "placed at",
    "created at",
    "order date",
    "date created",
    "paid date",
    "date",
    "paid at",
    "下单时间",
    "订单日期",
)
TOTAL: Final = (
    "total",
    "order total",
    "order total amount",
    "total amount",
    "total minor",
    "总金额",
    "订单金额",
    "实付金额",
)
SHIPPING: Final = (
    "shipping",
    "shipping total",
    "order shipping",
    "order shipping amount",
    "shipping amount",
    "shipping cost",
    "shipping minor",
    "运费",
)
DISCOUNT: Final = (
    "cart discount amount",
    "discount amount",
    "discount total",
    "cart discount",
    "discount",
    "discount minor",
    "优惠金额",
)
TAX: Final = ("taxes", "total tax", "tax total", "order total tax amount", "tax", "tax minor")
REFUND: Final = ("refunded amount", "order refund amount", "refunded total", "refund total")
LINE_TITLE: Final = ("lineitem name", "item name", "product name", "line item name", "title", "商品名称")
LINE_COUNT: Final = ("lineitem quantity", "quantity", "qty", "item quantity", "数量")
LINE_PRICE: Final = (
    "lineitem price",
    "item cost",
    "item price",
    "unit price",
    "price",
    "unit minor",
    "price minor",
    "unit price minor",
    "单价",
)
LINE_WHOLE: Final = ("item subtotal", "sub total", "item total", "line total")
LINE_SKU: Final = ("lineitem sku", "sku", "item sku", "product sku", "variant sku", "item id", "商品编码")
COUNTRY: Final = (
    "shipping country", "shipping country code", "country code shipping", "billing country", "country code billing", "country",
)  # fmt: skip
NOTE: Final = (
    "note", "notes", "order note", "order notes", "customer note", "customer notes", "customer message", "customer provided note",
    "备注", "订单备注", "客户备注", "买家备注", "买家留言", "顾客留言",
)  # fmt: skip
CHANNEL: Final = (
    "channel", "sales channel", "source name", "created via", "source", "渠道", "销售渠道", "订单渠道", "订单来源",
)  # fmt: skip


def cell(row: Row, names: Sequence[str]) -> str:
    """The first of these columns in which the row has something; empty where none has."""
    return next((text for name in names if (text := text_of(row.cells.get(name)))), "")


def amount(row: Row, names: Sequence[str], context: Context, currency: str) -> Money | None:
    """The first amount under these columns, without its sign; None where none has one or it cannot be read, which the log says."""
    for name in names:
        text = text_of(row.cells.get(name))
        if text:
            return money(
                context,
                text.removeprefix("-"),
                line=row.line,
                column=name,
                currency=currency,
                minor=name.endswith(" minor"),
            )
    return None
