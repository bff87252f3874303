"""The console's pages of content: the ledger of pieces, and with it the routes of every other page of the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Final, cast, get_args

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from mercery.accounts.permissions import Permission
from mercery.core.errors import MerceryError
from mercery.core.i18n import Words, is_lang
from mercery.studio import service
from mercery.studio.brief import CHANNEL_NAMES, CHANNELS
from mercery.studio.desk import (
    batch_console,
    brief_console,
    changes_console,
    piece_console,
    settings_console,
    versions_console,
    voices_console,
)
from mercery.studio.desk.asking import LIST, Asking, Publishing, Reading
from mercery.studio.desk.goods import collections_of, goods_by_id
from mercery.studio.desk.overview_view import headline, list_line, sub
from mercery.studio.desk.pages import OverviewPage
from mercery.studio.desk.refusals import refusal
from mercery.studio.kept import KeptPiece, PieceFilter, Status
from mercery.studio.piece import NO_WORDS
from mercery.web.html import local_address, page_response, redirect_with_flash

router = APIRouter(prefix=LIST, include_in_schema=False)
_PAGE: Final = 30
_TOLD: Final = 3
"""So many of the pieces that were left as they are say why."""
Act = Callable[[Asking, KeptPiece], Awaitable[object]]


@router.get("")
async def overview(
    asking: Reading,
    show: Annotated[str, Query(max_length=12)] = "",
    channel: Annotated[str, Query(max_length=16)] = "",
    language: Annotated[str, Query(alias="in", max_length=2)] = "",
    product: Annotated[str, Query(max_length=40)] = "",
    batch: Annotated[str, Query(max_length=40)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Every piece, what waits and what is being written."""
    wanted = PieceFilter(
        status=cast(Status, show) if show in get_args(Status) else None,
        channel=next((one for one in CHANNELS if one == channel), None),
        lang=language if is_lang(language) else None,
        product_id=product, batch_id=batch, words=q, stale=show == "stale", blocked=show == "blocked",
    )  # fmt: skip
    shown = await _overview(asking, wanted, show, page)
    return page_response("studio/overview.html", shown, context=asking.context)


async def _overview(asking: Asking, wanted: PieceFilter, show: str, page: int) -> OverviewPage:
    session, shop = asking.session, asking.shop
    found = await service.pieces(session, shop.id, wanted, offset=(page - 1) * _PAGE, limit=_PAGE)
    ids = [key for one in found.lines for key in one.product_ids[:1]]
    goods = await goods_by_id(session, shop, [*ids, wanted.product_id])
    stale = await _first_stale(asking) if found.stale else NO_WORDS
    empty = not found.by_status
    return OverviewPage(
        headline=headline(found), sub=sub(found, stale),
        lines=[list_line(one, goods, shop.timezone) for one in found.lines], total=found.total, wanted=wanted, show=show,
        counts={**dict(found.by_status.items()), "stale": found.stale, "blocked": found.blocked},
        channels=[(key, CHANNEL_NAMES[key]) for key in CHANNELS], of=goods.get(wanted.product_id),
        running=[one for one in await service.batches(session, shop.id, limit=5) if one.busy],
        collections=await collections_of(session, shop) if empty else (), current=page,
        last=max(1, -(-found.total // _PAGE)), may_write=asking.may(Permission.EDIT_CONTENT),
    )  # fmt: skip


async def _first_stale(asking: Asking) -> Words:
    found = await service.pieces(asking.session, asking.shop.id, PieceFilter(stale=True), limit=1)
    return found.lines[0].stale if found.lines else NO_WORDS


@router.post("/acts")
async def act_on_several(
    asking: Publishing,
    act: Annotated[str, Form(max_length=12)] = "",
    piece_ids: Annotated[list[str] | None, Form(alias="piece", max_length=_PAGE)] = None,
    back: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """The same act on every chosen piece; what cannot be done is said, and stays as it is."""
    to = local_address(back, LIST)
    if act not in _ACTS or not piece_ids:
        words = Words("Choose the pieces first.", "请先勾选内容。")
        return redirect_with_flash(asking.request, to, words.text(asking.lang), tone="stopped")
    done, left = 0, list[str]()
    for key in piece_ids:
        kept = await service.piece(asking.session, asking.shop.id, key)
        try:
            async with asking.session.begin_nested():
                await _ACTS[act][0](asking, kept)
            done += 1
        except MerceryError as error:
            left.append(f"{kept.line.title}{'：' if asking.lang == 'zh' else ': '}{refusal(error, asking.lang)}")
    said = _ACTS[act][1](done).text(asking.lang) if done else ""
    more = Words(f"{len(left)} left as they are.", f"{len(left)} 篇未动。").text(asking.lang) if left else ""
    text = " ".join(filter(None, (said, more, *left[:_TOLD])))
    return redirect_with_flash(asking.request, to, text, tone="stopped" if left else "done")


async def _approve(asking: Asking, kept: KeptPiece) -> None:
    await service.approve(
        asking.session, asking.shop, asking.staff.actor, kept.line.id, after_version=kept.line.version
    )


async def _publish(asking: Asking, kept: KeptPiece) -> None:
    await service.publish(
        asking.session, asking.shop, asking.staff.actor, kept.line.id, after_version=kept.line.version
    )


async def _rewrite(asking: Asking, kept: KeptPiece) -> None:
    await service.write_again(
        asking.session, asking.shop, asking.staff.actor, kept.line.id, after_version=kept.line.version
    )


async def _withdraw(asking: Asking, kept: KeptPiece) -> None:
    reason = Words("From the list of pieces", "在内容列表中撤下").text(asking.lang)
    await service.withdraw(asking.session, asking.shop, asking.staff.actor, kept.line.id, reason=reason)


_ACTS: Final[dict[str, tuple[Act, Callable[[int], Words]]]] = {
    "approve": (_approve, lambda n: Words(f"{n} approved.", f"已核准 {n} 篇。")),
    "publish": (_publish, lambda n: Words(f"{n} published.", f"已发布 {n} 篇。")),
    "rewrite": (_rewrite, lambda n: Words(f"{n} written anew.", f"已重写 {n} 篇。")),
    "withdraw": (_withdraw, lambda n: Words(f"{n} taken down.", f"已撤下 {n} 篇。")),
}

_PARTS: Final = (
    brief_console, batch_console, changes_console, voices_console, settings_console, versions_console, piece_console,
)  # fmt: skip
for part in _PARTS:
    router.include_router(part.router)
