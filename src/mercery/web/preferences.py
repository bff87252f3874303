"""What a reader chose for this browser: language, theme, currency. Kept in cookies; pages for it are plain form posts."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import APIRouter, Form
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from mercery.core.errors import Invalid
from mercery.core.i18n import LANGS, is_lang
from mercery.ui.page_context import THEME_NAMES, Theme
from mercery.web.cookies import read_cookie, set_cookie
from mercery.web.html import local_address, redirect
from mercery.web.language import LANGUAGE_COOKIE

THEME_COOKIE: Final = "theme"
CURRENCY_COOKIE: Final = "currency"
_YEAR: Final = 365 * 24 * 3600
_CURRENCY: Final = re.compile(r"[A-Z]{3}\Z")
Onward = Annotated[str, Form(alias="next", max_length=2000)]
router = APIRouter(prefix="/preferences", include_in_schema=False)


def request_theme(connection: HTTPConnection) -> Theme:
    """Light, dark, or as the reader's system says."""
    chosen = read_cookie(connection, THEME_COOKIE)
    return next((theme for theme in THEME_NAMES if theme == chosen), "system")


def remember_language(connection: HTTPConnection, value: str) -> None:
    """Keep the language for a year; Invalid when it is none of ours."""
    if not is_lang(value):
        raise Invalid(
            f"'{value}' is not a language of this shop.",
            remedy=f"Use one of {', '.join(LANGS)}.",
            zh=f"本店没有“{value}”这种语言，可用：{'、'.join(LANGS)}。",
        )
    set_cookie(connection, LANGUAGE_COOKIE, value, max_age=_YEAR)


def remember_theme(connection: HTTPConnection, value: str) -> None:
    """Keep the theme for a year; Invalid when there is no such theme."""
    if value not in THEME_NAMES:
        raise Invalid(
            f"'{value}' is not a theme.",
            remedy=f"Use one of {', '.join(THEME_NAMES)}.",
            zh=f"没有“{value}”这种外观，可用：{'、'.join(THEME_NAMES)}。",
        )
    set_cookie(connection, THEME_COOKIE, value, max_age=_YEAR)


@router.post("/language")
async def choose_language(
    request: Request, value: Annotated[str, Form(max_length=8)], onward: Onward = "/"
) -> Response:
    """Switch the language and come back; an address that names its language is changed with it."""
    remember_language(request, value)
    return redirect(request, in_language(local_address(onward, "/"), value))


@router.post("/theme")
async def choose_theme(request: Request, value: Annotated[str, Form(max_length=8)], onward: Onward = "/") -> Response:
    """Switch light, dark or system and come back."""
    remember_theme(request, value)
    return redirect(request, local_address(onward, "/"))


@router.post("/currency")
async def choose_currency(
    request: Request, value: Annotated[str, Form(max_length=3)], onward: Onward = "/"
) -> Response:
    """Switch the currency prices are shown in and come back."""
    if not _CURRENCY.match(value):
        raise Invalid(
            f"'{value}' is not a currency code.",
            remedy="Use three capitals as in EUR.",
            zh=f"“{value}”不是货币代码，请用三个大写字母，例如 CNY。",
        )
    set_cookie(request, CURRENCY_COOKIE, value, max_age=_YEAR)
    return redirect(request, local_address(onward, "/"))


def in_language(address: str, lang: str) -> str:
    """The same page under `/en/…` or `/zh/…`; other addresses lose only a `?lang=` that would overrule the choice."""
    path, _, query = address.partition("?")
    head, slash, rest = path[1:].partition("/")
    if is_lang(head):
        path = f"/{lang}{slash}{rest}"
    kept = "&".join(part for part in query.split("&") if part and not part.startswith("lang="))
    return f"{path}?{kept}" if kept else path
