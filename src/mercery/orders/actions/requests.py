"""The closed set of things a customer can have done, and reading them from names and arguments.

A model, a program or a test may propose any name with any arguments; what comes out is one of these types or
`BadRequest`. Nothing is ignored: an argument that the action does not have refuses the whole request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, Final, Literal

from mercery.core.errors import Invalid, Problem
from mercery.customers.customer import Address

ActionName = Literal[
    "cancel_order",
    "change_order_address",
    "change_order_payment",
    "change_order_items",
    "return_items",
    "exchange_items",
    "change_customer_address",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder:
    """Call an order off."""

    order: str
    reason: str
    name: Literal["cancel_order"] = "cancel_order"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOrderAddress:
    """Send an order to another address."""

    order: str
    address: Address
    name: Literal["change_order_address"] = "change_order_address"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOrderPayment:
    """Pay an order in another way."""

    order: str
    payment_method: str
    name: Literal["change_order_payment"] = "change_order_payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """One piece for another: SKU that goes, SKU that comes."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOrderItems:
    """Other options of pieces in an order that has not left yet."""

    order: str
    swaps: tuple[Swap, ...]
    payment_method: str
    name: Literal["change_order_items"] = "change_order_items"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnItems:
    """Send pieces back for their money. A SKU stands in `skus` as often as it is returned."""

    order: str
    skus: tuple[str, ...]
    payment_method: str
    name: Literal["return_items"] = "return_items"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeItems:
    """Send pieces back for other options of the same products."""

    order: str
    swaps: tuple[Swap, ...]
    payment_method: str
    name: Literal["exchange_items"] = "exchange_items"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCustomerAddress:
    """Another default address. `customer` is the key of the person whose address it is."""

    customer: str
    address: Address
    name: Literal["change_customer_address"] = "change_customer_address"


ActionRequest = (
    CancelOrder
    | ChangeOrderAddress
    | ChangeOrderPayment
    | ChangeOrderItems
    | ReturnItems
    | ExchangeItems
    | ChangeCustomerAddress
)
_TYPES: Final[Mapping[str, type[ActionRequest]]] = {
    "cancel_order": CancelOrder,
    "change_order_address": ChangeOrderAddress,
    "change_order_payment": ChangeOrderPayment,
    "change_order_items": ChangeOrderItems,
    "return_items": ReturnItems,
    "exchange_items": ExchangeItems,
    "change_customer_address": ChangeCustomerAddress,
}
_REQUIRED_ADDRESS: Final = ("line1", "city", "region", "postcode", "country")


class BadRequest(Invalid):
    """The proposed action does not exist or its arguments are not its own. Each problem's `field` says which."""

    code = "bad_action"


def parse(name: str, arguments: Mapping[str, Any]) -> ActionRequest:
    """The request of that name; BadRequest names every argument that is missing, unknown or of the wrong kind."""
    kind = _TYPES.get(name)
    if kind is None:
        raise BadRequest(
            f"There is no action '{name}'.",
            remedy=f"Use one of {', '.join(_TYPES)}.",
            zh=f"没有“{name}”这种操作，可用：{'、'.join(_TYPES)}。",
        )
    known = {field.name: field.default is MISSING for field in fields(kind) if field.name != "name"}
    problems = [_problem(key, "unknown_argument") for key in arguments if key not in known]
    problems += [_problem(key, "missing_argument") for key, needed in known.items() if needed and key not in arguments]
    values: dict[str, Any] = {}
    for key in known:
        if key in arguments:
            value, found = _value(key, arguments[key])
            values[key] = value
            problems += found
    if problems:
        raise BadRequest(f"The action '{name}' cannot be read.", problems=problems, zh=f"操作“{name}”的内容无法读取。")
    return kind(**values)


def _problem(field: str, code: str) -> Problem:
    return Problem(field=field, message=f"{code}:{field}", zh=f"参数“{field}”有误（{code}）。")


def _value(key: str, value: object) -> tuple[object, list[Problem]]:
    match key:
        case "address":
            return _address(value)
        case "swaps":
            return _swaps(value)
        case "skus":
            if isinstance(value, list | tuple) and value and all(isinstance(sku, str) and sku for sku in value):
                return tuple(value), []
            return (), [_problem(key, "wrong")]
        case _:
            if isinstance(value, str) and value.strip():
                return value, []
            return "", [_problem(key, "wrong")]


def _address(value: object) -> tuple[Address, list[Problem]]:
    if isinstance(value, Address):
        found = {field.name: getattr(value, field.name) for field in fields(Address)}
    elif isinstance(value, Mapping):
        found = dict(value)
    else:
        return Address(line1=""), [_problem("address", "wrong")]
    known = {field.name for field in fields(Address)}
    problems = [_problem(f"address.{key}", "unknown_argument") for key in found if key not in known]
    problems += [_problem(f"address.{key}", "missing_argument") for key in _REQUIRED_ADDRESS if key not in found]
    problems += [
        _problem(f"address.{key}", "empty")
        for key in _REQUIRED_ADDRESS
        if key in found and not (isinstance(found[key], str) and found[key].strip())
    ]
    texts = {key: value for key, value in found.items() if key in known and isinstance(value, str)}
    return Address(**{"line1": "", **texts}), problems


def _swaps(value: object) -> tuple[tuple[Swap, ...], list[Problem]]:
    if not isinstance(value, list | tuple) or not value:
        return (), [_problem("swaps", "wrong")]
    made = []
    for number, one in enumerate(value):
        if isinstance(one, Swap):
            made.append(one)
        elif (
            isinstance(one, Mapping)
            and set(one) == {"old", "new"}
            and all(isinstance(v, str) and v for v in one.values())
        ):
            made.append(Swap(old=one["old"], new=one["new"]))
        else:
            return (), [_problem(f"swaps.{number}", "wrong")]
    return tuple(made), []
