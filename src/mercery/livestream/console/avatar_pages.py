"""What the pages say of hosts and studios."""

from __future__ import annotations

from mercery.core.i18n import Words
from mercery.livestream.hosts import host
from mercery.livestream.show import Format, Show


def name_of(shop_id: str, key: str) -> Words:
    """What the host is called."""
    found = host(shop_id, key)
    return found.name if found else Words(key.title())


def still_of(shop_id: str, show: Show, shape: Format | None = None) -> str:
    """Address of a picture of the show's host in its studio; empty where the host is gone."""
    found = host(shop_id, show.avatar)
    if found is None:
        return ""
    return (
        f"/console/live/avatars/{show.avatar}/still.webp?background={show.background}"
        f"&shape={shape or show.format}&v={found.version}"
    )
