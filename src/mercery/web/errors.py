"""Errors as answers: the one JSON shape, a page, or a fragment, and never a stack trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import quote, urlsplit

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from mercery.core.errors import MerceryError, Problem
from mercery.core.i18n import Words
from mercery.core.logging import get_logger
from mercery.core.telemetry.support import support_code
from mercery.ui.page_context import PageContext, PageUrls
from mercery.ui.render import render_page
from mercery.web.allowed import methods_of
from mercery.web.csrf import csrf_token
from mercery.web.html import local_address, redirect
from mercery.web.language import request_language
from mercery.web.preferences import request_theme

log = get_logger(__name__)


class SignInNeeded(MerceryError):
    """Nobody is signed in; a page leads to the login and back."""

    code = "unauthenticated"
    status = 401

    def __init__(self) -> None:
        super().__init__("You are not signed in.", remedy="Sign in at /console/login.", zh="您尚未登录，请先登录。")


class AnswerInstead(MerceryError):
    """Something else has to be done first, and its page is made already: browsers get that, programs the refusal."""

    code = "first_something_else"
    status = 403
    page: Response | None = None
    """What a browser gets; None: the page of any error."""

    def __init__(self, message: str, *, remedy: str, page: Response, zh: str = "") -> None:
        super().__init__(message, remedy=remedy, zh=zh)
        self.page = page


class Unexpected(MerceryError):
    """Something we did not foresee; the support code leads to the log."""

    code = "unexpected"
    status = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """What the error page says."""

    status: int
    heading: Words
    text: Words
    support: str
    home: str


HEADINGS: Mapping[int, Words] = {
    400: Words("This request cannot be read", "无法读取这个请求"),
    401: Words("Please sign in", "请先登录"),
    403: Words("You may not do this", "您没有这项权限"),
    404: Words("There is nothing at this address", "此地址没有内容"),
    405: Words("This address does not take that", "此地址不接受这种请求"),
    409: Words("Somebody else was here first", "内容已被他人更改"),
    413: Words("This is too large", "内容过大"),
    422: Words("This cannot be used as it is", "内容有误，无法使用"),
    429: Words("Too many requests", "请求过于频繁"),
    503: Words("The shop is back in a moment", "店铺马上恢复"),
    507: Words("The shop has no room left", "店铺的存储空间已满"),
}
_UNEXPECTED = Words("Something went wrong on our side", "我们这边出了差错")
_TEXTS: Mapping[int, Words] = {
    404: Words("The page was moved, or the address is misspelt.", "页面可能已移动，或地址有误。"),
    500: Words(
        "Nothing you entered was saved. The error has been noted; quote the code below if it happens again.",
        "您刚才的操作没有保存。错误已记录；若再次出现，请提供下方的编号。",
    ),
    503: Words("Please load the page again.", "请稍后重新打开页面。"),
    507: Words(
        "Nothing was saved. Whoever looks after the server must free some space.",
        "没有保存任何内容。请服务器管理员清理存储空间。",
    ),
}
_NO_SUCH_METHOD: Final = 405
_CODES = {401: "unauthenticated", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}


class HttpError(MerceryError):
    """An error the framework raised itself: no such address, no such method."""

    def __init__(self, status: int, message: str, *, zh: str = "") -> None:
        super().__init__(message, zh=zh)
        self.status = status
        self.code = _CODES.get(status, "error")


def install_error_handlers(app: FastAPI) -> None:
    """Answer every expected error in the one shape."""
    app.add_exception_handler(MerceryError, _on_ours)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)


def unexpected_response(request: Request, error: BaseException) -> Response:
    """The answer to an exception nobody foresaw: a support code for the reader, the trace for the log only."""
    support = support_code()
    log.error("unexpected_error", support=support, path=request.url.path, exc_info=error)
    wrapped = Unexpected(
        "Something went wrong on our side.",
        remedy=f"Quote {support} when you ask for help.",
        zh=f"我们这边出了差错，求助时请提供编号 {support}。",
    )
    if isinstance(error, MerceryError):
        wrapped.code, wrapped.status = error.code, error.status
    return error_response(request, wrapped, support=support)


def error_response(request: Request, error: MerceryError, *, support: str = "") -> Response:
    """`error` as JSON, or as a page where the caller wants HTML."""
    headers = cast("Mapping[str, str] | None", getattr(error, "headers", None))
    if not wants_html(request):
        return JSONResponse(error.body(support=support or None), status_code=error.status, headers=headers)
    try:
        return HTMLResponse(_page(request, error, support), status_code=error.status, headers=headers)
    except Exception as broken:  # an error page must not fail itself, whatever is missing
        log.error("error_page_failed", exc_info=broken)
        text = f"{error.message} {error.remedy} {support}".strip()
        return PlainTextResponse(text, status_code=error.status, headers=headers)


def wants_html(request: HTTPConnection) -> bool:
    """Whether a browser is reading: it names text/html, or htmx asks for a fragment, and the address is not the API's."""
    if request.url.path.startswith("/api/"):
        return False
    return "text/html" in request.headers.get("accept", "") or request.headers.get("hx-request") == "true"


async def _on_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, MerceryError)
    if error.status >= 500:
        return unexpected_response(request, error)
    if isinstance(error, SignInNeeded) and wants_html(request):
        return redirect(request, login_address(request))
    if isinstance(error, AnswerInstead) and error.page is not None and wants_html(request):
        return error.page
    return error_response(request, error)


async def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = [_problem(cast("Mapping[str, object]", item)) for item in error.errors()]
    wrapped = MerceryError(
        "Some values cannot be used.",
        remedy="Mend the fields named.",
        problems=problems,
        zh="有内容不能使用，请返回修改后重试。",
    )
    wrapped.code, wrapped.status = "invalid", 422
    return error_response(request, wrapped)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, MerceryError):
        # The framework wraps what was raised while it read the body, such as our size limit.
        return error_response(request, error.__cause__)
    heading = HEADINGS.get(error.status_code)
    message = f"{heading.en}." if heading else str(error.detail)
    wrapped = HttpError(error.status_code, message, zh=f"{heading.zh}。" if heading else "")
    response = error_response(request, wrapped)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    if error.status_code == _NO_SUCH_METHOD:
        response.headers["Allow"] = methods_of(request)
    return response


def login_address(request: Request) -> str:
    """The login page, which leads back to where the reader was (for a form: to the page it stood on)."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method != "GET" or "hx-request" in request.headers:
        referer = urlsplit(request.headers.get("hx-current-url") or request.headers.get("referer", ""))
        here = referer.path
    return f"/console/login?next={quote(local_address(here, '/console'), safe='/')}"


def _problem(item: Mapping[str, object]) -> Problem:
    place = item.get("loc")
    names = [str(part) for part in place] if isinstance(place, Sequence) else []
    zh = "缺少此项，请填写。" if item.get("type") == "missing" else "此项内容不能使用，请更正。"
    return Problem(message=str(item.get("msg", "")), field=".".join(names[1:]) or None, zh=zh)


def _page(request: Request, error: MerceryError, support: str) -> str:
    lang = request_language(request)
    in_console = request.url.path.startswith("/console")
    home = "/console" if in_console else "/"
    context = PageContext(
        lang=lang,
        theme=request_theme(request),
        csrf_token=csrf_token(request),
        path=request.url.path,
        query=request.url.query,
        urls=PageUrls(home=home),
    )
    own = " ".join(filter(None, (error.message, error.remedy)))
    page = ErrorPage(
        status=error.status,
        heading=HEADINGS.get(error.status, _UNEXPECTED),
        text=_TEXTS.get(error.status, Words(own, error.zh)),
        support=support,
        home=home,
    )
    return render_page("web/error.html", page, context=context)
