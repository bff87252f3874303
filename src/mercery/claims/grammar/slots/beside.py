"""What stands beside a part in its sentence: the part before it, and what makes its sums others than prices."""

from __future__ import annotations

import re
from typing import Final

from mercery.claims.grammar.reading import Reading, Segment

_CODE: Final = re.compile(r"[a-z]{2,}\d{1,3}")


def earlier(reading: Reading, segment: Segment) -> Segment | None:
    """The part before of the same sentence, about the same goods."""
    place = next((index for index, one in enumerate(reading.segments) if one.tokens[0] is segment.tokens[0]), 0)
    one = reading.segments[place - 1] if place else None
    same = one is not None and one.views == segment.views and one.tokens[0].sentence == segment.tokens[0].sentence
    return one if same else None


def priced_before(reading: Reading, segment: Segment, *, chosen: bool = True) -> bool:
    """`The small one is 98 euros, the large one 145`. `chosen`: only where the part chooses."""
    before = earlier(reading, segment)
    return (
        before is not None
        and (segment.selected or not chosen)
        and any(token.by == "price" and token.amount and token.amount.kind == "money" for token in before.tokens)
    )


def counted_before(reading: Reading, segment: Segment) -> bool:
    """`The black one is here, four pieces`, `S is 16 cm, three pieces`."""
    before = earlier(reading, segment)
    return before is not None and any(
        token.by in ("stock", "size") and (token.amount is not None or token.has("k:in")) for token in before.tokens
    )


def comes_before(reading: Reading, segment: Segment) -> bool:
    """`It comes back on the 30th, in eight days`."""
    before = earlier(reading, segment)
    return before is not None and any(
        token.by == "stock" and token.has("k:back", "stock:back") for token in before.tokens
    )


def other_sums(reading: Reading, segment: Segment) -> bool:
    """Whether a code, a share, several pieces or instalments are told in the sentence."""
    return any(
        _CODE.fullmatch(token.text)
        or (token.has("c:code", "price:sum", "c:instalment", "k:total") and not token.is_a("n"))
        or (token.amount is not None and token.amount.kind in ("percent", "fold", "fraction"))
        for one in reading.segments
        if one.tokens[0].sentence == segment.tokens[0].sentence
        for token in one.tokens
    )
