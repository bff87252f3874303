"""The overview of promotions: what is in force, what waits, what was stopped, what comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.promotions.in_force import lacking_costs
from mercery.promotions.lab import moments
from mercery.promotions.lab.pages import Badge, Coming, OverviewPage, SetLine
from mercery.promotions.lab.set_view import STANDINGS
from mercery.promotions.lab.shop_view import LookedAt, gives, look_at
from mercery.promotions.lab.timeline_view import BarTone, TimedRule, Timeline, timeline
from mercery.promotions.lab.verdict import Verdict
from mercery.promotions.lab.worst_view import interval_of
from mercery.promotions.publishing import certificates
from mercery.promotions.publishing.alarms import Alarm
from mercery.promotions.publishing.certificates import KeptCertificate
from mercery.promotions.publishing.sets import PromotionSet, promotion_sets
from mercery.promotions.rules.rule import Rule
from mercery.ui.formats import number_text

_SOON: Final = timedelta(days=14)
_MOST_COMING: Final = 8
_BELOW: Final = Badge(words=Words("below the floor", "低于底线"), tone="stop", settled=False)


async def overview_page(
    session: AsyncSession, shop: Shop, staff: Staff, show: str, alarms: Sequence[Alarm]
) -> OverviewPage:
    """Everything at a glance; `show` narrows the list."""
    sets = await promotion_sets(session, shop.id)
    drafts = [one for one in sets if one.open and one.currency in ("", shop.currency)]
    looked = await look_at(session, shop, drafts=drafts)
    kept = await certificates.certificates(session, shop.id, looked.held.certificates)
    counts = Counter(STANDINGS[one.state] for one in sets)
    shown = [one for one in sets if show == "all" or STANDINGS[one.state] == show]
    moment, below = now(), await _below_floor(session, shop, sets)
    return OverviewPage(
        verdict=_verdict(sets, [one for one in alarms if one.stopped and not one.settled_at], moment),
        timeline=_timeline(looked, drafts, kept.get(shop.currency), moment),
        lines=[_line(one, looked, moment, below=one.id in below) for one in shown],
        show=show,
        counts={name: counts[name] for name in ("published", "draft", "waiting", "stopped", "ended")},
        alarms=alarms,
        coming=_coming(sets, moment, looked.zone),
        floor=floor_words(looked.calendar.floor.margin_bps),
        without_cost=len(lacking_costs(looked.calendar)) if looked.calendar.rules else 0,
        certificates=[(code, one.id) for code, one in kept.items()],
        may_edit=staff.may(Permission.EDIT_PROMOTIONS),
    )


def floor_words(bps: int) -> Words:
    """What every promotion is proved against."""
    if not bps:
        return Words("No cart may be sold below what it costs you.", "任何订单不得低于成本。")
    rate = number_text(Decimal(bps) / 100, "en") + "%"
    return Words(
        f"No cart may leave a margin below {rate} of what reaches you.", f"任何订单的毛利不得低于到手金额的 {rate}。"
    )


def _verdict(sets: Sequence[PromotionSet], stopped: Sequence[Alarm], moment: datetime) -> Verdict:
    living = [one for one in sets if one.state == "published" and any(r.holds_at(moment) for r in one.rules)]
    planned = [one for one in sets if one.state == "published" and one not in living]
    waiting = [one for one in sets if one.state == "waiting"]
    drafts = [one for one in sets if one.state in ("draft", "checked")]
    en, zh = _in_force(len(living))
    more_en, more_zh = [], []
    if waiting:
        more_en.append(f"{_count(len(waiting), 'waits', 'wait')} for a second person")
        more_zh.append(f"{len(waiting)} 项待第二人核准")
    if planned:
        more_en.append(f"{_count(len(planned), 'begins later', 'begin later')}")
        more_zh.append(f"{len(planned)} 项待开始")
    if drafts:
        more_en.append(f"{_count(len(drafts), 'is being written', 'are being written')}")
        more_zh.append(f"{len(drafts)} 项起草中")
    sub = Words(_sentence(more_en), "，".join(more_zh) + "。" if more_zh else "")
    if stopped:
        first = Words(f"{_count(len(stopped), 'rule was stopped', 'rules were stopped')} by the breaker", f"{len(stopped)} 条规则被熔断")  # fmt: skip
        return Verdict(tone="stop", headline=Words(first.en[:1].upper() + first.en[1:], first.zh), sub=Words(f"{en}. {sub.en}", f"{zh}。{sub.zh}"), may_publish=False)  # fmt: skip
    return Verdict(tone="good" if living else "quiet", headline=Words(en, zh), sub=sub, may_publish=False)


def _in_force(count: int) -> tuple[str, str]:
    if count == 0:
        return "No promotion is in force", "目前没有生效的促销"
    said = _count(count, "promotion is in force", "promotions are in force")
    return said[:1].upper() + said[1:], f"{count} 项促销生效中"


def _count(number: int, one: str, many: str) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return f"{words[number] if number < len(words) else number} {one if number == 1 else many}"


def _sentence(parts: Sequence[str]) -> str:
    if not parts:
        return ""
    text = ", ".join(parts)
    return text[:1].upper() + text[1:] + "."


def _timeline(
    looked: LookedAt, drafts: Sequence[PromotionSet], proof: KeptCertificate | None, moment: datetime
) -> Timeline | None:
    drafted = {rule.id: one for one in drafts for rule in one.rules}
    rules = [
        TimedRule(rule=rule, label=rule.called, text=gives(rule, looked.names), tone=_tone(rule, drafted, moment))
        for rule in looked.calendar.rules
    ]
    if not rules:
        return None
    worst = None
    if proof is not None and proof.certificate.worst is not None and not proof.certificate.passes:
        span = interval_of(proof.certificate, proof.certificate.worst)
        worst = (span.starts, span.ends) if span is not None else None
    return timeline(rules, moment, looked.zone, worst=worst)


def _tone(rule: Rule, drafted: Mapping[str, PromotionSet], moment: datetime) -> BarTone:
    if rule.id in drafted:
        return "quiet" if drafted[rule.id].state != "waiting" else "care"
    return "good" if rule.holds_at(moment) else "progress"


async def _below_floor(session: AsyncSession, shop: Shop, sets: Sequence[PromotionSet]) -> set[str]:
    """Drafts whose proof found a cart below the floor: they are no less a draft, but must not look as if they could go live."""
    found = set()
    for one in sets:
        if one.state == "checked" and one.certificates:
            proofs = await certificates.certificates(session, shop.id, one.certificates)
            if not all(proof.certificate.passes for proof in proofs.values()):
                found.add(one.id)
    return found


def _line(one: PromotionSet, looked: LookedAt, moment: datetime, *, below: bool = False) -> SetLine:
    starts = [rule.starts for rule in one.rules]
    ends = [rule.ends for rule in one.rules]
    first = None if not starts or None in starts else min(moment for moment in starts if moment)
    last = None if not ends or None in ends else max(moment for moment in ends if moment)
    return SetLine(
        id=one.id,
        name=one.name,
        gives=gives(one.rules[0], looked.names) if one.rules else Words("no rule yet", "还没有规则"),
        badge=_BELOW if below else badge_of(one, moment),
        period=moments.short_period(first, last, looked.zone),
        by=one.author,
        changed_at=one.updated_at,
        rules=len(one.rules),
    )


def badge_of(one: PromotionSet, moment: datetime) -> Badge:
    """How a set stands."""
    if one.state == "published":
        if all(rule.ends is not None and rule.ends <= moment for rule in one.rules):
            return Badge(words=Words("over", "已结束"), tone="quiet")
        if any(rule.holds_at(moment) for rule in one.rules):
            return Badge(words=Words("in force", "生效中"), tone="good")
        return Badge(words=Words("begins later", "待开始"), tone="progress")
    return {
        "draft": Badge(words=Words("draft", "草稿"), tone="quiet", settled=False),
        "checked": Badge(words=Words("proved draft", "已证明的草稿"), tone="progress", settled=False),
        "waiting": Badge(words=Words("waits for a second person", "待第二人核准"), tone="care", settled=False),
        "stopped": Badge(words=Words("stopped", "已停用"), tone="stop"),
        "ended": Badge(words=Words("ended", "已结束"), tone="quiet"),
    }.get(one.state, Badge(words=Words("taken back", "已撤回"), tone="quiet"))


def _coming(sets: Sequence[PromotionSet], moment: datetime, zone: ZoneInfo) -> list[Coming]:
    found: list[tuple[datetime, Words, Words, str]] = []
    for one in sets:
        if one.state != "published":
            continue
        for rule in one.rules:
            name, url = rule.called, f"/console/promotions/sets/{one.id}"
            if rule.starts and moment < rule.starts <= moment + _SOON:
                found.append(
                    (
                        rule.starts,
                        moments.at(rule.starts, zone),
                        Words(f"{name.en or name.zh} begins", f"{name.zh or name.en}开始"),
                        url,
                    )
                )
            if rule.ends and moment < rule.ends <= moment + _SOON:
                found.append(
                    (
                        rule.ends,
                        moments.at_end(rule.ends, zone),
                        Words(f"{name.en or name.zh} ends", f"{name.zh or name.en}结束"),
                        url,
                    )
                )
    ordered = sorted(found, key=lambda one: one[0])[:_MOST_COMING]
    return [Coming(when=when, what=what, url=url) for _, when, what, url in ordered]
