"""What a sentence must have as its rule has it: all ways to pay where it says `only`, a card of the same kind, what a parcel shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.closed_text import METHODS
from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.grounds import Grounds


def buys_back(grounds: Grounds, clause: Clause) -> bool:
    """Whether the clause belongs to a rule about buying goods back."""
    return any(one.fact_id == clause.fact_id and "c:resell" in one.affirmed | one.denied for one in grounds.policies)


SHOWN: Final = re.compile(
    r"(?<![a-z])(?:price|prices) (?:is|are|will be)? ?(?:shown|visible|displayed|printed|seen)|(?<![a-z])(?:leave|keep|put|include|show)s? (?:the |any )?prices? (?:in|on)(?![a-z])|(?<![a-z])shows? (?:the |a |any |no )?prices?(?![a-z])|显示价格|看得到价格"
)
"""What a parcel shows is told by a rule about just that."""


def alone_rightly(clause: Clause, segment: Segment, told: Sequence[Token]) -> bool:
    """人民币只收支付宝 of several ways to pay: `only` names all that the rule names."""
    ways = clause.affirmed & set(METHODS)
    named = {key for token in told for key in token.keys & set(METHODS)}
    only = any(token.has("quant:only") for token in segment.tokens)
    return not (only and ways and named) or ways <= named


def ways_in_currency(clause: Clause, told: Sequence[Token], grounds: Grounds) -> bool:
    """Whether each way to pay stands beside the currency for which it is told: `Visa in EUR; Alipay in CNY` has no Alipay in EUR."""
    ways = {key for token in told for key in token.keys & set(METHODS)}
    currencies = {f"cur:{name}" for token in told for name in token.of("cur")}
    held = {key for key in clause.affirmed if key.startswith("cur:")}
    if not ways or not currencies or len(held) < 2:
        return True
    parts: list[set[str]] = [set()]
    for token in grounds.tokens(clause.text):
        if token.text in (";", "；", ".", "。"):
            parts.append(set())
        parts[-1] |= token.keys
    return all(any(way in part and currencies & part for part in parts) for way in ways)
