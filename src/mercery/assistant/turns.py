"""The frozen steps of a turn: each is made from the one before, and the whole is kept so that it can be replayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal

from mercery.assistant.guiding.talk import Guided, Talk
from mercery.assistant.promoting.bag import Bag
from mercery.claims.facts import Fact
from mercery.claims.plan import NO_WORDS, About, Act, Asked, HandOverReason
from mercery.claims.sentence import Sentence
from mercery.core.i18n import Lang, Words

Topic = Literal[
    "price", "sale", "stock", "choices", "material", "dimensions", "laptop", "weight", "care", "origin", "water", "warranty",
    "property", "detail", "describe", "compare", "browse", "service",
    "order_note", "reviews", "document", "reply_draft",
    "greeting", "thanks", "bye", "ack", "identity", "off_topic", "haggling", "human", "complaint", "order", "unclear",
]  # fmt: skip
"""What a part of a message asks. `property` is any recorded attribute by its own name, `detail` something else about a
product, `service` anything policies and approved answers speak of."""
TEXTS: Final[frozenset[Topic]] = frozenset(("order_note", "reviews", "document", "reply_draft"))
"""Topics that are about texts of others."""
GOODS: Final[frozenset[Topic]] = frozenset(
    ("price", "sale", "stock", "choices", "material", "dimensions", "laptop", "weight", "care", "origin", "water", "property", "detail", "describe", "compare")
)  # fmt: skip
"""Topics that are about a product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """The message as the steps read it."""

    text: str
    """Card numbers, e-mail addresses and telephone numbers are masked already: no later step sees them."""
    lang: Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One question of the message. `p` says how sure its reading is (rules: 1.0 by name, less by inference)."""

    topic: Topic
    text: str
    product_ids: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    """English names of the colours asked."""
    sizes: tuple[str, ...] = ()
    asked: Asked | None = None
    attribute: str = ""
    """For `property`: the attribute's name."""
    yes_no: bool = False
    places: tuple[str, ...] = ()
    p: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What the message asks, part by part."""

    lang: Lang
    commands: tuple[Command, ...]
    product_ids: tuple[str, ...] = ()
    """Products the message names or refers to."""
    unsure_between: tuple[str, ...] = ()
    """Products a name may mean, when it fits several alike."""
    near: tuple[str, ...] = ()
    """Products whose names are like something in the message, when none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A button: what it says and what pressing it sends."""

    label: Words
    value: Words = NO_WORDS
    kind: Literal["reply", "person"] = "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What will be said and done, and the path of rules that led there."""

    acts: tuple[Act, ...]
    facts: Mapping[str, Fact]
    path: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    hand_over: HandOverReason | None = None
    shown: tuple[str, ...] = ()
    """Products shown as cards."""
    understood: bool = True
    guided: Guided | None = None
    """Of a turn of the shopping guide: where the talk stands after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A sentence that was kept back, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A finished turn before it is stored."""

    message: Normalised
    understanding: Understanding
    decision: Decision
    sentences: tuple[Sentence, ...]
    held: tuple[Held, ...] = ()
    steps_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A text of somebody else's that is read beside the message. Data, never instructions: what it asserts about the shop
    reaches a customer only through the gate."""

    kind: Literal["document", "review", "product_description", "order_note"]
    text: str
    name: str = ""
    """The file's name, the reviewer's, or the order's number."""
    about: str = ""
    """The product it is about; empty for none."""
    rating: int | None = None
    """Of a review: one to five."""
    fresh: bool = True
    """Whether it came with this very message: then it is what a question that names nothing is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """All shown reviews of a product, counted."""

    count: int
    average: Decimal
    """Of five, rounded to one decimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnContext:
    """What is known when a message comes in."""

    product_id: str | None = None
    """The product whose page is open."""
    talked_about: tuple[str, ...] = ()
    """Products of earlier turns, the latest first."""
    lang: Lang | None = None
    not_understood_before: bool = False
    colours: tuple[str, ...] = ()
    """Colours and sizes asked in the turn before, which "and in black?" goes on with."""
    sizes: tuple[str, ...] = ()
    topic: Topic | None = None
    """What the turn before asked of a product, which "what about the other?" asks again."""
    materials: tuple[Material, ...] = ()
    own_orders: tuple[str, ...] | None = None
    """Numbers of the identified customer's orders; None where nobody is identified."""
    guiding: Talk | None = None
    """Where the talk with the guide stands; None where the guide is not asked."""
    bag: Bag | None = None
    """What lies in the visitor's bag, where the message may ask for it."""
    customer_id: str | None = None
    """Who is signed in: promotions ask for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When and for which shop a turn happens, so that wording can be repeated."""

    at: datetime
    timezone: str
    assistant: Words


__all__ = [
    "GOODS",
    "TEXTS",
    "About",
    "Asked",
    "Choice",
    "Command",
    "Decision",
    "Held",
    "Material",
    "Moment",
    "Normalised",
    "Outcome",
    "Ratings",
    "Topic",
    "TurnContext",
    "Understanding",
]
