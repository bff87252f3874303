"""Which wishes of a message are meant as such, and whether it takes back what was under way. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.assistant.desk.comparing import compared
from mercery.assistant.desk.hearing import Heard
from mercery.assistant.desk.lexicon import cues
from mercery.assistant.desk.orders_meant import orders_meant
from mercery.assistant.desk.segments import segments
from mercery.assistant.desk.state import DeskState, Task
from mercery.assistant.desk.values_wanted import mentions_for
from mercery.assistant.desk.view import Piece, View
from mercery.assistant.desk.wishes import Wish

_CALL_OFF_REQUEST: Final = re.compile(r"\bcancel (?:the|my|that|this) (?:exchange|return|request|change|swap|refund)\b|取消(?:换货|退货|申请|更换)", re.IGNORECASE | re.ASCII)  # fmt: skip


def real_wishes(state: DeskState, heard: Heard, view: View) -> list[Wish]:
    """Without verbs that only urge on what is under way already (`yes, change it`)."""
    found = []
    for wish in heard.wishes:
        span = heard.text[wish.start : wish.end]
        bare = not speaks_of_goods(span, view) and not _number_in(span, heard)
        if bare and wish.kind in ("swap", "return", "cancel") and state.tasks and not state.rivals:
            if wish.kind == "swap" or any(task.kind == wish.kind for task in state.tasks):
                continue
            if heard.yes and wish.kind != state.tasks[0].kind:
                continue
        if (
            wish.kind == "swap"
            and bare
            and not state.tasks
            and ((heard.yes and state.done) or (state.refusal and heard.cue("PROTEST")))
        ):
            continue
        if wish.kind == "swap" and _only_other_pieces(span, state, view):
            continue
        found.append(wish)
    if not found and not state.tasks and not state.rivals and cues.UNWANTED.search(heard.text):
        found += _unwanted(heard, view)
    if not found and _wants_other_option(state, heard, view):
        found.append(Wish(kind="swap", start=0, end=len(heard.text)))
    return found


def _unwanted(heard: Heard, view: View) -> list[Wish]:
    """What somebody says they do not want any more goes back, or is called off where it has not come yet."""
    own = [order for number in heard.numbers if (order := view.order(number))]
    if not own and not segments(heard.text, [piece.title for piece in view.pieces()]):
        return []
    meant = own or orders_meant(Task(kind="return", said=heard.text), view)
    delivered = bool(meant) and all(order.status == "delivered" for order in meant)
    return [Wish(kind="return" if delivered else "cancel", start=0, end=len(heard.text))]


def _only_other_pieces(span: str, state: DeskState, view: View) -> bool:
    """`make that the keyboard`: other pieces for what is under way, not an exchange."""
    if (
        not state.tasks
        or state.tasks[0].kind != "return"
        or re.search(r"(?a)\bexchang|\bswap|\breplac|\bswitch|换", span)
    ):
        return False
    return not any(mentions_for(span, piece, view) for piece in view.pieces(state.tasks[0].order))


def _number_in(span: str, heard: Heard) -> bool:
    return any(number.lower() in span for number in heard.numbers)


def speaks_of_goods(span: str, view: View) -> bool:
    pieces = view.pieces()
    if segments(span, [piece.title for piece in pieces]):
        return True
    return any(mentions_for(span, piece, view) for piece in {piece.product_id: piece for piece in pieces}.values())


def _wants_other_option(state: DeskState, heard: Heard, view: View) -> bool:
    """Goods of the customer's and a value they do not have: told, not asked about."""
    if state.tasks or state.rivals or heard.hand_over or heard.cue("OPINION"):
        return False
    wanting = any(heard.cue(name) for name in ("WANT", "MISFIT", "TWO_AT_ONCE", "SHOULD"))
    if heard.asks and not (wanting and not set(heard.topics) & {"options", "total", "tracking", "refund"}):
        return False
    numbers = [number for number in heard.numbers if view.order(number)]
    for part in segments(heard.text, [piece.title for piece in view.pieces()]):
        for piece in view.pieces():
            if (
                piece.title in part.named.titles
                and (not numbers or piece.order in numbers)
                and _other_value(heard.text, piece, view)
            ):
                return True
    return False


def _other_value(text: str, piece: Piece, view: View) -> bool:
    options = dict(piece.options)
    said = mentions_for(text, piece, view)
    if any(not one.holds(options) and (not one.weak or len(one.pairs) == 1) for one in said):
        return True
    return bool(compared(text, options, view.product(piece.product_id)))


def declines(state: DeskState, heard: Heard, wishes: Sequence[Wish], view: View) -> bool:
    if _CALL_OFF_REQUEST.search(heard.text) and state.tasks:
        return True
    if heard.drop:
        return not (state.asked == "reason" and heard.reason in ("no longer needed", "ordered by mistake"))
    if not heard.no or heard.all_done or not (state.tasks or state.rivals):
        return False
    if (
        wishes
        or heard.payments
        or heard.address
        or heard.numbers
        or (heard.reason and state.asked == "reason")
        or heard.cue("PROTEST")
    ):
        return False
    return state.asked in ("confirmation", "payment_method", "choice", "more_items", "reason") and not speaks_of_goods(
        heard.text, view
    )


def after_drop(heard: Heard, wishes: Sequence[Wish]) -> bool:
    """Whether a new wish stands beside the withdrawal (`forget the return, cancel W1 instead`)."""
    drop = cues.DROP.search(heard.text)
    return drop is None or any(
        heard.text[wish.start : wish.end].strip() and wish.end > drop.end() + 8 for wish in wishes
    )
