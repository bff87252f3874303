"""Somebody of the shop who asks for a page of the console, and how what was done is answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page, staff_language
from mercery.accounts.permissions import Permission
from mercery.accounts.shop import Shop
from mercery.accounts.staff import Staff
from mercery.core.errors import MerceryError, NotFound, told_in
from mercery.core.i18n import Lang, Words
from mercery.ui.page_context import PageContext
from mercery.web.html import redirect_with_flash

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleAsking:
    """One request to a section of the console. A feature names its section, and may say refusals in words of its own."""

    section: ClassVar[str]
    home: ClassVar[str]
    """The section's first page, where it is not clear which other to go back to."""

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
        return console_page(self.request, self.staff, self.shop, section=self.section)

    def may(self, permission: Permission) -> bool:
        """Whether the reader may do that."""
        return self.staff.may(permission)

    def refused(self, error: MerceryError) -> str:
        """What stands in the way, in the reader's language."""
        return told_in(self.lang, error)

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
            where = back or (to if isinstance(to, str) else self.home)
            return redirect_with_flash(self.request, where, self.refused(error), tone="stopped")
        words = said(result) if callable(said) else said
        return redirect_with_flash(self.request, to if isinstance(to, str) else to(result), words.text(self.lang))
