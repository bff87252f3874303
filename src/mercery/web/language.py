"""Which language a request is answered in."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from mercery.core.config import settings
from mercery.core.i18n import Lang, is_lang, lang_from_tag
from mercery.web.cookies import read_cookie

LANGUAGE_COOKIE = "lang"


def request_language(connection: HTTPConnection, default: Lang | None = None) -> Lang:
    """From the address (`/zh/…`, `?lang=zh`), then the cookie, then Accept-Language, then `default` or the settings."""
    head = connection.url.path.strip("/").split("/")[0]
    for candidate in (head, connection.query_params.get("lang"), read_cookie(connection, LANGUAGE_COOKIE)):
        if is_lang(candidate):
            return candidate
    return accepted_language(connection.headers.get("accept-language", "")) or default or settings().default_language


def accepted_language(header: str) -> Lang | None:
    """The most wanted language of an Accept-Language header that Mercery speaks; None when there is none."""
    wanted: list[tuple[float, int, Lang]] = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, parameters = part.partition(";")
        lang = lang_from_tag(tag)
        quality = _quality(parameters)
        if lang and quality > 0:
            wanted.append((-quality, place, lang))
    return min(wanted)[2] if wanted else None


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
