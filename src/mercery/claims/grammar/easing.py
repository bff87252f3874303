"""A blocked sentence is read a second time, with the words that leave a proved claim as it is.

Everything else must be proved as ever. Beside the idle words of the lexicon a word loses a sense that it cannot have in this
sentence: `asks` no price where no sum is told, `at home` nothing of slippers where something is washed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.tokens import Token

_GRAMMAR: Final = frozenset({"n:"})
_VERB: Final = frozenset({"v:"})
_OF_PRICES: Final = frozenset(
    {
        "ask",
        "asks",
        "asked",
        "usually",
        "normally",
        "ordinarily",
        "together",
        "收",
        "花",
        "平时",
        "平常",
        "往常",
        "平日",
    }
)
"""Words of prices that are none where the sentence tells no sum."""
_SUMS: Final = ("money", "percent", "fold", "fraction", "times")
_WASHED: Final = ("c:wash", "c:hand_wash", "c:machine_wash")
_TAKING_OFF: Final = frozenset(
    {"knocks", "knock", "knocked", "shaves", "shave", "slices", "chops", "lops", "trims", "trim", "strips"}
)
_CODE: Final = re.compile(r"[a-z]{2,}\d+")
_WHOLE: Final = frozenset({"full", "whole", "整", "足"})


def ease(tokens: Sequence[Token]) -> None:
    """Make neutral what says nothing in this sentence."""
    sums = any(
        (token.amount is not None and token.amount.kind in _SUMS) or token.has("price:half", "price:down")
        for token in tokens
    )
    stock = any(token.has("stock:in", "stock:out", "stock:left", "stock:back") for token in tokens)
    washed = any(token.has(*_WASHED) for token in tokens)
    code = any(_CODE.fullmatch(token.text) for token in tokens)
    for place, token in enumerate(tokens):
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if (
            (token.text in _OF_PRICES and not sums and not stock)
            or (token.text == "at home" and washed)
            or token.keys == _VERB
            or (token.text == "each" and after is not None and after.text in ("with", "has", "having", "weighing"))
        ):
            token.keys = _GRAMMAR
        elif token.text in _TAKING_OFF and code and after is not None and after.amount is not None:
            token.keys = _GRAMMAR  # `the code knocks €34 off`
        elif token.text in _WHOLE and not token.keys and _lasts(after):
            token.keys = _GRAMMAR  # `a full ten years`


def _lasts(token: Token | None) -> bool:
    return token is not None and token.amount is not None and token.amount.kind == "quantity"
