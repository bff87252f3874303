"""The versions of a piece, each beside the newest."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from mercery.accounts.permissions import Permission
from mercery.catalog import service as catalog
from mercery.core.i18n import Words
from mercery.studio import service
from mercery.studio.brief import CHANNEL_NAMES
from mercery.studio.desk.asking import LIST, Editing, Reading
from mercery.studio.desk.compare_view import compare_lines
from mercery.studio.desk.pages import VersionLine, VersionsPage
from mercery.studio.desk.piece_words import WHYS
from mercery.studio.kept import PieceLine
from mercery.web.html import page_response

router = APIRouter(prefix="/pieces/{piece_id}")


@router.get("/versions")
async def versions(asking: Reading, piece_id: str, before: Annotated[int, Query(ge=0)] = 0) -> Response:
    """An earlier version on the left, the newest on the right."""
    session, shop = asking.session, asking.shop
    line = (await service.piece(session, shop.id, piece_id)).line
    found = await service.piece_versions(session, shop.id, line.id)
    numbers = [one.version for one in found]
    left = before if before in numbers else next((one for one in numbers if one < line.version), line.version)
    sides = await service.compare(session, shop.id, line.id, left, line.version)
    goods = await catalog.products(session, shop.id, list(line.product_ids[:1]))
    page = VersionsPage(
        id=line.id, name=goods[0].title if goods else Words(line.title), channel_name=CHANNEL_NAMES[line.channel],
        lang=line.lang, headline=_headline(line, left, sum(not one.same for one in sides)),
        versions=[
            VersionLine(
                version=one.version, why=WHYS[one.why], by=one.author, at=one.recorded_at,
                live=one.version == line.live_version,
            )
            for one in found
        ],
        before=left, after=line.version, lines=compare_lines(sides, line.lang), version=line.version,
        may_edit=asking.may(Permission.EDIT_CONTENT),
    )  # fmt: skip
    return page_response("studio/versions.html", page, context=asking.context)


@router.post("/restore")
async def restore(
    asking: Editing, piece_id: str, back_to: Annotated[int, Form(ge=1)], version: Annotated[int | None, Form()] = None
) -> Response:
    """Take an earlier version again; each of its sentences is judged by the facts of now."""
    act = service.restore(asking.session, asking.shop, asking.staff.actor, piece_id, back_to, after_version=version)
    said = Words(f"Version {back_to} is back, checked anew.", f"已恢复第 {back_to} 版，并重新核对。")
    return await asking.done(act, said, f"{LIST}/pieces/{piece_id}")


def _headline(line: PieceLine, before: int, differing: int) -> Words:
    if before == line.version:
        return Words("It was written once", "只有一个版本")
    if not differing:
        return Words("The two versions say the same", "两个版本内容相同")
    many = differing != 1
    return Words(f"{differing} passages differ" if many else "One passage differs", f"有 {differing} 段不同")
