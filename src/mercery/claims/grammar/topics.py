"""Which concepts make a segment one about service, and which carry nothing of their own there."""

from __future__ import annotations

from typing import Final

TOPICS: Final = frozenset({
    "c:return", "c:refund", "c:exchange", "c:deliver", "c:postage", "c:express", "c:gift_wrap", "c:gift_card", "c:instalment", "c:gift_parcel", "c:ready", "c:wear_tear",
    "c:engrave", "c:duties", "c:pickup", "c:po_box", "c:price_adjust", "c:match_price", "c:repair", "c:auth_card", "c:resell",
    "c:privacy_sell", "c:delete", "c:invoice", "c:code", "c:promotion", "c:adviser", "c:email", "c:cancel", "c:address",
    "c:card_visa", "c:card_mastercard", "c:card_amex", "c:paypal", "c:apple_pay", "c:alipay", "c:wechat_pay", "c:unionpay",
    "c:cash_on_delivery", "c:bank_transfer", "c:crypto", "c:store_credit", "c:legal_rights", "c:handwritten", "att:warranty",
    "c:cutoff", "c:estimate", "c:account", "c:faulty", "c:order", "c:original_method", "c:sell_data", "c:service",
})  # fmt: skip
"""Concepts that make a segment one about service."""


LIGHT: Final = frozenset(
    {
        "price:down",
        "price:save",
        "price:now",
        "c:fee",
        "price:sum",
        "n:",
        "c:accept",
        "att:origin",
        "c:order",
        "c:fits",
        "cmp:more",
        "stock:in",
        "quant:most",
        "price:was",
        "time:now",
        "noun:item",
        "c:customer",
        "c:paid",
        "c:valid",
        "c:extra",
        "c:answer",
    }
)
