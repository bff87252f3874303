"""A turn of the guide: a button pressed or a message heard, advised upon, and told. Reads only; `keep` is called when the
answer is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.assistant.decide import Ground
from mercery.assistant.decide.deciding import PERSON
from mercery.assistant.gathering import shelf_of
from mercery.assistant.goods import Goods
from mercery.assistant.guiding.pressing import Priced, pressed
from mercery.assistant.guiding.routing import into_the_bag, is_question, seeks_a_gift, way
from mercery.assistant.guiding.talk import Guided, Reply, Talk, WayOut, deed_of
from mercery.assistant.guiding.telling import REMEMBER, Counter, told
from mercery.assistant.repository import EarlierTurn
from mercery.assistant.turns import Decision, Normalised, Understanding
from mercery.claims.plan import Quote, Social
from mercery.claims.values import Price
from mercery.conversations.conversation import Conversation
from mercery.core.database import Json
from mercery.core.i18n import Lang
from mercery.guide import service as guide
from mercery.guide.advice import Advice
from mercery.guide.hearing.heard import Heard
from mercery.guide.memory import Memory, Person, remember, remembered
from mercery.guide.need import Need
from mercery.guide.owned import Purchase
from mercery.guide.service import Advised
from mercery.guide.state import GuideState
from mercery.guide.talks import keep_talk, talk_of_conversation
from mercery.recommendations.recommendation import Said, Who
from mercery.recommendations.said import kept_of

MOST_NAMED: Final = 12
"""Pieces of wishes whose names are looked up, for the list of what is understood."""
MOST_WAYS: Final = 3
"""Wishes that are tried without, the latest first."""
_NEVER_LEFT_OUT: Final = ("category", "audience", "product")
_GOODS: Final = frozenset(
    ("category", "brand", "colour", "material", "size", "feature", "measure", "occasion", "on_sale", "product")
)
_DEEDS_OF: Final = 3
"""Turns whose buttons still do what they say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a turn of the guide is worked out with."""

    session: AsyncSession
    shop: Shop
    talk: Talk
    lang: Lang
    currency: str
    at: datetime
    memory: Memory | None = None
    owned: tuple[Purchase, ...] = ()
    set_aside: frozenset[str] = frozenset()
    """Pieces the customer said are not for them, on whatever page."""


async def guided(
    session: AsyncSession,
    shop: Shop,
    message: Normalised,
    understanding: Understanding,
    decision: Decision,
    ground: Ground,
    talk: Talk,
    *,
    currency: str,
) -> tuple[Decision, dict[str, Goods]] | None:
    """The guide's answer with the goods it speaks of; None where the message is no turn of shopping."""
    reply = deed_of(talk, message.text)
    if reply is None and into_the_bag(message.text, understanding, decision, talk):
        return Decision(acts=(Social(what="bag_on_card"),), facts={}, path=("guide:bag",)), {}
    where = "yes" if reply else way(message.text, understanding, decision, talk, ground.shelf)
    if where == "no":
        return None
    asking = await _asking(session, shop, talk, message.lang, currency, ground.voice.now)
    if reply is not None and reply.deed in ("remember", "forget_it"):
        return _remembering(talk, reply), {}
    advised = await _advised(asking, message.text, reply)
    if reply is None and not _taken(advised, talk, decision, message.text):
        return None
    shelf = await _shelf(asking, advised)
    counter = Counter(
        shelf=shelf,
        ways_out=await _ways_out(asking, advised),
        policies={note.fact.id: note.fact for note in ground.policies},
        may_ask_to_remember=asking.memory is None and REMEMBER not in talk.state.asked,
        before=talk.state.need,
    )
    made = told(advised, counter, PERSON)
    return (_beside(understanding, decision, made), shelf) if made else None


async def _asking(session: AsyncSession, shop: Shop, talk: Talk, lang: Lang, currency: str, at: datetime) -> Asking:
    person = person_of(talk)
    owned = await guide.purchases(session, shop, talk.customer_id) if talk.customer_id else ()
    said = await _said(session, shop, talk)
    has = tuple(Purchase(product_id=one.product_id, on=one.at.date()) for one in said if one.what == "have_it")
    return Asking(
        session=session, shop=shop, talk=talk, lang=lang, currency=currency, at=at,
        memory=await remembered(session, shop.id, person), owned=(*owned, *has),
        set_aside=frozenset(one.product_id for one in said if one.what == "not_for_me"),
    )  # fmt: skip


async def _said(session: AsyncSession, shop: Shop, talk: Talk) -> tuple[Said, ...]:
    """What this very person said of pieces that were recommended."""
    who = Who(customer_id=talk.customer_id or "", visitor_id=talk.visitor_id)
    return (await kept_of(session, shop, who)).said if who.known else ()


def person_of(talk: Talk) -> Person:
    """Whose memory it is."""
    return Person(customer_id=talk.customer_id, visitor_id=None if talk.customer_id else talk.visitor_id or None)


async def _advised(asking: Asking, text: str, reply: Reply | None) -> Advised:
    state = asking.talk.state
    if reply is None:
        return await guide.advise(
            asking.session, asking.shop, text, state, lang=asking.lang, currency=asking.currency, now=asking.at,
            owned=asking.owned, set_aside=asking.set_aside, memory=asking.memory,
        )  # fmt: skip
    if reply.deed == "compare":
        return await _compared(asking, reply)
    priced = await _priced(asking, reply) if reply.deed == "cheaper" else None
    after = pressed(state, reply, priced)
    return await guide.advise_need(
        asking.session, asking.shop, after, lang=asking.lang, currency=asking.currency, now=asking.at,
        owned=asking.owned, set_aside=asking.set_aside,
    )  # fmt: skip


async def _compared(asking: Asking, reply: Reply) -> Advised:
    state = replace(asking.talk.state, turn=asking.talk.state.turn + 1)
    table = await guide.compare(
        asking.session, asking.shop, reply.products, need=state.need,
        currency=state.need.currency or asking.currency, now=asking.at,
    )  # fmt: skip
    advice = Advice(outcome="offer", need=state.need, comparing=table.product_ids if table else ())
    return Advised(advice=advice, state=state, heard=Heard(need=state.need, asked_for="compare"), compared=table)


async def _priced(asking: Asking, reply: Reply) -> Priced | None:
    """What the variant that was shown costs now."""
    paid_in = asking.talk.state.need.currency or asking.currency
    shelf = await shelf_of(asking.session, asking.shop, reply.products, currency=paid_in, at=asking.at)
    for goods in shelf.values():
        for fact in goods.prices:
            if isinstance(fact.value, Price) and fact.subject.id == reply.variant_id:
                return Priced(product_id=goods.id, variant_id=reply.variant_id, amount=fact.value.amount)
    return None


def _taken(advised: Advised, talk: Talk, decision: Decision, text: str) -> bool:
    """Whether the guide heard something that is for it; a listing that was asked for and names nothing is."""
    heard, need = advised.heard, advised.advice.need
    if heard.asked_for in ("question", "person", "thanks"):
        return False
    if heard.asked_for in ("compare", "more", "start") and talk.begun:
        return True
    changed = bool(heard.fresh) or _wishes(need) != _wishes(talk.state.need)
    if not talk.begun and seeks_a_gift(text):
        # Who it is for and what it may cost are enough to begin with, and so is nothing at all: the guide asks.
        return True
    if changed and not talk.begun and not decision.path[0].startswith("browse"):
        # Where the talk begins, a wish has to name goods: where one pays or lives is told with other questions too.
        return any(wish.kind in _GOODS for wish in heard.fresh)
    return changed or (decision.path == ("browse:not_known",) and advised.advice.outcome == "ask")


def _wishes(need: Need) -> frozenset[tuple[object, ...]]:
    return frozenset((one.key, one.values, one.term, one.low, one.high, one.by) for one in need.wishes)


async def _shelf(asking: Asking, advised: Advised) -> dict[str, Goods]:
    advice = advised.advice
    ids = [one.product_id for one in (*advice.offers, *advice.near)]
    ids += advised.compared.product_ids if advised.compared else ()
    ids += [value for wish in advice.need.of("product") for value in wish.values][:MOST_NAMED]
    ids += [value for wish in advice.need.of("product", unwanted=True) for value in wish.values][:MOST_NAMED]
    said = next((wish.currency for wish in advice.need.of("price") if wish.currency), None)
    paid_in = advice.need.currency or said or asking.currency
    return await shelf_of(asking.session, asking.shop, ids, currency=paid_in, at=asking.at)


async def _ways_out(asking: Asking, advised: Advised) -> tuple[WayOut, ...]:
    """Where nothing fits and nothing comes close: the wishes without which something would, with how many pieces."""
    advice = advised.advice
    if advice.outcome != "none" or advice.near:
        return ()
    refused = advice.need.of("product", unwanted=True)
    latest_first = sorted(advice.need.wishes, key=lambda wish: -wish.turn)
    found = []
    for wish in [one for one in latest_first if one.kind not in _NEVER_LEFT_OUT][:MOST_WAYS]:
        left = await _left(asking, advised, advice.need.without(wish))
        again = 0 if left else await _left(asking, advised, advice.need.without(wish, *refused))
        if left or again:
            found.append(WayOut(wish=wish, count=left or again, afresh=not left))
    return tuple(found)


async def _left(asking: Asking, advised: Advised, need: Need) -> int:
    """How many pieces would fit."""
    found = await guide.advise_need(
        asking.session, asking.shop, replace(advised.state, need=need), lang=asking.lang, currency=asking.currency,
        now=asking.at, owned=asking.owned, set_aside=asking.set_aside,
    )  # fmt: skip
    return found.advice.left if found.advice.offers else 0


def _beside(understanding: Understanding, decision: Decision, made: Decision) -> Decision:
    """The guide's answer in the place of a listing; what else is asked in the same breath keeps its answer."""
    asks = any(one.topic == "service" and is_question(one.text) for one in understanding.commands)
    others = [step for step in decision.path if not step.startswith("browse")]
    quotes = tuple(act for act in decision.acts if isinstance(act, Quote))
    if not asks or not others or not quotes or made.guided is None or made.guided.outcome == "none":
        return made
    return replace(made, acts=(*quotes, *made.acts), facts={**decision.facts, **made.facts}, path=(*made.path, *others))


def _remembering(talk: Talk, reply: Reply) -> Decision:
    yes = reply.deed == "remember"
    state = replace(talk.state, asked=tuple(dict.fromkeys((*talk.state.asked, REMEMBER))), turn=talk.state.turn + 1)
    return Decision(
        acts=(Social(what="remembered" if yes else "not_remembered"),),
        facts={},
        path=("guide:remember",),
        guided=Guided(state=state, before=talk.state.need, outcome="remember", remember="yes" if yes else "no"),
    )


async def talk_of(session: AsyncSession, current: Conversation, earlier: Sequence[EarlierTurn]) -> Talk:
    """Where the conversation's talk with the guide stands. `earlier`: its turns, the latest first."""
    deeds: Json = {}
    for row in [row for row in earlier if row.record.get("guide")][:_DEEDS_OF]:
        deeds = {**row.record["guide"]["deeds"], **deeds}
    return Talk(
        state=await talk_of_conversation(session, current.id) or GuideState(),
        deeds=deeds,
        customer_id=current.customer_id,
        visitor_id=current.visitor_id,
    )


async def keep(session: AsyncSession, shop: Shop, current: Conversation, guided: Guided) -> None:
    """Keep where the talk stands, and what the customer said about being remembered, with the answer that is stored."""
    await keep_talk(session, shop.id, current.id, guided.state, before=guided.before)
    if guided.remember == "yes":
        person = Person(customer_id=current.customer_id, visitor_id=None if current.customer_id else current.visitor_id)
        await remember(session, shop.id, person, guided.state.need.wishes, SYSTEM)
