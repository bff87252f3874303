"""Sentences that are read as a closed text: amounts by the words beside them, and nothing left that was not meant to be there.

A run of tokens becomes one text with a capital letter for each amount, name or place. Roles take their words out of it; what
remains must be words of the matter itself, or the run is not read. So no word that changes the meaning can be passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.claims.grammar.tokens import Token

_KINDS: Final = {
    "money": "M", "number": "N", "count": "N", "kinds": "N", "percent": "P", "fold": "P", "date": "D", "weekday": "W", "clock": "C",
}  # fmt: skip
_UNITS: Final = {"month": "O", "day": "Y", "week": "K", "business_day": "B", "ml": "V", "l": "V", "cl": "V"}
_POINTING: Final = frozenset({"it", "this", "this one", "它", "这款", "这件", "这只", "这枚", "这瓶", "这条"})
_CODE: Final = re.compile(r"[a-z]{2,}\d+")
METHODS: Final = (
    "c:card_visa", "c:card_mastercard", "c:card_amex", "c:paypal", "c:apple_pay", "c:alipay", "c:wechat_pay", "c:unionpay",
    "c:cash_on_delivery", "c:bank_transfer", "c:crypto",
)  # fmt: skip
"""Ways to pay."""
_TAKEN: Final = "·"
_SMALL: Final = re.compile(r"(?<!\\)[a-z]")
"""What only a pattern for English has."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One role and the tokens that stand in it for amounts, names and places."""

    role: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """What a kind of sentence is made of: its roles, tried in order, and the words that may stand beside them."""

    english: tuple[tuple[str, re.Pattern[str]], ...]
    chinese: tuple[tuple[str, re.Pattern[str]], ...]
    """Roles of a text in which Chinese signs stand; those without words of either language are in both."""
    beside: re.Pattern[str]


def matter(roles: Mapping[str, Sequence[str]], beside_en: str, beside_zh: str) -> Matter:
    """A matter from patterns by role; `M` stands for money, `N` a number, `O` months, `Y` days, `X` goods, `L` a place, `H` a way to pay, `R` a currency, `E` a code."""
    compiled = tuple(
        (role, re.compile(pattern if not _SMALL.search(pattern) else rf"(?<![a-z])(?:{pattern})(?![a-z])"))
        for role, patterns in roles.items()
        for pattern in patterns
    )
    return Matter(
        english=tuple(one for one in compiled if not _chinese(one[1].pattern)),
        chinese=tuple(one for one in compiled if not _SMALL.search(one[1].pattern)),
        beside=re.compile(rf"(?:[{_TAKEN}\s,;:]|(?<![a-z])(?:{beside_en})(?![a-z])|{beside_zh})*"),
    )  # fmt: skip


def taken(tokens: Sequence[Token], kind: Matter) -> list[Taken] | None:
    """The roles of a run of tokens in their order (none in `whereas`); None where a word is left that is none of the matter's."""
    text, places = _rendered(tokens)
    found: list[tuple[int, Taken]] = []
    for role, pattern in kind.chinese if _chinese(text) else kind.english:
        matches = list(pattern.finditer(text))
        for match in matches:
            own = tuple(token for place, token in places.items() if match.start() <= place < match.end())
            found.append((match.start(), Taken(role, own)))
        if matches:
            text = pattern.sub(lambda match: _TAKEN * len(match[0]), text)
    if not kind.beside.fullmatch(text):
        return None
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _rendered(tokens: Sequence[Token]) -> tuple[str, dict[int, Token]]:
    told = [token for token in tokens if not (token.punctuation and token.text in ".。!！")]
    chinese = any(_chinese(token.text) for token in told)
    text, places = "", dict[int, Token]()
    for token in told:
        letter = _letter(token)
        if text and not chinese and not token.punctuation:
            text += " "
        if letter:
            places[len(text)] = token
        text += letter or (
            {"，": ",", "；": ";", "：": ":"}.get(token.text, token.text).replace(" ", "" if chinese else " ")
        )
    return text, places


def _letter(token: Token) -> str:
    amount = token.amount
    if amount is not None:
        if amount.high is not None:
            return "Z"
        return _UNITS.get(amount.unit, "Z") if amount.kind == "quantity" else _KINDS.get(amount.kind, "Z")
    if _CODE.fullmatch(token.text):
        return "E"
    if token.has(*METHODS):
        return "H"
    if token.is_a("cur"):
        return "R"
    if token.is_a("place"):
        return "L"
    if token.text in _POINTING or token.names or token.by == "name" or (token.is_a("noun") and not token.is_a("c")):
        return "X"
    return ""


_HAN: Final = re.compile("[\u3400-\u9fff]")


def _chinese(text: str) -> bool:
    return not text.isascii() and _HAN.search(text) is not None
