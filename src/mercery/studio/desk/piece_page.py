"""Reads everything the page of a piece shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.claims.wording import Voice
from mercery.core.clock import now
from mercery.core.i18n import Lang, Words
from mercery.studio import gathering, repository, service
from mercery.studio.brief import CHANNEL_NAMES
from mercery.studio.desk.goods import goods_of, pictures_of
from mercery.studio.desk.overview_view import badge_of
from mercery.studio.desk.pages import Elsewhere, PiecePage, Preview, VideoStrip
from mercery.studio.desk.piece_view import opening_of, view_of
from mercery.studio.desk.piece_words import step_lines, sub_of
from mercery.studio.desk.strip_view import strip_of
from mercery.studio.kept import GroundLine, KeptFile, KeptPiece, PieceLine
from mercery.studio.pictures.detail import detail_page
from mercery.studio.pictures.kept_image import name_of
from mercery.studio.pictures.labelling import label_words
from mercery.studio.piece import NO_WORDS, Passage, Told
from mercery.studio.standing import grounds_of
from mercery.ui.formats import zone_named

_ELSEWHERE = 6
_PREVIEWED = ("detail_page", "product_page")
_LONG = ("detail_page", "product_page", "note")
_FIRST = Words("Draw the long picture", "生成长图")
_AGAIN = Words("Draw the long picture anew", "重新生成长图")
_FILES = {
    "tags": Words("Product tags, JSON", "商品标记，JSON"),
    "chapters": Words("Chapters, WebVTT", "章节，WebVTT"),
}


async def piece_page(session: AsyncSession, shop: Shop, staff: Staff, kept: KeptPiece, lang: Lang) -> PiecePage:
    """The page as it is read; whoever answers an act adds what came of it."""
    line, moment = kept.line, now()
    voice = Voice(lang=lang, now=moment, timezone=shop.timezone)
    products = await catalog.products(session, shop.id, list(line.product_ids[:1]))
    product = products[0] if products else None
    view = view_of(kept.piece, [*kept.grounds, *await _offered(session, shop, kept)], voice)
    may_edit = staff.may(Permission.EDIT_CONTENT)
    why_not = await service.refusal(session, shop, staff.actor, kept) if may_edit else NO_WORDS
    return PiecePage(
        id=line.id, version=line.version, live_version=line.live_version,
        name=product.title if product else Words(line.title), channel=line.channel,
        channel_name=CHANNEL_NAMES[line.channel], lang=line.lang,
        sub=sub_of(kept, view, why_not, writer=shop.assistant_name, timezone=shop.timezone, now=moment),
        badge=badge_of(line), refusal=why_not, standing=line.status, view=view,
        sister=next((one.id for one in kept.elsewhere if (one.channel, one.lang) == (line.channel, _other(line.lang))), ""),
        elsewhere=await _elsewhere(session, kept), preview=await _preview(session, shop, kept, product, voice), video=await _video(session, shop, kept),
        steps=step_lines(kept.steps), stale=line.stale, publish_from=line.publish_from, may_edit=may_edit,
        schedule=local_field(line.publish_from, shop), goods=goods_of(product) if product else None,
        address=address_of(line, product), files=files_of(kept), draws=_draws(kept), drawing=_drawing(kept),
        label=label_words(kept.piece),
    )  # fmt: skip


def local_field(at: datetime | None, shop: Shop) -> str:
    """A moment as a form's field for date and time holds it, in the shop's zone."""
    return at.astimezone(zone_named(shop.timezone)).strftime("%Y-%m-%dT%H:%M") if at else ""


def address_of(line: PieceLine, product: Product | None) -> str:
    """Where customers read it; empty while they do not."""
    if not line.live:
        return ""
    if line.channel in ("product_page", "detail_page"):
        return f"/{line.lang}/p/{product.handle}" if product else ""
    return f"/{line.lang}/stories/{line.slug}" if line.slug and line.channel == "article" else ""


def files_of(kept: KeptPiece) -> Sequence[tuple[Words, str]]:
    """What can be taken away: the text, and what was drawn of the newest version."""
    base = f"/console/content/pieces/{kept.line.id}"
    drawn = [
        (name, file.url)
        for one in kept.renders
        if one.state == "done" and one.version == kept.line.version
        for file in one.files
        if (name := name_of(file) or _name(file)) is not None
    ]
    return (
        (Words("Text", "文本"), f"{base}/text"),
        (Words("With its facts, JSON", "连同事实，JSON"), f"{base}/json"),
        (Words("Everything, ZIP", "全部，ZIP"), f"/console/content/exports/pieces.zip?piece={kept.line.id}"),
        *drawn,
    )


def _name(file: KeptFile) -> Words | None:
    """What a file of a film is called; None for what only the player reads."""
    if file.kind == "mp4":
        return Words(f"Film, {file.width} × {file.height}", f"视频，{file.width} × {file.height}")
    if file.kind == "captions":
        return Words(f"Captions, {PurePosixPath(file.path).name}", f"字幕，{PurePosixPath(file.path).name}")
    return _FILES.get(file.kind)


def _draws(kept: KeptPiece) -> Sequence[tuple[str, Words]]:
    """What may be drawn; anew too: a picture shows facts of neighbours, whose changes the piece itself does not follow."""
    if kept.line.channel not in _LONG:
        return []
    done = any(one.kind == "long_image" and one.state == "done" for one in kept.renders)
    return [("long_image", _AGAIN if done else _FIRST)]


def _drawing(kept: KeptPiece) -> bool:
    return any(one.state in ("waiting", "running") for one in kept.renders if one.kind == "long_image")


async def _video(session: AsyncSession, shop: Shop, kept: KeptPiece) -> VideoStrip | None:
    """Its own storyboard, or that of the video about the same product."""
    if kept.line.channel == "video":
        line, piece, grounds, renders = kept.line, kept.piece, kept.grounds, kept.renders
    else:
        other = next((one for one in kept.elsewhere if (one.channel, one.lang) == ("video", kept.line.lang)), None)
        if other is None:
            return None
        newest = await repository.version_at(session, other.id, other.version)
        line, piece, grounds = other, newest.piece, newest.grounds
        renders = tuple(await repository.renders_of(session, other.id))
    products = await catalog.products(session, shop.id, list(piece.product_ids))
    return strip_of(line.id, line.version, piece, grounds, products, renders)


async def _offered(session: AsyncSession, shop: Shop, kept: KeptPiece) -> tuple[GroundLine, ...]:
    """The facts of lines offered instead of blocked sentences: what the piece does not stand on yet."""
    lines = [one for told in kept.piece.blocked for one in told.instead]
    if not lines:
        return ()
    products = await gathering.products_of(session, shop, kept.piece.product_ids)
    facts = {fact.id: fact for fact in await gathering.facts_of(session, shop, products)}
    asked = Passage(kind="paragraph", told=tuple(Told(sentence=one) for one in lines))
    return grounds_of(replace(kept.piece, passages=(asked,)), facts, (), shop.timezone)


async def _elsewhere(session: AsyncSession, kept: KeptPiece) -> list[Elsewhere]:
    shown = [one for one in kept.elsewhere if one.channel != kept.line.channel][:_ELSEWHERE]
    found = []
    for one in shown:
        newest = await repository.version_at(session, one.id, one.version)
        grounds = {line.fact_id: line for line in newest.grounds}
        found.append(
            Elsewhere(
                id=one.id, channel=CHANNEL_NAMES[one.channel], lang=one.lang,
                opening=opening_of(newest.piece, grounds), claims=one.claims, badge=badge_of(one),
            )
        )  # fmt: skip
    return found


async def _preview(
    session: AsyncSession, shop: Shop, kept: KeptPiece, product: Product | None, voice: Voice
) -> Preview | None:
    """In the other language, the detail page before the same channel before the product page; else the piece itself."""
    other = [one for one in kept.elsewhere if one.lang != kept.line.lang]
    order = (_PREVIEWED[0], kept.line.channel, _PREVIEWED[1])
    line = next((one for channel in order for one in other if one.channel == channel), kept.line)
    newest = await repository.version_at(session, line.id, line.version)
    detail = None
    if line.channel == "detail_page" and product is not None and product.status == "active":
        materials = await gathering.materials_for(session, shop, newest.brief, others=gathering.NOBODY)
        detail = detail_page(newest.piece, materials)
    return Preview(
        id=line.id, channel=CHANNEL_NAMES[line.channel], view=view_of(newest.piece, newest.grounds, voice),
        pictures=pictures_of(product)[:2] if product else [], detail=detail, own=line.id == kept.line.id,
    )  # fmt: skip


def _other(lang: Lang) -> Lang:
    return "en" if lang == "zh" else "zh"
