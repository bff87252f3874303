"""A customer's message at the desk: read, decided, done once, answered. Works in the caller's transaction."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.assistant.desk.asking_who import ask_identity
from mercery.assistant.desk.conversing import Executed, HandOverWhy, Reply, hand_over, reply, waiting
from mercery.assistant.desk.hearing import Heard, hear
from mercery.assistant.desk.heeding import heed
from mercery.assistant.desk.identifying import identify, suffices, weakest
from mercery.assistant.desk.planning import Prepared
from mercery.assistant.desk.proving import Counter, Proved
from mercery.assistant.desk.seeing import see
from mercery.assistant.desk.state import DeskState, Proposal, Refusal, Slot
from mercery.assistant.desk.tape import Basis, Tape, basis_to_json
from mercery.assistant.desk.view import View
from mercery.assistant.normalise import language
from mercery.claims.facts import Fact
from mercery.claims.plan import Act
from mercery.claims.sentence import Sentence
from mercery.core.database import Json
from mercery.core.i18n import Lang
from mercery.orders.actions.decision import Amounts, Identity
from mercery.orders.actions.requests import ActionRequest, ChangeCustomerAddress
from mercery.orders.actions.service import Asking, Outcome, Receipt, perform
from mercery.promotions.known_variants import GoodsInForce

_UNHEARD_LIMIT: Final = 2_000
TRIES: Final = 6
"""Attempts to say who one is, before a person has to look: nobody guesses postcodes here."""
_LETTERS: Final = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTurn:
    """The outcome of one message."""

    state: DeskState
    sentences: tuple[Sentence, ...]
    facts: dict[str, Fact]
    text: str
    lang: Lang
    hand_over: HandOverWhy | None
    understood: bool
    receipts: tuple[Receipt, ...]
    done: tuple[ActionRequest, ...] = ()
    """What was executed in this turn."""
    view: View | None = None
    """What the desk saw when it answered."""
    coded: bool = False
    """Whether the message answered the question for a code, which is kept nowhere."""
    basis: Json | None = None
    """What it was decided from, to decide it again; its heavy parts by digest in `parts`."""
    parts: Mapping[str, Any] = field(default_factory=dict)
    beside: tuple[Act, ...] = ()
    """What the assistant tells in front of it, of something else that was asked."""


async def turn(
    session: AsyncSession,
    shop: Shop,
    message: str,
    state: DeskState,
    *,
    conversation: str,
    actor: Actor,
    signed_in: str = "",
    lang: Lang | None = None,
    proposals: Sequence[Proposal] = (),
) -> DeskTurn:
    """Answer a message. `signed_in`: the customer the shop's own login vouches for; nothing in the text can change it."""
    basis = Basis(state=state, lang=lang, signed_in=signed_in, proposals=tuple(proposals), tape=Tape())
    counter = Counter(session=session, shop=shop, conversation=conversation, actor=actor, tape=basis.tape)
    made = await _decided(counter, message, basis)
    kept, parts = basis_to_json(basis)
    return replace(made, basis=kept, parts=parts)


def turn_again(message: str, basis: Basis) -> DeskTurn:
    """The turn decided anew from what it was decided from. Reads, sends and does nothing. TakesAnotherWay where the desk
    would now ask for something it was not told then."""
    nowhere: Any = None
    again = _decided(
        Counter(session=nowhere, shop=nowhere, conversation="", actor=nowhere, tape=basis.tape), message, basis
    )
    try:
        again.send(None)
    except StopIteration as finished:
        made: DeskTurn = finished.value
        return made
    raise AssertionError("a told tape never waits")


async def _decided(counter: Counter, message: str, basis: Basis) -> DeskTurn:
    state, proposals = basis.state, basis.proposals
    spoken = _spoken(message, basis.lang, state)
    state = replace(state, lang=spoken)
    state = _signed_in(state, basis.signed_in) if basis.signed_in else state
    view = await _see(counter, _identity(state), message, state)
    first = _hear(message, spoken, view, state)
    if state.handed_over:
        return _turn(waiting(state, first, view), state, spoken)
    if first.hand_over:
        return _turn(hand_over(state, first.hand_over, first, view), state, spoken)  # type: ignore[arg-type]
    who = await _who(counter, message, first, view, state)
    if isinstance(who, Reply):
        return _turn(who, state, spoken)
    if who is not None:
        message = f"{state.unheard}\n{who.rest}".strip()
        at = view.now.isoformat() if who.strength == "code" else ""
        state = replace(
            state, customer_id=who.customer_id, strength=who.strength, proved_at=at, unheard="", asked="", failed=0
        )
        view = await _see(counter, _identity(state), message, state)
        first = _hear(message, spoken, view, state)
    proved = who is not None and who.strength == "code"
    return await _identified(counter, first, view, state, proposals=proposals, proved=proved)


async def _see(counter: Counter, identity: Identity, message: str, state: DeskState) -> View:
    return await counter.tape.noted(
        "see", View, lambda: see(counter.session, counter.shop, identity, message, focus=(state.product,))
    )


async def _perform(counter: Counter, request: ActionRequest, asking: Asking) -> Outcome:
    return await counter.tape.noted(
        "act",
        Outcome,
        lambda: perform(counter.session, counter.shop, request, asking, goods=GoodsInForce()),
        # The order stands in what is seen afterwards, and a token is nobody's business but the desk's.
        kept=lambda outcome: replace(outcome, order=None, token="kept" if outcome.token else ""),
    )


def _signed_in(state: DeskState, customer_id: str) -> DeskState:
    """The login proves more than a code would."""
    asked: Slot | Literal[""] = "" if state.asked == "code" else state.asked
    return replace(state, customer_id=customer_id, strength="session", proved_at="", asked=asked)


async def _who(counter: Counter, message: str, heard: Heard, view: View, state: DeskState) -> Proved | Reply | None:
    """Who asks, when this message proves it; a reply where more is needed; None where it is known already."""
    if state.asked == "code":
        taken = await counter.take(state, heard, view)
        if taken is not None:
            return taken
    if suffices(state.strength, view.rules):
        return None
    if state.tries >= TRIES:
        return hand_over(state, "identity", heard, view)
    kept = replace(state, unheard=f"{state.unheard}\n{message}".strip()[-_UNHEARD_LIMIT:])
    if weakest(view.rules) == "code" and view.codes:
        return await counter.unknown(kept, heard, view)
    told = hear(kept.unheard, heard.lang)
    found = await counter.tape.noted(
        "identify",
        Identity | None,
        lambda: identify(counter.session, counter.shop.id, told.raw, told.emails, told.postcodes),
    )
    if found is not None and found.customer_id and suffices(found.strength, view.rules):
        return Proved(customer_id=found.customer_id, strength=found.strength, rest=message)
    tried = found is None and bool(heard.emails or heard.postcodes)
    return ask_identity(kept, heard, view, tried=tried, weak=found is not None)


def _spoken(message: str, hint: Lang | None, state: DeskState) -> Lang:
    """The message's language; a name, an address or a brand alone (`PayPal`) does not change the conversation's."""
    if re.search(r"[\u3400-\u9fff]", message):
        return "zh" if language(message, hint) == "zh" or state.lang != "en" else "en"
    words = re.findall(r"(?a)(?<![\w@.])[a-z]{2,}(?![\w@.])", message)
    if state.lang in ("en", "zh") and len(words) < 3:
        return "zh" if state.lang == "zh" else "en"
    return language(message, hint)


def _identity(state: DeskState) -> Identity:
    return Identity(customer_id=state.customer_id or None, strength=state.strength)


def _hear(message: str, lang: Lang, view: View, state: DeskState) -> Heard:
    words = {
        word.lower()
        for piece in view.pieces()
        for text in (piece.title, *(part for pair in piece.options for part in pair))
        for word in _LETTERS.findall(text)
    } | {word.lower() for title in view.titles.values() for word in _LETTERS.findall(title)}  # fmt: skip
    words |= {
        word.lower() for one in view.variants.values() for _, value in one.options for word in _LETTERS.findall(value)
    }
    country = view.customer.address.country if view.customer and view.customer.address else ""
    numbers = [order.number for order in view.orders]
    return hear(message, lang, numbers=numbers, words=frozenset(words), tasked=bool(state.tasks), country=country)


async def _identified(
    counter: Counter, heard: Heard, view: View, state: DeskState, *, proposals: Sequence[Proposal] = (),
    proved: bool = False,
) -> DeskTurn:  # fmt: skip
    heeded = heed(state, heard, view, proposals)
    executed: list[Executed] = []
    receipts: list[Receipt] = []
    done: list[ActionRequest] = []
    for prepared in heeded.execute:
        one, receipt = await _execute(counter, prepared, view, state)
        executed.append(one)
        if receipt is not None:
            receipts.append(receipt)
            assert prepared.request is not None
            done.append(prepared.request)
    if executed:
        view = await _see(counter, view.identity, heard.raw, state)
    answer = reply(heeded, heard, view, executed, proved=proved)
    if answer.prove and answer.hand_over is None:
        answer = await counter.step_up(answer, heard, view)
    answer = await _bound(counter, answer, view)
    return replace(_turn(answer, state, heard.lang), receipts=tuple(receipts), done=tuple(done))


async def _execute(
    counter: Counter, prepared: Prepared, view: View, state: DeskState
) -> tuple[Executed, Receipt | None]:
    """Do what was confirmed. The yes is bound by the token of the details shown; where the way to pay came with the
    yes, by the amounts shown, which the engine must find unchanged."""
    request, task = prepared.request, prepared.task
    assert request is not None
    key = f"{counter.conversation}:{state.turns}:{task.kind}:{task.order}"
    asking = Asking(
        identity=view.identity, conversation=counter.conversation, idempotency_key=key, token=task.token,
        actor=counter.actor,
    )  # fmt: skip
    outcome = await _perform(counter, request, asking)
    late = dict(task.shown) != dict(prepared.details())
    if outcome.token and late and outcome.decision.amounts == prepared.amounts:
        outcome = await _perform(counter, request, replace(asking, token=outcome.token))
    before = None if isinstance(request, ChangeCustomerAddress) else view.order(task.order)
    amounts = outcome.decision.amounts or Amounts()
    if outcome.receipt is not None:
        return Executed(task=task, before=before, amounts=amounts, receipt=outcome.receipt.id), outcome.receipt
    refusal = None
    if outcome.decision.verdict == "deny":
        decision = outcome.decision
        refusal = Refusal(
            kind=task.kind, order=task.order, code=decision.code, detail=decision.detail, rule=decision.rule
        )
    return Executed(task=task, before=before, amounts=amounts, refusal=refusal), None


async def _bound(counter: Counter, answer: Reply, view: View) -> Reply:
    """Tokens for what was shown complete, kept with the tasks."""
    tokens: dict[tuple[str, str], str] = {}
    for prepared in answer.ready:
        assert prepared.request is not None
        key = f"{counter.conversation}:{answer.state.turns}:shown:{prepared.task.kind}:{prepared.task.order}"
        asking = Asking(
            identity=view.identity, conversation=counter.conversation, idempotency_key=key, actor=counter.actor
        )
        outcome = await _perform(counter, prepared.request, asking)
        tokens[(prepared.task.kind, prepared.task.order)] = outcome.token
    tasks = tuple(replace(task, token=tokens.get((task.kind, task.order), task.token)) for task in answer.state.tasks)
    return replace(answer, state=replace(answer.state, tasks=tasks))


def _turn(answer: Reply, before: DeskState, lang: Lang) -> DeskTurn:
    return DeskTurn(
        state=replace(answer.state, turns=before.turns + 1),
        sentences=tuple(answer.tell.sentences),
        facts=dict(answer.tell.facts),
        text=answer.tell.text,
        lang=lang,
        hand_over=answer.hand_over,
        understood=answer.understood,
        receipts=(),
        view=answer.tell.view,
    )
