"""Who asks for which page of recommendations, and what stands in the way in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from fastapi import Depends
from starlette.requests import Request

from mercery.accounts.asking import ConsoleAsking
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import MerceryError, told_in
from mercery.web.database import Db

LIST: Final = "/console/recommendations"
DURABLE: Final = f"{LIST}/durable"
RULES: Final = f"{LIST}/rules"
Editor = Annotated[Staff, Depends(Require(Permission.EDIT_CATALOG))]
Owner = Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(ConsoleAsking):
    """One request to the pages of recommendations."""

    section: ClassVar[str] = "recommendations"
    home: ClassVar[str] = LIST

    def refused(self, error: MerceryError) -> str:
        """What stands in the way."""
        return told_in(self.lang, error)

    def problems(self, error: MerceryError) -> dict[str, str]:
        """What stands in the way, by field."""
        return {one.field or "": told_in(self.lang, one) for one in error.problems} or {"": self.refused(error)}


def reader_of(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Asking:
    """Somebody who may look."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def editor_of(request: Request, session: Db, staff: Editor, shop: CurrentShop) -> Asking:
    """Somebody who may change the shop's goods and what is recommended."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def owner_of(request: Request, session: Db, staff: Owner, shop: CurrentShop) -> Asking:
    """Somebody who may say what needs a yes."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


Reading = Annotated[Asking, Depends(reader_of)]
Editing = Annotated[Asking, Depends(editor_of)]
Owning = Annotated[Asking, Depends(owner_of)]
