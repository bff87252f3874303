"""How a channel is set up: what is known openly, and secrets that are sealed and never shown again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.channels.kinds import KINDS, Kind
from mercery.channels.tables import SetupRow
from mercery.conversations import channels
from mercery.conversations.channels import Channel
from mercery.core.clock import now
from mercery.core.database import Database, Json
from mercery.core.errors import Invalid, NotFound, Problem
from mercery.core.i18n import Words
from mercery.core.ids import new_secret
from mercery.core.sealed import CannotUnseal, seal, unseal

LONGEST: Final = 2_000
_MADE_LENGTH: Final = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A channel with what is known of it. `secrets` are for the code that calls the platform, never for a page."""

    channel: Channel
    kind: Kind
    options: Mapping[str, str]
    secrets: Mapping[str, str]
    unreadable: bool
    """The secrets were sealed with a key this installation no longer has."""
    heard_at: datetime | None
    sent_at: datetime | None
    problem: Words
    problem_at: datetime | None
    place: Json

    def get(self, name: str) -> str:
        """An option or a secret; empty where it is not given."""
        return self.options.get(name) or self.secrets.get(name) or ""


async def create(
    session: AsyncSession, shop_id: str, actor: Actor, kind: Kind, *, name: str, given: Mapping[str, str]
) -> Setup:
    """A new channel of this kind; Invalid names each field that cannot be used."""
    options, secrets = _checked(kind, given, {}, {})
    made = await channels.create_channel(session, shop_id, actor, name=name, kind=kind.name)
    row = SetupRow(channel_id=made.id, shop_id=shop_id, options=options, sealed=_sealed(made.id, secrets), place={})
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return _to_setup(made, row)


async def change(session: AsyncSession, shop_id: str, actor: Actor, channel_id: str, given: Mapping[str, str]) -> Setup:
    """Other settings. A secret left empty stays as it is; the access token the platform lent us is forgotten."""
    before = await setup(session, shop_id, channel_id)
    options, secrets = _checked(before.kind, given, before.options, before.secrets)
    row = await session.get_one(SetupRow, channel_id)
    row.options, row.sealed, row.token, row.token_until = options, _sealed(channel_id, secrets), "", None
    if any(before.get(name) != options.get(name, "") for name in ("imap_host", "imap_user", "imap_folder")):
        row.place = {}
    renewed = sorted(name for name in secrets if secrets[name] != before.secrets.get(name))
    await audit.record(
        session, shop_id, actor, "channel.setup", channel_id,
        before={"options": dict(before.options)}, after={"options": options, "secrets_renewed": renewed},
    )  # fmt: skip
    await session.flush()
    return _to_setup(before.channel, row)


async def setup(session: AsyncSession, shop_id: str, channel_id: str) -> Setup:
    """One channel with its settings; NotFound for a signed webhook, which has none."""
    found = await channels.channel(session, shop_id, channel_id)
    row = await session.get(SetupRow, channel_id)
    if row is None or found.kind not in KINDS:
        raise NotFound("There is no such channel.")
    return _to_setup(found, row)


async def any_setup(session: AsyncSession, kind: str, channel_id: str) -> Setup | None:
    """The channel a platform's request names, whichever shop it belongs to; None for one that is off or of another kind."""
    found = await channels.any_channel(session, channel_id)
    row = await session.get(SetupRow, channel_id)
    if found is None or row is None or found.kind != kind or not found.enabled:
        return None
    return _to_setup(found, row)


async def setups(session: AsyncSession, shop_id: str) -> list[Setup]:
    """The shop's channels of these kinds, by name."""
    rows = {row.channel_id: row for row in await session.scalars(select(SetupRow).where(SetupRow.shop_id == shop_id))}
    return [_to_setup(one, rows[one.id]) for one in await channels.channels(session, shop_id) if one.id in rows]


async def mail_boxes(session: AsyncSession) -> list[Setup]:
    """The channels that are on and whose mail box is read, of all shops."""
    found = []
    boxes = select(SetupRow).where(SetupRow.options.has_key("imap_host")).order_by(SetupRow.channel_id)
    for row in await session.scalars(boxes):
        channel = await channels.any_channel(session, row.channel_id)
        if channel is not None and channel.enabled:
            found.append(_to_setup(channel, row))
    return found


async def note_heard(session: AsyncSession, channel_id: str) -> None:
    """The platform sent something that was signed rightly."""
    await session.execute(update(SetupRow).where(SetupRow.channel_id == channel_id).values(heard_at=now()))


async def note_sent(session: AsyncSession, channel_id: str) -> None:
    """The platform took a message; whatever stood in the way before does no longer."""
    values = {"sent_at": now(), "problem": "", "problem_zh": "", "problem_at": None}
    await session.execute(update(SetupRow).where(SetupRow.channel_id == channel_id).values(**values))


async def note_fine(session: AsyncSession, channel_id: str) -> None:
    """What stood in the way does no longer."""
    values = {"problem": "", "problem_zh": "", "problem_at": None}
    await session.execute(update(SetupRow).where(SetupRow.channel_id == channel_id).values(**values))


async def note_problem(database: Database, channel_id: str, problem: Words) -> None:
    """Something stands in the way; the console shows it."""
    values = {"problem": problem.en[:300], "problem_zh": problem.zh[:300], "problem_at": now()}
    async with database.session() as session:
        await session.execute(update(SetupRow).where(SetupRow.channel_id == channel_id).values(**values))


async def note_place(session: AsyncSession, channel_id: str, place: Json) -> None:
    """How far the mail box was read."""
    await session.execute(update(SetupRow).where(SetupRow.channel_id == channel_id).values(place=place))


async def lent_token(session: AsyncSession, channel_id: str) -> str:
    """The access token that is still good for a while; empty where a new one is needed."""
    row = await session.get(SetupRow, channel_id)
    if row is None or not row.token or row.token_until is None or row.token_until <= now():
        return ""
    try:
        return unseal(row.token, channel_purpose(channel_id))
    except CannotUnseal:
        return ""


async def keep_token(session: AsyncSession, channel_id: str, token: str, until: datetime) -> None:
    """Share an access token with every process."""
    values = {"token": seal(token, channel_purpose(channel_id)), "token_until": until}
    await session.execute(update(SetupRow).where(SetupRow.channel_id == channel_id).values(**values))


def _checked(
    kind: Kind, given: Mapping[str, str], options: Mapping[str, str], secrets: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What is given, with secrets kept that were left empty; Invalid names what cannot be used, without repeating it."""
    kept: dict[str, str] = {}
    hidden: dict[str, str] = {}
    problems: list[Problem] = []
    for one in kind.fields:
        value = given.get(one.name, "").strip()[:LONGEST]
        before = secrets.get(one.name, "") if one.secret else options.get(one.name, "")
        if not value and (one.secret or one.made):
            value = before or (re.sub(r"[^0-9a-zA-Z]", "", new_secret(48))[:_MADE_LENGTH] if one.made else "")
        if not value and one.needed:
            problems.append(Problem(message=f"{one.label.en} is needed.", field=one.name, zh=f"请填写{one.label.zh}。"))
        elif value and one.pattern and not re.fullmatch(one.pattern, value):
            remedy = f"For example {one.example}." if one.example else "Copy it from the platform once more."
            problems.append(
                Problem(
                    message=f"{one.label.en} cannot be read.",
                    field=one.name,
                    remedy=remedy,
                    zh=f"{one.label.zh}无法识别，{f'格式如 {one.example}。' if one.example else '请从平台重新复制。'}",
                )
            )
        elif value:
            (hidden if one.secret else kept)[one.name] = value
    if problems:
        raise Invalid(
            "The channel cannot be set up with that.",
            remedy="Mend the fields named.",
            problems=problems,
            zh="尚不能保存，请修改标出的各项。",
        )
    return kept, hidden


def channel_purpose(channel_id: str) -> str:
    """What a channel's secrets are sealed for (`core/sealed.py`)."""
    return f"channel:{channel_id}"


def _sealed(channel_id: str, secrets: Mapping[str, str]) -> str:
    return seal(json.dumps(dict(secrets)), channel_purpose(channel_id)) if secrets else ""


def _to_setup(channel: Channel, row: SetupRow) -> Setup:
    unreadable = False
    try:
        opened = unseal(row.sealed, channel_purpose(channel.id))
    except CannotUnseal:
        opened, unreadable = "", True
    return Setup(
        channel=channel,
        kind=KINDS[channel.kind],
        options=cast("dict[str, str]", row.options),
        secrets=json.loads(opened) if opened else {},
        unreadable=unreadable,
        heard_at=row.heard_at,
        sent_at=row.sent_at,
        problem=Words(row.problem, row.problem_zh),
        problem_at=row.problem_at,
        place=row.place,
    )
