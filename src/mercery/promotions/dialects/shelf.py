"""The dialects there are, read from the files in `data`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, get_args

from mercery.core.errors import NotFound
from mercery.core.i18n import Words
from mercery.core.yaml_files import read_yaml
from mercery.promotions.dialects.dialect import Dialect, Kind, Place, Statement
from mercery.promotions.rules.notation import policy_from
from mercery.promotions.rules.policy import RoundAt
from mercery.promotions.rules.rule import Basis, Level

DIALECTS: Final = (
    *("tmall", "jd", "pinduoduo", "shopify", "medusa", "saleor", "sylius", "vendure", "solidus", "magento"),
    "commercetools",
)
"""Their names, those of the Chinese platforms first."""
_CLOSED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"basis": get_args(Basis), "need_basis": get_args(Basis), "level": get_args(Level), "round_at": get_args(RoundAt)}
)


@cache
def dialect(name: str) -> Dialect:
    """One of `DIALECTS`; NotFound for another name."""
    if name not in DIALECTS:
        raise NotFound(
            f"There is no dialect '{name}'.",
            remedy=f"Choose one of {', '.join(DIALECTS)}.",
            zh=f"没有“{name}”这种平台口径，请选择：{'、'.join(DIALECTS)}。",
        )
    text = (files("mercery.promotions.dialects") / "data" / f"{name}.yaml").read_text("utf-8")
    return dialect_from(name, read_yaml(text))


def dialect_from(name: str, data: Mapping[str, Any]) -> Dialect:
    """A dialect as written down; ValueError for what it may not say."""
    as_of = data["as_of"]
    if not isinstance(as_of, date):
        raise ValueError(f"{name}: as_of is no date: {as_of!r}")
    return Dialect(
        name=name,
        title=Words(data["title"]["en"], data["title"]["zh"]),
        as_of=as_of,
        policy=policy_from(data.get("policy") or {}),
        places={_kind(name, kind): _place(name, kind, place) for kind, place in data["places"].items()},
        statements=tuple(_statement(name, one) for one in data["statements"]),
        buy_get=data.get("buy_get") or {},
        priorities=bool(data.get("priorities", True)),
        exclusive_first=bool(data.get("exclusive_first")),
    )


def _kind(name: str, kind: Any) -> Kind:
    for known in get_args(Kind):
        if kind == known:
            found: Kind = known
            return found
    raise ValueError(f"{name}: there is no kind {kind!r}")


def _place(name: str, kind: str, data: Mapping[str, Any]) -> Place:
    for field, allowed in _CLOSED.items():
        if data.get(field) not in (None, *allowed):
            raise ValueError(f"{name}, {kind}: {field} cannot be {data[field]!r}")
    return Place(**data)


def _statement(name: str, data: Mapping[str, Any]) -> Statement:
    verified = bool(data.get("verified"))
    if verified and not data.get("source"):
        raise ValueError(f"{name}: a verified statement names its source: {data['en']!r}")
    return Statement(
        about=tuple(_kind(name, kind) for kind in data.get("about") or ()),
        words=Words(data["en"], data["zh"]),
        verified=verified,
        source=data.get("source", ""),
    )
