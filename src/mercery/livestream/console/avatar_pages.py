"""The hosts and backgrounds one can choose, with their pictures."""

from __future__ import annotations

from mercery.core.i18n import Words
from mercery.livestream.show import Show


def name_of(shop_id: str, key: str) -> Words:
    """What the host is called."""
    return Words(key.replace("_", " ").replace("-", " ").title())


def still_of(shop_id: str, show: Show) -> str:
    """A picture of the host in its studio."""
    return f"/console/live/avatars/{show.avatar}/still.png?background={show.background}&format={show.format}"
