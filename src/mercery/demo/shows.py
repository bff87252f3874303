"""The demo shop's shows: one in English, which may be on air from the first start, and one in Chinese, ready to go on air."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.core.config import settings
from mercery.core.i18n import Words
from mercery.livestream.service import running_order, shows
from mercery.livestream.service.drafts import ShowDraft
from mercery.livestream.show import Goals

_REASON: Final = "Seeded with the demo shop"
_LEATHER: Final = (
    "saddle-bag", "chelsea-boot", "work-tote", "card-wallet", "loafer-arno", "hobo-lune", "giulia-slingback", "camera-crossbody",
)  # fmt: skip
_WOOL_AND_SILK: Final = (
    "stole-cashmere", "carre-deco", "crew-cashmere", "carre-jardin", "throw-cashmere", "gavroche", "crew-merino", "candle-vetiver",
)  # fmt: skip


async def set_up_shows(session: AsyncSession, shop: Shop, by_key: Mapping[str, str]) -> int:
    """Both shows with their running orders; the English one on air where the setting says so. How many there are."""
    leather = ShowDraft(
        title=Words("Leather for the cold months, a piece at a time", "冬日皮具，一件一件看"), lang="en", format="landscape",
        avatar="aurelle", background="atelier", goals=_goals(by_key, _LEATHER), watched_over="Claire Martin", slug="winter-leather",
    )  # fmt: skip
    silk = ShowDraft(
        title=Words("Wool and silk by lamplight", "灯下看羊绒与丝绸"), lang="zh", format="portrait",
        avatar="lin", background="evening", goals=_goals(by_key, _WOOL_AND_SILK), watched_over="Claire Martin", slug="wool-and-silk",
    )  # fmt: skip
    for draft in (leather, silk):
        show = await shows.create(session, shop.id, SYSTEM, draft, reason=_REASON)
        await running_order.replan(session, shop, show.id)
        if draft is leather and settings().demo_live:
            await shows.go_on_air(session, shop.id, SYSTEM, show.id, reason=_REASON)
    return 2


def _goals(by_key: Mapping[str, str], keys: Sequence[str]) -> Goals:
    return Goals(product_ids=tuple(by_key[key] for key in keys if key in by_key), pieces=len(keys), minutes_a_piece=2.5)
