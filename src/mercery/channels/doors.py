"""Doors that `app.py` fills: who answers, and the platforms behind the kinds of channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from mercery.accounts.shop import Shop
from mercery.channels.arrived import Arrived, Media
from mercery.channels.setups import Setup
from mercery.conversations.responder import Responder
from mercery.core.database import Database

MakeResponder = Callable[[Database], Responder]


class Platform(Protocol):
    """What is asked of a platform while a message of it is taken in."""

    async def seen(self, database: Database, setup: Setup, arrived: Arrived) -> None:
        """Show the customer that the message was seen, where the platform can; what cannot be shown is no error."""
        ...

    async def check(self, database: Database, setup: Setup) -> None:
        """Make sure that the platform lets us in; MerceryError says what is wrong."""
        ...

    async def send_line(self, database: Database, setup: Setup, address: str, text: str, shop: Shop) -> None:
        """Send one line, for trying out; MerceryError says why it did not go."""
        ...

    async def fetch(self, database: Database, setup: Setup, media: Media) -> tuple[bytes, str, str]:
        """A file that came with a message: content, media type and name; MerceryError says why not."""
        ...


_responder: list[MakeResponder] = []
_platforms: dict[str, Platform] = {}


def use_responder(make: MakeResponder | None) -> None:
    """Say who answers, once per process."""
    _responder[:] = [make] if make else []


def responder(database: Database) -> Responder | None:
    """Who answers; None: every message goes to a person."""
    return _responder[0](database) if _responder else None


def use_platforms(platforms: Mapping[str, Platform]) -> None:
    """Say, once per process, which platform stands behind which kind of channel."""
    _platforms.clear()
    _platforms.update(platforms)


def platform_of(kind: str) -> Platform | None:
    """The platform behind channels of this kind."""
    return _platforms.get(kind)
