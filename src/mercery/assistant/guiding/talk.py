"""What a turn of the guide begins with and leaves behind, and its JSON form on the record. Pure.

A button, a chip or an act on a card sends plain words. What they do is kept beside them, so that pressing one is as
certain as it looks, also in a messenger, and a turn can be followed from its record alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from mercery.core.database import Json
from mercery.core.i18n import Words
from mercery.guide.need import Need, Wish
from mercery.guide.state import GuideState, need_to_json, wish_from_json, wish_to_json

Deed = Literal[
    "wish", "drop", "refuse", "cheaper", "colour", "only", "compare", "dismiss", "remember", "forget_it", "anew"
]
"""Take a wish up; take one away; another piece than this; a cheaper one; the same in another colour; the same in the
colour named; set pieces side by side; the question does not matter; remember; do not; begin anew."""
MOST_KEPT: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a button says, and what pressing it does."""

    label: Words
    words: Words
    """What is sent as the customer's words."""
    deed: Deed
    wish: Wish | None = None
    products: tuple[str, ...] = ()
    variant_id: str = ""
    kind: str = ""
    """The question that is answered or does not matter; of a wish that goes, whether what was turned down goes too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """A wish without which something would fit, where nothing does."""

    wish: Wish
    count: int = 0
    """How many pieces that gives."""
    afresh: bool = False
    """Whether pieces that were turned down before have to be looked at again as well."""


AFRESH: Final = "afresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What a message to the guide is heard with."""

    state: GuideState = field(default_factory=GuideState)
    deeds: Mapping[str, Json] = field(default_factory=dict)
    """What the buttons of the last turns do, by the words they send."""
    customer_id: str | None = None
    visitor_id: str = ""

    @property
    def begun(self) -> bool:
        """Whether the guide has been talked to."""
        return bool(self.state.need.wishes or self.state.shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guided:
    """What a turn of the guide leaves behind."""

    state: GuideState
    before: Need = field(default_factory=Need)
    outcome: str = "offer"
    chips: tuple[Reply, ...] = ()
    """What is understood so far, each to be taken away."""
    on_cards: Mapping[str, tuple[Reply, ...]] = field(default_factory=dict)
    """Product id to what may be said to just this offer."""
    answers: tuple[Reply, ...] = ()
    """Answers to the question, as buttons."""
    beside: tuple[Reply, ...] = ()
    """What else may be said, though no button of this turn says it."""
    remember: Literal["", "yes", "no"] = ""
    """The customer's word on being remembered, given in this turn."""
    notes: tuple[str, ...] = ()

    @property
    def replies(self) -> tuple[Reply, ...]:
        """Everything that can be pressed."""
        return (*self.answers, *self.beside, *self.chips, *(one for some in self.on_cards.values() for one in some))


def guided_to_json(guided: Guided) -> Json:
    """The turn on the record: what was wanted before and after, what was shown, what each button does."""
    state = guided.state
    return {
        "outcome": guided.outcome,
        "before": need_to_json(guided.before),
        "need": need_to_json(state.need),
        "shown": [[one.product_id, one.variant_id] for one in state.shown],
        "asked": list(state.asked),
        "turn": state.turn,
        "remember": guided.remember,
        "notes": list(guided.notes),
        "deeds": deeds_to_json(guided.replies),
    }


def deeds_to_json(replies: tuple[Reply, ...]) -> Json:
    """What each button does, by its words in both languages."""
    found: Json = {}
    for one in replies[:MOST_KEPT]:
        deed: Json = {"deed": one.deed}
        if one.wish is not None:
            deed["wish"] = wish_to_json(one.wish)
        if one.products:
            deed["products"] = list(one.products)
        deed |= {name: value for name, value in (("variant", one.variant_id), ("kind", one.kind)) if value}
        for text in (one.words.en, one.words.zh):
            found.setdefault(plain(text), deed)
    return found


def deed_of(talk: Talk, text: str) -> Reply | None:
    """What the words do, where they are those of a button of the last turns."""
    kept: Mapping[str, Any] | None = talk.deeds.get(plain(text))
    if kept is None:
        return None
    return Reply(
        label=Words(text),
        words=Words(text),
        deed=cast(Deed, kept["deed"]),
        wish=wish_from_json(kept["wish"]) if "wish" in kept else None,
        products=tuple(kept.get("products", ())),
        variant_id=str(kept.get("variant", "")),
        kind=str(kept.get("kind", "")),
    )


def plain(text: str) -> str:
    """The words as they are compared: however wide they are written."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).strip(" .。!！?？").casefold()
