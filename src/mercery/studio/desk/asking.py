"""Who asks for which page, and how what was done is answered: in place where scripts run, else by a redirect that says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import Depends
from starlette.requests import Request

from mercery.accounts.asking import ConsoleAsking
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import MerceryError
from mercery.studio.desk.refusals import refusal
from mercery.web.database import Db

LIST = "/console/content"
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_CONTENT))]
Publisher = Annotated[Staff, Depends(Require(Permission.PUBLISH_CONTENT))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(ConsoleAsking):
    """One request to the desk."""

    section: ClassVar[str] = "content"
    home: ClassVar[str] = LIST

    def refused(self, error: MerceryError) -> str:
        """What stands in the way."""
        return refusal(error, self.lang)


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
