"""Which comment the host answers next. Pure: what a comment asks, and how long it waited, give its place.

A viewer who wants to buy what stands on the counter comes first; who has waited moves up, so that nobody waits for ever;
who was just answered stands back for others.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from mercery.assistant.turns import GOODS, Topic, Understanding

_WEIGHT: Final[dict[Topic, float]] = {
    "stock": 1.0, "price": 0.95, "sale": 0.9, "choices": 0.9, "haggling": 0.9, "laptop": 0.85, "dimensions": 0.85, "material": 0.85,
    "property": 0.8, "weight": 0.8, "water": 0.75, "care": 0.7, "warranty": 0.75, "origin": 0.7, "detail": 0.7, "compare": 0.75,
    "describe": 0.65, "service": 0.7, "browse": 0.6, "order": 0.65, "human": 0.65, "complaint": 0.65, "reviews": 0.5,
    "identity": 0.35, "unclear": 0.3, "off_topic": 0.15, "document": 0.1, "order_note": 0.3, "reply_draft": 0.1,
}  # fmt: skip
_COURTESY: Final[frozenset[Topic]] = frozenset(("greeting", "thanks", "bye", "ack"))
WAITING_A_MINUTE: Final = 0.35
"""What a minute of waiting adds: after two a question about another piece passes a fresh one about this."""
JUST_ANSWERED: Final = 0.3
REPEATED: Final = 0.06
"""What each more viewer who asks the same adds, up to five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a comment's place is worked out from."""

    topics: tuple[Topic, ...]
    on_counter: bool = False
    """Whether it is about what stands on the counter."""
    named: bool = False
    """Whether it names another piece of the shop."""
    asks: bool = True


def place_of(understanding: Understanding, on_counter: str, *, asks: bool) -> Place:
    """From a comment as it was understood."""
    topics = tuple(one.topic for one in understanding.commands)
    about = set(understanding.product_ids)
    goods = bool(set(topics) & GOODS) or "haggling" in topics
    here = bool(on_counter) and on_counter in about and goods
    return Place(topics=topics, on_counter=here, named=bool(about - {on_counter}) and goods, asks=asks)


def worth(place: Place) -> float:
    """0 to 2: how much the answer matters to a sale."""
    best = max((_WEIGHT.get(topic, 0.0) for topic in place.topics), default=0.0)
    if best == 0.0:
        return 0.0
    return best + (0.7 if place.on_counter else 0.35 if place.named else 0.1) + (0.1 if place.asks else 0.0)


def only_courtesy(topics: Collection[Topic]) -> bool:
    """Whether nothing is asked: a greeting, thanks, a goodbye."""
    return bool(topics) and all(topic in _COURTESY for topic in topics)


def order(rank: float, *, waited_s: float, just_answered: bool, repeats: int) -> float:
    """The place in the queue at this moment; the greatest is next."""
    fresh = JUST_ANSWERED if just_answered else 0.0
    return rank + WAITING_A_MINUTE * waited_s / 60 + REPEATED * min(repeats, 5) - fresh
