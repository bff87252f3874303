"""Two or three parts of a rule that stand beside each other, read as one: `we buy back Corvane bags only, once they are a year old`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.serving import read_serving
from mercery.claims.grammar.tokens import Token
from mercery.claims.grammar.topics import TOPICS

_CONDITIONS: Final = frozenset(
    {"if", "unless", "except", "provided", "without", "when", "如果", "若", "要是", "除非", "只要", "的话", "除了"}
)
"""What makes a part a condition of another: it is none of a rule told in one."""
_BARE: Final = frozenset({"", "policy", "name", "noun", "pointed"})


def read_joined_rules(reading: Reading) -> None:
    """Prove what is open in a part together with the parts beside it, where one clause of a policy bears them all."""
    for segment in reading.segments:
        if (
            not (_open(segment) and _bare(segment) and _tells_a_value(segment))
            or _conditional(segment)
            or _somewhere(segment)
        ):
            continue
        topics, places = _topic_before(reading, segment), _places_before(reading, segment)
        free = segment.has("c:free", "c:free_postage") and any(
            token.amount and token.amount.kind == "money" for token in segment.tokens
        )
        for carried in (len(topics) + len(places), *((len(topics),) if free and places else ())):
            whole = _with([*topics, *places][:carried], segment)
            if carried and read_serving(reading, whole):
                segment.use(segment.tokens, "policy")
                break
    for many in (2, 3):
        for place in range(len(reading.segments) - many + 1):
            window = reading.segments[place : place + many]
            if not any(_open(one) for one in window) or not _of_one_rule(window):
                continue
            whole = Segment([token for one in window for token in one.tokens])
            whole.views, whole.group = list(window[0].views), any(one.group for one in window)
            read_serving(reading, whole)


def _with(carried: Sequence[Token], segment: Segment) -> Segment:
    whole = Segment([*carried, *segment.tokens])
    whole.views, whole.group = list(segment.views), segment.group
    return whole


def _places_before(reading: Reading, segment: Segment) -> list[Token]:
    """The places named earlier in the sentence: they hold for what follows without a place of its own."""
    if segment.a("place") or segment.has("c:boutique"):
        return []
    return [token for one in _earlier(reading, segment) for token in one.tokens if token.is_a("place")]


def _topic_before(reading: Reading, segment: Segment) -> list[Token]:
    """What the rule before is about, for a part without a matter of its own: `a return by post costs …, in a boutique it is free`.

    Not of instalments and codes: of those it is the number told before that says which rule is meant.
    """
    if any(token.keys & TOPICS for token in segment.tokens) or segment.a("neg"):
        return []
    proved = [
        one
        for one in _earlier(reading, segment)
        if any(token.by == "policy" and token.keys & TOPICS for token in one.tokens)
    ]
    if not proved or any(token.is_a("neg") for token in proved[-1].tokens):
        return []
    topics = [token for token in proved[-1].tokens if token.keys & TOPICS and token.amount is None]
    return [] if any(token.has("c:instalment", "c:code") for token in topics) else topics[:1]


def _earlier(reading: Reading, segment: Segment) -> list[Segment]:
    return [
        one
        for one in reading.segments
        if one.tokens[0].sentence == segment.tokens[0].sentence and one.tokens[0].segment < segment.tokens[0].segment
    ]


def _bare(segment: Segment) -> bool:
    return all(token.by in _BARE or token.punctuation for token in segment.tokens)


_VALUES: Final = (
    "c:free",
    "c:free_postage",
    "c:paid",
    "c:recipient",
    "c:include",
    "neg:include",
    "c:photo_id",
    "c:order_number",
)
_TOO: Final = frozenset({"too", "also", "as well", "likewise", "the same", "same", "也", "同样", "一样", "也是"})


def _somewhere(segment: Segment) -> bool:
    """`and in Nice it is free`: a place that nobody knows as one."""
    words = [token for token in segment.tokens if not token.punctuation and token.text not in ("the", "a", "our")]
    return any(
        token.text in ("in", "to", "from", "at") and not after.is_a("c", "noun", "place") and after.amount is None
        for token, after in pairwise(words)
    )


def _tells_a_value(segment: Segment) -> bool:
    """Whether it says something of its own: `and by post too` says what was said before."""
    if any(token.text in _TOO for token in segment.tokens):
        return False
    return any(token.amount is not None or token.has(*_VALUES) for token in segment.tokens)


def _conditional(segment: Segment) -> bool:
    return any(token.text in _CONDITIONS or token.has("c:faulty") for token in segment.tokens)


def _open(segment: Segment) -> bool:
    return any(not token.is_a("n") for token in segment.open())


def _of_one_rule(window: Sequence[Segment]) -> bool:
    first = window[0]
    return all(
        one.tokens[0].sentence == first.tokens[0].sentence
        and one.views == first.views
        and _bare(one)
        and not _conditional(one)
        for one in window
    ) and any(token.is_a("c", "att") for one in window for token in one.tokens)
