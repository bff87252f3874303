"""Where the assistant and its desk meet: which messages are order business, and a desk's turn as a turn of the assistant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.assistant.desk import repository
from mercery.assistant.desk.asking_who import hide_code
from mercery.assistant.desk.hearing import Heard, hear
from mercery.assistant.desk.identifying import lapsed, weakest
from mercery.assistant.desk.service import DeskTurn, turn
from mercery.assistant.desk.state import DeskState, Proposal
from mercery.assistant.desk.upset import handed_over_if_upset
from mercery.assistant.normalise import language, normalise
from mercery.assistant.turns import Choice, Command, Decision, Held, Outcome, Understanding
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.core import clock
from mercery.core.database import Json
from mercery.core.i18n import Lang, Words
from mercery.customers.challenges.service import codes_can_be_sent
from mercery.orders.actions.rule import IdentityStrength
from mercery.orders.actions.service import rules_in_force

_OWN: Final = re.compile(
    r"\b(?:my|mine|i (?:ordered|bought|got|received|have))\b|我的?(?!们)|本人", re.IGNORECASE | re.ASCII
)
_ORDER: Final = re.compile(
    r"\borders?\b|\bparcel\b|\bpackage\b|\bdelivery\b|\bmy refund\b|订单|包裹|快递|物流|我的退款",
    re.IGNORECASE | re.ASCII,
)
_OPEN_WITHOUT_SIGNING_IN: Final = ("none", "name_postcode", "email")
_STILL_POSSIBLE: Final = re.compile(
    r"\b(?:days?|weeks?|months?) ago\b.{0,60}\b(?:can|could|may|am) i still\b"
    r"|\b(?:can|could|may) i (?:still )?(?:return|send back|bring back|give back) an? .{0,40}\bi (?:bought|got|ordered|received) (?:last|yesterday|\S+ (?:days?|weeks?) ago)"
    r"|\b(?:can|could|may|am) i still\b.{0,60}\b(?:days?|weeks?|months?) ago\b|[天周月]前.{0,30}还(?:能|可以|可不可以|能不能)",
    re.IGNORECASE | re.ASCII,
)
"""Asks whether it is too late, not that it be done: what the shop's rule says is told first."""
_OF_THE_RULES: Final = re.compile(
    r"\bhow (?:many days|long|soon|much time)\b|\bdo i (?:have|need|get)\b|\b(?:when|where) do i (?:have|need) to\b|\bwhat (?:happens|if)\b|\bwho pays\b"
    r"|\bquestions? (?:about|on|regarding)\b|\bafter (?:ordering|i (?:have )?order(?:ed)?|placing|buying|checkout)\b"
    r"|\b(?:can|could|may) (?:i|we|my \w+) (?:\S+ ){1,6}(?:if|without)\b|\bif (?:it|they|i|my|the)\b.{0,40}\b(?:can|could|may) i\b"
    r"|(?:几天|多少天|多久|多长时间).{0,8}(?:退|换|取消)|(?:退|换)货?.{0,6}(?:多久|几天|运费|邮费|要钱|收费|付钱|要我付|政策|规则|流程|条件)"
    r"|(?:怎么|如何|怎样)(?:申请|办理)?(?:退|换|取消|改)|如果.{0,14}(?:可以|能)(?:不可以|不能)?(?:退|换|取消)"
    r"|^(?:请问)?我?(?:还)?(?:可以|能)(?:退货|换货|取消订单|取消|改地址)[吗么]|下单(?:之?后|完).{0,4}(?:能|可以)",
    re.IGNORECASE | re.ASCII,
)
"""Asks how the shop goes about it, and not that it be done to an order of one's own."""
_ONES_OWN: Final = re.compile(
    r"\b(?:my|this|that|these|those) (?!mother|father|mum|mom|dad|sister|brother|wife|husband|friend|address|money|ring size)\w+"
    r"|\b(?:this|that|these|those)\b(?=\W*(?:[,.;]|$))|\bi(?:'d like| would like| want| need) to (?!know|ask)|\bi (?:ordered|bought|got|received)\b|(?<!do )\bi have (?:to return|received|got) (?:my|this|that|the)\b|我的(?!钱|地址)|[这那](?:[双个件条只款张]|单)|刚(?:买|收)|昨天|上周",
    re.IGNORECASE | re.ASCII,
)
_ORDER_TOPICS: Final = frozenset(
    ("refund", "tracking", "status", "orders", "contents", "total", "order_address", "paid_with", "note")
)
_YES_OR_NO: Final = (Choice(label=Words("Yes", "是")), Choice(label=Words("No", "否")))
"""Under a question whether something shall be done, in place of questions about goods."""
_MUST_HAND_OVER: Final = frozenset(("legal", "injury", "minor", "fraud", "payment_dispute"))


async def at_desk(
    session: AsyncSession,
    shop: Shop,
    current: Conversation,
    text: str,
    lang: Lang,
    proposals: Sequence[Proposal] = (),
    *,
    said: int | None = None,
) -> tuple[DeskTurn, DeskState] | None:
    """The desk's turn, with the state it began in; None where the message is no order business of this shop's desk.

    Nothing is kept yet: call `keep` in the same transaction when the answer is used. `proposals`: a model's reading.
    `said`: place of the message in its conversation; an answer given after it cannot have been read when it was written.
    """
    rules = await rules_in_force(session, shop.id)
    if not rules or (current.customer_id is None and not _open(weakest(rules))):
        return None
    state = lapsed(await repository.load(session, current.id), clock.now())
    if state.handed_over:
        # Somebody handed the conversation back, else the assistant would not have been asked.
        state = replace(state, handed_over=False, failed=0)
    if not proposals and not concerned(state, hear(text, language(text, lang))):
        return None
    if said is not None and await _answered_since(session, shop, current, said):
        state = unread(state)
    signed_in = current.customer_id or ""
    made = await turn(
        session, shop, text, state, conversation=current.id, actor=SYSTEM, signed_in=signed_in, lang=lang,
        proposals=proposals,
    )  # fmt: skip
    made = await handed_over_if_upset(session, shop, current, text, made)
    return replace(made, coded=state.asked == "code"), state


def begins_at_desk(text: str, lang: Lang) -> bool:
    """Whether a message is order business by itself, where the desk has said nothing before."""
    return concerned(DeskState(), hear(text, language(text, lang)))


async def _answered_since(session: AsyncSession, shop: Shop, current: Conversation, said: int) -> bool:
    later = await conversations.messages(session, shop.id, current.id, after_seq=said, limit=20, notes=False)
    return any(one.author == "assistant" and one.kind == "message" for one in later)


def unread(state: DeskState) -> DeskState:
    """The state for a message written before the last answer was there to be read: a yes in it is none to that."""
    return replace(
        state,
        tasks=tuple(replace(task, shown=(), shown_at="", token="") for task in state.tasks),
        asked="" if state.asked in ("confirmation", "choice") else state.asked,
    )


def _open(least: IdentityStrength) -> bool:
    """Whether somebody who is not signed in can prove who they are; with a code where one reaches them."""
    return least in _OPEN_WITHOUT_SIGNING_IN or (least == "code" and codes_can_be_sent())


async def keep(session: AsyncSession, shop: Shop, current: Conversation, made: DeskTurn) -> None:
    """Keep the state after the turn, and the heavy parts of what it was decided from."""
    await repository.save(session, shop.id, current.id, made.state)
    await repository.keep_parts(session, shop.id, current.id, made.parts)


def concerned(state: DeskState, heard: Heard) -> bool:
    """Whether the desk answers: it is in the middle of something, or the message is about an order of the customer's."""
    if state.tasks or state.rivals or state.unheard or state.asked or heard.hand_over in _MUST_HAND_OVER:
        return True
    if heard.numbers:
        return True
    own = bool(_OWN.search(heard.text)) or bool(heard.emails)
    if heard.wishes:
        if not state.turns and heard.asks and _STILL_POSSIBLE.search(heard.text):
            return False
        if not state.order and not heard.emails and _of_the_rules(heard.text):
            return False
        return own or not heard.asks
    if state.turns and (state.order or state.refusal) and (heard.topics or heard.cue("PROTEST")):
        return True
    return own and bool(_ORDER.search(heard.text)) and bool(_ORDER_TOPICS & set(heard.topics))


def _of_the_rules(text: str) -> bool:
    """Whether it is asked how long, at whose cost, under which conditions something may be done: nobody has to prove who
    they are to be told that."""
    return bool(_OF_THE_RULES.search(text)) and not _ONES_OWN.search(text)


def of_own_orders(heard: Heard) -> bool:
    """Whether the words speak of what is the customer's own, or of an order."""
    return bool(_OWN.search(heard.text) or _ORDER.search(heard.text))


def outcome(made: DeskTurn, text: str, ms: float) -> Outcome:
    """The desk's turn as the assistant's turns are kept and shown."""
    text = hide_code(text) if made.coded else text
    decision = Decision(
        acts=made.beside, facts=made.facts, path=("desk", *(request.name for request in made.done)), hand_over=made.hand_over,
        understood=made.understood, choices=_YES_OR_NO if made.state.asked == "confirmation" and not made.hand_over else (),
    )  # fmt: skip
    understanding = Understanding(lang=made.lang, commands=(Command(topic="order", text=normalise(text).text),))
    held = tuple(
        Held(text=f"{one.kind} {one.order}".strip(), reason=f"{one.code} {one.rule}".strip())
        for one in made.state.refused
    )
    return Outcome(
        message=normalise(text, made.lang), understanding=understanding, decision=decision, sentences=made.sentences,
        held=held if made.hand_over else (), steps_ms={"desk": ms},
    )  # fmt: skip


def for_the_record(made: DeskTurn) -> Json:
    """What a person who takes over has to know beside the conversation: who, how verified, what was done."""
    return {
        "customer": made.state.customer_id, "verified": made.state.strength, "receipts": list(made.state.done),
        "order": made.state.order,
    }  # fmt: skip
