"""What whoever takes over has to know of the talk with the guide: what is wanted, what was offered, what was turned down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.assistant.gathering import shelf_of
from mercery.assistant.goods import Goods
from mercery.assistant.guiding.replying import label_of
from mercery.claims.values import Price
from mercery.conversations.conversation import Conversation, HandOffPacket
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.guide.need import Shown, Wish
from mercery.guide.talks import talk_of_conversation

MOST_SHOWN: Final = 8
_IF_POSSIBLE: Final = Words("if possible", "尽量")


async def with_wishes(
    session: AsyncSession, shop_id: str, current: Conversation, packet: HandOffPacket
) -> HandOffPacket:
    """The packet with the list of wishes, the pieces offered at today's prices, and those turned down."""
    state = await talk_of_conversation(session, current.id)
    if state is None or not (state.need.wishes or state.shown):
        return packet
    shop = await accounts.shop(session, shop_id)
    refused = [value for wish in state.need.of("product", unwanted=True) for value in wish.values]
    seen = [one for one in state.shown if one.product_id not in refused][-MOST_SHOWN:]
    shelf = await shelf_of(
        session, shop, [*(one.product_id for one in seen), *refused], currency=_currency(shop, state.need.currency), at=now()
    )  # fmt: skip
    return replace(
        packet,
        wishes=tuple(_wish(wish) for wish in state.need.wishes if wish.label.en or wish.label.zh),
        shown=tuple(_offer(shelf[one.product_id], one) for one in seen if one.product_id in shelf),
        turned_down=_names(shelf, refused),
    )


def _currency(shop: Shop, said: str | None) -> str:
    return said if said in shop.currencies else shop.currency


def _wish(wish: Wish) -> Words:
    if wish.firmness == "must":
        return label_of(wish)
    english, chinese = label_of(wish).text("en"), label_of(wish).text("zh")
    return Words(f"{english} ({_IF_POSSIBLE.en})", f"{chinese}（{_IF_POSSIBLE.zh}）")


def _offer(goods: Goods, one: Shown) -> Words:
    """`Sienne Tote, black, €1,250`."""
    label = goods.about.label(one.variant_id or "")
    price = next(
        (fact.value.amount for fact in goods.prices if fact.subject.id == one.variant_id and isinstance(fact.value, Price)),
        None,
    )  # fmt: skip
    english = [goods.product.title.text("en"), label.text("en"), price.text("en") if price else ""]
    chinese = [goods.product.title.text("zh"), label.text("zh"), price.text("zh") if price else ""]
    return Words(", ".join(part for part in english if part), "，".join(part for part in chinese if part))


def _names(shelf: dict[str, Goods], ids: Sequence[str]) -> tuple[Words, ...]:
    return tuple(shelf[one].product.title for one in dict.fromkeys(ids) if one in shelf)
