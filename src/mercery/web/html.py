"""Pages as responses: htmx, redirects with a message, and addresses that stay on this site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mercery.ui.page_context import Flash, PageContext
from mercery.ui.render import render_fragment, render_page
from mercery.web.cookies import clear_cookie, read_cookie, set_cookie
from mercery.web.secret import seal, unseal

FLASH_COOKIE = "flash"
Tone = Literal["done", "stopped", "note"]


def is_htmx(request: Request) -> bool:
    """Whether htmx asks and wants a fragment (a boosted link or a history restore wants the page)."""
    headers = request.headers
    wants_page = headers.get("hx-boosted") == "true" or headers.get("hx-history-restore-request") == "true"
    return headers.get("hx-request") == "true" and not wants_page


def page_response(
    template: str, page: object, *, context: PageContext, status: int = 200, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A whole page."""
    return HTMLResponse(render_page(template, page, context=context), status_code=status, headers=headers)


def fragment_response(
    template: str,
    block: str,
    page: object,
    *,
    context: PageContext,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """One block of a page, for htmx."""
    return HTMLResponse(render_fragment(template, block, page, context=context), status_code=status, headers=headers)


def redirect(request: Request, url: str) -> Response:
    """After a form: see `url`. Where htmx asked, the browser is told to load that page."""
    if is_htmx(request):
        return Response(status_code=204, headers={"HX-Redirect": url})
    return RedirectResponse(url, status_code=303)


def redirect_with_flash(
    request: Request,
    url: str,
    text: str,
    *,
    lead: str = "",
    tone: Tone = "done",
    undo_url: str = "",
    undo_label: str = "",
) -> Response:
    """See `url`, with a message shown there once."""
    values = {"text": text, "lead": lead, "tone": tone, "undo_url": undo_url, "undo_label": undo_label}
    set_cookie(request, FLASH_COOKIE, seal("flash", values), max_age=60)
    return redirect(request, url)


def take_flash(request: Request) -> tuple[Flash, ...]:
    """The message left by the last act, once."""
    sent = read_cookie(request, FLASH_COOKIE)
    if not sent:
        return ()
    clear_cookie(request, FLASH_COOKIE)
    values = unseal("flash", sent)
    return (Flash(**values),) if isinstance(values, dict) else ()


def local_address(url: str | None, default: str) -> str:
    """`url` when it is a path on this very host, else `default`: a link from outside cannot lead the reader away."""
    if not url or not url.startswith("/") or url.startswith("//") or "\\" in url or not url.isprintable():
        return default
    parts = urlsplit(url)
    return default if parts.scheme or parts.netloc else url
