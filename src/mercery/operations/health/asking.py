"""Who asks for a page about the installation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import Depends
from starlette.requests import Request

from mercery.accounts.asking import ConsoleAsking
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, Require
from mercery.operations.looked_after import looks_after
from mercery.web.database import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemAsking(ConsoleAsking):
    """An owner who looks at the installation."""

    section: ClassVar[str] = "system"
    home: ClassVar[str] = "/console/system"

    whole: bool
    """Whether their shop looks after the installation."""


async def _asking(
    request: Request,
    session: Db,
    staff: Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))],
    shop: CurrentShop,
) -> SystemAsking:
    return SystemAsking(
        request=request, session=session, staff=staff, shop=shop, whole=await looks_after(session, shop)
    )


Owner = Annotated[SystemAsking, Depends(_asking)]
