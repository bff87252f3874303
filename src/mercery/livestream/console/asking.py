"""Who asks for which page of the live host, and how what was done is answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Final

from fastapi import Depends
from starlette.requests import Request

from mercery.accounts.asking import ConsoleAsking
from mercery.accounts.permissions import Permission
from mercery.accounts.proving import RequireFresh
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import MerceryError
from mercery.livestream.console.refusals import refusal
from mercery.livestream.hosts import follow_own
from mercery.ui.page_context import PageContext
from mercery.web.database import Db, database_of

LIST: Final = "/console/live"
OnDuty = Annotated[Staff, Depends(Require(Permission.ANSWER_CONVERSATIONS))]
"""Whoever may speak for the shop: may hold, skip, reply and kill."""
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_CONTENT))]
Publisher = Annotated[Staff, Depends(Require(Permission.PUBLISH_CONTENT))]
"""Whoever may put something before customers: may begin and end a show, and take the air."""

ProvenEditor = Annotated[Staff, Depends(RequireFresh(Permission.EDIT_CONTENT))]
"""Whoever may set up and proved lately to be there: keys of platforms ask once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(ConsoleAsking):
    """One request to the pages of the live host."""

    section: ClassVar[str] = "live"
    home: ClassVar[str] = LIST

    @property
    def dark(self) -> PageContext:
        """The page's surroundings for the studio, which is dark whatever the reader chose."""
        return replace(self.context, theme="dark")

    async def ready(self) -> Asking:
        """The same, once the shop's own hosts and studios lie on this machine."""
        await follow_own(database_of(self.request), self.shop.id)
        return self

    def refused(self, error: MerceryError) -> str:
        """What stands in the way."""
        return refusal(error, self.lang)


def url(show_id: str, rest: str = "") -> str:
    """An address of a show's pages."""
    return f"{LIST}/{show_id}{'/' if rest else ''}{rest}"


async def reader_of(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Asking:
    """Somebody who may look."""
    return await Asking(request=request, session=session, staff=staff, shop=shop).ready()


async def on_duty_of(request: Request, session: Db, staff: OnDuty, shop: CurrentShop) -> Asking:
    """Somebody who may speak for the shop."""
    return await Asking(request=request, session=session, staff=staff, shop=shop).ready()


async def editor_of(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Asking:
    """Somebody who may set up."""
    return await Asking(request=request, session=session, staff=staff, shop=shop).ready()


async def publisher_of(request: Request, session: Db, staff: Publisher, shop: CurrentShop) -> Asking:
    """Somebody who may put it on air."""
    return await Asking(request=request, session=session, staff=staff, shop=shop).ready()


async def proven_editor_of(request: Request, session: Db, staff: ProvenEditor, shop: CurrentShop) -> Asking:
    """Somebody who may set a platform's key."""
    return await Asking(request=request, session=session, staff=staff, shop=shop).ready()


Reading = Annotated[Asking, Depends(reader_of)]
Speaking = Annotated[Asking, Depends(on_duty_of)]
Editing = Annotated[Asking, Depends(editor_of)]
Publishing = Annotated[Asking, Depends(publisher_of)]
EditingProven = Annotated[Asking, Depends(proven_editor_of)]
