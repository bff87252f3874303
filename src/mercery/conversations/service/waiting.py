"""What a customer who waits is told: who is there now, or when somebody is back by the shop's own hours. Never a guessed time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.conversations.hours.saying import now_words
from mercery.conversations.hours.service import schedule_of
from mercery.conversations.service.duty import OnDuty, on_duty
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.i18n import Words
from mercery.core.mail import mail_leaves
from mercery.policies.computed import CLOSES, OPENS
from mercery.policies.policy import Policy
from mercery.policies.service import policies_in_force
from mercery.ui.formats import zone_named

_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})")
_MOST_NAMES: Final = 2
_PAGES: Final = ("storefront", "widget")


async def waiting_truth(session: AsyncSession, shop_id: str) -> Words:
    """What can truly be said about waiting in this shop now; empty where nothing can."""
    shop = await accounts.shop(session, shop_id)
    present = await on_duty(session, shop_id)
    schedule = await schedule_of(session, shop_id)
    if schedule is not None and not present:
        return now_words(schedule, now())
    # A shop that has set no hours may still have written them as a policy.
    return truth(await policies_in_force(session, shop_id), present, now(), shop.timezone)


async def reach_offer(session: AsyncSession, shop_id: str, channel: str) -> Words:
    """On the shop's own pages, where nobody is at the desk and mail leaves this installation: that one need not stay. A
    messenger brings the answer by itself."""
    if channel not in _PAGES or not mail_leaves(settings()) or await on_duty(session, shop_id):
        return Words("")
    return Words(
        "You need not stay here: leave an e-mail address, and you are told of the answer there.",
        "您不必在此等候：可留下邮箱，有回复时会通知您。",
    )


def truth(policies: Iterable[Policy], present: Sequence[OnDuty], moment: datetime, timezone: str) -> Words:
    """Who is there; else the hours in the shop's words, and the time there when it is shut."""
    if present:
        names = [one.name for one in present[:_MOST_NAMES]]
        return Words(
            f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} at the desk now.",
            f"{'、'.join(names)} 现在在线。",
        )
    for policy in policies:
        begins, ends = _clock(OPENS.of(policy.values)), _clock(CLOSES.of(policy.values))
        if policy.topic not in OPENS.topics or begins is None or ends is None:
            continue
        local = moment.astimezone(zone_named(timezone))
        hours = policy.statement
        if begins <= local.time() < ends:
            return hours
        at = f"{local:%H:%M}"
        return Words(f"{hours.text('en')} It is {at} there now.", f"{hours.text('zh')}当地现在是 {at}。")
    return Words("")


def _clock(value: object) -> time | None:
    found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))
