"""What pressing a button of the guide does to where the talk stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from mercery.assistant.guiding.talk import AFRESH, Reply
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.guide.need import NO_WORDS, Need, Wish
from mercery.guide.state import GuideState

_LASTING: Final = "product"


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What a piece that was shown costs."""

    product_id: str
    variant_id: str
    amount: Money


def pressed(state: GuideState, reply: Reply, priced: Priced | None = None) -> GuideState:
    """The talk after a button. `priced`: the piece it is about, for what is to be cheaper."""
    turn, need = state.turn, state.need
    match reply.deed:
        case "wish" | "only":
            need = _with(need, reply, turn)
        case "colour":
            need = _without_kind(_with(need, reply, turn), "colour", but=reply.wish)
        case "drop":
            need = _dropped(need, reply)
        case "refuse":
            need = _refused(need, reply.products, turn)
        case "cheaper":
            need = _cheaper(need, priced, turn)
        case "anew":
            return GuideState(turn=turn + 1)
        case _:
            pass
    refused = (*state.refused, reply.kind) if reply.deed == "dismiss" else state.refused
    return replace(state, need=need, refused=refused, turn=turn + 1)


def _with(need: Need, reply: Reply, turn: int) -> Need:
    """The wish in the place of what was said of the same before; with a piece named, only that piece."""
    if reply.wish is None:
        return need
    fresh = replace(reply.wish, turn=turn)
    kept = [one for one in need.wishes if one.key != fresh.key]
    if reply.products:
        kept = [one for one in kept if one.kind != _LASTING or one.unwanted]
        kept.append(Wish(kind="product", values=reply.products, turn=turn))
    return replace(need, wishes=(*kept, fresh))


def _without_kind(need: Need, kind: str, *, but: Wish | None) -> Need:
    """Only the colour that was just named is wished for: another one said before would contradict it."""
    return replace(
        need, wishes=tuple(one for one in need.wishes if one.kind != kind or (but and one.values == but.values))
    )


def _dropped(need: Need, reply: Reply) -> Need:
    """Without the wish; of several pieces in one wish only those named go."""
    kept = []
    for one in need.wishes:
        left = tuple(value for value in one.values if value not in reply.products)
        if not _same(one, reply.wish):
            kept.append(one)
        elif reply.products and left:
            kept.append(replace(one, values=left, label=NO_WORDS))
    if reply.kind == AFRESH:
        kept = [one for one in kept if not (one.kind == "product" and one.unwanted)]
    return replace(need, wishes=tuple(kept))


def _same(one: Wish, other: Wish | None) -> bool:
    return other is not None and (one.key, one.values, one.term, one.low, one.high, one.by) == (
        other.key, other.values, other.term, other.low, other.high, other.by,
    )  # fmt: skip


def _refused(need: Need, products: tuple[str, ...], turn: int) -> Need:
    """Never these again, beside what was refused before; a wish for just them is gone."""
    before = tuple(value for one in need.of("product", unwanted=True) for value in one.values)
    kept = tuple(
        one for one in need.wishes if one.kind != "product" or not (one.unwanted or set(one.values) & set(products))
    )
    refused = Wish(kind="product", values=tuple(dict.fromkeys((*before, *products))), unwanted=True, turn=turn)
    return replace(need, wishes=(*kept, refused))


def _cheaper(need: Need, priced: Priced | None, turn: int) -> Need:
    if priced is None:
        return need
    amount = priced.amount
    label = Words(f"Under {amount.text('en')}", f"低于 {amount.text('zh')}")
    fresh = Wish(
        kind="price", high=Decimal(amount.minor - 1), currency=amount.currency, turn=turn, label=label, said=label.en
    )
    # A floor that was said before would leave nothing; a piece asked for by name is what is too dear.
    kept = tuple(one for one in need.wishes if one.kind not in ("price", "product") or one.unwanted)
    return replace(need, wishes=(*kept, fresh))
