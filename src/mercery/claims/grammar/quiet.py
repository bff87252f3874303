"""Which words of a sentence of talk say nothing of the shop, and which unknown ones may stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from mercery.claims.grammar.tokens import Token
from mercery.claims.lexicon import entries, everyday, units_of

PERSONS: Final = frozenset(
    {
        "i",
        "me",
        "my",
        "mine",
        "myself",
        "you",
        "your",
        "yours",
        "yourself",
        "us",
        "we",
        "our",
        "let",
        "我",
        "您",
        "你",
        "咱",
        "大",
        "谢",
        "祝",
        "请",
        "恭",
    }
)
"""Words that mean the two who speak."""


def named_day(token: Token) -> bool:
    """`tomorrow`, 周末, `on Friday`: a day named by its name, not by a number."""
    amount = token.amount
    named = (
        amount is not None
        and amount.kind in ("span", "weekday", "date")
        and not any(sign.isdigit() for sign in token.text)
    )
    return (named and not any(sign in token.text for sign in "月号日初底")) or token.text in ("节日", "生日")


def one_or_two(token: Token) -> bool:
    """`one of the two`, 一个, 哪一双: a number that counts nothing of the shop's."""
    amount = token.amount
    return (
        amount is not None
        and amount.kind in ("number", "count", "kinds")
        and amount.value in (1, 2)
        and not amount.high
    )


_SINGLE: Final = frozenset("出底意分到放从起内里外平边对付收上下一两半过得定算回答说问看想点张把份声口手头心眼身事样法")
"""Single Chinese signs that are a part of many words of talk: alone they name nothing of the shop."""


def few(loud: Sequence[Token]) -> bool:
    """Two words, or four Chinese characters, that the lexicon does not know at all."""
    if any((token.keys - {"s:", "v:"} and token.text not in _SINGLE) or token.names or token.amount for token in loud):
        return False
    if any(token.text in _HEAVY for token in loud):
        return False
    return len(loud) <= (2 if loud[0].text.isascii() else 5)


_HEAVY: Final = frozenset("年百千万名最第保证绝真治效赚涨价值全永唯优顶级奖")
"""Signs that may carry a claim although nobody knows the word."""


def quiet(token: Token) -> bool:
    """Grammar or service talk, word for word; `not` and 没有 are talk where nothing of the shop stands beside them."""
    if token.is_a("n", "t") or one_or_two(token) or named_day(token) or token.text in _DENIALS:
        return True
    if token.keys and all(key in _LOGIC or key.startswith(("quant:", "time:")) for key in token.keys):
        return True
    if token.is_a("c", "att", "mat", "part", "noun", "price", "stock", "place", "brand") and not token.has(*_SPOKEN_OF):
        return False
    if token.keys and token.keys <= {"s:", "v:"}:
        return True
    units = units_of(token.text)
    return bool(units) and all((unit,) in _quiet_words() or (not unit.isascii() and token.is_a("t")) for unit in units)


_DENIALS: Final = frozenset(
    {"not", "cannot", "do not", "without", "no", "nothing", "none", "nor", "neither", "does not", "hardly", "不", "没", "没有", "别", "不会", "不能", "无", "未", "不用", "不必", "无法", "不要", "不需要", "没法", "没办法", "还没", "不是"}
)  # fmt: skip
_LOGIC: Final = frozenset({"cmp:more", "cmp:less", "cmp:than", "cmp:same", "price:was", "price:sum", "s:", "v:"})
"""Senses of degree and order: where nothing of the shop stands beside them they are about the talk."""
_SPOKEN_OF: Final = (
    "c:order_number",
    "c:address",
    "c:email",
    "c:account",
    "c:adviser",
    "c:order",
    "c:answer",
    "c:gift",
    "c:change",
    "att:size",
    "att:colour",
    "att:name",
    "noun:item",
    "c:competitor",
)
"""What talk may name: asking for an order number or an address tells nothing."""


@cache
def _quiet_words() -> frozenset[tuple[str, ...]]:
    """Single English words of talk and grammar."""
    known = frozenset(
        forms for forms, keys in entries().items() if len(forms) == 1 and forms[0].isascii() and keys & {"n:", "t:"}
    )
    return known | frozenset(forms for forms in everyday() if len(forms) == 1 and forms[0].isascii())
