"""The page of a set: read from the database and built of the pure views."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.audit import AuditEntry, AuditFilter
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.promotions.lab.pages import Proving, SetPage
from mercery.promotions.lab.shop_view import LookedAt, gives, known_of, look_at, rule_line
from mercery.promotions.lab.timeline_view import BarTone, TimedRule, Timeline, timeline
from mercery.promotions.lab.verdict import Standing, verdict
from mercery.promotions.lab.worst_view import (
    attack_lines,
    fault_view,
    interval_of,
    other_carts,
    short_of,
    worst_view,
)
from mercery.promotions.publishing import certificates
from mercery.promotions.publishing.certificates import KeptCertificate
from mercery.promotions.publishing.checking import Check, latest_check
from mercery.promotions.publishing.sets import PromotionSet, promotion_set
from mercery.promotions.publishing.unknown_costs import unknown_costs_of
from mercery.promotions.worst.certificate import Certificate
from mercery.promotions.worst.least_share import share_words

STANDINGS: Final[dict[str, Standing]] = {
    "draft": "draft", "checked": "draft", "waiting": "waiting", "published": "published", "stopped": "stopped",
    "ended": "ended", "rolled_back": "ended", "dropped": "ended",
}  # fmt: skip
_HISTORY: Final = 12
_ACTS: Final = {
    "promotion.draft": Words("wrote it", "撰写"),
    "promotion.change": Words("changed it", "修改"),
    "promotion.check": Words("had it proved", "完成证明"),
    "promotion.ask": Words("asked for a second person", "请求第二人核准"),
    "promotion.send_back": Words("sent it back", "退回"),
    "promotion.publish": Words("published it", "发布"),
    "promotion.end": Words("ended it", "结束"),
    "promotion.stop": Words("stopped it", "停用"),
    "promotion.drop": Words("threw it away", "丢弃"),
}


async def set_page(session: AsyncSession, shop: Shop, staff: Staff, set_id: str, *, currency: str = "") -> SetPage:
    """Everything about a set; of several currencies the one asked for, else the worst."""
    one = await promotion_set(session, shop.id, set_id)
    kept = await certificates.certificates(session, shop.id, one.certificates)
    chosen = chosen_currency(kept, currency or one.currency or shop.currency, asked=bool(currency))
    proof = kept.get(chosen)
    looked = await look_at(session, shop, currency=chosen, drafts=[one] if STANDINGS[one.state] != "ended" else [])
    certificate = proof.certificate if proof else None
    mine = frozenset(rule.id for rule in one.rules)
    known = await known_of(session, shop, looked, skus_of_proof(certificate), mine=mine)
    check = await latest_check(session, shop.id, one.id)
    proving = _proving(check, one)
    standing = STANDINGS[one.state]
    short = short_of(looked.calendar, certificate, known.margin_of)
    stopped = {rule for held in looked.held.sets if held.id == one.id for rule in held.stopped}
    unknown = await unknown_costs_of(session, shop, one) if one.open and one.rules else {}
    beside = len([rule for rule in looked.calendar.rules if rule.id not in mine])
    return SetPage(
        id=one.id,
        name=one.name,
        note=one.note,
        version=one.version,
        standing=standing,
        verdict=verdict(one.name, standing, certificate, short=short, beside=beside, second=one.asked_by,
            proving=proving is not None and not proving.failed, empty=not one.rules),
        timeline=_timeline(looked, one, certificate),
        rules=[rule_line(rule, looked.names, looked.zone, stopped=rule.id in stopped) for rule in one.rules],
        worst=worst_view(looked.calendar, certificate, known) if certificate else None,
        others=other_carts(looked.calendar, certificate, known) if certificate else [],
        fault=fault_view(looked.calendar, certificate, known) if certificate else None,
        attacks=attack_lines(looked.calendar, certificate.attacks, known) if certificate else [],
        proving=proving,
        currency=chosen,
        currencies=[(code, found.id, found.certificate.passes) for code, found in kept.items()],
        least_share=share_words(certificate) if certificate else None,
        certificate_id=proof.id if proof else "",
        proved_at=proof.made_at if proof else None,
        stale=_stale(one, proof, looked),
        author=one.author,
        asked_by=one.asked_by,
        asked_reason=one.asked_reason,
        published_by=one.published_by,
        published_at=one.published_at,
        may_edit=staff.may(Permission.EDIT_PROMOTIONS),
        unknown_costs=[(code, lacking.words) for code, lacking in unknown.items()],
        may_second=_may_second(one, staff),
        history=await _history(session, shop, one),
    )  # fmt: skip


def chosen_currency(kept: dict[str, KeptCertificate], wanted: str, *, asked: bool) -> str:
    """The currency that was asked for, else one whose proof does not pass, else the shop's own."""
    if asked and wanted in kept:
        return wanted
    failing = [code for code, one in kept.items() if not one.certificate.passes]
    return failing[0] if failing and wanted not in failing else wanted


def _stale(one: PromotionSet, proof: KeptCertificate | None, looked: LookedAt) -> bool:
    return one.open and proof is not None and not proof.covers.holds(looked.calendar, now())


def _may_second(one: PromotionSet, staff: Staff) -> bool:
    first = {one.author_id} | ({one.asked_by_id} if one.asked_reason else set())
    needed = Permission.OVERRIDE_FLOOR if one.asked_reason else Permission.PUBLISH_PROMOTIONS
    return staff.may(needed) and (one.state != "waiting" or staff.id not in first)


def _proving(check: Check | None, one: PromotionSet) -> Proving | None:
    if check is None or check.set_version != one.version or not one.open:
        return None
    if check.state == "failed":
        return Proving(started_at=check.started_at, done=check.done, total=check.total, failed=check.problem)
    if not check.busy:
        return None
    return Proving(started_at=check.started_at, done=check.done, total=check.total)


def _timeline(looked: LookedAt, one: PromotionSet, certificate: Certificate | None) -> Timeline | None:
    mine = {rule.id for rule in one.rules}
    passes = certificate is None or certificate.passes
    rules = [
        TimedRule(
            rule=rule, label=rule.called, text=gives(rule, looked.names), tone=_tone(rule.id in mine, passes, one)
        )
        for rule in looked.calendar.rules
    ]
    if not rules:
        return None
    worst: tuple[datetime | None, datetime | None] | None = None
    if certificate is not None and certificate.worst is not None and not certificate.passes:
        span = interval_of(certificate, certificate.worst)
        worst = (span.starts, span.ends) if span is not None else None
    return timeline(rules, now(), looked.zone, worst=worst)


def _tone(mine: bool, passes: bool, one: PromotionSet) -> BarTone:
    if not mine:
        return "good"
    if not passes:
        return "stop"
    return "good" if one.state == "published" else "progress"


def skus_of_proof(certificate: Certificate | None) -> list[str]:
    """Articles its carts name."""
    if certificate is None:
        return []
    carts = [*([certificate.worst] if certificate.worst else []), *certificate.runners_up]
    return [line.sku for one in carts for line in one.priced.cart] + [
        sku for one in carts for sku, _ in one.priced.gifts
    ]


async def _history(session: AsyncSession, shop: Shop, one: PromotionSet) -> list[tuple[datetime, str, Words]]:
    found, _ = await audit.entries(session, shop.id, AuditFilter(subject=one.id), limit=_HISTORY)
    steps = [(entry.at, entry.actor.name, _told(entry.action, _reasons(entry))) for entry in found]
    # Sets put into force together have one entry for all of them.
    if one.published_at is not None and all(entry.action != "promotion.publish" for entry in found):
        steps.insert(0, (one.published_at, one.published_by, _told("promotion.publish", "")))
    return sorted(steps, key=lambda step: step[0], reverse=True)


def _reasons(entry: AuditEntry) -> str:
    """Why, and why though costs were not known."""
    return " / ".join(filter(None, (entry.reason, str((entry.after or {}).get("despite_unknown_costs", "")))))


def _told(action: str, reason: str) -> Words:
    what = _ACTS.get(action, Words(action))
    return Words(f"{what.en}: {reason}", f"{what.zh}：{reason}") if reason else what
