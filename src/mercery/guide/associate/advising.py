"""The guide as an associate leads it: a talk of its own, for a client or for nobody the shop knows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang
from mercery.guide import repository
from mercery.guide.associate.client_file import ClientFile, client_file
from mercery.guide.memory import key_of
from mercery.guide.service import Advised, advise, advise_need
from mercery.guide.state import GuideState
from mercery.guide.talks import talk_of_conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Where a talk stands, and for whom it is."""

    id: str
    state: GuideState
    client: ClientFile | None


async def begin(
    session: AsyncSession, shop: Shop, *, customer_id: str | None = None, conversation_id: str | None = None
) -> str:
    """Begin a talk; with the wishes of a conversation where one is named. Returns its id."""
    state = await talk_of_conversation(session, conversation_id) if conversation_id else None
    return await repository.open_session(session, shop.id, customer_id=customer_id or None, state=state or GuideState())


async def talk(session: AsyncSession, shop: Shop, talk_id: str) -> Talk:
    """The talk, held until the transaction ends; NotFound."""
    found = await repository.load_session(session, shop.id, talk_id)
    if found is None:
        raise NotFound("There is no such talk.")
    state, customer_id = found
    client = await client_file(session, shop, customer_id) if customer_id else None
    return Talk(id=talk_id, state=state, client=client)


async def say(session: AsyncSession, shop: Shop, talk_id: str, message: str, lang: Lang) -> Advised:
    """What the client wants, in the associate's words: heard, answered and kept."""
    found = await talk(session, shop, talk_id)
    client = found.client
    advised = await advise(
        session, shop, message, found.state, lang=lang,
        owned=client.owned if client else (), memory=client.memory if client else None,
    )  # fmt: skip
    await repository.save_session(session, shop.id, talk_id, advised.state)
    return advised


async def drop_wish(session: AsyncSession, shop: Shop, talk_id: str, key: str) -> None:
    """Take one wish away."""
    found = await talk(session, shop, talk_id)
    need = found.state.need
    left = tuple(wish for wish in need.wishes if key_of(wish) != key)
    await repository.save_session(session, shop.id, talk_id, replace(found.state, need=replace(need, wishes=left)))


async def now_offered(session: AsyncSession, shop: Shop, found: Talk, lang: Lang) -> Advised | None:
    """What fits the wishes at this moment; None where nothing was wanted yet. Nothing is kept of looking again, and the
    question that was asked last may stand there again."""
    state = found.state
    if not state.need.wishes and not state.need.words:
        return None
    again = replace(state, asked=state.asked[:-1])
    owned = found.client.owned if found.client else ()
    return await advise_need(session, shop, again, lang=lang, owned=owned)
