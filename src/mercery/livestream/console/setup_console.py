"""Setting up a show: title, host and studio, goals, when it begins, and putting it on air."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts import service as accounts
from mercery.accounts.permissions import Permission
from mercery.catalog import service as catalog
from mercery.catalog.browsing import collection_sizes
from mercery.core.errors import Conflict, MerceryError, NotFound
from mercery.core.i18n import Words
from mercery.livestream import repository, studio_opened
from mercery.livestream.command import ask
from mercery.livestream.console.asking import LIST, Asking, Editing, Publishing, Reading, url
from mercery.livestream.console.refusals import by_field
from mercery.livestream.console.setup_forms import PREFERENCES, Typed, draft_from, goals_in_words, typed_of
from mercery.livestream.hosts import Host, Studio, hosts, studios
from mercery.livestream.service import running_order, shows
from mercery.livestream.service.drafts import ShowDraft
from mercery.livestream.show import NO_WORDS, Show
from mercery.web.html import page_response, redirect_with_flash

new_router = APIRouter()
router = APIRouter(prefix="/{show_id}")
_TEMPLATE: Final = "livestream/setup.html"
_TEXT: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupPage:
    """The form of a show."""

    show: Show | None
    """None: it is new."""
    typed: Typed
    hosts: Sequence[Host]
    studios: Sequence[Studio]
    people: Sequence[str]
    collections: Sequence[tuple[str, Words]]
    errors: Mapping[str, str]
    goals: Words
    preferences: Sequence[tuple[str, Words]]
    may_edit: bool
    may_publish: bool

    def error(self, name: str) -> str:
        """What is wrong with a field; empty: nothing."""
        return self.errors.get(name, "")


async def typed_form(request: Request) -> Typed:
    """The fields as they were sent."""
    form = await request.form()
    return Typed(values={str(key): str(value)[:_TEXT] for key, value in form.items() if isinstance(value, str)})


Fields = Annotated[Typed, Depends(typed_form)]


@new_router.get("/new")
async def new(asking: Editing) -> Response:
    """A show that is not there yet."""
    first = _defaults(asking)
    return await _form(asking, None, typed_of(first, asking.shop.timezone))


@new_router.post("/new")
async def create(asking: Editing, typed: Fields) -> Response:
    """Keep it, and go on to its running order."""
    try:
        draft = draft_from(typed, _defaults(asking), asking.shop.timezone)
        async with asking.session.begin_nested():
            made = await shows.create(asking.session, asking.shop.id, asking.staff.actor, draft)
            await running_order.replan(asking.session, asking.shop, made.id, actor=asking.staff.actor)
    except MerceryError as error:
        return await _form(asking, None, typed, by_field(error, asking.lang), status=error.status)
    said = Words("The show is set up, and this is its running order.", "直播已建好，节目单如下。").text(asking.lang)
    return redirect_with_flash(asking.request, url(made.id, "order"), said)


@router.get("/setup")
async def setup(asking: Reading, show_id: str) -> Response:
    """How the show is set up."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    await studio_opened.opened(asking.session, show)
    return await _form(asking, show, typed_of(shows.draft_of(show), asking.shop.timezone))


@router.post("/setup")
async def change(
    asking: Editing, show_id: str, typed: Fields, version: Annotated[int | None, Form()] = None
) -> Response:
    """Set it up anew."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    try:
        draft = draft_from(typed, shows.draft_of(show), asking.shop.timezone)
        async with asking.session.begin_nested():
            await shows.edit(asking.session, asking.shop.id, asking.staff.actor, show.id, draft, after_version=version)
    except NotFound:
        raise
    except MerceryError as error:
        return await _form(asking, show, typed, by_field(error, asking.lang), status=error.status)
    return redirect_with_flash(asking.request, url(show.id, "setup"), Words("Saved.", "已保存。").text(asking.lang))


@router.post("/start")
async def start(asking: Publishing, show_id: str) -> Response:
    """Put it on air now."""
    act = shows.go_on_air(asking.session, asking.shop.id, asking.staff.actor, show_id)
    said = Words("It goes on air.", "开始直播。")
    return await asking.done(act, said, lambda made: url(made.id), back=url(show_id, "setup"))


@router.post("/remove")
async def remove(asking: Editing, show_id: str) -> Response:
    """Remove a show that was never on air."""
    act = shows.remove(asking.session, asking.shop.id, asking.staff.actor, show_id)
    return await asking.done(act, Words("Removed.", "已删除。"), LIST, back=url(show_id, "setup"))


@router.post("/allow")
async def allow(asking: Publishing, show_id: str) -> Response:
    """Let a stopped show that is not on air be put on air again."""
    show = await repository.show(asking.session, asking.shop.id, show_id)
    if not show.killed:
        raise Conflict("The kill switch of this show is not pulled.", zh="此直播并未紧急停播。")
    act = ask(asking.session, asking.shop.id, show.id, "revive", asking.staff.actor)
    return await asking.done(act, Words("It may go on air again.", "已允许再次开播。"), url(show.id, "setup"))


def _defaults(asking: Asking) -> ShowDraft:
    """What a new show begins with."""
    known, rooms = hosts(asking.shop.id), studios(asking.shop.id)
    return ShowDraft(
        title=NO_WORDS, lang=asking.shop.default_language, avatar=known[0].key if known else "aurelle",
        background=rooms[0].key if rooms else "atelier", watched_over=asking.staff.name,
    )  # fmt: skip


async def _form(
    asking: Asking, show: Show | None, typed: Typed, errors: Mapping[str, str] | None = None, *, status: int = 200
) -> Response:
    sizes = await collection_sizes(asking.session, asking.shop.id)
    named = await catalog.collections(asking.session, asking.shop.id)
    goals = show.goals if show else _defaults(asking).goals
    page = SetupPage(
        show=show, typed=typed, hosts=hosts(asking.shop.id), studios=studios(asking.shop.id),
        people=[one.name for one in await accounts.staff_members(asking.session, asking.shop.id)],
        collections=[(one.handle, one.name) for one in named if sizes.get(one.handle)], errors=errors or {},
        goals=goals_in_words(goals), preferences=PREFERENCES, may_edit=asking.may(Permission.EDIT_CONTENT),
        may_publish=asking.may(Permission.PUBLISH_CONTENT),
    )  # fmt: skip
    return page_response(_TEMPLATE, page, context=asking.context, status=status)
