"""What a platform has to say for itself so that its comments come in: one interface for all of them.

A platform calls `POST /api/live/bridges/{bridge}`. Its adapter proves that the call is the platform's, and reads comments out
of it. Pure: values in, values out; the secret and the room come from the bridge a person set up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.livestream.comments.comment import Incoming


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """One call of a platform. Header names are in small letters."""

    headers: Mapping[str, str]
    body: bytes
    at: datetime
    """When it came in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The bridge it came over."""

    room: str
    """The platform's own id of the room; empty: any."""
    secret: str = field(repr=False)


class Unreadable(Invalid):
    """The platform's call is signed, and says nothing that can be read."""

    code = "live_push_unreadable"


class Platform(Protocol):
    """An adapter. `verify` comes first, and whatever it does not prove is not read."""

    @property
    def key(self) -> str:
        """Its name in addresses and as the source of its comments."""
        ...

    @property
    def name(self) -> Words:
        """Its name for people."""
        ...

    @property
    def document(self) -> str:
        """Where the platform documents what is built here."""
        ...

    def verify(self, pushed: Pushed, setting: Setting) -> None:
        """BadSignature unless the platform made the call, for this room, a moment ago."""
        ...

    def comments(self, pushed: Pushed) -> tuple[Incoming, ...]:
        """The comments in it; none where it tells of something else. Unreadable."""
        ...

    def reply(self) -> Mapping[str, object]:
        """What the platform wants to hear when all is well."""
        ...


class Speaking(Protocol):
    """A platform whose open interface also lets the shop write and take down. Optional: none of those that ship does, since the
    platform asks for a person's sign-in there."""

    async def write(self, setting: Setting, text: str, *, reply_to: str) -> str:
        """Write below a comment; the platform's id of what was written."""
        ...

    async def take_down(self, setting: Setting, source_id: str) -> None:
        """Take a comment off the platform's page."""
        ...
