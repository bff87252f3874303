"""Reading a measure: what the features tell of a shop, and what is asked of the machine. Reads, and changes nothing."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.ai.choosing import chosen_chat
from mercery.assistant.counted import counted_calls
from mercery.assistant.ledger import day_begins, spending
from mercery.conversations import service as conversations
from mercery.conversations.hours.service import schedule_of
from mercery.core.config import settings
from mercery.core.i18n import Words
from mercery.core.logging import get_logger
from mercery.customers.challenges.summary import codes_since
from mercery.livestream.signs_of_life import on_air
from mercery.operations.alerts import counting
from mercery.operations.alerts.comparing import count_against_past, level, share_against_past, share_over
from mercery.operations.alerts.judging import Reading
from mercery.operations.alerts.measure import Rule
from mercery.operations.alerts.unusual import Counted
from mercery.operations.health.check import Looked
from mercery.operations.notifying.log import given_up_since
from mercery.operations.work.standing import standing
from mercery.promotions.publishing.alarms import alarms

log = get_logger(__name__)
_BEGINNING: Final = timedelta(seconds=90)
"""A show that has just gone on air is given this long to be heard of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a shop."""

    session: AsyncSession
    shop: Shop
    at: datetime
    counted_through: datetime
    checks: Sequence[Looked] = field(default_factory=tuple)
    """What the checks of the installation found; for the shop that runs it."""
    turns: dict[datetime, counting.Turns] = field(default_factory=dict)
    """Turns by the beginning of their window: two measures read the same."""
    pasts: dict[datetime, counting.Past] = field(default_factory=dict)


Reader = Callable[[Look, Rule], Awaitable[list[Reading] | None]]
"""One reading, or one for each subject; None where the measure does not apply here."""


async def read_measure(look: Look, rule: Rule) -> list[Reading] | None:
    """What is read of it now; None where nothing can be: then nothing opens and nothing closes."""
    try:
        async with look.session.begin_nested():
            return await _READERS[rule.measure.key](look, rule)
    except Exception:
        log.exception("measure_not_read", measure=rule.measure.key, shop=look.shop.id)
        return None


async def _turns(look: Look, rule: Rule) -> tuple[counting.Turns, counting.Past]:
    """The turns of the window with the past they are held against, which is read only where there is enough to judge."""
    since = counting.quarter(look.at - timedelta(minutes=rule.values.window))
    if since not in look.turns:
        look.turns[since] = await counting.lately(look.session, look.shop.id, since, look.counted_through, look.at)
    seen = look.turns[since]
    if seen.turns < rule.values.least:
        return seen, counting.Past(here=(), whole=())
    if since not in look.pasts:
        look.pasts[since] = await counting.past(look.session, look.shop.id, since, look.at, look.shop.timezone)
    return seen, look.pasts[since]


async def _answer_rate(look: Look, rule: Rule) -> list[Reading]:
    seen, past = await _turns(look, rule)
    here, whole = [one.answered for one in past.here], [one.answered for one in past.whole]
    return [share_against_past(rule, seen.answered, here, whole)]


async def _leaks(look: Look, rule: Rule) -> list[Reading]:
    seen, past = await _turns(look, rule)
    here, whole = [one.leaked for one in past.here], [one.leaked for one in past.whole]
    return [share_against_past(rule, seen.leaked, here, whole)]


async def _questions(look: Look, rule: Rule) -> list[Reading]:
    until = look.counted_through
    since = until - timedelta(minutes=rule.values.window)
    seen = await counting.closed_turns(look.session, look.shop.id, since, until)
    past = await counting.past(look.session, look.shop.id, since, until, look.shop.timezone)
    return [count_against_past(rule, seen.turns, [one.turns for one in past.here])]


async def _handoff_wait(look: Look, rule: Rule) -> list[Reading]:
    schedule = await schedule_of(look.session, look.shop.id)
    if schedule is not None and not schedule.open_at(look.at):
        return [Reading(state="few", words=Words("The shop is shut by its own hours.", "当前不在营业时间。"))]
    found = await conversations.inbox(look.session, look.shop.id, "waiting", "", limit=1)
    if not found.conversations:
        return [level(rule, 0, Words("Nobody waits.", "无人等候。"))]
    first, count = found.conversations[0], found.total
    since = first.waiting_since or first.last_message_at
    waited = schedule.open_time(since, look.at) if schedule else look.at - since
    minutes = max(0.0, waited.total_seconds() / 60)
    words = Words(
        f"{count} {'waits' if count == 1 else 'wait'}, the longest for {minutes:.0f} min.",
        f"{count} 位顾客在等，最久 {minutes:.0f} 分钟。",
    )
    return [level(rule, minutes, words)]


async def _model_errors(look: Look, rule: Rule) -> list[Reading] | None:
    if chosen_chat(settings()) is None:
        return None
    since = look.at - timedelta(minutes=rule.values.window)
    failed, calls = await counted_calls(look.session, look.shop.id, since)
    return [share_over(rule, Counted(hits=failed, trials=calls))]


async def _model_cost(look: Look, rule: Rule) -> list[Reading] | None:
    chosen = settings()
    if (
        chosen_chat(chosen) is None
        or not (chosen.chat_price_read or chosen.chat_price_written)
        or not chosen.chat_cap_day
    ):
        return None
    used = await spending(look.session, look.shop, chosen.chat_currency, day_begins(look.shop, look.at))
    spent = Decimal(used.micros) / 1_000_000
    share = float(spent / chosen.chat_cap_day * 100)
    words = Words(
        f"{spent:.2f} of {chosen.chat_cap_day:.2f} {chosen.chat_currency} today ({share:.0f}%).",
        f"今日已用 {spent:.2f} / {chosen.chat_cap_day:.2f} {chosen.chat_currency}（{share:.0f}%）。",
    )
    return [level(rule, share, words)]


async def _price_breaker(look: Look, rule: Rule) -> list[Reading]:
    stopped = [one for one in await alarms(look.session, look.shop.id) if one.stopped]
    # Each by itself: a second rule that is stopped is news, however little time has passed.
    return [level(rule, len(stopped), one.words, subject=one.id, name=Words(one.rule)) for one in stopped]


_INDEX_JOBS: Final = text(
    "SELECT min(events.at) FROM procrastinate_jobs jobs JOIN procrastinate_events events"
    " ON events.job_id = jobs.id AND events.type = 'deferred'"
    " WHERE jobs.task_name IN ('search:rebuild', 'search:update') AND jobs.status IN ('todo', 'doing')"
    " AND jobs.args->>'shop_id' = :shop"
)


async def _index_age(look: Look, rule: Rule) -> list[Reading]:
    since = await look.session.scalar(_INDEX_JOBS, {"shop": look.shop.id})
    if since is None:
        return [level(rule, 0, Words("Search knows every change.", "搜索索引已包含全部改动。"))]
    minutes = (look.at - since).total_seconds() / 60
    words = Words(f"The oldest change has waited {minutes:.0f} min.", f"最早一项改动已等候 {minutes:.0f} 分钟。")
    return [level(rule, minutes, words)]


async def _stream(look: Look, rule: Rule) -> list[Reading]:
    found = []
    for show in await on_air(look.session, look.shop.id):
        heard = show.seen_at or show.since
        if not show.on_air or show.killed or heard is None or (show.since and look.at - show.since < _BEGINNING):
            continue
        seconds = max(0.0, (look.at - max(heard, show.since or heard)).total_seconds())
        words = Words(
            f"“{show.title.text('en')}” has given no sign for {seconds:.0f} s.",
            f"《{show.title.text('zh')}》已 {seconds:.0f} 秒无响应。",
        )
        found.append(level(rule, seconds, words, subject=show.show_id, name=show.title))
    return found


async def _mail(look: Look, rule: Rule) -> list[Reading]:
    since = look.at - timedelta(minutes=rule.values.window)
    codes = await codes_since(look.session, look.shop.id, since)
    notices = await given_up_since(look.session, look.shop.id, since)
    count = codes.unsent + notices
    words = Words(
        f"{count} given up: {codes.unsent} codes, {notices} notices.",
        f"放弃发送 {count} 封：验证码 {codes.unsent}，通知 {notices}。",
    )
    return [level(rule, count, words)]


async def _disk(look: Look, rule: Rule) -> list[Reading]:
    usage = await asyncio.to_thread(shutil.disk_usage, settings().home)
    share, free = usage.free / usage.total * 100, usage.free / 2**30
    words = Words(f"{share:.0f}% free ({free:.1f} GiB).", f"剩余 {share:.0f}%（{free:.1f} GiB）。")
    return [level(rule, share, words)]


_FAILED: Final = text("SELECT count(*) FROM procrastinate_events WHERE type = 'failed' AND at >= :since")


async def _jobs_failed(look: Look, rule: Rule) -> list[Reading]:
    since = look.at - timedelta(minutes=rule.values.window)
    count = int(await look.session.scalar(_FAILED, {"since": since}) or 0)
    return [level(rule, count, Words(f"{count} given up.", f"放弃执行 {count} 项。"))]


async def _jobs_wait(look: Look, rule: Rule) -> list[Reading]:
    minutes = (await standing(look.session)).oldest / 60
    words = Words(f"The oldest has waited {minutes:.0f} min.", f"最早一项已等 {minutes:.0f} 分钟。")
    return [level(rule, minutes, words if minutes >= 1 else Words("None has waited for a minute.", "无任务积压。"))]


_WATCHED_APART: Final = frozenset({"job_queue", "job_failures", "search_index", "disk", "mail", "last_backup"})
"""Checks of what has a measure of its own."""


async def _health(look: Look, rule: Rule) -> list[Reading]:
    return [
        level(rule, 1, one.found.words, subject=one.check.id, name=one.check.title)
        for one in look.checks
        if one.found.state == "broken" and one.check.id not in _WATCHED_APART
    ]


async def _backup(look: Look, rule: Rule) -> list[Reading] | None:
    found = next((one.found for one in look.checks if one.check.id == "last_backup"), None)
    if found is None or (found.figure is None and found.state != "warning"):
        return None
    if found.figure is None:
        # None was made yet, or the last failed: said here, and told as a check that the health page explains.
        return [Reading(state="between", words=found.words)]
    return [level(rule, found.figure / 3600, found.words)]


_READERS: Final[Mapping[str, Reader]] = {
    "answer_rate": _answer_rate,
    "leaks": _leaks,
    "questions": _questions,
    "handoff_wait": _handoff_wait,
    "model_errors": _model_errors,
    "model_cost": _model_cost,
    "price_breaker": _price_breaker,
    "index_age": _index_age,
    "stream": _stream,
    "mail": _mail,
    "disk": _disk,
    "jobs_failed": _jobs_failed,
    "jobs_wait": _jobs_wait,
    "health": _health,
    "backup": _backup,
}
