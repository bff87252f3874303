"""Where a talk with the guide stands, and its JSON form. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

from mercery.core.database import Json
from mercery.core.i18n import Words
from mercery.guide.hearing.merging import merged
from mercery.guide.need import Firmness, Need, Shown, Wish, WishKind


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideState:
    """A talk so far. Never changed: a turn makes a new one."""

    need: Need = field(default_factory=Need)
    shown: tuple[Shown, ...] = ()
    """Pieces offered so far, the latest last."""
    asked: tuple[str, ...] = ()
    """Kinds of the questions that were asked."""
    refused: tuple[str, ...] = ()
    """Kinds of questions the shopper did not answer, or does not mind about: not asked again."""
    turn: int = 0
    """How many messages of the shopper were heard."""


def both(stands: GuideState, state: GuideState, before: Need) -> GuideState:
    """Two messages that were heard from the same need, `before`: what the later one changed, in what the other left."""
    fresh = [wish for wish in state.need.wishes if wish not in before.wishes]
    gone = [wish for wish in before.wishes if wish not in state.need.wishes]
    need = merged(stands.need.without(*gone), fresh)
    own = state.need
    need = replace(
        need,
        currency=own.currency if own.currency != before.currency else need.currency,
        country=own.country if own.country != before.country else need.country,
        order=own.order if own.order != before.order else need.order,
        words=tuple(dict.fromkeys([*need.words, *(word for word in own.words if word not in before.words)])),
    )
    late = {one.product_id for one in state.shown}
    return GuideState(
        need=need,
        shown=(*(one for one in stands.shown if one.product_id not in late), *state.shown),
        asked=tuple(dict.fromkeys([*stands.asked, *state.asked])),
        refused=tuple(dict.fromkeys([*stands.refused, *state.refused])),
        turn=max(stands.turn, state.turn) + 1,
    )


def state_to_json(state: GuideState) -> Json:
    """The state as it is kept."""
    return {
        "need": need_to_json(state.need),
        "shown": [{"product": one.product_id, "variant": one.variant_id, "turn": one.turn} for one in state.shown],
        "asked": list(state.asked),
        "refused": list(state.refused),
        "turn": state.turn,
    }


def state_from_json(data: Mapping[str, Any] | None) -> GuideState:
    """The state that was kept; a new one where there is none."""
    if not data:
        return GuideState()
    return GuideState(
        need=need_from_json(data.get("need") or {}),
        shown=tuple(
            Shown(product_id=row["product"], variant_id=row.get("variant"), turn=int(row.get("turn", 0)))
            for row in data.get("shown", ())
        ),
        asked=tuple(data.get("asked", ())),
        refused=tuple(data.get("refused", ())),
        turn=int(data.get("turn", 0)),
    )


def need_to_json(need: Need) -> Json:
    """The need as it is kept, and as a hand-over shows it."""
    return {
        "wishes": [wish_to_json(wish) for wish in need.wishes],
        "currency": need.currency,
        "country": need.country,
        "words": list(need.words),
        **({"order": wish_to_json(need.order)} if need.order else {}),
    }


def need_from_json(data: Mapping[str, Any]) -> Need:
    """The need that was kept."""
    return Need(
        wishes=tuple(wish_from_json(row) for row in data.get("wishes", ())),
        currency=data.get("currency"),
        country=data.get("country"),
        words=tuple(data.get("words", ())),
        order=wish_from_json(data["order"]) if data.get("order") else None,
    )


def wish_to_json(wish: Wish) -> Json:
    """One wish; what is not said is left out."""
    found: Json = {
        "kind": wish.kind,
        "values": list(wish.values),
        "unwanted": wish.unwanted,
        "pure": wish.pure,
        "term": wish.term,
        "name": wish.name,
        "low": None if wish.low is None else str(wish.low),
        "high": None if wish.high is None else str(wish.high),
        "dimension": wish.dimension,
        "currency": wish.currency,
        "by": wish.by.isoformat() if wish.by else None,
        "firmness": wish.firmness,
        "said": wish.said,
        "turn": wish.turn,
        "label": {"en": wish.label.en, "zh": wish.label.zh},
    }
    return {key: value for key, value in found.items() if value not in (None, "", False, [])}


def wish_from_json(data: Mapping[str, Any]) -> Wish:
    """The wish of that form."""
    label = data.get("label") or {}
    return Wish(
        kind=cast(WishKind, data["kind"]),
        values=tuple(data.get("values", ())),
        unwanted=bool(data.get("unwanted", False)),
        pure=bool(data.get("pure", False)),
        term=str(data.get("term", "")),
        name=str(data.get("name", "")),
        low=_decimal(data.get("low")),
        high=_decimal(data.get("high")),
        dimension=str(data.get("dimension", "")),
        currency=data.get("currency"),
        by=date.fromisoformat(data["by"]) if data.get("by") else None,
        firmness=cast(Firmness, data.get("firmness", "must")),
        said=str(data.get("said", "")),
        turn=int(data.get("turn", 0)),
        label=Words(str(label.get("en", "")), str(label.get("zh", ""))),
    )


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
