"""Who asks for which page, and how what was done is answered: in place where scripts run, else by a redirect that says it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

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
from mercery.studio.desk.refusals import refusal
from mercery.ui.page_context import PageContext
from mercery.web.database import Db
from mercery.web.html import redirect_with_flash

T = TypeVar("T")
LIST = "/console/content"
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_CONTENT))]
Publisher = Annotated[Staff, Depends(Require(Permission.PUBLISH_CONTENT))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One request to the desk."""

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
        return console_page(self.request, self.staff, self.shop, section="content")

    def may(self, permission: Permission) -> bool:
        """Whether the reader may do that."""
        return self.staff.may(permission)

    async def done(
        self, act: Awaitable[T], said: Words | Callable[[T], Words], to: str | Callable[[T], str]
    ) -> Response:
        """Do it and see `to` with what was done; else the same page with what stands in the way, nothing changed."""
        try:
            async with self.session.begin_nested():
                result = await act
        except NotFound:
            raise
        except MerceryError as error:
            back = to if isinstance(to, str) else LIST
            return redirect_with_flash(self.request, back, refusal(error, self.lang), tone="stopped")
        words = said(result) if callable(said) else said
        return redirect_with_flash(self.request, to if isinstance(to, str) else to(result), words.text(self.lang))


def reader_of(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Asking:
    """Somebody who may look."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def editor_of(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Asking:
    """Somebody who may write and edit."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def publisher_of(request: Request, session: Db, staff: Publisher, shop: CurrentShop) -> Asking:
    """Somebody who may publish."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


Reading = Annotated[Asking, Depends(reader_of)]
Editing = Annotated[Asking, Depends(editor_of)]
Publishing = Annotated[Asking, Depends(publisher_of)]
