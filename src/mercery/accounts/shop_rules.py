"""What a shop's settings may be. Pure: takes values, says what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from mercery.accounts.shop import Shop
from mercery.core.errors import Invalid, MerceryError, Problem
from mercery.core.i18n import LANGS, is_lang
from mercery.core.money import minor_digits
from mercery.ui.shop_colour import accepted_shop_colour

SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\Z")
_HOST: Final = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\Z"
)
_RESERVED: Final = frozenset({"www", "api", "console", "static", "assets", "media", "admin", "localhost"})
_COUNTRY: Final = re.compile(r"[A-Z]{2}\Z")
MOST_HELD_OUT: Final = 0.5
NOBODY_HAS_IT: Final = 1.0
"""The share without a feature that was stopped for everybody."""


def checked(shop: Shop) -> Shop:
    """The shop with its values in normal form; Invalid with one problem for each field that cannot be used."""
    shop = _normalised(shop)
    problems = [problem for check in _CHECKS for problem in check(shop)]
    try:
        shop = replace(shop, colour=accepted_shop_colour(shop.colour))
    except MerceryError as error:
        problems.append(_wrong("colour", error.message, error.remedy, error.zh))
    if problems:
        raise Invalid(
            "The shop's settings cannot be used.",
            remedy="Mend the fields named.",
            problems=problems,
            zh="设置尚不能保存，请修改标出的各项。",
        )
    return shop


def normal_host(host: str) -> str:
    """A host name as it is compared: lower case, without port and final dot."""
    name = host.strip().lower()
    name = name.partition("]")[0].lstrip("[") if name.startswith("[") else name.partition(":")[0]
    return name.rstrip(".")


def normal_origin(origin: str) -> str:
    """`https://Shop.example/` as browsers send it: `https://shop.example`."""
    parts = urlsplit(origin.strip())
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}" if parts.scheme and parts.netloc else origin.strip()


def _normalised(shop: Shop) -> Shop:
    currencies = dict.fromkeys((shop.currency, *shop.currencies))
    languages = dict.fromkeys((shop.default_language, *shop.languages))
    return replace(
        shop,
        slug=shop.slug.strip().lower(),
        currencies=tuple(currencies),
        languages=tuple(languages),
        hosts=tuple(dict.fromkeys(normal_host(host) for host in shop.hosts)),
        embed_origins=tuple(dict.fromkeys(normal_origin(origin) for origin in shop.embed_origins)),
        advertising_law=tuple(country.upper() for country in shop.advertising_law),
    )


def _wrong(field: str, message: str, remedy: str, zh: str) -> Problem:
    return Problem(field=field, message=message, remedy=remedy, zh=zh)


def _check_names(shop: Shop) -> list[Problem]:
    found = []
    if not (shop.name.en.strip() or shop.name.zh.strip()):
        found.append(
            _wrong("name", "The shop needs a name.", "Write it in at least one language.", "请至少填写一种语言的店名。")
        )
    if not SLUG.match(shop.slug) or shop.slug in _RESERVED:
        found.append(
            _wrong(
                "slug",
                f"'{shop.slug}' cannot be a short name.",
                "Use small letters, digits and hyphens; www and api are taken.",
                f"简称“{shop.slug}”不能使用，请用小写字母、数字与连字符；www 与 api 已被占用。",
            )
        )
    return found


def _check_languages(shop: Shop) -> list[Problem]:
    return [
        _wrong(
            "languages",
            f"'{lang}' is not a language Mercery speaks.",
            f"Use {' or '.join(LANGS)}.",
            f"不支持语言“{lang}”。",
        )
        for lang in shop.languages
        if not is_lang(lang)
    ]


def _check_currencies(shop: Shop) -> list[Problem]:
    found = []
    for currency in shop.currencies:
        try:
            minor_digits(currency)
        except MerceryError as error:
            found.append(_wrong("currencies", error.message, error.remedy, error.zh))
    return found


def _check_timezone(shop: Shop) -> list[Problem]:
    try:
        ZoneInfo(shop.timezone)
    except (KeyError, ValueError, OSError):
        return [
            _wrong(
                "timezone",
                f"'{shop.timezone}' is not a time zone.",
                "Use a name as in Europe/Paris, Asia/Shanghai.",
                f"没有“{shop.timezone}”这个时区，请写成 Asia/Shanghai、Europe/Paris 的形式。",
            )
        ]
    return []


def _check_hosts(shop: Shop) -> list[Problem]:
    return [
        _wrong(
            "hosts",
            f"'{host}' is not a host name.",
            "Write shop.example without https:// and without a path.",
            f"“{host}”不是域名，请写成 shop.example，不带 https:// 与路径。",
        )
        for host in shop.hosts
        if not _HOST.match(host)
    ]


def _check_origins(shop: Shop) -> list[Problem]:
    return [
        _wrong(
            "embed_origins",
            f"'{origin}' is not an origin.",
            "Write https://shop.example, nothing after the host.",
            f"“{origin}”有误，请写成 https://shop.example，域名后不带其他内容。",
        )
        for origin in shop.embed_origins
        if not _is_origin(origin)
    ]


def _is_origin(origin: str) -> bool:
    try:
        parts = urlsplit(origin)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    local = host == "localhost" or host.endswith(".localhost") or host.startswith("127.")
    plain = not (parts.path or parts.query or parts.fragment or parts.username)
    return plain and bool(_HOST.match(host)) and (parts.scheme == "https" or (parts.scheme == "http" and local))


def _check_holdouts(shop: Shop) -> list[Problem]:
    return [
        _wrong(
            "holdouts",
            f"{share} of visitors cannot be kept without '{feature}'.",
            "Use a share from 0 to 0.5, or 1.",
            "对照组比例为 0 至 50%，或 100%。",
        )
        for feature, share in shop.holdouts.items()
        if not 0 <= share <= MOST_HELD_OUT and share != NOBODY_HAS_IT
    ]


def _check_law(shop: Shop) -> list[Problem]:
    return [
        _wrong(
            "advertising_law",
            f"'{country}' is not a country code.",
            "Use two capitals as in CN, FR.",
            f"“{country}”不是国家代码，请用两个大写字母，例如 CN、FR。",
        )
        for country in shop.advertising_law
        if not _COUNTRY.match(country)
    ]


_CHECKS: Final[tuple[Callable[[Shop], list[Problem]], ...]] = (
    _check_names,
    _check_languages,
    _check_currencies,
    _check_timezone,
    _check_hosts,
    _check_origins,
    _check_holdouts,
    _check_law,
)


def differences(before: Shop, after: Shop) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """The fields that changed, as they were and as they are, for the audit record."""
    names = [
        name
        for name in Shop.__dataclass_fields__
        if name != "version" and getattr(before, name) != getattr(after, name)
    ]
    return {name: plain(getattr(before, name)) for name in names}, {name: plain(getattr(after, name)) for name in names}


def plain(value: object) -> object:
    """A setting as JSON."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "en"):
        return {"en": value.en, "zh": getattr(value, "zh", "")}
    return value
