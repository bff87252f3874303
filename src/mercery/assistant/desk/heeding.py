"""From what was heard to what is to be done: tasks begun, filled, corrected, dropped, and those the customer said yes to. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from mercery.assistant.desk.filling import fill_in
from mercery.assistant.desk.hearing import Heard
from mercery.assistant.desk.lexicon import cues
from mercery.assistant.desk.matching import goods_named
from mercery.assistant.desk.orders_meant import orders_meant
from mercery.assistant.desk.planning import Prepared, agrees, prepare
from mercery.assistant.desk.proposing import begun_by, filled_by
from mercery.assistant.desk.segments import segments
from mercery.assistant.desk.state import DeskState, Proposal, Refusal, Task, TaskKind
from mercery.assistant.desk.view import View
from mercery.assistant.desk.wanting import after_drop, declines, real_wishes, speaks_of_goods
from mercery.assistant.desk.wishes import Wish
from mercery.customers.customer import Address
from mercery.orders.actions.confirmation import VALID

_BOTH_ADDRESSES: Final = re.compile(
    r"\bboth\b|\band\b|\balso\b|\btoo\b|\bas well\b|\bplus\b|同时|一起|也|都|和|还有|顺便", re.IGNORECASE | re.ASCII
)
_OTHER: Final = re.compile(r"\b(?:other|another|second|different|rest)\b|另|其他|别的", re.IGNORECASE | re.ASCII)
_STATUS_NAMED: Final = re.compile(r"\bpending\b|\bdelivered\b|\breceived\b|待处理|送达|收到", re.IGNORECASE | re.ASCII)
_NO_YES: Final = ("order_id", "item", "new_address")
"""What a yes is no answer to."""
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


def heed(state: DeskState, heard: Heard, view: View, proposals: Sequence[Proposal] = ()) -> Heeded:
    """Take the message in. `proposals`: a model's reading, used only where the words themselves ask for nothing."""
    wishes = real_wishes(state, heard, view)
    state = replace(state, tasks=tuple(task for task in state.tasks if not _denied(task, heard)))
    if declines(state, heard, wishes, view):
        cleared = replace(state, tasks=(), rivals=(), question="", listed=())
        if not wishes or (heard.drop and not after_drop(heard, wishes)):
            return Heeded(state=cleared, dropped=bool(state.tasks or state.rivals), progress=bool(state.tasks))
        state = cleared
    state, chosen = _between_rivals(state, heard, wishes)
    tasks = list(state.tasks)
    touched: set[int] = set()
    for wish in wishes:
        touched |= _begin(tasks, wish, wishes, heard, view, chosen=chosen, state=state)
    notes: list[Refusal] = []
    progress = bool(wishes) or chosen or bool(heard.payments) or any(task.order in heard.numbers for task in tasks)
    tasks = [_in_focus(task, state, view) if at in touched else task for at, task in enumerate(tasks)]
    for index, task in enumerate(tasks):
        filled, more = fill_in(task, heard, view, state, fresh=index in touched, alone=len(tasks) == 1)
        notes += more
        progress = progress or _says_more_of(task, filled, view) or bool(more)
        tasks[index] = filled
    tasks = [_to_the_order(task, tasks, state, heard, view) for task in _spread(tasks, state, heard, view)]
    tasks = [task for task in tasks if not _changes_nothing(task, tasks, view)]
    meant = bool(heard.yes and state.asked == "confirmation" and any(task.proposed for task in tasks))
    tasks = [replace(task, proposed=False) for task in tasks] if meant else tasks
    if not tasks and not wishes:
        tasks = begun_by(proposals, view)
        progress = progress or bool(tasks)
    elif tasks and not progress and not heard.yes and not heard.no:
        tasks = filled_by(proposals, tasks, view)
        progress = any(task.proposed for task in tasks)
    state, excluded = _exclusive(replace(state, tasks=tuple(tasks)), heard, view)
    execute = _confirmed(state, heard, view) if not excluded and not meant else ()
    agreed = heard.yes and state.tasks and state.asked not in _NO_YES
    progress = progress or excluded or bool(execute) or bool(agreed)
    return Heeded(state=state, execute=execute, progress=progress, notes=tuple(notes))


_NOT_CANCEL: Final = re.compile(
    r"\b(?:don'?t|do not|please not|rather not|no need to) (?:you |please )?cancel\b|(?:不要?|别|先别|不用|不想)取消",
    re.IGNORECASE | re.ASCII,
)


def _denied(task: Task, heard: Heard) -> bool:
    """`Don't cancel, change it to …`: what was under way is taken back in so many words."""
    return task.kind == "cancel" and bool(_NOT_CANCEL.search(heard.text))


def _to_the_order(task: Task, tasks: Sequence[Task], state: DeskState, heard: Heard, view: View) -> Task:
    """`Send it to my default address: …`, which is that already: the order is meant, not the profile."""
    now = view.customer.address if view.customer else None
    number = heard.numbers[0] if heard.numbers else state.order
    if task.kind != "default_address" or task.address is None or now is None or not number:
        return task
    if not _same_place(task.address, now) or any(one.kind == "order_address" for one in tasks):
        return task
    return replace(task, kind="order_address", order=number, address=now, shown=(), token="")


def _changes_nothing(task: Task, tasks: Sequence[Task], view: View) -> bool:
    """The profile's address beside an order's, and it is the profile's already (`fix both: the order goes to …`)."""
    now = view.customer.address if view.customer else None
    beside = any(one.kind == "order_address" for one in tasks)
    same = task.address is not None and now is not None and _same_place(task.address, now)
    return task.kind == "default_address" and beside and same


def _same_place(one: Address, other: Address) -> bool:
    def plain(address: Address) -> tuple[str, ...]:
        parts = (address.line1, address.line2, address.city, address.region, address.postcode)
        return tuple(re.sub(r"\W+", "", part or "").lower() for part in parts)

    return plain(one) == plain(other)


def _spread(tasks: list[Task], state: DeskState, heard: Heard, view: View) -> list[Task]:
    """One wish for several orders, or for an order's address and the profile's alike."""
    found: list[Task] = []
    for task in tasks:
        if state.asked == "order_id" and not task.order and not heard.numbers and cues.BOTH.search(heard.text):
            found += [replace(task, order=order.number) for order in orders_meant(task, view)] or [task]
        else:
            found.append(task)
    kinds = {task.kind for task in found}
    also = re.search(r"(?a)\balso\b|\btoo\b|\bas well\b|\bboth\b|也|一起|同时|都", heard.text)
    if (
        also
        and "default_address" in kinds
        and "order_address" not in kinds
        and re.search(r"(?a)\border\b|订单", heard.text)
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
    span, numbers = _span_and_numbers(wish, wishes, heard, view, state)
    touched = set()
    for number in numbers or [""]:
        index = next(
            (
                at for at, task in enumerate(tasks)
                if task.kind == wish.kind and (not number or not task.order or task.order == number) and at not in touched
                and (number or not _of_another_order(task, span, view))
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


def _of_another_order(task: Task, span: str, view: View) -> bool:
    """`Return the sweater`, while the return of the loafers is open: what is named is in another order alone."""
    if not task.order:
        return False
    own = {piece.title for piece in view.pieces(task.order)}
    named = segments(span, [piece.title for piece in view.pieces()])
    return bool(named) and not any(one.named.titles & own for one in named)


def _span_and_numbers(
    wish: Wish, wishes: Sequence[Wish], heard: Heard, view: View, state: DeskState
) -> tuple[str, list[str]]:
    """The words of a wish and the orders it speaks of."""
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
    if wish.kind in ("order_address", "default_address") and (model := _model(heard)):
        numbers = [number for number in numbers if heard.text.find(number.lower()) < model.start()][:1]
    return span, numbers


def _model(heard: Heard) -> re.Match[str] | None:
    """Where another order's address is named as the one to use."""
    if heard.address is not None or (
        len(heard.numbers) < 2 and not re.search(r"(?a)\bsame\b|一样|相同|同", heard.text)
    ):
        return None
    return cues.OTHER_ORDER_ADDRESS.search(heard.text)


def _spoken_of(task: Task, span: str, state: DeskState, view: View) -> str:
    """The name of the goods just spoken of, where the wish names none (`then change it to M`)."""
    title = view.titles.get(state.product, "")
    owned = [piece for piece in view.pieces(task.order) if piece.product_id == state.product]
    if task.kind != "swap" or not title or not owned or segments(span, [piece.title for piece in view.pieces()]):
        return ""
    return f" {owned[0].title.lower()}"


def _says_more_of(task: Task, filled: Task, view: View) -> bool:
    """Whether the message told something of the task. Words that are only kept, and by which nothing is settled that was
    open, told nothing: who is asked the same again and again is not being understood."""
    if replace(filled, said=task.said) != task:
        return True
    if filled == task:
        return False
    before, after = prepare(task, view), prepare(filled, view)
    return replace(after, task=before.task) != before or replace(after.task, said=before.task.said) != before.task


def _in_focus(task: Task, state: DeskState, view: View) -> Task:
    """Without a number and without goods the order spoken of last is meant, unless only another one can be."""
    focus = view.order(state.order)
    if task.order or task.kind == "default_address" or focus is None or _OTHER.search(task.said):
        return task
    if cues.NEWEST.search(task.said):
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
    explicit = re.search(r"(?a)\b(?:default|profile|account)\b|默认|资料|账户", text) and not cues.NOT_DEFAULT.search(
        text
    )
    return bool(explicit and re.search(r"(?a)\border\b|订单", text) and _BOTH_ADDRESSES.search(text))


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


def _says_more(heard: Heard, view: View) -> bool:
    """`Glass is fine`, `ok, PayPal`: agrees with a detail, which is no yes to the whole."""
    return bool(heard.payments) or speaks_of_goods(heard.text, view)


def _confirmed(state: DeskState, heard: Heard, view: View) -> tuple[Prepared, ...]:
    if not heard.yes or not (heard.firm or (state.asked == "confirmation" and not _says_more(heard, view))):
        return ()
    found = []
    for task in state.tasks:
        if (
            task.proposed
            or not task.shown
            or not task.shown_at
            or view.now - datetime.fromisoformat(task.shown_at) > VALID
        ):
            continue
        prepared = prepare(task, view)
        if prepared.kind == "ready" and agrees(prepared):
            found.append(prepared)
    # Changing pieces closes an order to everything else, so it comes last.
    return tuple(sorted(found, key=lambda one: one.task.kind == "swap"))
