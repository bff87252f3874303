"""Adapter: the tool calls of public retail benchmarks, told as our action requests and traced back from them.

Only names and shapes are translated; an argument that has no place in ours is handed on as it is, so that it is the
product that refuses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any, Final

NAMES: Final[dict[str, str]] = {
    "cancel_pending_order": "cancel_order",
    "modify_pending_order_address": "change_order_address",
    "modify_pending_order_payment": "change_order_payment",
    "modify_pending_order_items": "change_order_items",
    "return_delivered_order_items": "return_items",
    "exchange_delivered_order_items": "exchange_items",
    "modify_user_address": "change_customer_address",
}
"""Tool that writes, and our action."""
_ADDRESS: Final = {
    "address1": "line1",
    "address2": "line2",
    "city": "city",
    "state": "region",
    "zip": "postcode",
    "country": "country",
}
_PLAIN: Final = {"order_id": "order", "payment_method_id": "payment_method", "reason": "reason", "user_id": "customer"}


def as_request(tool: str, arguments: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Our name of the action and its arguments."""
    name = NAMES.get(tool, tool)
    told: dict[str, Any] = {}
    address = {ours: arguments[theirs] for theirs, ours in _ADDRESS.items() if theirs in arguments}
    if address:
        told["address"] = address
    for key, value in arguments.items():
        if key in _PLAIN:
            told[_PLAIN[key]] = value
        elif key not in _ADDRESS and key not in ("item_ids", "new_item_ids"):
            told[key] = value
    if "new_item_ids" in arguments:
        pairs = zip_longest(arguments.get("item_ids") or (), arguments["new_item_ids"] or (), fillvalue="")
        told["swaps"] = [{"old": old, "new": new} for old, new in pairs]
    elif "item_ids" in arguments:
        told["skus"] = arguments["item_ids"]
    return name, told
