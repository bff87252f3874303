"""Who asks for which page of experiments, and what stands in the way, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from fastapi import Depends
from starlette.requests import Request

from mercery.accounts.asking import ConsoleAsking
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.errors import MerceryError, told_in
from mercery.core.i18n import Lang
from mercery.web.database import Db

HOME: Final = "/console/experiments"
Runner = Annotated[Staff, Depends(Require(Permission.RUN_EXPERIMENTS))]
"""Whoever may set up, begin and pause."""
Decider = Annotated[Staff, Depends(Require(Permission.DECIDE_EXPERIMENTS))]
"""Whoever may say what everybody gets."""


def refusal(error: MerceryError, lang: Lang) -> str:
    """What stands in the way: message and remedy, in the reader's language."""
    return told_in(lang, error.problems[0] if error.problems else error)


def by_field(error: MerceryError, lang: Lang) -> Mapping[str, str]:
    """The same by field; what belongs to none stands under an empty name."""
    return {one.field or "": told_in(lang, one) for one in error.problems} or {"": refusal(error, lang)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking(ConsoleAsking):
    """One request to the pages of experiments."""

    section: ClassVar[str] = "experiments"
    home: ClassVar[str] = HOME

    def refused(self, error: MerceryError) -> str:
        """What stands in the way."""
        return refusal(error, self.lang)


def url(key: str, rest: str = "") -> str:
    """An address of an experiment's pages."""
    return f"{HOME}/{key}{'/' if rest else ''}{rest}"


def reader_of(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Asking:
    """Somebody who may look."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def runner_of(request: Request, session: Db, staff: Runner, shop: CurrentShop) -> Asking:
    """Somebody who may set up, begin and pause."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


def decider_of(request: Request, session: Db, staff: Decider, shop: CurrentShop) -> Asking:
    """Somebody who may decide."""
    return Asking(request=request, session=session, staff=staff, shop=shop)


Reading = Annotated[Asking, Depends(reader_of)]
Running = Annotated[Asking, Depends(runner_of)]
Deciding = Annotated[Asking, Depends(decider_of)]
