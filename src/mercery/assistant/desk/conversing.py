"""One turn of the desk, without its edges: what was heard and seen goes in, sentences and the next state come out. Pure.

The service runs `heed` first, does what was confirmed, reads the record anew, and lets `reply` say the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from mercery.assistant.desk import frames
from mercery.assistant.desk.asking import ask_for
from mercery.assistant.desk.hearing import Heard
from mercery.assistant.desk.heeding import Heeded
from mercery.assistant.desk.informing import inform
from mercery.assistant.desk.planning import Prepared, prepare
from mercery.assistant.desk.state import DeskState, Refusal, Task
from mercery.assistant.desk.telling import Telling
from mercery.assistant.desk.view import View
from mercery.orders.actions.decision import Amounts
from mercery.orders.order import Order

FAILED_LIMIT: Final = 2
"""Turns in a row that are not understood before a person takes over."""
SIGN_IN: Final = (
    "For this the shop's rules need you to sign in; please do so on the shop's page and write to me again.",
    "按店铺规则，此项需先登录；请登录后再联系我。",
)
HandOverWhy = Literal[
    "asked", "legal", "injury", "minor", "fraud", "payment_dispute", "not_understood", "rule", "identity",
    "upset",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Executed:
    """Something the customer had confirmed, and what became of it."""

    task: Task
    before: Order | None
    amounts: Amounts
    receipt: str = ""
    refusal: Refusal | None = None
    """Why it did not happen after all; None when it did, or when it has to be shown anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the desk answers."""

    state: DeskState
    tell: Telling
    hand_over: HandOverWhy | None = None
    understood: bool = True
    ready: tuple[Prepared, ...] = ()
    """Shown in this turn and complete: a yes can be bound to them."""
    prove: str = ""
    """What needs a code before it goes on, where one can be sent; empty when nothing does."""


def hand_over(state: DeskState, why: HandOverWhy, heard: Heard, view: View, tell: Telling | None = None) -> Reply:
    """A person takes it from here. When, is said beside this by the shop's own hours, or not at all."""
    tell = tell or Telling(heard.lang, view)
    tell.say(
        "I am handing this to a person of the shop, with all that was said and done here. They will answer in this conversation.",
        "我已把这段对话转给店里的真人同事，前面的内容他们都能看到，会在这里回复您。",
    )
    return Reply(state=replace(state, handed_over=True, failed=0), tell=tell, hand_over=why)


def waiting(state: DeskState, heard: Heard, view: View) -> Reply:
    """The conversation already waits for a person."""
    tell = Telling(heard.lang, view)
    tell.say(
        "A person of the shop has this conversation now and will answer here.",
        "这段对话已转给真人同事，他们会在这里回复您。",
    )
    return Reply(state=state, tell=tell)


def reply(
    heeded: Heeded, heard: Heard, view: View, executed: Sequence[Executed] = (), *, proved: bool = False
) -> Reply:
    """Say what was done, what is open, and the one question that comes next. `proved`: the customer just said who they
    are, which takes up what was open before."""
    tell = Telling(heard.lang, view)
    if proved:
        tell.say("Thank you, that is the code.", "谢谢，验证码正确。")
        heeded = replace(heeded, progress=True)
    state = heeded.state
    if heard.cue("GREETING") and state.turns == 0:
        tell.say("Hello.", "您好。")
    state = _executed(state, executed, tell)
    if heeded.dropped:
        tell.say("All right, nothing is changed.", "好的，不做任何更改。")
        state = replace(state, refusal=None)
    for note in heeded.notes:
        frames.refused(note, tell)
        state = _noted(state, note)
    for code in _declined_wishes(heard, heeded):
        refusal = Refusal(kind="other", code=code)
        frames.refused(refusal, tell)
        state = _noted(state, refusal)
    state, informed = _informed(state, heard, heeded, view, tell)
    if state.rivals:
        return _ask_rivals(state, heard, heeded, tell)
    if state.tasks:
        return _go_on(state, heard, heeded, view, tell, informed=informed or bool(executed))
    return _nothing_open(state, heard, heeded, view, tell, informed=informed, executed=executed)


def _executed(state: DeskState, executed: Sequence[Executed], tell: Telling) -> DeskState:
    for one in executed:
        gone = tuple(task for task in state.tasks if (task.kind, task.order) != (one.task.kind, one.task.order))
        if one.receipt:
            frames.done(one.task, one.before, one.amounts, tell)
            state = replace(
                state,
                tasks=gone,
                done=(*state.done, one.receipt),
                order=one.task.order or state.order,
                refusal=None,
                listed=(),
                variant="",
            )
        elif one.refusal is not None:
            frames.refused(one.refusal, tell)
            state = _noted(replace(state, tasks=gone), one.refusal)
    return state


def _noted(state: DeskState, refusal: Refusal) -> DeskState:
    kept = state.refused if refusal in state.refused else (*state.refused, refusal)
    return replace(state, refusal=refusal, refused=kept[-20:])


def _declined_wishes(heard: Heard, heeded: Heeded) -> list[str]:
    found = []
    if heard.cue("OPINION") and not heeded.execute:
        found.append("opinion")
    if heard.cue("FAVOUR") and not heeded.execute:
        found.append("favour")
    if heard.cue("NOT_OFFERED") and not heeded.execute:
        found.append("not_offered")
    return found


def _informed(state: DeskState, heard: Heard, heeded: Heeded, view: View, tell: Telling) -> tuple[DeskState, bool]:
    """Answer a question, and one that waited for an order's number."""
    if heeded.execute or heeded.dropped:
        return state, False
    if state.question and heard.numbers and not heard.topics:
        from mercery.assistant.desk.hearing import hear

        again = hear(
            f"{state.question} {heard.numbers[0]}", heard.lang, numbers=[order.number for order in view.orders]
        )
        state, said = inform(replace(state, question=""), again, view, tell)
        return replace(state, asked="") if said else state, said
    if (heard.wishes and not (set(heard.topics) & {"order_address", "tracking", "methods"})) or not (
        heard.topics or heard.asks
    ):
        return state, False
    if heard.wishes and heeded.state.tasks and not heeded.state.tasks[0].order and not heard.numbers:
        return state, False
    if (
        state.tasks
        and heeded.progress
        and not set(heard.topics) & {"options", "status", "order_address", "methods", "tracking"}
    ):
        return state, False
    return inform(state, heard, view, tell)


def _ask_rivals(state: DeskState, heard: Heard, heeded: Heeded, tell: Telling) -> Reply:
    if state.refusal is not None:
        frames.refused(state.refusal, tell)
    names = {"return": ("the return", "退货"), "swap": ("the exchange", "换货"), "cancel": ("the cancellation", "取消"), "payment": ("the other payment method", "更换支付方式"), "order_address": ("the other address", "修改地址")}  # fmt: skip
    options = tell.pick(" or ", "还是").join(
        tell.pick(*names[task.kind]) for task in state.rivals if task.kind in names
    )
    tell.say("Which one shall it be: {options}?", "请问要办哪一项：{options}？", options=options)
    return Reply(state=replace(state, asked="choice", failed=0), tell=tell)


def _go_on(state: DeskState, heard: Heard, heeded: Heeded, view: View, tell: Telling, *, informed: bool) -> Reply:
    """Look at every open task: refuse what cannot be, show what is complete, ask for what is missing."""
    tasks: list[Task] = []
    ready: list[Prepared] = []
    ask: Prepared | None = None
    prove = ""
    for task in state.tasks:
        prepared = prepare(task, view)
        if prepared.kind == "person":
            return hand_over(replace(state, tasks=tuple(tasks)), "rule", heard, view, tell)
        if prepared.kind == "identity" and prepared.needs == "code" and view.codes:
            prove = prove or prepared.task.kind
            tasks.append(prepared.task)
            continue
        state, stays = _told_refusal(prepared, state, tell)
        if not stays:
            continue
        if prepared.kind in ("ready", "open") and ask is None:
            prepared = _shown(prepared, view, tell, again=not informed or heeded.progress)
            ready += [prepared] if prepared.kind == "ready" else []
        if ask is None and prepared.slot and prepared.kind != "ready":
            ask = prepared
        tasks.append(prepared.task)
    state = replace(state, tasks=tuple(tasks), order=next((task.order for task in tasks if task.order), state.order))
    state = _next_question(state, ask, ready, view, tell)
    # One question at a time: a code waits until what can go on without it is settled.
    prove = "" if ask is not None or ready else prove
    if not heeded.progress and not informed and not _civil(heard, asked_for_yes=ask is None):
        return replace(_not_taken_in(state, heard, view, tell, tuple(ready)), prove=prove)
    return Reply(state=replace(state, failed=0), tell=tell, ready=tuple(ready), prove=prove)


def _told_refusal(prepared: Prepared, state: DeskState, tell: Telling) -> tuple[DeskState, bool]:
    """Say what stands against a task. False when it ends with that."""
    if prepared.kind == "identity":
        tell.say(*SIGN_IN)
        return state, False
    if prepared.refusal is None:
        return state, True
    frames.refused(prepared.refusal, tell)
    return _noted(state, prepared.refusal), not prepared.final


def _shown(prepared: Prepared, view: View, tell: Telling, *, again: bool) -> Prepared:
    """The details before a yes; shown before and unchanged, only the question is repeated."""
    if not again and prepared.task.shown == prepared.details():
        return prepared
    frames.summary(prepared.task, prepared.amounts, tell)
    task = replace(prepared.task, shown=prepared.details(), shown_at=view.now.isoformat(), token="")
    return replace(prepared, task=task)


def _next_question(
    state: DeskState, ask: Prepared | None, ready: Sequence[Prepared], view: View, tell: Telling
) -> DeskState:
    if ask is not None:
        return replace(ask_for(ask, state, view, tell), asked=ask.slot)
    if ready and any(prepared.task.proposed for prepared in ready):
        tell.say(
            "Did I understand you rightly: is this what you want? Please answer yes or no.",
            "我理解得对吗：您是想这样办理吗？请回复“是”或“否”。",
        )
        return replace(state, asked="confirmation")
    if ready:
        tell.say("Shall I do this? Please answer yes or no.", "确认办理吗？请回复“是”或“否”。")
        return replace(state, asked="confirmation")
    return replace(state, asked="")


def _civil(heard: Heard, *, asked_for_yes: bool) -> bool:
    """Whether somebody only said something civil. `asked_for_yes`: a yes or no was asked for; to the question which order
    it is, neither is an answer."""
    return (
        heard.cue("THANKS")
        or heard.cue("GREETING")
        or heard.cue("BYE")
        or heard.cue("HESITATE")
        or heard.cue("PROTEST")
        or heard.all_done
        or (asked_for_yes and (heard.yes or heard.no))
    )


def _not_taken_in(state: DeskState, heard: Heard, view: View, tell: Telling, ready: tuple[Prepared, ...]) -> Reply:
    if state.refusal is not None and state.refusal.code:
        return Reply(state=replace(state, failed=0), tell=tell, ready=ready)
    state = replace(state, failed=state.failed + 1)
    if state.failed >= FAILED_LIMIT:
        return hand_over(state, "not_understood", heard, view, tell)
    return Reply(state=state, tell=tell, understood=False, ready=ready)


def _nothing_open(
    state: DeskState,
    heard: Heard,
    heeded: Heeded,
    view: View,
    tell: Telling,
    *,
    informed: bool,
    executed: Sequence[Executed],
) -> Reply:
    if not (state.asked == "order_id" and state.question):
        state = replace(state, asked="")
    if (
        informed
        or executed
        or heeded.dropped
        or heeded.notes
        or any(one.text != "Hello." and one.text != "您好。" for one in tell.sentences)
    ):
        return Reply(state=replace(state, failed=0), tell=tell)
    if (
        state.refusal is not None
        and not heard.cue("THANKS")
        and not heard.cue("BYE")
        and not heard.all_done
        and not heard.yes
    ):
        frames.refused(state.refusal, tell)
        return Reply(state=replace(state, failed=0), tell=tell)
    if heard.cue("THANKS") or heard.cue("BYE") or heard.yes or heard.no or heard.all_done or heard.drop:
        tell.say("You are welcome to write whenever there is something else.", "如还有其他需要，随时告诉我。")
        return Reply(state=replace(state, failed=0), tell=tell)
    if heard.cue("GREETING"):
        tell.say(
            "I am the shop's AI assistant. What may I do about your orders?",
            "我是店里的 AI 助手，请问订单上有什么要办？",
        )
        return Reply(state=replace(state, failed=0), tell=tell)
    if heard.emails or heard.numbers or heard.postcodes:
        return _only_pointed(state, heard, view, tell)
    state = replace(state, failed=state.failed + 1)
    if state.failed >= FAILED_LIMIT:
        tell.say("I did not understand that.", "我没有理解您的意思。")
        return hand_over(state, "not_understood", heard, view, tell)
    tell.say(
        "I did not understand that. I can look up your orders, cancel, return or exchange, and change addresses, payment or options; what shall I do?",
        "我没有理解您的意思。我可以查询订单，办理取消、退货、换货，以及修改地址、支付方式或商品规格；请问要办什么？",
    )
    return Reply(state=state, tell=tell, understood=False)


def _only_pointed(state: DeskState, heard: Heard, view: View, tell: Telling) -> Reply:
    """Nothing but a number or the identification."""
    own = [number for number in heard.numbers if view.order(number)]
    for number in heard.numbers:
        if number not in own:
            refusal = Refusal(kind="look", order=number, code="not_yours")
            frames.refused(refusal, tell)
            state = _noted(state, refusal)
    if own:
        again = replace(heard, topics=("contents", "status"))
        state, _ = inform(replace(state, order=own[0]), again, view, tell)
    tell.say("What may I do for you?", "请问要办什么？")
    return Reply(state=replace(state, failed=0), tell=tell)
