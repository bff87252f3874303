"""Customers from Shopify's and WooCommerce's exports and from JSON or any table with an e-mail column."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from mercery.core.errors import MerceryError
from mercery.core.files.amounts import Unreadable, parse_flag, parse_moment
from mercery.core.files.problems import ProblemLog, refused
from mercery.core.files.rows import columns_of, rows_of
from mercery.core.files.tabular import Row, heading, text_of
from mercery.core.files.twice import Once
from mercery.core.i18n import Words, lang_from_tag
from mercery.customers.contact_reading import address_of, payment_methods_of
from mercery.customers.customer import Customer, PaymentMethod

_KEY: Final = (
    "key",
    "customer id",
    "id",
    "user id",
    "customer key",
    "email",
    "customer email",
    "user email",
    "邮箱",
    "电子邮箱",
    "会员号",
)
_EMAIL: Final = ("email", "customer email", "user email", "e mail", "billing email", "邮箱", "电子邮箱")
_PHONE: Final = ("phone", "default address phone", "billing phone", "telephone", "手机", "电话", "手机号")
_NAME: Final = ("name", "full name", "display name", "customer name", "姓名", "会员名")
_FIRST: Final = ("first name", "billing first name", "名")
_LAST: Final = ("last name", "billing last name", "姓")
_COUNTRY: Final = ("country", "default address country code", "country code", "billing country", "国家")
_MARKETING: Final = ("accepts email marketing", "accepts marketing", "newsletter")
_CREATED: Final = (
    "created at",
    "registered",
    "user registered",
    "date registered",
    "sign up",
    "customer since",
    "注册时间",
)
_ORDERS: Final = (
    "financial status",
    "order total",
    "order number",
    "lineitem name",
    "order status",
    "placed at",
    "line items",
    "lines",
)


def likeness(path: Path) -> float:
    """How surely the file holds customers."""
    columns = columns_of(path)
    if not columns & set(_EMAIL) or columns & {"price", "variant price", "regular price", *_ORDERS}:
        return 0.0
    named = columns & {*_FIRST, *_LAST, *_NAME}
    return 0.9 if named or columns & {*_MARKETING, *_PHONE} else 0.6


def read_customers(path: Path, name: str, currency: str = "EUR") -> tuple[list[Customer], ProblemLog]:
    """The customers in the file; FileRefused with every problem."""
    log = ProblemLog(name)
    found: dict[str, Customer] = {}
    once = Once(what=Words("customer", "顾客"), name="key")
    for row in rows_of(path, name, log):
        customer = _customer(row, currency, log)
        if customer is None:
            continue
        if problem := once.again(customer.key, row.line):
            log.take([problem])
        found[customer.key] = customer
    if not found and not log.errors:
        raise refused(
            name, "The file holds no customer.", "Export it again.", line=1, zh="文件中没有顾客，请重新导出。"
        )
    log.refuse()
    return list(found.values()), log


def _get(row: Row, names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := text_of(row.cells.get(name)))), "")


def _code(row: Row, names: tuple[str, ...]) -> str:
    """A number or address; the apostrophe that keeps spreadsheets from reading it as a number is no part of it."""
    return _get(row, names).lstrip("'")


def _customer(row: Row, currency: str, log: ProblemLog) -> Customer | None:
    email, key = _code(row, _EMAIL).lower(), _code(row, _KEY)
    if not key:
        log.stop(
            "The row has neither an id nor an e-mail address.",
            "Give it one.",
            line=row.line,
            field="key",
            zh="此行既无顾客编号也无邮箱地址，请至少填写一项。",
        )
        return None
    if email and ("@" not in email or " " in email):
        log.stop(
            f"'{email}' is not an e-mail address.",
            "Mend it.",
            line=row.line,
            column="Email",
            field="email",
            zh=f"“{email}”不是邮箱地址，请更正。",
        )
        return None
    names = " ".join(part for part in _names(row) if part)
    return Customer(
        key=key,
        email=email or None,
        name=names or _get(row, _NAME),
        phone=_code(row, _PHONE) or None,
        language=lang_from_tag(_get(row, ("language", "locale", "语言"))),
        country=_country(_get(row, _COUNTRY)),
        accepts_marketing=bool(parse_flag(_get(row, _MARKETING))),
        tags=tuple(tag.strip() for tag in _get(row, ("tags", "标签")).split(",") if tag.strip()),
        address=address_of(row.cells, "address", "default address"),
        payment_methods=_methods(row, currency, log),
        created_at=moment(_get(row, _CREATED), row, log),
        source_line=row.line or None,
    )


def _names(row: Row) -> tuple[str, str]:
    """First and last name: in columns, or in an object called name."""
    nested = row.cells.get("name")
    cells = {heading(str(key)): value for key, value in nested.items()} if isinstance(nested, dict) else row.cells
    inner = Row(row.line, cells)
    return _get(inner, _FIRST), _get(inner, _LAST)


def _methods(row: Row, currency: str, log: ProblemLog) -> tuple[PaymentMethod, ...]:
    try:
        return payment_methods_of(row.cells.get("payment methods"), currency)
    except (Unreadable, MerceryError) as error:
        log.stop(
            f"{error}.",
            "Mend the payment methods.",
            line=row.line,
            column="payment methods",
            zh="支付方式无法识别，请更正。",
        )
        return ()


def _country(text: str) -> str | None:
    return text.upper() if len(text) == 2 and text.isalpha() else None


def moment(text: str, row: Row, log: ProblemLog, column: str = "created") -> datetime | None:
    """A time, None when empty; an unreadable one is reported."""
    if not text:
        return None
    try:
        return parse_moment(text)
    except Unreadable as error:
        log.stop(
            f"{error}.",
            "Write a date such as 2026-12-10 14:30:00 +0100.",
            line=row.line,
            column=column,
            zh=f"{error.zh}，请填写日期，例如 2026-12-10 14:30:00 +0100。",
        )
        return None
