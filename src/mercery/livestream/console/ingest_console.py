"""Where a person's camera comes in, and the key it needs."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from mercery.accounts.permissions import Permission
from mercery.core.config import settings
from mercery.core.i18n import Words
from mercery.livestream import repository
from mercery.livestream.console.asking import Asking, Publishing
from mercery.livestream.console.studio_pages import Ingest
from mercery.livestream.service import destinations
from mercery.livestream.show import Show

router = APIRouter(prefix="/{show_id}")


@router.post("/ingest-key")
async def ingest_key(asking: Publishing, show_id: str) -> Response:
    """A new key; the one before is refused from now on."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    act = destinations.new_ingest_key(asking.session, asking.shop.id, asking.staff.actor, show.id)
    back = f"/console/live/{show.id}" + ("" if show.state == "on_air" else "/setup")
    return await asking.done(act, Words("A new key is made.", "已生成新密钥。"), f"{back}#air-camera")


async def ingest_of(asking: Asking, show: Show) -> Ingest | None:
    """Address and key, for whoever may take the air; None where no stream is taken in."""
    port = settings().live_ingest_port
    if not port or not asking.may(Permission.PUBLISH_CONTENT):
        return None
    host = settings().live_ingest_host
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = asking.request.url.hostname or "127.0.0.1"
    address = f"rtmp://{host}:{port}/live" if port != 1935 else f"rtmp://{host}/live"
    return Ingest(address=address, key=await repository.ingest_key(asking.session, asking.shop.id, show.id))
