"""Costs and floors from a file: any table or JSON with a SKU and a cost, Shopify's "Cost per item" among them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mercery.catalog.costs import GoodsCost
from mercery.core.errors import MerceryError
from mercery.core.files.amounts import Unreadable, is_currency, parse_amount, to_money
from mercery.core.files.problems import ProblemLog, refused
from mercery.core.files.rows import columns_of, rows_of
from mercery.core.files.tabular import Row, text_of

SKU: Final = (
    "sku",
    "variant sku",
    "item number",
    "article number",
    "seller sku",
    "商家编码",
    "货号",
    "商品编码",
    "sku编码",
)
COST: Final = (
    "cost", "cost per item", "unit cost", "cost price", "purchase price", "buying price", "einkaufspreis", "ek",
    "prix d achat", "coste", "costo", "成本", "成本价", "进价", "采购价",
)  # fmt: skip
FLOOR: Final = (
    "floor",
    "floor price",
    "minimum price",
    "min price",
    "lowest price",
    "mindestpreis",
    "prix minimum",
    "底价",
    "最低价",
    "最低售价",
)
CURRENCY: Final = ("currency", "currency code", "cost currency", "币种", "货币")


def read_costs(path: Path, name: str, currency: str) -> list[GoodsCost]:
    """The rows of the file; FileRefused with every problem. Amounts without a currency of their own are in `currency`."""
    log = ProblemLog(name)
    found = [row for raw in rows_of(path, name, log) if (row := _row(raw, currency, log)) is not None]
    if not found and not log.errors:
        raise refused(
            name, "No row has a SKU and a cost or floor.", f"Head the columns '{SKU[0]}', '{COST[0]}' and '{FLOOR[0]}'.",
            line=1, zh=f"没有一行同时有 SKU 与成本或底价。表头请用“{SKU[0]}”“{COST[0]}”“{FLOOR[0]}”。",
        )  # fmt: skip
    log.refuse()
    return found


def _row(raw: Row, currency: str, log: ProblemLog) -> GoodsCost | None:
    """One row; None where it says nothing of costs."""
    sku, cost, floor = _text(raw, SKU), _text(raw, COST), _text(raw, FLOOR)
    if not (cost or floor):
        return None
    if not sku:
        log.stop(
            "There is a cost and no SKU.",
            "Write the SKU.",
            line=raw.line,
            field="sku",
            zh="有成本但没有 SKU，请填写 SKU。",
        )
        return None
    code = known_currency(_text(raw, CURRENCY).upper() or currency, raw, log)
    if code is None:
        return None
    return GoodsCost(
        sku=sku, currency=code, cost=_minor(cost, code, "cost", raw, log), floor=_minor(floor, code, "floor", raw, log),
        line=raw.line,
    )  # fmt: skip


def known_currency(code: str, raw: Row, log: ProblemLog) -> str | None:
    """The code where it is a currency's; a problem in the log and None where it is none."""
    if is_currency(code):
        return code
    log.stop(
        f"'{code}' is no currency.",
        "Use a code as in EUR, CNY.",
        line=raw.line,
        field="currency",
        zh=f"“{code}”不是货币代码，请填写 EUR、CNY 等代码。",
    )
    return None


def _minor(text: str, currency: str, field: str, raw: Row, log: ProblemLog) -> int | None:
    if not text:
        return None
    try:
        amount, rounded = to_money(parse_amount(text, currency).number, currency)
    except (Unreadable, MerceryError) as error:
        log.stop(
            f"The {field} '{text}' cannot be read: {error}.",
            "Write a number such as 412.50.",
            line=raw.line,
            field=field,
            zh=f"“{text}”无法识别，请填写数字，例如 412.50。",
        )
        return None
    if rounded:
        log.stop(
            f"The {field} '{text}' has more decimals than {currency}.",
            "Leave them out.",
            line=raw.line,
            field=field,
            zh=f"“{text}”的小数位超出 {currency} 的规定，请去掉多余的小数。",
        )
    return amount.minor


def _text(raw: Row, names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := text_of(raw.cells.get(name)).strip())), "")


def beside_products(path: Path, currency: str) -> list[GoodsCost]:
    """What a file of products says of costs beside them. Read kindly: a product is not refused for a cost nobody can read."""
    log = ProblemLog(path.name)
    try:
        if not columns_of(path) & {*COST, *FLOOR}:
            return []
        found = [row for raw in rows_of(path, path.name, log) if (row := _row(raw, currency, ProblemLog(path.name)))]
    except (MerceryError, OSError, UnicodeError):
        return []
    return list(
        {(row.sku, row.currency): row for row in found if row.cost is not None or row.floor is not None}.values()
    )


def likeness(path: Path) -> float:
    """How surely the file holds costs and nothing else of goods."""
    columns = columns_of(path)
    named = columns & set(SKU) and columns & {*COST, *FLOOR}
    return 0.9 if named and not columns & _OF_PRODUCTS else 0.0


_OF_PRODUCTS: Final = frozenset(
    (
        "title",
        "name",
        "handle",
        "product name",
        "price",
        "variant price",
        "retail price",
        "商品名称",
        "名称",
        "价格",
        "售价",
        "标题",
    )
)
