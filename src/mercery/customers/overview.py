"""What the overview says of codes: only what keeps customers waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.overview import NeedsPerson, OverviewPart, Period
from mercery.accounts.shop import Shop
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.customers.challenges.summary import codes_since

_LATELY: Final = timedelta(days=1)


async def overview_part(session: AsyncSession, shop: Shop, period: Period, /) -> OverviewPart:
    """Codes of the last day that could not be sent."""
    codes = await codes_since(session, shop.id, now() - _LATELY)
    if not codes.unsent:
        return OverviewPart()
    many = codes.unsent > 1
    return OverviewPart(
        needs=(
            NeedsPerson(
                title=Words(
                    f"{codes.unsent} codes could not be sent" if many else "A code could not be sent",
                    f"{codes.unsent} 个验证码未能发送",
                ),
                text=Words(f"{codes.problem} Customers wait for it.", f"{codes.problem} 顾客正在等待。"),
                tone="stop",
                url="/console/settings/mail",
                act=Words("Look at mail", "查看邮件"),
            ),
        )
    )
