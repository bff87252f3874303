"""Where a person's camera comes in, for whoever may take the air."""

from __future__ import annotations

from mercery.accounts.permissions import Permission
from mercery.core.config import settings
from mercery.livestream import repository
from mercery.livestream.console.asking import Asking
from mercery.livestream.console.studio_pages import Ingest
from mercery.livestream.show import Show


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
