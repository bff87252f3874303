"""What there is to be told of in a shop at a moment, gathered from the features. Reads, and changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.conversations import service as conversations
from mercery.conversations.conversation import Conversation
from mercery.conversations.hours.schedule import Schedule
from mercery.conversations.hours.service import schedule_of
from mercery.core.i18n import Words
from mercery.core.logging import get_logger
from mercery.knowledge.review.queue import waiting_count
from mercery.livestream.signs_of_life import on_air
from mercery.operations.alerts.alert import Alert, told_of_late
from mercery.operations.notifying.item import Item
from mercery.operations.notifying.settings import notice_settings
from mercery.orders.actions.rule_proposals import waiting as rules_waiting
from mercery.policies.proposals import waiting as policies_waiting
from mercery.promotions.publishing.alarms import alarms
from mercery.promotions.publishing.sets import promotion_sets
from mercery.studio.waiting import in_review
from mercery.ui.formats import time_text, zone_named

log = get_logger(__name__)
_MOST: Final = 50
_MORNING: Final = 9
"""Hour of the shop's day from which on queues are told of, once a day."""
_OVER: Final = timedelta(hours=24)
"""For how long it is worth telling that something is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """A shop that is gathered from."""

    session: AsyncSession
    shop: Shop
    at: datetime


Source = Callable[[Gathering], Awaitable[list[Item]]]


async def gathered(session: AsyncSession, shop: Shop, at: datetime) -> list[Item]:
    """Everything; a source that fails leaves the others."""
    gathering = Gathering(session=session, shop=shop, at=at)
    found: list[Item] = []
    for source in SOURCES:
        try:
            async with session.begin_nested():
                found += await source(gathering)
        except Exception:
            log.exception("notices_not_gathered", source=source.__name__, shop=shop.id)
    return found


async def waiting(gathering: Gathering) -> list[Item]:
    """Customers who wait for a person. What they want is said only where the shop decided so. While the shop is shut by its
    own hours nobody is told, and only the time it was open counts as waiting."""
    schedule = await schedule_of(gathering.session, gathering.shop.id)
    if schedule is not None and not schedule.open_at(gathering.at):
        return []
    found = await conversations.inbox(gathering.session, gathering.shop.id, "waiting", "", limit=_MOST)
    settings = await notice_settings(gathering.session, gathering.shop.id)
    return [_waits(gathering, one, schedule, subject=settings.subject_in_mail) for one in found.conversations]


def _waits(gathering: Gathering, one: Conversation, schedule: Schedule | None, *, subject: bool) -> Item:
    since, zone = one.waiting_since or one.last_message_at, zone_named(gathering.shop.timezone)
    counts_from = gathering.at - schedule.open_time(since, gathering.at) if schedule else since
    clock = Words(time_text(since, "en", zone), time_text(since, "zh", zone))
    wants = one.packet.wants[:120] if subject and one.packet else ""
    said = Words(f" Wants: {wants}", f"诉求：{wants}") if wants else Words("")
    return Item(
        kind="waiting",
        about=f"wait:{one.id}:{int(since.timestamp())}",
        title=Words("A customer waits for a person", "有顾客在等真人"),
        text=Words(
            f"Since {clock.en}, writes {'Chinese' if one.lang == 'zh' else 'English'}.{said.en}",
            f"自 {clock.zh} 起等候，使用{'中文' if one.lang == 'zh' else '英文'}。{said.zh}",
        ),
        path=f"/console/inbox/{one.id}",
        since=counts_from,
        urgent=True,
        needs=Permission.ANSWER_CONVERSATIONS,
    )


async def promotions(gathering: Gathering) -> list[Item]:
    """Sets of promotions that wait for a second person; their author cannot be that person."""
    sets = await promotion_sets(gathering.session, gathering.shop.id, states=("waiting",))
    return [
        Item(
            kind="approval",
            about=f"promotion:{one.id}:{one.version}",
            title=Words(
                f"Promotions wait for a second signature: {one.name.text('en')}",
                f"促销待第二人签字：{one.name.text('zh')}",
            ),
            text=Words(f"Asked for by {one.asked_by or one.author}.", f"由 {one.asked_by or one.author} 提交。"),
            path=f"/console/promotions/{one.id}",
            since=one.updated_at,
            needs=Permission.PUBLISH_PROMOTIONS,
            not_for=tuple({one.author_id, one.asked_by_id} - {""}),
        )
        for one in sets
    ]


async def second_yes(gathering: Gathering) -> list[Item]:
    """Policies and rules for orders that wait for a second person; who wrote them cannot be that person."""
    policies = await policies_waiting(gathering.session, gathering.shop.id)
    rules = await rules_waiting(gathering.session, gathering.shop.id)
    return [
        *(
            _second(one.id, Words("A policy", "政策"), one.draft.title, one.by_id, one.by_name, one.at, "policies")
            for one in policies
        ),
        *(
            _second(one.id, Words("Rules for orders", "订单规则"), one.title, one.by_id, one.by_name, one.at, "rules")
            for one in rules
        ),
    ]


def _second(id_: str, kind: Words, title: Words, by_id: str, by_name: str, at: datetime, where: str) -> Item:
    wait = "wait" if where == "rules" else "waits"
    return Item(
        kind="approval",
        about=f"second:{id_}",
        title=Words(
            f"{kind.en} {wait} for a second person: {title.text('en')}", f"{kind.zh}待第二人核准：{title.text('zh')}"
        ),
        text=Words(
            f"Written by {by_name}. Until somebody else says yes, nothing changes.",
            f"由 {by_name} 撰写，另一人核准前一切不变。",
        ),
        path=f"/console/settings/{where}/waiting/{id_}",
        since=at,
        needs=Permission.REVIEW_ANSWERS,
        not_for=(by_id,),
    )


async def queues(gathering: Gathering) -> list[Item]:
    """Drafts of answers and pieces of content that wait for a yes: once a day with their number, from nine o'clock on."""
    local = gathering.at.astimezone(zone_named(gathering.shop.timezone))
    if local.hour < _MORNING:
        return []
    day, found = local.date().isoformat(), []
    if drafts := await waiting_count(gathering.session, gathering.shop.id):
        title = Words(
            "1 draft of an answer waits" if drafts == 1 else f"{drafts} drafts of answers wait",
            f"{drafts} 条答复草稿待核准",
        )
        text = Words("Nobody is told them before somebody says yes.", "核准前不会使用。")
        found.append(_queue(gathering, f"review:{day}", title, text, "/console/review", Permission.REVIEW_ANSWERS))
    if pieces := await in_review(gathering.session, gathering.shop.id):
        title = Words(
            "1 piece of content waits" if pieces == 1 else f"{pieces} pieces of content wait", f"{pieces} 篇内容待审"
        )
        text = Words("They are published once somebody approves them.", "审核通过后方可发布。")
        found.append(_queue(gathering, f"content:{day}", title, text, "/console/content", Permission.PUBLISH_CONTENT))
    return found


def _queue(gathering: Gathering, about: str, title: Words, text: Words, path: str, needs: Permission) -> Item:
    return Item(kind="approval", about=about, title=title, text=text, path=path, since=gathering.at, needs=needs)


async def stopped(gathering: Gathering) -> list[Item]:
    """What the circuit-breaker saw and nobody has settled."""
    return [
        Item(
            kind="alarm",
            about=f"alarm:{one.id}",
            title=Words(f"A promotion was stopped: {one.rule}", f"促销已停用：{one.rule}")
            if one.stopped
            else Words("Something went against a promotion's proof", "有订单与促销证明不符"),
            text=one.words,
            path="/console/promotions",
            since=one.at,
            urgent=one.stopped,
            needs=Permission.EDIT_PROMOTIONS,
        )
        for one in await alarms(gathering.session, gathering.shop.id)
    ]


async def switched_off(gathering: Gathering) -> list[Item]:
    """Shows whose kill switch is down."""
    day = gathering.at.astimezone(zone_named(gathering.shop.timezone)).date().isoformat()
    return [
        Item(
            kind="alarm",
            about=f"kill:{one.show_id}:{day}",
            title=Words(
                f"A show was switched off: {one.title.text('en')}", f"直播已被紧急关停：{one.title.text('zh')}"
            ),
            text=Words("Nothing is on air until a person lifts the switch.", "需由人解除后方可继续直播。"),
            path=f"/console/live/{one.show_id}",
            since=gathering.at,
            urgent=True,
            needs=Permission.EDIT_CONTENT,
        )
        for one in await on_air(gathering.session, gathering.shop.id)
        if one.killed
    ]


async def alerts(gathering: Gathering) -> list[Item]:
    """What is over a threshold and nobody has taken, and what is well again for those who were told."""
    found = []
    for one in await told_of_late(gathering.session, gathering.shop.id, gathering.at - _OVER):
        if one.open and one.told and one.taken_at is None:
            found.append(_alert(one))
        elif not one.open and one.closed_at is not None:
            found.append(_over(one, one.closed_at))
    return found


def _alert(one: Alert) -> Item:
    title = one.title()
    if one.again:
        title = Words(f"Still so: {title.en}", f"仍未恢复：{title.zh}")
    return Item(
        kind="alert",
        about=f"alert:{one.id}:{one.again}",
        title=title,
        text=Words(f"{one.words.en} {one.measure.remedy.en}", f"{one.words.zh}{one.measure.remedy.zh}"),
        path="/console/alerts",
        since=one.opened_at,
        urgent=one.severity == "urgent",
        needs=Permission.VIEW_CONSOLE,
        owners_only=one.measure.scope == "installation",
        measure=one.measure.key,
    )


def _over(one: Alert, closed_at: datetime) -> Item:
    title = one.title()
    return Item(
        kind="alert",
        about=f"over:{one.id}:{one.came_back}",
        title=Words(f"Well again: {title.en}", f"已恢复：{title.zh}"),
        text=one.closing,
        path="/console/alerts/history",
        since=closed_at,
        needs=Permission.VIEW_CONSOLE,
        owners_only=one.measure.scope == "installation",
        after=f"alert:{one.id}:",
        measure=one.measure.key,
    )


SOURCES: Final[tuple[Source, ...]] = (waiting, promotions, second_yes, queues, stopped, switched_off, alerts)
