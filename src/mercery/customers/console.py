"""How mail is sent, in the console: below the settings."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.console.problems import FormErrors, form_errors
from mercery.accounts.page import console_page, says
from mercery.accounts.permissions import Permission
from mercery.accounts.staff import Staff
from mercery.accounts.web import CurrentShop, CurrentStaff, Require
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import Invalid
from mercery.core.mail import MailNotSent, Way, way_of
from mercery.core.mail.choosing import outbox_of, server_of
from mercery.core.mail.outbox import Kept
from mercery.core.mail.smtp import Offered, offered_by
from mercery.customers.challenges.summary import CodesSummary, codes_since
from mercery.customers.trial import send_trial
from mercery.web.database import Db, database_of
from mercery.web.html import fragment_response, page_response, redirect_with_flash

router = APIRouter(prefix="/console/settings/mail", include_in_schema=False)
Owner = Annotated[Staff, Depends(Require(Permission.MANAGE_SETTINGS))]
_PAGE: Final = "/console/settings/mail"
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPage:
    """What the page about mail shows."""

    way: Way
    codes: CodesSummary
    kept: Sequence[Kept]
    """Mails in the folder; they hold codes, so only an owner sees them."""
    may_send: bool
    to: str
    errors: FormErrors


@router.get("")
async def mail_page(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """By which way mails go, how codes went, and the folder where no server is set."""
    may = staff.may(Permission.MANAGE_SETTINGS)
    page = MailPage(
        way=way_of(settings()),
        codes=await codes_since(session, shop.id, now() - _WEEK),
        kept=outbox_of(settings()).mails(shop.id) if may else [],
        may_send=may,
        to=staff.email,
        errors=FormErrors(),
    )
    return page_response("customers/mail.html", page, context=console_page(request, staff, shop, section="settings"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EncryptionPart:
    """What protects mail on its way to the server."""

    offered: Offered
    """As the server answered just now."""


@router.get("/encryption")
async def encryption(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """Ask the server what it encrypts by: only it knows whether it offers STARTTLS."""
    context = console_page(request, staff, shop, section="settings")
    # No transaction is held while the mail server answers.
    await session.commit()
    server = server_of(settings())
    offered = await asyncio.to_thread(offered_by, server) if server else Offered()
    return fragment_response("customers/mail.html", "encryption", EncryptionPart(offered=offered), context=context)


@router.post("/test")
async def send_test(
    request: Request, session: Db, staff: Owner, shop: CurrentShop, to: Annotated[str, Form(max_length=254)] = ""
) -> Response:
    """Send a test mail and say what became of it."""
    context = console_page(request, staff, shop, section="settings")
    codes = await codes_since(session, shop.id, now() - _WEEK)
    # No transaction is held while the mail server answers.
    await session.commit()
    try:
        by = await send_trial(database_of(request), shop, staff.actor, to, context.lang)
    except (Invalid, MailNotSent) as error:
        page = MailPage(
            way=way_of(settings()), codes=codes, kept=outbox_of(settings()).mails(shop.id), may_send=True, to=to,
            errors=form_errors(error, context.lang),
        )  # fmt: skip
        return page_response("customers/mail.html", page, context=context, status=422)
    if by == "outbox":
        text = says(
            request, staff, shop,
            "The test lies in the folder below; it reached nobody, since no mail server is set.",
            "测试邮件已存入下方文件夹；由于尚未设置邮件服务器，没有发给任何人。",
        )  # fmt: skip
    else:
        text = says(request, staff, shop, "The mail server took the test. Look into that mailbox.", "邮件服务器已接收测试邮件，请查看该邮箱。")  # fmt: skip
    return redirect_with_flash(request, _PAGE, text)
