"""An address with placeholders, for shops whose system has links of its own kind. Pure.

`https://shop.example/cart/add?items={items}&coupon={codes}&ref={ref}` with one piece written as `{id}:{quantity}`; or, for
systems that take one kind of piece at a time, `https://shop.example/add/{id}?qty={quantity}`. Whatever is filled in is
escaped, so that no value can add a parameter or leave its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from mercery.core.i18n import Words

_PLACE: Final = re.compile(r"\{([^{}]*)\}")
OF_A_PIECE: Final = ("id", "sku", "quantity")
OF_A_BAG: Final = ("items", "codes", "ref", "lang", "currency")
_LONGEST: Final = 1_000
_ODD: Final = re.compile(r"[\x00-\x20\x7f<>\"\\^`|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """One piece as it is filled in."""

    id: str
    sku: str
    quantity: int


def takes_one(template: str) -> bool:
    """Whether an address of this template holds one kind of piece."""
    return "{items}" not in template


def problem_of_template(template: str) -> Words | None:
    """What is wrong with a template, in a sentence; None where nothing is."""
    places = _PLACE.findall(template)
    rest = _PLACE.sub("", template)
    if len(template) > _LONGEST:
        return Words(f"The template is longer than {_LONGEST} characters.", f"模板超过 {_LONGEST} 个字符。")
    if _ODD.search(rest):
        return Words(
            "The template holds a space or a sign that no address may hold; write it as %20 and the like.",
            "模板含有空格或网址不允许的字符，请写成 %20 之类的形式。",
        )
    if "{" in rest or "}" in rest:
        return Words("A bracket is open: placeholders are written as {items}.", "括号未成对；占位符写作 {items}。")
    if odd := [place for place in places if place not in (*OF_A_PIECE, *OF_A_BAG)]:
        known = " ".join(f"{{{place}}}" for place in (*OF_A_BAG, *OF_A_PIECE))
        return Words(
            f"There is no placeholder {{{odd[0]}}}. There are {known}.", f"没有占位符 {{{odd[0]}}}；可用：{known}。"
        )
    if "items" in places and any(place in OF_A_PIECE for place in places):
        return Words(
            "Where {items} stands, {id}, {sku} and {quantity} belong into the form of a piece.",
            "使用 {items} 时，{id}、{sku}、{quantity} 应写在“单件写法”中。",
        )
    if "items" not in places and not ("id" in places or "sku" in places):
        return Words(
            "The template names no piece: it needs {items}, or {id} or {sku}.",
            "模板没有指明商品，需含 {items}，或 {id}、{sku}。",
        )
    return None


def problem_of_item(item: str) -> Words | None:
    """What is wrong with the form of a piece; None where nothing is."""
    places = _PLACE.findall(item)
    rest = _PLACE.sub("", item)
    if not ("id" in places or "sku" in places) or "quantity" not in places:
        return Words("It needs {id} or {sku}, and {quantity}.", "需含 {id} 或 {sku}，以及 {quantity}。")
    if odd := [place for place in places if place not in OF_A_PIECE]:
        return Words(f"There is no {{{odd[0]}}} here.", f"此处没有 {{{odd[0]}}}。")
    if "{" in rest or "}" in rest or _ODD.search(rest) or "#" in rest or len(item) > 120:
        return Words("It holds a sign that no address may hold.", "含有网址不允许的字符。")
    return None


def fill(template: str, pieces: Sequence[Filling], *, item: str, separator: str, values: Mapping[str, str]) -> str:
    """The address. `separator` and the form of a piece are the shop's own and stand as they are, but for what no address
    may hold; every value is escaped."""
    known = {name: quote(value, safe="") for name, value in values.items()}
    if takes_one(template):
        known |= _of(pieces[0])
    else:
        between = _ODD.sub(lambda odd: quote(odd[0], safe=""), separator).replace("#", "%23")
        known["items"] = between.join(_filled(item, _of(piece)) for piece in pieces)
    return _filled(template, known)


def _of(piece: Filling) -> dict[str, str]:
    return {"id": quote(piece.id, safe=""), "sku": quote(piece.sku, safe=""), "quantity": str(piece.quantity)}


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values.get(place[1], ""), text)
