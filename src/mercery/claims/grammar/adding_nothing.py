"""Words of a sentence about service that only carry what other words of it tell, or that its clause has in another form."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.payers import payer
from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.tokens import Token


def adds_nothing(clause: Clause, segment: Segment, token: Token, *, negative: bool) -> bool:
    """Words that only carry what other words of the sentence tell, or that the clause has in another form."""
    if token.is_a("s") or (negative and token.text in _ANY) or _goes_without_saying(clause, segment, token):
        return True
    if token.text in ("own", "expense", "cost") and payer(clause.text):
        return True
    if token.text in ("weekday", "weekdays"):
        days = {int(one.value) for one in clause.amounts if one.kind == "weekday"}
        if {0, 4} <= days:
            return True
    if token.has("quant:all") and _every_one(clause, segment, token):
        return True
    till, about = token.text in ("until", "till"), token.has("quant:about")
    if not till and not about:
        return False
    nexts = [one.amount.kind for one in segment.after(token, 1) if one.amount]
    return (till and nexts == ["date"]) or (about and nexts == ["quantity"])


def _goes_without_saying(clause: Clause, segment: Segment, token: Token) -> bool:
    """Words that add nothing beside just this matter: a size to an exchange, sending to a repair, `only` to `once`."""
    every = clause.affirmed | clause.denied
    if token.text == "once" and not segment.before(token, 1):
        return True  # the conjunction: `once it has been opened`
    if "c:duties" in every and (token.text in ("any", "all") or token.has("price:tax")):
        return True
    if _of_code_or_warranty(clause, segment, token):
        return True
    if {"c:return", "c:paid"} <= every and token.has("c:postage"):
        return True
    if "c:exchange" in every and token.has("att:size", "att:colour"):
        return True
    if "c:exchange" in clause.denied and token.is_a("col") and segment.negative(token):
        return True  # what may not be exchanged may not be exchanged for another colour
    if ("c:repair" in every and token.text in _SENT) or ("c:adviser" in every and token.text in _THERE):
        return True
    if ("c:duties" in every and token.has("att:price")) or (clause.elsewhere and token.has("c:outside")):
        return True
    if "c:once" in every and token.has("quant:only") and segment.has("c:once"):
        return True
    goods = {"c:sale_item", "c:full_price"}
    return token.text in _ANYTHING and bool(every & goods) and segment.has(*goods)


def _every_one(clause: Clause, segment: Segment, token: Token) -> bool:
    """`all watches`, where the clause has them without exception: not where other policies make exceptions."""
    if clause.affirmed & {"c:return", "c:exchange", "c:refund", "c:deliver", "c:postage"}:
        return False
    nexts = [one for one in segment.after(token, 2) if one.is_a("noun")]
    return any(f"noun:{noun}" in clause.affirmed for one in nexts for noun in one.of("noun"))


def _of_code_or_warranty(clause: Clause, segment: Segment, token: Token) -> bool:
    """`used` of a code; `only` of what the warranty covers, beside all that it does not."""
    if "c:code" in clause.affirmed | clause.denied and token.text in _USED:
        return True
    return token.has("quant:only") and segment.has("att:warranty") and "c:wear_tear" in clause.denied


_USED: Final = frozenset({"use", "used", "uses", "redeem", "redeemed", "enter", "entered"})
_SENT: Final = frozenset({"送到", "送", "寄到", "送去", "寄去", "send", "sent", "sent to", "posted"})
_THERE: Final = frozenset({"reach", "reached", "available", "call", "contact", "there", "on hand", "at your service"})
_ANYTHING: Final = frozenset({"anything", "everything", "whatever", "any"})
_ANY: Final = frozenset({"any", "anything", "anyone", "anybody", "anywhere", "任何", "任何人"})
