"""Looking at a page of the shop's own site, noting where the assistant was seen, and how far that step of the set-up is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.setup import StepState
from mercery.accounts.shop import Shop
from mercery.conversations.embedding.checking import Answer, Finding, Wanted, findings
from mercery.conversations.embedding.tables import EmbedCheckRow, EmbedSightingRow
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.guarded_fetch import NotFetched, Resolve, fetch, resolve
from mercery.core.i18n import Words

_LARGEST_PAGE: Final = 4 << 20
_BETWEEN: Final = timedelta(minutes=1)
_LATELY: Final = timedelta(days=30)
_REASONS: Final = {
    "address": Words("This is not a plain web address.", "这不是网页地址。"),
    "unknown_host": Words("There is no such host.", "找不到该域名。"),
    "private": Words(
        "This host is not on the public internet, and only public pages are read.", "该域名不在公网，只能读取公开页面。"
    ),
    "port": Words("Only the usual ports of the web are asked.", "只能访问常用网页端口。"),
    "no_answer": Words("The site does not answer.", "网站没有响应。"),
    "certificate": Words("The site's certificate cannot be trusted.", "网站证书无法验证。"),
    "redirects": Words("The address leads from one to the next without end.", "网址循环跳转。"),
    "too_large": Words("The page is too large to be read.", "页面过大，无法读取。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An origin whose pages have loaded the assistant."""

    origin: str
    first_at: datetime
    last_at: datetime
    allowed: bool
    """Whether it still may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The newest check of a page."""

    url: str
    at: datetime
    findings: tuple[Finding, ...]

    @property
    def stopped(self) -> bool:
        """Whether something stands in the way."""
        return any(one.tone == "stop" for one in self.findings)


def wanted_of(shop: Shop, *, only_shop: bool = False) -> Wanted:
    """What a page is held against."""
    return Wanted(shop=shop.slug, base_url=settings().base_url, origins=tuple(shop.embed_origins), only_shop=only_shop)


async def look_at(url: str, wanted: Wanted, *, resolve_host: Resolve = resolve) -> tuple[Finding, ...]:
    """Read the page and hold it against what is wanted. No transaction may be open meanwhile."""
    try:
        page = await fetch(url, most_bytes=_LARGEST_PAGE, accept="text/html", resolve_host=resolve_host)
    except NotFetched as error:
        return (Finding(key="not_read", tone="stop", text=_REASONS.get(error.reason, Words(error.message))),)
    policy = page.headers.get("content-security-policy", "")
    kind = page.headers.get("content-type", "").partition(";")[0].strip().lower()
    answer = Answer(
        url=page.url,
        status=page.status,
        kind=kind,
        policies=(policy,) if policy else (),
        html=page.body.decode("utf-8", "replace"),
    )
    return findings(answer, wanted)


async def keep_check(session: AsyncSession, shop_id: str, url: str, found: tuple[Finding, ...]) -> None:
    """Remember the check in place of the last."""
    values = {"url": url[:2000], "at": now(), "findings": [_finding_json(one) for one in found]}
    statement = insert(EmbedCheckRow).values(shop_id=shop_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["shop_id"], set_=values))


async def last_check(session: AsyncSession, shop_id: str) -> Checked | None:
    """The newest check; None where none was made."""
    row = await session.get(EmbedCheckRow, shop_id)
    if row is None:
        return None
    return Checked(url=row.url, at=row.at, findings=tuple(_finding_of(one) for one in row.findings))


def _finding_json(one: Finding) -> dict[str, Any]:
    return {
        "key": one.key, "tone": one.tone, "text": [one.text.en, one.text.zh], "remedy": [one.remedy.en, one.remedy.zh],
        "code": one.code, "allow": one.allow,
    }  # fmt: skip


def _finding_of(held: dict[str, Any]) -> Finding:
    return Finding(
        key=held["key"],
        tone=held["tone"],
        text=Words(*held["text"]),
        remedy=Words(*held["remedy"]),
        code=held["code"],
        allow=held["allow"],
    )


async def note_sighting(session: AsyncSession, shop: Shop, origin: str) -> None:
    """A page of `origin` has loaded the assistant. Written at most once a minute, whatever the traffic."""
    moment = now()
    statement = insert(EmbedSightingRow).values(shop_id=shop.id, origin=origin[:300], first_at=moment, last_at=moment)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["shop_id", "origin"],
            set_={"last_at": moment},
            where=EmbedSightingRow.last_at < moment - _BETWEEN,
        )
    )


async def sightings(session: AsyncSession, shop: Shop) -> list[Sighting]:
    """Where the assistant was seen, the newest first."""
    rows = await session.scalars(
        select(EmbedSightingRow).where(EmbedSightingRow.shop_id == shop.id).order_by(EmbedSightingRow.last_at.desc())
    )
    return [
        Sighting(
            origin=row.origin, first_at=row.first_at, last_at=row.last_at, allowed=row.origin in shop.embed_origins
        )
        for row in rows
    ]


async def embed_step(session: AsyncSession, shop: Shop) -> StepState:
    """How far the step of the set-up is: done once a page of an allowed site has really loaded the assistant lately."""
    seen = next((one for one in await sightings(session, shop) if one.allowed), None)
    if seen is not None and now() - seen.last_at < _LATELY:
        ago = ago_words(now() - seen.last_at)
        return StepState(
            done=True, detail=Words(f"Seen on {seen.origin}, {ago.en}", f"{ago.zh}在 {seen.origin} 出现过")
        )
    if not shop.embed_origins:
        return StepState(done=False, detail=Words("No site named.", "尚未登记网站。"))
    checked = await last_check(session, shop.id)
    if checked is not None and checked.stopped:
        first = next(one for one in checked.findings if one.tone == "stop")
        return StepState(done=False, detail=Words(f"{checked.url}: {first.text.en}", f"{checked.url}：{first.text.zh}"))
    sites = ", ".join(shop.embed_origins)
    return StepState(done=False, detail=Words(f"Not seen on {sites} yet.", f"尚未在 {sites} 出现。"))


def ago_words(passed: timedelta) -> Words:
    """How long ago, in whole units."""
    minutes = max(0, int(passed.total_seconds() // 60))
    if minutes < 1:
        return Words("just now", "刚刚")
    if minutes < 60:
        return Words(f"{minutes} minute{'s' if minutes != 1 else ''} ago", f"{minutes} 分钟前")
    hours = minutes // 60
    if hours < 24:
        return Words(f"{hours} hour{'s' if hours != 1 else ''} ago", f"{hours} 小时前")
    days = hours // 24
    return Words(f"{days} day{'s' if days != 1 else ''} ago", f"{days} 天前")
