"""Which sum of a rule stands beside which words: `EUR 9 (islands: EUR 19)` has no EUR 9 for islands. It can only refuse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.clauses import Clause, base
from mercery.claims.grammar.limits import Said, fits
from mercery.claims.grammar.tokens import Token, in_chinese
from mercery.claims.grounds import Grounds

CARRYING: Final = frozenset({
    "latin", "month", "fall", "period", "number", "possible", "offer", "available", "exist", "total", "purpose", "carry", "request",
    "itself", "own", "per", "date", "receipt", "usually", "normally", "please", "kindly", "calendar", "apply", "grant", "customer",
    "携", "携带", "可以", "提供", "需", "需要", "享", "享受", "支持", "办理", "专", "专享", "款", "项", "另", "请", "收到", "本", "该", "此",
})  # fmt: skip
"""Words that only carry a rule (`the number of months`, 请携带)."""


def beside_its_own(grounds: Grounds, clause: Clause, words: frozenset[str], said: Said) -> bool:
    """`EUR 9 (islands: EUR 19)`, `within 1 hour; on Sundays within 1 day`: a sum is not told with what stands beside another."""
    parts: list[list[Token]] = [[]]
    for one in grounds.policies:
        if one.fact_id != clause.fact_id:
            continue
        for token in grounds.read(one.text):
            parts[-1].append(token)
            ends = token.punctuation and token.text not in (":", "：")
            if token.amount is None and (ends or token.text in _JOINS) and _values(parts[-1]):
                parts.append([])
        if _values(parts[-1]):
            parts.append([])
    valued = [part for part in parts if _values(part)]
    heads = [part for part, before in zip(valued, [None, *valued], strict=False) if _first_of(part, before)]
    told = [part for part in valued if _value_told(part, said)]
    marks = {one for part in told for one in _marks(part)}
    kinds = {kind for part in told for kind in _values(part)}
    return not any(
        _values(part) & kinds and any(one not in marks and _mark_told(one, words, said) for one in _marks(part))
        for part in valued
        if told and not any(part is one for one in (*told, *heads))
    )


def _first_of(part: Sequence[Token], before: Sequence[Token] | None) -> bool:
    """The first part with a sum in a sentence: what it begins with holds for all that follow."""
    return before is None or in_chinese(part) != in_chinese(before) or part[0].sentence != before[-1].sentence


_JOINS: Final = frozenset({"and", "or", "but", "和", "或"})
_SUMS: Final = frozenset({"money", "quantity"})


def _values(part: Sequence[Token]) -> set[str]:
    """Of which kinds are the sums of a part: `free` is one of money."""
    found = {token.amount.kind for token in part if token.amount and token.amount.kind in _SUMS}
    return found | {"money" for token in part if token.has("c:free")}


def _value_told(part: Sequence[Token], said: Said) -> bool:
    return any(
        (token.amount and token.amount.kind in _SUMS and any(fits(token.amount, one) for one in said.amounts))
        or (token.has("c:free") and "c:free" in said.keys)
        for token in part
    )


def _marks(part: Sequence[Token]) -> set[str]:
    """What marks a part of a rule: words nobody knows (in Chinese signs side by side), a day of the week."""
    found: set[str] = set()
    run = ""
    for token in (*part, None):
        unknown = token is not None and not token.punctuation and token.amount is None and not token.keys - {"s:", "t:"}
        if token is not None and unknown and not token.text.isascii():
            run += token.text
            continue
        found |= {run} if len(run) > 1 else set()
        run = ""
        if token is not None and token.amount is not None and token.amount.kind == "weekday":
            found.add(token.text)
        elif token is not None and unknown and len(token.text) > 1:
            found.add(base(token.text))
    return found - CARRYING


def _mark_told(mark: str, words: frozenset[str], said: Said) -> bool:
    return base(mark) in words if mark.isascii() else mark in said.text
