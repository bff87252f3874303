"""Connecting messengers in the console: what each needs to know, what to copy into its own console, and whether it works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData
from starlette.responses import Response

from mercery.accounts.asking import ConsoleAsking
from mercery.accounts.permissions import Permission
from mercery.accounts.proving import RequireFresh
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.channels import keeping, setups, trying
from mercery.channels.kinds import KINDS, Kind
from mercery.channels.setups import Setup
from mercery.channels.showing import address_of, state_of
from mercery.channels.tables import KeptRow
from mercery.conversations import channels
from mercery.conversations.delivery import send_again
from mercery.conversations.messengers import MessengerState
from mercery.conversations.service.messages import message_of
from mercery.core.errors import Conflict, Invalid, MerceryError, NotFound, told_in
from mercery.core.i18n import Words
from mercery.web.database import Db, database_of
from mercery.web.html import page_response, redirect, redirect_with_flash

router = APIRouter(prefix="/console", include_in_schema=False)
Owner = Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))]
FreshOwner = Annotated[Staff, Depends(RequireFresh(Permission.MANAGE_SETTINGS))]
"""Secrets ask once more who is there."""
Agent = Annotated[Staff, Depends(Require(Permission.ANSWER_CONVERSATIONS))]
_AGAIN: Final = Words("It is sent once more.", "正在重新发送。")
_SAVED: Final = Words("Saved.", "已保存。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(ConsoleAsking):
    """Somebody at the channels."""

    section: ClassVar[str] = "channels"
    home: ClassVar[str] = "/console/channels"


def _asking(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Asking:
    return Asking(request=request, session=session, staff=staff, shop=shop)


Asked = Annotated[Asking, Depends(_asking)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupPage:
    """One channel being connected, or connected."""

    kind: Kind
    name: str
    given: Mapping[str, str]
    """What stands in the fields; never a secret."""
    channel_id: str = ""
    """Empty before it is connected."""
    address: str = ""
    state: MessengerState | None = None
    known: frozenset[str] = frozenset()
    """Secrets that are there."""
    enabled: bool = True
    may_change: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    secret: str = ""
    """The secret that a mail service signs with, shown this once."""

    def copied(self, name: str) -> str:
        """What a step has to be copied; empty for what is not shown."""
        if name == "address":
            return self.address
        return self.secret if name == "secret" else self.given.get(name, "")


@router.get("/channels/connect/{kind}")
async def begin(asked: Asked, kind: str, staff: Owner) -> Response:
    """The form for a new channel."""
    wanted = _kind(kind)
    page = SetupPage(kind=wanted, name=wanted.label.text(asked.lang), given={}, may_change=True)
    return _page(asked, page)


@router.post("/channels/connect/{kind}")
async def connect(asked: Asked, kind: str, staff: FreshOwner) -> Response:
    """Make the channel; what cannot be used is said at its field, and secrets are typed again."""
    wanted, form = _kind(kind), await asked.request.form()
    given, name = _given(wanted, form), str(form.get("name", ""))
    try:
        async with asked.session.begin_nested():
            made = await setups.create(
                asked.session,
                asked.shop.id,
                staff.actor,
                wanted,
                name=name or wanted.label.text(asked.lang),
                given=given,
            )
    except (Invalid, Conflict) as error:
        page = SetupPage(kind=wanted, name=name, given=_open(wanted, given), may_change=True)
        return _page(asked, _refused(page, error, asked))
    if wanted.name == "mail":
        return _page(asked, _shown(made, asked, secret=made.channel.secret))
    return redirect(asked.request, f"/console/channels/{made.channel.id}/setup")


@router.get("/channels/{channel_id}/setup")
async def look(asked: Asked, channel_id: str) -> Response:
    """The channel, what to copy, and how it goes."""
    return _page(asked, _shown(await setups.setup(asked.session, asked.shop.id, channel_id), asked))


@router.post("/channels/{channel_id}/setup")
async def save(asked: Asked, channel_id: str, staff: FreshOwner) -> Response:
    """Other settings; a secret left empty stays."""
    before, form = await setups.setup(asked.session, asked.shop.id, channel_id), await asked.request.form()
    given = _given(before.kind, form)
    try:
        async with asked.session.begin_nested():
            await setups.change(asked.session, asked.shop.id, staff.actor, channel_id, given)
    except Invalid as error:
        page = replace(_shown(before, asked), given=_open(before.kind, given))
        return _page(asked, _refused(page, error, asked))
    return redirect_with_flash(asked.request, f"/console/channels/{channel_id}/setup", _SAVED.text(asked.lang))


@router.post("/channels/{channel_id}/secret")
async def renew(asked: Asked, channel_id: str, staff: FreshOwner) -> Response:
    """A new secret for the mail service, shown once; the old one holds for a day."""
    found = await setups.setup(asked.session, asked.shop.id, channel_id)
    if found.kind.name != "mail":
        raise NotFound("This channel has no such secret.")
    made = await channels.rotate_secret(asked.session, asked.shop.id, staff.actor, channel_id)
    return _page(asked, _shown(await setups.setup(asked.session, asked.shop.id, channel_id), asked, secret=made.secret))


@router.post("/channels/{channel_id}/check")
async def check(asked: Asked, channel_id: str, staff: Owner) -> Response:
    """Ask the platform whether it lets us in. No transaction is open meanwhile."""
    found = await setups.setup(asked.session, asked.shop.id, channel_id)
    await asked.session.commit()
    return _told(asked, channel_id, await trying.check(database_of(asked.request), found))


@router.post("/channels/{channel_id}/test")
async def test(asked: Asked, channel_id: str, staff: Owner, to: Annotated[str, Form(max_length=254)] = "") -> Response:
    """Send a line of ours to an address, or to whoever wrote last."""
    found = await setups.setup(asked.session, asked.shop.id, channel_id)
    await asked.session.commit()
    tried = await trying.send(database_of(asked.request), found, asked.shop, to.strip(), asked.lang)
    return _told(asked, channel_id, tried)


@router.post("/channels/again")
async def again(asked: Asked, staff: Agent, message_id: Annotated[str, Form(max_length=40)] = "") -> Response:
    """Send a message once more that did not arrive."""
    message = await message_of(asked.session, asked.shop.id, message_id)
    sent = send_again(asked.session, asked.shop.id, message_id)
    return await asked.done(sent, _AGAIN, f"/console/inbox/{message.conversation_id}")


@router.get("/kept/{kept_id}")
async def kept(asked: Asked, kept_id: str) -> Response:
    """A file that came with a customer's message."""
    row = await _kept(asked.session, asked.shop.id, kept_id)
    return Response(bytes(row.content), media_type=keeping.type_of(row), headers=keeping.headers_of(row))


async def _kept(session: AsyncSession, shop_id: str, kept_id: str) -> KeptRow:
    row = await session.get(KeptRow, kept_id)
    if row is None or row.shop_id != shop_id or row.problem:
        raise NotFound("There is no such file.")
    return row


def _told(asked: Asking, channel_id: str, tried: trying.Tried) -> Response:
    where, words = f"/console/channels/{channel_id}/setup", tried.words.text(asked.lang)
    return redirect_with_flash(asked.request, where, words, tone="done" if tried.right else "stopped")


def _kind(name: str) -> Kind:
    if name not in KINDS:
        raise NotFound("There is no such kind of channel.")
    return KINDS[name]


def _given(kind: Kind, form: FormData) -> dict[str, str]:
    return {one.name: str(form.get(one.name, "")).strip()[: setups.LONGEST] for one in kind.fields}


def _open(kind: Kind, given: Mapping[str, str]) -> dict[str, str]:
    return {one.name: given.get(one.name, "") for one in kind.fields if not one.secret}


def _shown(setup: Setup, asked: Asking, *, secret: str = "") -> SetupPage:
    return SetupPage(
        kind=setup.kind,
        name=setup.channel.name,
        given=dict(setup.options),
        channel_id=setup.channel.id,
        address=address_of(setup),
        state=state_of(setup),
        known=frozenset(setup.secrets),
        enabled=setup.channel.enabled,
        may_change=asked.may(Permission.MANAGE_SETTINGS),
        secret=secret,
    )


def _refused(page: SetupPage, error: MerceryError, asked: Asking) -> SetupPage:
    errors = {one.field or "": _at_field(page.kind, one.field or "", asked) for one in error.problems}
    problem = "" if errors else told_in(asked.lang, error)
    return replace(page, errors=errors, problem=problem)


def _at_field(kind: Kind, name: str, asked: Asking) -> str:
    """What is wrong at a field, in the reader's language; the value itself is not repeated."""
    found = kind.by_name.get(name)
    example = found.example if found else ""
    if example:
        return Words(f"Write it like {example}.", f"格式如 {example}。").text(asked.lang)
    return Words("Copy it from the platform once more.", "请从平台重新复制。").text(asked.lang)


def _page(asked: Asking, page: SetupPage) -> Response:
    status = 422 if page.errors or page.problem else 200
    return page_response("channels/setup.html", page, context=asked.context, status=status)
