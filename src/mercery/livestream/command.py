"""What a person may ask of a show on air, and the one door it is asked by. The director does it within a second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.audit import record
from mercery.core.database import Json
from mercery.core.errors import Conflict, Invalid, wrong_field
from mercery.core.events import announce
from mercery.livestream.repository import show_row
from mercery.livestream.tables import LiveCommandRow, LiveShowRow

CommandKind = Literal["hold", "release", "skip", "go", "say", "answer", "take", "give_back", "kill", "revive", "end"]
"""`hold` and `release`: the next lines wait, and go on. `skip`: to the next entry of the running order; `go`: to the entry
`item_id`. `say`: the words `text`, once the gate has passed them. `answer`: the comment `comment_id` before all others.
`take`: the person whose stream is ready has the air; `give_back`: the host. `kill`: sound and picture stop at once and
nothing is said until `revive`. `end`: the show is over."""
KINDS: Final[tuple[CommandKind, ...]] = get_args(CommandKind)
_NEEDED: Final[dict[str, str]] = {"go": "item_id", "say": "text", "answer": "comment_id"}
_AT_ANY_TIME: Final = ("kill", "revive")
MOST_SIGNS: Final = 600
"""Of words a person has the host say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One that was asked."""

    id: int
    kind: CommandKind
    details: Json
    by_id: str
    by: str
    at: datetime


async def ask(
    session: AsyncSession, shop_id: str, show_id: str, kind: CommandKind, actor: Actor, details: Json | None = None
) -> int:
    """Ask it of the show; its id, by which its outcome is found in `live_commands`. Invalid, NotFound, Conflict where the show is
    not on air: what is asked today must not be done when it next begins.

    Killing and reviving hold from this transaction on, also while no director runs: the show says so itself."""
    given = dict(details or {})
    _check(kind, given)
    show = await show_row(session, shop_id, show_id)
    if show.state != "on_air" and kind not in _AT_ANY_TIME:
        raise Conflict("The show is not on air.", remedy="Put it on air first.", zh="直播未在进行。")
    values = {
        "shop_id": shop_id, "show_id": show_id, "kind": kind, "details": given, "by_id": actor.id, "by": actor.name,
    }  # fmt: skip
    number: int = (
        await session.execute(insert(LiveCommandRow).values(values).returning(LiveCommandRow.id))
    ).scalar_one()
    if kind in ("kill", "revive"):
        await session.execute(
            update(LiveShowRow)
            .where(LiveShowRow.id == show_id, LiveShowRow.shop_id == shop_id)
            .values(killed=kind == "kill")
        )
    await record(session, shop_id, actor, f"live.{kind}", show_id, after=given or None)
    await announce(session, f"live:{show_id}", {"kind": "command", "id": number, "command": kind})
    return number


def _check(kind: str, details: Json) -> None:
    if kind not in KINDS:
        raise Invalid(
            f"A show knows no “{kind}”.",
            remedy=f"It knows: {', '.join(KINDS)}.",
            zh=f"直播没有“{kind}”这项操作，可用：{'、'.join(KINDS)}。",
        )
    field = _NEEDED.get(kind)
    if field and not str(details.get(field) or "").strip():
        message = f"“{kind}” needs {field}."
        raise wrong_field(field, message, remedy=f"Name the {field}.", zh=f"“{kind}”缺少 {field}，请补上。")
    if len(str(details.get("text") or "")) > MOST_SIGNS:
        message = f"More than {MOST_SIGNS} signs are not said at once."
        raise wrong_field("text", message, remedy="Say it in two parts.", zh="一次最多说 600 字，请分两次。")
