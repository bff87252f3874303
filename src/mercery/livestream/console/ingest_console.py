"""The key a person's camera needs."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from mercery.core.i18n import Words
from mercery.livestream import repository
from mercery.livestream.console.asking import Publishing, url
from mercery.livestream.console.studio_console import answered
from mercery.livestream.service import destinations

router = APIRouter(prefix="/{show_id}")


@router.post("/ingest-key")
async def ingest_key(asking: Publishing, show_id: str) -> Response:
    """A new key; the one before is refused from now on."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    act = destinations.new_ingest_key(asking.session, asking.shop.id, asking.staff.actor, show.id)
    said = Words("A new key is made.", "已生成新密钥。")
    if show.state == "on_air":
        await act
        return await answered(asking, show, said)
    return await asking.done(act, said, url(show.id, "shifts"))
