"""Where a conversation with the desk stands. Frozen, and the same after a round trip through JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal, cast

from mercery.assistant.desk.variants import Wants
from mercery.core.database import Json
from mercery.customers.customer import Address
from mercery.orders.actions.rule import IdentityStrength

TaskKind = Literal["cancel", "return", "swap", "order_address", "payment", "default_address"]
Slot = Literal[
    "email", "name", "zip", "order_id", "item", "new_option", "payment_method", "reason", "new_address", "more_items",
    "confirmation", "choice", "code",
]  # fmt: skip
"""What the desk may ask; one at a time. `choice`: which of several wishes that exclude each other.
`code`: the one-time code that was sent."""
Source = Literal["said", "inferred"]
FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceWish:
    """A piece of an order, and for an exchange what is wanted for it."""

    index: int
    """Place of the piece in its order."""
    sku: str
    wants: Wants = ()
    new: str = ""
    """The SKU chosen; empty while open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a model takes a message to ask for. Held against the record, and asked back before it counts as asked."""

    kind: TaskKind
    order: str
    pieces: tuple[tuple[str, str], ...] = ()
    """SKU, and the SKU wanted instead (empty: none)."""
    payment: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to be done, as far as it is known."""

    kind: TaskKind
    order: str = ""
    said: str = ""
    """The customer's words about the pieces, kept until it is clear which ones they mean."""
    pieces: tuple[PieceWish, ...] = ()
    everything: bool = False
    partial: bool = False
    """Asked to call off a part of an order only."""
    payment: str = ""
    reason: str = ""
    address: Address | None = None
    sources: tuple[tuple[str, Source], ...] = ()
    """Slot and where its content came from."""
    shown: tuple[tuple[str, str], ...] = ()
    """The details as last shown for confirmation; what was open then is empty."""
    shown_at: str = ""
    token: str = ""
    """Binds a yes to those details, once they were complete."""
    proposed: bool = False
    """Read by a model alone: the customer is asked first whether this is meant at all."""

    def source(self, slot: str) -> str:
        """Where a slot's content came from; empty when it has none."""
        return dict(self.sources).get(slot, "")

    def noted(self, slot: str, source: Source) -> tuple[tuple[str, Source], ...]:
        """The sources with one more."""
        return (*(one for one in self.sources if one[0] != slot), (slot, source))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The last thing refused, so that a protest is answered by its reason."""

    kind: str
    order: str = ""
    code: str = ""
    detail: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskState:
    """The whole state of one conversation."""

    lang: str = ""
    """The language the customer wrote last, where a message had enough words to tell."""
    customer_id: str = ""
    strength: IdentityStrength = "none"
    proved_at: str = ""
    """When a code was returned; that proof does not last for ever."""
    tries: int = 0
    """Attempts to identify that found nobody."""
    tasks: tuple[Task, ...] = ()
    rivals: tuple[Task, ...] = ()
    """Wishes that exclude each other, until one is chosen."""
    asked: Slot | Literal[""] = ""
    """The slot asked last."""
    order: str = ""
    """The order last spoken of."""
    piece: str = ""
    """SKU of the piece last spoken of."""
    product: str = ""
    variant: str = ""
    """SKU of the variant last offered or asked about."""
    listed: tuple[str, ...] = ()
    """SKUs last listed, in order."""
    question: str = ""
    """A question that waits for an order number, in the customer's words."""
    unheard: str = ""
    """What was said before it was known who asks; taken up once that is known."""
    refusal: Refusal | None = None
    refused: tuple[Refusal, ...] = ()
    done: tuple[str, ...] = ()
    """Receipts of this conversation."""
    failed: int = 0
    """Turns in a row that were not understood."""
    handed_over: bool = False
    turns: int = 0


def state_to_json(state: DeskState) -> Json:
    """The JSON form."""
    return {"format": FORMAT, **asdict(state)}


def state_from_json(data: Mapping[str, Any] | None) -> DeskState:
    """The state whose JSON form is `data`; a fresh one where there is none."""
    if not data:
        return DeskState()
    held = {field.name: data[field.name] for field in fields(DeskState) if field.name in data}
    held["tasks"] = tuple(_task(one) for one in data.get("tasks") or ())
    held["rivals"] = tuple(_task(one) for one in data.get("rivals") or ())
    held["refused"] = tuple(Refusal(**one) for one in data.get("refused") or ())
    held["refusal"] = Refusal(**data["refusal"]) if data.get("refusal") else None
    held["listed"], held["done"] = tuple(data.get("listed") or ()), tuple(data.get("done") or ())
    return DeskState(**held)


def _task(data: Mapping[str, Any]) -> Task:
    held = {field.name: data[field.name] for field in fields(Task) if field.name in data}
    held["pieces"] = tuple(
        PieceWish(index=one["index"], sku=one["sku"], wants=_wants(one["wants"]), new=one["new"])
        for one in data["pieces"]
    )
    held["address"] = Address(**data["address"]) if data.get("address") else None
    held["sources"] = tuple((slot, cast(Source, source)) for slot, source in data["sources"])
    held["shown"] = tuple((name, value) for name, value in data["shown"])
    return Task(**held)


def _wants(data: Any) -> Wants:
    return tuple((tuple((option, value) for option, value in pairs), bool(negated)) for pairs, negated in data)
