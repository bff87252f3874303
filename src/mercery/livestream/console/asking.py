"""Who asks for which page of the live host, and how what was done is answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Annotated, Final, TypeVar

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import MerceryError, NotFound
from mercery.core.i18n import Lang, Words
from mercery.livestream.console.refusals import refusal
from mercery.ui.page_context import PageContext
from mercery.web.database import Db
from mercery.web.html import redirect_with_flash

T = TypeVar("T")
LIST: Final = "/console/live"
OnDuty = Annotated[Staff, Depends(Require(Permission.ANSWER_CONVERSATIONS))]
"""Whoever may speak for the shop: may hold, skip, reply and kill."""
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_CONTENT))]
Publisher = Annotated[Staff, Depends(Require(Permission.PUBLISH_CONTENT))]
"""Whoever may put something before customers: may begin and end a show, and take the air."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One request to the pages of the live host."""

    request: Request
    session: AsyncSession
    staff: Staff
    shop: Shop

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return staff_language(self.request, self.staff, self.shop)

    @property
    def context(self) -> PageContext:
        """What stands around every page."""
        return console_page(self.request, self.staff, self.shop, section="live")

    @property
    def dark(self) -> PageContext:
        """The same for the studio, which is dark whatever the reader chose."""
        return replace(self.context, theme="dark")

    def may(self, permission: Permission) -> bool:
        """Whether the reader may do that."""
        return self.staff.may(permission)

    async def done(
        self, act: Awaitable[T], said: Words | Callable[[T], Words], to: str | Callable[[T], str], *, back: str = ""
    ) -> Response:
        """Do it and see `to` with what was done; else `back` with what stands in the way, nothing changed."""
        try:
            async with self.session.begin_nested():
                result = await act
        except NotFound:
            raise
        except MerceryError as error:
            where = back or (to if isinstance(to, str) else LIST)
            return redirect_with_flash(self.request, where, refusal(error, self.lang), tone="stopped")
        words = said(result) if callable(said) else said
        return redirect_with_flash(self.request, to if isinstance(to, str) else to(result), words.text(self.lang))


def url(show_id: str, rest: str = "") -> str:
    """An address of a show's pages."""
    return f"{LIST}/{show_id}{'/' if rest else ''}{rest}"


def reader_of(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Asking:
    """Somebody who may look."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def on_duty_of(request: Request, session: Db, staff: OnDuty, shop: CurrentShop) -> Asking:
    """Somebody who may speak for the shop."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def editor_of(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Asking:
    """Somebody who may set up."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def publisher_of(request: Request, session: Db, staff: Publisher, shop: CurrentShop) -> Asking:
    """Somebody who may put it on air."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


Reading = Annotated[Asking, Depends(reader_of)]
Speaking = Annotated[Asking, Depends(on_duty_of)]
Editing = Annotated[Asking, Depends(editor_of)]
Publishing = Annotated[Asking, Depends(publisher_of)]
