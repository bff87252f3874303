"""From what was heard to what is to be done: tasks begun, filled, corrected, dropped, and those the customer said yes to. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from mercery.assistant.desk.comparing import compared
from mercery.assistant.desk.hearing import Heard
from mercery.assistant.desk.lexicon import cues
from mercery.assistant.desk.matching import goods_named, value_table, values_named
from mercery.assistant.desk.payments import resolve
from mercery.assistant.desk.planning import Prepared, agrees, prepare
from mercery.assistant.desk.state import DeskState, PieceWish, Refusal, Task, TaskKind
from mercery.assistant.desk.understanding import (
    described_pieces,
    mentions_for,
    orders_meant,
    segments,
    with_wants,
)
from mercery.assistant.desk.variants import as_wants, fits
from mercery.assistant.desk.view import Piece, View
from mercery.assistant.desk.wishes import Wish
from mercery.customers.customer import Address
from mercery.orders.actions.confirmation import VALID

_CALL_OFF_REQUEST: Final = re.compile(r"\bcancel (?:the|my|that|this) (?:exchange|return|request|change|swap|refund)\b|取消(?:换货|退货|申请|更换)", re.IGNORECASE)  # fmt: skip
_FROM_ORDER: Final = re.compile(r"\b(?:from|in|out of|of)\b|里|中的", re.IGNORECASE)
_BOTH_ADDRESSES: Final = re.compile(
    r"\bboth\b|\band\b|\balso\b|\btoo\b|\bas well\b|\bplus\b|同时|一起|也|都|和|还有|顺便", re.IGNORECASE
)
_OTHER: Final = re.compile(r"\b(?:other|another|second|different|rest)\b|另|其他|别的", re.IGNORECASE)
_STATUS_NAMED: Final = re.compile(r"\bpending\b|\bdelivered\b|\breceived\b|待处理|送达|收到", re.IGNORECASE)
_EXCLUDING: Final = (
    {"return", "swap"},
    {"cancel", "swap"},
    {"cancel", "payment"},
    {"cancel", "order_address"},
    {"cancel", "return"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heeded:
    """What a message changed."""

    state: DeskState
    execute: tuple[Prepared, ...] = ()
    """Confirmed, complete and unchanged since it was shown."""
    dropped: bool = False
    progress: bool = False
    """Whether the message said something about a task."""
    notes: tuple[Refusal, ...] = ()
    """What could not be taken in, and why."""
    repeated_number: bool = False


def heed(state: DeskState, heard: Heard, view: View) -> Heeded:
    """Take the message in."""
    wishes = _real_wishes(state, heard, view)
    if _declines(state, heard, wishes, view):
        cleared = replace(state, tasks=(), rivals=(), question="", listed=())
        if not wishes or (heard.drop and not _after_drop(heard, wishes)):
            return Heeded(state=cleared, dropped=bool(state.tasks or state.rivals), progress=bool(state.tasks))
        state = cleared
    state, chosen = _between_rivals(state, heard, wishes)
    tasks = list(state.tasks)
    touched: set[int] = set()
    for wish in wishes:
        touched |= _begin(tasks, wish, wishes, heard, view, chosen=chosen, state=state)
    notes: list[Refusal] = []
    progress = bool(wishes) or chosen
    tasks = [_in_focus(task, state, view) if at in touched else task for at, task in enumerate(tasks)]
    for index, task in enumerate(tasks):
        filled, more = _filled(task, heard, view, state, fresh=index in touched, alone=len(tasks) == 1)
        notes += more
        progress = progress or filled != task or bool(more)
        tasks[index] = filled
    tasks = _spread(tasks, state, heard, view)
    state, excluded = _exclusive(replace(state, tasks=tuple(tasks)), heard, view)
    execute = _confirmed(state, heard, view) if not excluded else ()
    progress = progress or excluded or bool(execute) or bool(heard.yes and state.tasks)
    return Heeded(state=state, execute=execute, progress=progress, notes=tuple(notes))


def _spread(tasks: list[Task], state: DeskState, heard: Heard, view: View) -> list[Task]:
    """One wish for several orders, or for an order's address and the profile's alike."""
    found: list[Task] = []
    for task in tasks:
        if state.asked == "order_id" and not task.order and not heard.numbers and cues.BOTH.search(heard.text):
            found += [replace(task, order=order.number) for order in orders_meant(task, view)] or [task]
        else:
            found.append(task)
    kinds = {task.kind for task in found}
    also = re.search(r"\balso\b|\btoo\b|\bas well\b|\bboth\b|也|一起|同时|都", heard.text)
    if (
        also
        and "default_address" in kinds
        and "order_address" not in kinds
        and re.search(r"\border\b|订单", heard.text)
    ):
        found.append(
            replace(
                found[-1], kind="order_address", order=heard.numbers[0] if heard.numbers else "", shown=(), token=""
            )
        )
    elif (
        also
        and "order_address" in kinds
        and "default_address" not in kinds
        and cues.DEFAULT_ADDRESS.search(heard.text)
        and not cues.NOT_DEFAULT.search(heard.text)
    ):
        found.append(replace(found[-1], kind="default_address", order="", shown=(), token=""))
    return found


def _real_wishes(state: DeskState, heard: Heard, view: View) -> list[Wish]:
    """Without verbs that only urge on what is under way already (`yes, change it`)."""
    found = []
    for wish in heard.wishes:
        span = heard.text[wish.start : wish.end]
        bare = not _speaks_of_goods(span, view) and not _number_in(span, heard)
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
        if segments(heard.text, [piece.title for piece in view.pieces()]) or any(
            view.order(number) for number in heard.numbers
        ):
            meant = orders_meant(Task(kind="return", said=heard.text), view)
            meant = [order for number in heard.numbers if (order := view.order(number))] or meant
            delivered = bool(meant) and all(order.status == "delivered" for order in meant)
            found.append(Wish(kind="return" if delivered else "cancel", start=0, end=len(heard.text)))
    if not found and _wants_other_option(state, heard, view):
        found.append(Wish(kind="swap", start=0, end=len(heard.text)))
    return found


def _only_other_pieces(span: str, state: DeskState, view: View) -> bool:
    """`make that the keyboard`: other pieces for what is under way, not an exchange."""
    if not state.tasks or state.tasks[0].kind != "return" or re.search(r"\bexchang|\bswap|\breplac|\bswitch|换", span):
        return False
    return not any(mentions_for(span, piece, view) for piece in view.pieces(state.tasks[0].order))


def _number_in(span: str, heard: Heard) -> bool:
    return any(number.lower() in span for number in heard.numbers)


def _speaks_of_goods(span: str, view: View) -> bool:
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
    if any(not one.holds(options) and not one.weak for one in mentions_for(text, piece, view)):
        return True
    return bool(compared(text, options, view.product(piece.product_id)))


def _declines(state: DeskState, heard: Heard, wishes: Sequence[Wish], view: View) -> bool:
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
    return state.asked in ("confirmation", "payment_method", "choice", "more_items", "reason") and not _speaks_of_goods(
        heard.text, view
    )


def _after_drop(heard: Heard, wishes: Sequence[Wish]) -> bool:
    """Whether a new wish stands beside the withdrawal (`forget the return, cancel W1 instead`)."""
    drop = cues.DROP.search(heard.text)
    return drop is None or any(
        heard.text[wish.start : wish.end].strip() and wish.end > drop.end() + 8 for wish in wishes
    )


def _between_rivals(state: DeskState, heard: Heard, wishes: Sequence[Wish]) -> tuple[DeskState, bool]:
    """One of several wishes that exclude each other, once the customer has chosen."""
    if not state.rivals:
        return state, False
    kinds = {wish.kind for wish in wishes}
    chosen = [task for task in state.rivals if task.kind in kinds]
    if len(chosen) == 1:
        return replace(state, tasks=(chosen[0],), rivals=(), refusal=None), True
    for number, pattern in cues.ORDINALS:
        if pattern.search(heard.text) and number <= len(state.rivals):
            return replace(state, tasks=(state.rivals[number - 1],), rivals=(), refusal=None), True
    if wishes:
        return replace(state, rivals=()), False
    return state, False


def _begin(
    tasks: list[Task], wish: Wish, wishes: Sequence[Wish], heard: Heard, view: View, *, chosen: bool, state: DeskState
) -> set[int]:
    """Start the tasks a wish asks for, or go on with those there are."""
    span = heard.text[wish.start : wish.end]
    if heard.corrected_at > wish.start and goods_named(heard.tokens, [p.title for p in view.pieces()]):
        late = heard.text[heard.corrected_at : wish.end]
        if segments(late, [piece.title for piece in view.pieces()]):
            span = late
    numbers = [number for number in heard.numbers if number.lower() in span] or (
        list(heard.numbers) if len(heard.numbers) == 1 or len(wishes) == 1 else []
    )
    if not numbers and state.order and cues.SAME_ORDER.search(span):
        numbers = [state.order]
    if not numbers and heard.cue("EVERY_ORDER"):
        numbers = [order.number for order in orders_meant(Task(kind=wish.kind, said=span), view)]
    if wish.kind in ("order_address", "default_address") and (other := cues.OTHER_ORDER_ADDRESS.search(heard.text)):
        numbers = [number for number in numbers if heard.text.find(number.lower()) < other.start()][:1]
    touched = set()
    for number in numbers or [""]:
        index = next(
            (
                at for at, task in enumerate(tasks)
                if task.kind == wish.kind and (not number or not task.order or task.order == number) and at not in touched
            ),
            -1,
        )  # fmt: skip
        if index < 0:
            tasks.append(Task(kind=wish.kind, order=number, sources=(("order_id", "said"),) if number else ()))
            index = len(tasks) - 1
        task = tasks[index]
        if not task.pieces and not chosen:
            spoken = _spoken_of(task, span, state, view)
            tasks[index] = replace(task, said=f"{task.said}\n{span}{spoken}".strip(), order=number or task.order)
        touched.add(index)
    if wish.kind in ("order_address", "default_address") and _both_addresses(heard):
        other: TaskKind = "default_address" if wish.kind == "order_address" else "order_address"
        if not any(task.kind == other for task in tasks):
            order = heard.numbers[0] if heard.numbers and other == "order_address" else ""
            tasks.append(Task(kind=other, order=order, said=span))
            touched.add(len(tasks) - 1)
    return touched


def _spoken_of(task: Task, span: str, state: DeskState, view: View) -> str:
    """The name of the goods just spoken of, where the wish names none (`then change it to M`)."""
    title = view.titles.get(state.product, "")
    owned = [piece for piece in view.pieces(task.order) if piece.product_id == state.product]
    if task.kind != "swap" or not title or not owned or segments(span, [piece.title for piece in view.pieces()]):
        return ""
    return f" {owned[0].title.lower()}"


def _in_focus(task: Task, state: DeskState, view: View) -> Task:
    """Without a number and without goods the order spoken of last is meant, unless only another one can be."""
    focus = view.order(state.order)
    if task.order or task.kind == "default_address" or focus is None or _OTHER.search(task.said):
        return task
    if segments(task.said, [piece.title for piece in view.pieces()]) and not segments(
        task.said, [piece.title for piece in view.pieces(focus.number)]
    ):
        return task
    meant = orders_meant(task, view)
    named = bool(segments(task.said, [piece.title for piece in view.pieces()]))
    if meant and focus not in meant and (state.done or named or _STATUS_NAMED.search(task.said)):
        return task
    return replace(task, order=focus.number, sources=task.noted("order_id", "inferred"))


def _both_addresses(heard: Heard) -> bool:
    text = heard.text
    explicit = re.search(r"\b(?:default|profile|account)\b|默认|资料|账户", text) and not cues.NOT_DEFAULT.search(text)
    return bool(explicit and re.search(r"\border\b|订单", text) and _BOTH_ADDRESSES.search(text))


def _filled(
    task: Task, heard: Heard, view: View, state: DeskState, *, fresh: bool, alone: bool
) -> tuple[Task, list[Refusal]]:
    """The task with everything the message says about it."""
    notes: list[Refusal] = []
    if heard.numbers and task.kind != "default_address" and not fresh:
        task = _with_number(task, heard, alone=alone)
    if task.kind == "cancel":
        task = _cancel_words(task, heard, view)
        if _refund_elsewhere(task, heard, view):
            notes.append(Refusal(kind="cancel", order=task.order, code="refund_original"))
    if task.address is None or heard.address is not None:
        if task.kind in ("order_address", "default_address") and heard.address is not None:
            task = replace(task, address=heard.address, sources=task.noted("new_address", "said"))
    if task.kind in ("order_address", "default_address") and heard.address is None:
        task = _with_known_address(task, heard, view)
    if task.kind in ("return", "swap"):
        task = _with_pieces(task, heard, view, state, fresh=fresh)
    if task.kind == "swap" and (other := _other_goods(task, heard, view)):
        notes.append(other)
    if task.kind in ("return", "swap", "payment") and heard.payments:
        task, more = _with_payment(task, heard, view)
        notes += more
    return task, notes


def _with_known_address(task: Task, heard: Heard, view: View) -> Task:
    """`to my default address`, `the same as order …`: addresses the customer already has here."""
    if cues.OTHER_ORDER_ADDRESS.search(heard.text):
        others = [order for number in heard.numbers if number != task.order and (order := view.order(number))]
        if others and others[-1].address is not None:
            own = next((number for number in heard.numbers if number != others[-1].number), task.order)
            return replace(
                task,
                address=others[-1].address,
                order=own if task.kind == "order_address" else "",
                sources=task.noted("new_address", "said"),
            )
    if (place := _by_place(task, heard, view)) is not None:
        return replace(task, address=place, sources=task.noted("new_address", "said"))
    known = view.customer.address if view.customer else None
    if task.kind == "order_address" and known is not None and cues.KNOWN_ADDRESS.search(heard.text):
        return replace(task, address=known, sources=task.noted("new_address", "said"))
    return task


def _by_place(task: Task, heard: Heard, view: View) -> Address | None:
    """`my New York address`, `the one in my other order`: the only other address here that fits the words."""
    if not re.search(r"\baddress\b|\b(?:one|place|house|home) in\b|地址", heard.text):
        return None
    order = view.order(task.order)
    now = (
        order.address
        if order
        else (view.customer.address if task.kind == "default_address" and view.customer else None)
    )
    known = [one.address for one in view.orders if one.address is not None]
    known += [view.customer.address] if view.customer and view.customer.address else []
    others = [one for one in dict.fromkeys(known) if one != now and one != task.address]
    low = heard.text.lower()
    named = [
        one
        for one in others
        if re.search(rf"(?<![a-z]){re.escape(one.city.lower())}(?![a-z])", low)
        or re.search(rf"\b{re.escape(one.line1.lower())}\b", low)
    ]
    if len(named) == 1:
        return named[0]
    if (
        re.search(
            r"\bother order\b|\b(?:my )?(?:other|different|previous|last|recent) order'?s?\b|另(?:外)?一?个?订单|其他订单|上一?个订单",
            low,
        )
        and len(others) == 1
    ):
        return others[0]
    return None


def _with_number(task: Task, heard: Heard, *, alone: bool) -> Task:
    number = heard.numbers[-1]
    if number == task.order or (task.order and not alone):
        return task
    pieces = () if task.order and task.order != number else task.pieces
    return replace(task, order=number, pieces=pieces, sources=task.noted("order_id", "said"))


def _cancel_words(task: Task, heard: Heard, view: View) -> Task:
    if heard.reason:
        task = replace(task, reason=heard.reason, sources=task.noted("reason", "said"))
    elif (
        not task.reason
        and not heard.yes
        and not heard.no
        and _just_asked(task)
        and not (
            heard.asks
            or heard.cue("PROTEST")
            or heard.cue("HESITATE")
            or heard.payments
            or heard.numbers
            or heard.all_done
        )
    ):
        task = replace(task, reason="other")
    order = view.order(task.order) or next(iter(orders_meant(task, view)), None)
    if order is not None and len(view.pieces(order.number)) > 1:
        named = segments(heard.text, [piece.title for piece in view.pieces(order.number)])
        kept = cues.PARTIAL.search(heard.text)
        from_order = any(
            re.search(
                r"\b(?:from|in|out of|of)\b(?! \S+ order with)|里的|中的",
                heard.text[part.named.end : part.named.end + 14],
            )
            for part in named
        )
        unwanted = cues.UNWANTED.search(heard.text) and named and not cues.CANCEL.search(heard.text)
        whole = re.search(r"\b(?:whole|entire|full)\b|all of it|整个|整单|全部", heard.text)
        if (
            (named or (kept and re.search(r"\brest\b|其[他余]", heard.text)))
            and (kept or from_order or unwanted)
            and not whole
            and (unwanted or cues.CANCEL.search(heard.text))
        ):
            task = replace(task, partial=True)
        elif whole and task.partial and not re.search(r"\bdon'?t\b|\bnot\b|不|别", heard.text):
            task = replace(task, partial=False)
    return task


def _refund_elsewhere(task: Task, heard: Heard, view: View) -> bool:
    """The money of a cancelled order wanted by another way than it came."""
    order = view.order(task.order)
    wanted = [one for one in heard.payments if not one.away and not one.original]
    if order is None or not wanted or view.customer is None:
        return False
    used = [one.method for one in order.payments if one.kind == "payment"]
    found = resolve(wanted, view.customer, "")
    return bool(found and used and (found.missing or (found.method and found.method.id not in used)))


def _just_asked(task: Task) -> str:
    return "reason" if dict(task.shown).get("kind") == "cancel" and not dict(task.shown).get("reason") else ""


def _with_payment(task: Task, heard: Heard, view: View) -> tuple[Task, list[Refusal]]:
    order = view.order(task.order)
    used = [one.method for one in order.payments if one.kind == "payment"] if order else []
    assert view.customer is not None
    found = resolve(heard.payments, view.customer, used[-1] if used else "")
    if found is None:
        return task, []
    if found.method is not None:
        return replace(task, payment=found.method.id, sources=task.noted("payment_method", "said")), []
    if found.missing is not None:
        missing = found.missing
        if missing.original:
            return task, []
        return replace(task, payment=""), [
            Refusal(kind=task.kind, order=task.order, code="no_method", detail=missing.brand or str(missing.kind))
        ]
    fitting = [one for one in found.several if one.id in used]
    if task.kind == "payment":
        fitting = [one for one in found.several if one.id not in used]
    if len(fitting) == 1:
        return replace(task, payment=fitting[0].id, sources=task.noted("payment_method", "said")), []
    return task, []


def _with_pieces(task: Task, heard: Heard, view: View, state: DeskState, *, fresh: bool) -> Task:
    if task.kind == "return" and cues.ALL_PIECES.search(heard.text):
        task = replace(task, everything=True)
    if not task.pieces:
        if fresh:
            return task
        text = (
            heard.text
            if not (heard.yes and not segments(heard.text, [p.title for p in view.pieces(task.order)]))
            else ""
        )
        return replace(task, said=f"{task.said}\n{text}".strip())
    if fresh or _speaks_of_goods(heard.text, view):
        task = _more_pieces(task, heard, view)
    if task.kind == "swap" and (other := _another_described(task, heard, view)) is not None:
        wish = with_wants(replace(task, pieces=(PieceWish(index=other.index, sku=other.sku),)), heard.text, view).pieces
        return replace(task, pieces=(*task.pieces, *wish))
    if task.kind == "swap":
        task = _by_sku(_picked(with_wants(task, heard.text, view, state.listed), heard, view, state), heard, view)
    return task


def _other_goods(task: Task, heard: Heard, view: View) -> Refusal | None:
    """Goods of another kind wanted in place of a piece."""
    own = {piece.title for piece in view.pieces(task.order)} if task.order else {piece.title for piece in view.pieces()}
    turning = [match.end() for match in cues.OLD_BEFORE.finditer(heard.text)]
    for one in goods_named(heard.tokens, view.titles.values()):
        if (
            not one.titles & own
            and any(place <= one.start for place in turning)
            and segments(heard.text[: one.start], list(own))
        ):
            return Refusal(kind="swap", order=task.order, code="other_product", detail=min(one.titles))
    return None


def _more_pieces(task: Task, heard: Heard, view: View) -> Task:
    """Pieces named on top of those already meant, and pieces taken out again."""
    pieces = view.pieces(task.order)
    have = {wish.index for wish in task.pieces}
    titles = {piece.title for piece in pieces if piece.index in have}
    parts = segments(heard.text, [piece.title for piece in pieces])
    wishes = list(task.pieces)
    for part in parts:
        if not part.named.titles & titles:
            there = [piece for piece in pieces if piece.title in part.named.titles]
            wishes += [PieceWish(index=piece.index, sku=piece.sku) for piece in there[:1]]
    if task.kind == "return":
        named = {name for part in parts for name in part.named.titles}
        for one in goods_named(heard.tokens, [piece.title for piece in pieces]):
            if not one.titles & named and cues.KEEP.search(heard.text):
                gone = {piece.index for piece in pieces if piece.title in one.titles}
                wishes = [wish for wish in wishes if wish.index not in gone] or wishes
    return replace(task, pieces=tuple(wishes))


def _another_described(task: Task, heard: Heard, view: View) -> Piece | None:
    """`and the 1L one to white`: another piece of the same name, told by what it is."""
    have = {wish.index for wish in task.pieces}
    pieces = view.pieces(task.order)
    products = {piece.product_id for piece in pieces if piece.index in have}
    alike = [piece for piece in pieces if piece.product_id in products]
    if len(alike) == len(have):
        return None
    best = described_pieces(alike, heard.text)
    return best[0] if len(best) == 1 and best[0].index not in have else None


def _by_sku(task: Task, heard: Heard, view: View) -> Task:
    """A variant named by its article number."""
    for sku in re.findall(r"(?<![\w-])[A-Za-z0-9][\w-]{4,}(?![\w-])", heard.raw):
        known = view.variants.get(sku)
        if known is None or any(wish.sku == sku for wish in task.pieces):
            continue
        wants = tuple((((name, value),), False) for name, value in known.options)
        task = replace(task, pieces=tuple(
            replace(wish, new=sku if known.available else "", wants=wants) if _product(wish, task, view) == known.product_id else wish
            for wish in task.pieces
        ))  # fmt: skip
    return task


def _picked(task: Task, heard: Heard, view: View, state: DeskState) -> Task:
    """A variant chosen from what was listed or offered: by place, by price, or as `that one`."""
    extreme = heard.cue("CHEAPEST") or heard.cue("DEAREST")
    open_ = [wish for wish in task.pieces if not wish.new or (extreme and len(task.pieces) == 1)]
    if len(open_) != 1:
        return task
    sku = ""
    listed = [view.variants[one] for one in state.listed if one in view.variants]
    if extreme:
        product = [
            one for one in view.product(_product(open_[0], task, view)) if one.available and one.sku != open_[0].sku
        ]
        said = as_wants(values_named(heard.tokens, value_table(product))) if product else ()
        known = [one for one in listed if one in product and fits(dict(one.options), said)]
        listed = known or [one for one in product if fits(dict(one.options), said or open_[0].wants)]
    for number, pattern in cues.ORDINALS:
        if pattern.search(heard.text) and number <= len(listed):
            sku = listed[number - 1].sku
    priced = [one for one in listed if one.price is not None]
    if cues.CHEAPEST.search(heard.text) and priced:
        sku = min(priced, key=lambda one: one.price.minor if one.price else 0).sku
    elif cues.DEAREST.search(heard.text) and priced:
        sku = max(priced, key=lambda one: one.price.minor if one.price else 0).sku
    elif not sku and (cues.SAME_AS_THAT.search(heard.text) or heard.yes) and (state.variant or len(listed) == 1):
        sku = listed[0].sku if len(listed) == 1 else state.variant
    known = view.variants.get(sku)
    if known is None or known.product_id != _product(open_[0], task, view):
        return task
    wants = tuple((((name, value),), False) for name, value in known.options)
    chosen = replace(open_[0], new=sku if known.available else "", wants=wants)
    return replace(task, pieces=tuple(chosen if wish == open_[0] else wish for wish in task.pieces))


def _product(wish: PieceWish, task: Task, view: View) -> str:
    return next((piece.product_id for piece in view.pieces(task.order) if piece.index == wish.index), "")


def _exclusive(state: DeskState, heard: Heard, view: View) -> tuple[DeskState, bool]:
    """Wishes on one order that exclude each other are put aside until the customer chooses."""
    prepared = [(task, prepare(task, view)) for task in state.tasks]
    for at, (left, first) in enumerate(prepared):
        for right, second in prepared[at + 1 :]:
            same = first.task.order and first.task.order == second.task.order
            blocked = any(one.kind == "refused" and one.final for one in (first, second))
            if same and {left.kind, right.kind} in _EXCLUDING and not blocked:
                if len({left.shown != (), right.shown != ()}) == 2 and heard.wishes and not heard.cue("TWO_AT_ONCE"):
                    # A later wish takes the place of the earlier one.
                    return replace(state, tasks=tuple(task for task in state.tasks if task is not left)), False
                refusal = Refusal(
                    kind=left.kind, order=first.task.order, code="rivals", detail=f"{left.kind} {right.kind}"
                )
                return replace(state, tasks=(), rivals=(first.task, second.task), refusal=refusal), True
    return state, False


def _confirmed(state: DeskState, heard: Heard, view: View) -> tuple[Prepared, ...]:
    if not heard.yes or not (heard.firm or state.asked in ("confirmation", "more_items")):
        return ()
    found = []
    for task in state.tasks:
        if not task.shown or not task.shown_at or view.now - datetime.fromisoformat(task.shown_at) > VALID:
            continue
        prepared = prepare(task, view)
        if prepared.kind == "ready" and agrees(prepared):
            found.append(prepared)
    # Changing pieces closes an order to everything else, so it comes last.
    return tuple(sorted(found, key=lambda one: one.task.kind == "swap"))


def first_piece(task: Task, view: View) -> Piece | None:
    """The first piece a task is about."""
    return next(
        (piece for piece in view.pieces(task.order) if task.pieces and piece.index == task.pieces[0].index), None
    )
