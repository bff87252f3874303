"""What people say: not for me, I have it; yes and no to being chosen for; and what is kept of them, shown and removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.database import Json
from mercery.core.errors import Invalid, NotFound
from mercery.recommendations import repository
from mercery.recommendations.recommendation import Asks, Said, SayWhat, Who

KEPT_DAYS: Final = 400
"""What a browser said is kept as long as what it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Everything kept of a person here."""

    said: tuple[Said, ...]
    consents: tuple[tuple[bool, datetime], ...]

    def as_json(self) -> Json:
        """For the person's own copy of their data."""
        return {
            "said": [{"product": one.product_id, "what": one.what, "at": one.at.isoformat()} for one in self.said],
            "consents": [{"given": given, "at": at.isoformat()} for given, at in self.consents],
        }


async def say(session: AsyncSession, shop: Shop, who: Who, product_id: str, what: SayWhat) -> None:
    """Keep what a person says of a piece; it counts with the next request. NotFound where there is no such piece."""
    _somebody(who)
    if not await catalog.versions(session, shop.id, [product_id]):
        raise NotFound(f"There is no product '{product_id}'.", zh=f"没有商品“{product_id}”。")
    await repository.say(session, shop.id, who, product_id, what)


async def unsay(session: AsyncSession, shop: Shop, who: Who, product_id: str) -> bool:
    """Take it back; whether there was something."""
    _somebody(who)
    return bool(await repository.unsay(session, shop.id, who, product_id))


async def set_consent(session: AsyncSession, shop: Shop, who: Who, *, given: bool) -> None:
    """The person says yes or no to what they did being used to choose for them."""
    _somebody(who)
    await repository.set_consent(session, shop.id, who, given)


async def kept_of(session: AsyncSession, shop: Shop, who: Who) -> Kept:
    """Everything kept of a person here, for their own copy."""
    _somebody(who)
    return Kept(
        said=tuple(await repository.said(session, shop.id, who)),
        consents=tuple(await repository.consents(session, shop.id, who)),
    )


async def forget(session: AsyncSession, shop: Shop, who: Who, actor: Actor) -> int:
    """Remove everything kept of a person here; returns how many rows went. A customer who is removed takes it along."""
    _somebody(who)
    gone = await repository.forget(session, shop.id, who)
    if gone:
        await record(
            session, shop.id, actor, "recommendations.forget", who.customer_id or "visitor", after={"rows": gone}
        )
    return gone


async def forget_old(session: AsyncSession) -> int:
    """Remove what browsers said longer ago than KEPT_DAYS, of every shop."""
    return await repository.forget_browsers(session, now() - timedelta(days=KEPT_DAYS))


async def set_asks(session: AsyncSession, shop: Shop, value: Asks, actor: Actor) -> None:
    """Say what needs a yes before it is used."""
    before = await repository.asks(session, shop.id)
    if before == value:
        return
    await repository.set_asks(session, shop.id, value, actor.name)
    await record(
        session, shop.id, actor, "recommendations.asks", shop.slug, before={"asks": before}, after={"asks": value}
    )


def _somebody(who: Who) -> None:
    if not who.known:
        raise Invalid(
            "It is not said who speaks.",
            remedy="Give a customer or a visitor.",
            zh="未说明是谁，请提供 customer 或 visitor。",
        )
