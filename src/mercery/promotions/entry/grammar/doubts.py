"""What is not taken as it stands: words that deny, rates that contradict each other, more off than is spent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from mercery.core.i18n import Words
from mercery.promotions.entry.grammar.patterns import Piece
from mercery.promotions.rules.benefit import Every, Fix, Off, Pct, Tiers
from mercery.promotions.rules.rule import Rule
from mercery.promotions.rules.scope import EVERYTHING

_DENIES: Final = re.compile(
    r"(?<![A-Za-z])(?:not|no|never|nor|neither|none|cannot|without|except|excepted|exclud\w+|exempt\w*|\w+n['’]t)(?![A-Za-z])"
    r"|不(?!要错过|容错过|见不散)|非|勿|别(?!出)|除(?!夕)|没|未|无(?!门槛)|排除",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"[,;.。、\n!]")


def denied(piece: Piece, left: str) -> bool:
    """Whether an unread word beside the piece, in its clause, denies it: what is not for members is not for members alone.
    `left` is the text with what was read taken out."""
    before = _clause_end(left[: piece.start][::-1])[::-1]
    after = _clause_end(left[piece.end :])
    return bool(_DENIES.search(before) or _DENIES.search(after))


def _clause_end(text: str) -> str:
    found = _ENDS.search(text)
    return text[: found.start()] if found else text


def denial(words: str) -> Words:
    """Asks about words that deny."""
    return Words(
        f"Something is denied beside “{words}”: say what it does not hold for, as “except …” or “not with …”.",
        f"“{words}”旁有否定的说法：请写明例外，例如“……除外”或“不与……同享”。",
    )


def doubts(rules: Sequence[Rule]) -> Iterator[tuple[Rule, Words]]:
    """Rules that one text can hardly mean, each with what is asked."""
    for rule in rules:
        if _more_than_spent(rule):
            yield (
                rule,
                Words(
                    "More is taken off than is asked for: are threshold and amount changed over?",
                    "优惠不低于门槛：门槛与优惠金额是否写反？",
                ),
            )
    for one, other in combinations(rules, 2):
        if _contradict(one, other):
            yield (
                other,
                Words(
                    "The same goods have two different offers: which one holds?",
                    "同一范围的商品有两种不同的优惠：以哪一种为准？",
                ),
            )


def _more_than_spent(rule: Rule) -> bool:
    match rule.benefit:
        case Off(amount=amount, per="order"):
            return 0 < rule.need_amount <= amount
        case Every(step=step, off=off):
            return step <= off
        case Tiers(steps=steps, by="amount"):
            return any(isinstance(gives, Off) and gives.amount >= start for start, gives in steps)
        case _:
            return False


def _contradict(one: Rule, other: Rule) -> bool:
    """Two rates, or two prices, for the same goods and buyers at one time, on the same terms."""
    if type(one.benefit) is not type(other.benefit) or not isinstance(one.benefit, Pct | Fix | Off):
        return False
    if one.benefit == other.benefit or "running" in (one.basis, other.basis):
        return False
    terms = ("scope", "who", "code", "need_amount", "need_qty", "group", "level")
    if any(getattr(one, name) != getattr(other, name) for name in terms):
        return False
    apart = (one.ends and other.starts and one.ends <= other.starts) or (
        other.ends and one.starts and other.ends <= one.starts
    )
    return not apart


def goods_unsaid(rules: Sequence[Rule], number: int) -> bool:
    """Whether a rule after one for some goods names none: it would hit the whole shop."""
    rule = rules[number]
    if rule.scope != EVERYTHING or not isinstance(rule.benefit, Pct | Fix | Off) or rule.basis == "running":
        return False
    if rule.code or rule.need_amount or rule.need_qty:
        return False
    return any(one.scope != EVERYTHING and type(one.benefit) is type(rule.benefit) for one in rules[:number])
