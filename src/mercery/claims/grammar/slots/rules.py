"""Two or three parts of a rule that stand beside each other, read as one: `we buy back Corvane bags only, once they are a year old`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.serving import read_serving
from mercery.claims.grammar.tokens import Token

_CONDITIONS: Final = frozenset(
    {"if", "unless", "except", "provided", "without", "when", "如果", "若", "要是", "除非", "只要", "的话", "除了"}
)
"""What makes a part a condition of another: it is none of a rule told in one."""
_BARE: Final = frozenset({"", "policy", "name", "noun", "pointed"})


def read_joined_rules(reading: Reading) -> None:
    """Prove what is open in a part together with the parts beside it, where one clause of a policy bears them all."""
    for segment in reading.segments:
        if _open(segment) and not _conditional(segment) and (places := _places_before(reading, segment)):
            whole = Segment([*places, *segment.tokens])
            whole.views, whole.group = list(segment.views), segment.group
            if read_serving(reading, whole):
                segment.use(segment.tokens, "policy")
    for many in (2, 3):
        for place in range(len(reading.segments) - many + 1):
            window = reading.segments[place : place + many]
            if not any(_open(one) for one in window) or not _of_one_rule(window):
                continue
            whole = Segment([token for one in window for token in one.tokens])
            whole.views, whole.group = list(window[0].views), any(one.group for one in window)
            read_serving(reading, whole)


def _places_before(reading: Reading, segment: Segment) -> list[Token]:
    """The places that a proved rule named earlier in the sentence: they hold for what follows without a place of its own."""
    if segment.a("place") or not all(token.by in _BARE or token.punctuation for token in segment.tokens):
        return []
    earlier = [
        one
        for one in reading.segments
        if one.tokens[0].sentence == segment.tokens[0].sentence and one.tokens[0].segment < segment.tokens[0].segment
    ]
    return [token for one in earlier[-1:] for token in one.tokens if token.is_a("place") and token.by == "policy"]


def _conditional(segment: Segment) -> bool:
    return any(token.text in _CONDITIONS or token.has("c:faulty") for token in segment.tokens)


def _open(segment: Segment) -> bool:
    return any(not token.is_a("n") for token in segment.open())


def _of_one_rule(window: Sequence[Segment]) -> bool:
    first = window[0]
    return all(
        one.tokens[0].sentence == first.tokens[0].sentence
        and one.views == first.views
        and all(token.by in _BARE or token.punctuation for token in one.tokens)
        and not _conditional(one)
        for one in window
    ) and any(token.is_a("c", "att") for one in window for token in one.tokens)
