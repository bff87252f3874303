"""Verbs that only tie a piece to what is told of it: neutral where they stand as verbs, never where they may be goods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import dimension

_SUBJECTS: Final = frozenset(
    {
        "it", "they", "this", "that", "these", "which", "both", "each", "and", "also", "still", "just", "only", "now", "you", "we",
        "one", "ones", "either", "neither", "all", "then", "but", "simply", "actually", "who", "he", "she", "itself",
    }
)  # fmt: skip
_OBJECTS: Final = frozenset(
    {
        "at", "in", "on", "by", "to", "a", "an", "the", "under", "over", "about", "just", "around", "with", "from", "up", "its", "it",
        "of", "nearly", "almost", "only", "no", "as", "for", "out", "well", "some", "between", "roughly", "close to", "two", "both",
        "exactly", "precisely", "in at", "out at",
    }
)  # fmt: skip


def mark_light_verbs(tokens: Sequence[Token]) -> None:
    """Make neutral each such verb that follows a subject and leads to what is told."""
    words = [token for token in tokens if not token.punctuation]
    for index, token in enumerate(words):
        if token.text in _CLASSIC and index + 1 < len(words) and _names_goods(words[index + 1]):
            token.keys = token.keys | {"n:"}
        if not token.is_a("v") or token.is_a("n", "c", "att", "stock", "price", "cmp", "neg", "quant"):
            continue
        before = words[index - 1] if index and words[index - 1].segment == token.segment else None
        after = words[index + 1] if index + 1 < len(words) and words[index + 1].segment == token.segment else None
        if (
            _follows(before)
            and (_leads(after) or _has_a_detail(token, after))
            and _measured_rightly(token, words[index + 1 :])
        ):
            token.keys = token.keys | {"n:"}


_CLASSIC: Final = frozenset({"classic", "original", "经典"})
"""What a shop calls the older of two; it tells nothing of the goods."""


def _names_goods(token: Token) -> bool:
    return bool(token.names) or token.is_a("noun") or token.text in ("款", "版")


def _follows(before: Token | None) -> bool:
    if before is None:
        return True
    return (
        before.text in _SUBJECTS
        or bool(before.names)
        or (before.is_a("noun", "part", "n", "col") and not _opens(before))
    )


_MEASURE: Final = {"weighs": "mass", "measures": "length"}
"""Verbs that say of which kind the amount is that follows them."""


def _measured_rightly(verb: Token, after: Sequence[Token]) -> bool:
    """`weighs €159`, `measures 780 g`: the amount is of another kind than the verb tells."""
    wanted = _MEASURE.get(verb.text)
    amount = next((one.amount for one in after if one.segment == verb.segment and one.amount is not None), None)
    if wanted is None or amount is None:
        return True
    if amount.kind in ("number", "fraction", "sides", "times"):
        return True
    return amount.kind == "quantity" and (
        dimension(amount.unit) == wanted or (amount.unit == "carat" and wanted == "mass")
    )


def _opens(token: Token) -> bool:
    """An article, a preposition or a possessive: what follows is a thing."""
    return token.text in _OBJECTS or token.text in ("our", "their", "your", "my", "any", "such", "another", "like")


_HAVING: Final = frozenset({"carries", "carry", "boasts", "features", "feature", "sports", "offers", "brings", "holds"})


def _has_a_detail(verb: Token, after: Token | None) -> bool:
    """`carries reflective piping`: a verb of having before a detail of the piece."""
    return (
        verb.text in _HAVING
        and after is not None
        and after.is_a("c", "part")
        and not after.is_a("noun", "price", "stock")
    )


def _leads(after: Token | None) -> bool:
    return after is not None and (after.text in _OBJECTS or after.amount is not None or after.is_a("mat", "quant"))
