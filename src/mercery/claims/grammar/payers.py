"""Who pays: the shop or the customer. A clause about money bears a sentence only when both name the same one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.tokens import Token

Payer = Literal["", "shop", "customer", "both"]

_PAY: Final = r"(?:pay|pays(?! (?:with|by|in\b))|paid(?! (?:with|by|in\b))|bear|bears|cover|covers|settle|settles|foot|foots|meet|meets|arrange|arranges|take care of)"
_SHOP_EN: Final = re.compile(
    rf"\b(?:we|us|the shop|our shop)(?: \w+){{0,2}} {_PAY}\b|\b(?:at|on) our (?:own )?(?:expense|cost|account)\b|\bon us\b"
    r"|\b(?:paid|borne|covered|settled|met)(?: for)? by us\b|\bour treat\b"
)
_CUSTOMER_EN: Final = re.compile(
    rf"\b(?:you|customers?|buyers?|recipients?|receivers?|addressee|whoever (?:receives|returns) it)(?: \w+){{0,3}} {_PAY}\b"
    r"|\b(?:at|on) (?:your|their|the customer|the recipient)(?: own)? (?:expense|cost|account)\b"
    r"|\b(?:paid|borne|covered|settled|met)(?: for)? by (?:you|the (?:customer|recipient|receiver|buyer|addressee))\b"
    r"|\b(?:yourself|themselves)\b|\b(?:up|down) to you\b"
)
_ZH_PAY: Final = r"(?:承担|负担|付(?!款)|支付(?!方式)|(?<![发寄付退])出(?!现|示)|包(?!裹|装|袋)|掏|缴|买单|安排)"
_SHOP_ZH: Final = re.compile(rf"(?:我们|我方|本店|店里|店家|商家|咱们|这边)[^，。；]{{0,5}}{_ZH_PAY}")
_CUSTOMER_ZH: Final = re.compile(
    rf"(?:顾客|您|你|客人|买家|自己|自行|收件人|收货人|收件方|收货方|对方|本人)[^，。；我]{{0,6}}{_ZH_PAY}|自理|自付|自费|自掏"
)


_COSTS: Final = ("c:postage", "c:duties", "c:return", "c:repair", "c:recipient", "c:engrave", "price:tax")


@lru_cache(maxsize=1024)
def payer(words: str) -> Payer:
    """Whom a text says to pay; empty where it names nobody."""
    spaced = " ".join(words.split())
    shop = bool(_SHOP_EN.search(spaced) or _SHOP_ZH.search(words))
    customer = bool(_CUSTOMER_EN.search(spaced) or _CUSTOMER_ZH.search(words))
    return "both" if shop and customer else "shop" if shop else "customer" if customer else ""


def same_payer(clause: Clause, told: Sequence[Token], words: str) -> bool:
    """Whether a sentence that says who pays says it as the clause does."""
    named = payer(words)
    pays = any(token.has("c:paid", "c:recipient") for token in told)
    if pays and named != "shop" and _frees(clause, told):
        return False
    if (not named and not pays) or not any(token.has(*_COSTS) for token in told):
        return True
    own = payer(clause.text)
    if own:
        return named == own
    if named == "shop":
        return "c:free" in clause.affirmed and any(token.has("c:free") for token in told)
    if named == "customer":
        return bool(clause.amounts) and any(token.amount for token in told)
    return not named and any(token.amount for token in told) and bool(clause.amounts)


def _frees(clause: Clause, told: Sequence[Token]) -> bool:
    """`from €150 you pay the delivery` of a clause that frees from there on: the one amount told is where it ends."""
    if "c:free" not in clause.affirmed or any(token.has("c:free") for token in told):
        return False
    sent = any(token.has("c:deliver", "c:postage") for token in told)
    return sent and len([token for token in told if token.amount]) < 2
