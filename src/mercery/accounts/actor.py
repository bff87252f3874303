"""Who does something: a person, a key, the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

ActorKind = Literal["staff", "api_key", "system", "customer", "import"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The doer named in the audit record and in revisions. `name` is kept as it was then."""

    kind: ActorKind
    id: str
    name: str


SYSTEM: Final = Actor(kind="system", id="system", name="Mercery")
COMMAND_LINE: Final = Actor(kind="system", id="command_line", name="Command line")
