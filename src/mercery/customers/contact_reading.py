"""Addresses and payment methods as exports write them: nested objects, or columns of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mercery.core.files.amounts import Unreadable, parse_amount, parse_whole, to_money
from mercery.core.files.tabular import heading, text_of
from mercery.core.money import Money
from mercery.customers.customer import Address, PaymentKind, PaymentMethod

_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "line1": ("line1", "address1", "address 1", "street", "address line 1", "line 1"),
    "line2": ("line2", "address2", "address 2", "address line 2", "line 2"),
    "city": ("city", "town"),
    "region": ("region", "state", "province", "province code", "county"),
    "postcode": ("postcode", "zip", "postal code", "zip code"),
    "country": ("country", "country code"),
}
_COLUMN_PREFIXES: Final = ("shipping ", "default address ", "billing ", "")
_KINDS: Final[dict[str, PaymentKind]] = {
    "card": "card",
    "credit card": "card",
    "debit card": "card",
    "gift card": "gift_card",
    "paypal": "wallet",
    "alipay": "wallet",
    "wechat pay": "wallet",
    "apple pay": "wallet",
    "wallet": "wallet",
}


def address_of(cells: Mapping[str, Any], *names: str) -> Address | None:
    """The address in the nested object called one of `names`, else in columns; None where no street is named."""
    nested = next((cells[name] for name in names if isinstance(cells.get(name), dict)), None)
    if nested is not None:
        return _address({heading(str(key)): value for key, value in nested.items()}, "")
    return next((found for prefix in _COLUMN_PREFIXES if (found := _address(cells, prefix))), None)


def _address(cells: Mapping[str, Any], prefix: str) -> Address | None:
    parts = {
        part: next((text for name in names if (text := text_of(cells.get(prefix + name)))), "")
        for part, names in _PARTS.items()
    }
    return Address(**parts) if parts["line1"] else None


def payment_methods_of(held: object, currency: str) -> tuple[PaymentMethod, ...]:
    """The ways to pay in a list of objects; balances in `currency` where they name none. Unreadable raises."""
    if not isinstance(held, list):
        return ()
    return tuple(_method(one, currency) for one in held if isinstance(one, dict) and text_of(one.get("id")))


def _method(data: Mapping[str, Any], currency: str) -> PaymentMethod:
    cells = {heading(str(key)): value for key, value in data.items()}
    said = heading(text_of(cells.get("kind")) or text_of(cells.get("source")) or text_of(cells.get("type")))
    code = text_of(cells.get("currency")) or currency
    last_four = text_of(cells.get("last four")) or text_of(cells.get("last4"))
    if last_four and (len(last_four) > 4 or not last_four.isdigit()):
        raise Unreadable(
            f"'{last_four[:2]}…' is not the last four digits of a card", zh=f"“{last_four[:2]}…”不是银行卡末四位"
        )
    return PaymentMethod(
        id=text_of(cells["id"]),
        kind=_KINDS.get(said.replace("_", " "), "other"),
        brand=text_of(cells.get("brand")) or (said if said in ("paypal", "alipay", "wechat pay", "apple pay") else ""),
        last_four=last_four,
        balance=_balance(cells, code),
    )


def _balance(cells: Mapping[str, Any], currency: str) -> Money | None:
    if minor := text_of(cells.get("balance minor")):
        return Money(parse_whole(minor), currency)
    text = text_of(cells.get("balance"))
    return to_money(parse_amount(text, currency).number, currency)[0] if text else None
