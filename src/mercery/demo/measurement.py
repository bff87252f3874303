"""What the demo shop says its staff costs, and the ways to be on air it compares: invented, and said to be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.core.i18n import Words
from mercery.experiments.ledger.rates import ALL, set_limit, set_rate
from mercery.livestream.economics.entries import keep_way
from mercery.livestream.economics.ways import WayKind

_REASON: Final = "Seeded with the demo shop"
_PRICES: Final = {"person": "24", "compute": "0.04", "voice": "14", "messages": "0.01"}
_SOURCE: Final = Words("Invented for the demo shop", "演示店铺虚构数据")
_WAYS: Final[tuple[tuple[WayKind, Words, Mapping[str, str]], ...]] = (
    (
        "influencer", Words("Influencer, one evening", "达人专场"),
        {"slot_fee": "6000", "commission": "20", "platform": "5", "sales_low": "12000", "sales_high": "60000",
         "returns_low": "25", "returns_high": "50"},
    ),
    (
        "staff", Words("Two of our own people", "两位自有员工"),
        {"people": "2", "hours": "6", "hourly": "24", "platform": "5", "other": "120", "sales_low": "2500",
         "sales_high": "9000", "returns_low": "12", "returns_high": "25"},
    ),
    (
        "hired", Words("Digital host by the month", "按月租用数字人"),
        {"fee_month": "1900", "shows_month": "26", "platform": "5", "sales_low": "300", "sales_high": "2400",
         "returns_low": "12", "returns_high": "25"},
    ),
    ("ours", Words("Our own host", "自有 AI 主播"), {"people": "1", "hours": "0.5", "hourly": "24", "window": "24"}),
)  # fmt: skip


async def set_up_measurement(session: AsyncSession, shop: Shop, now: datetime) -> int:
    """Prices of kinds, a limit of a day, and the ways. How many ways."""
    for kind, amount in _PRICES.items():
        await set_rate(session, shop, SYSTEM, kind, amount, from_now=False, reason=_REASON)
    await set_limit(session, shop, SYSTEM, ALL, "25")
    for way, name, typed in _WAYS:
        form = {
            **typed, "name": name.en, "name_zh": name.zh, "source": _SOURCE.en, "source_zh": _SOURCE.zh,
            "dated": now.date().isoformat(),
        }  # fmt: skip
        await keep_way(session, shop, SYSTEM, way, form)
    return len(_WAYS)
