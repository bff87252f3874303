"""Which words of a question are words of a product's name. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mercery.assistant.goods import Goods
from mercery.assistant.understand.names import name_tokens


def only_name(part: str, goods: Sequence[Goods]) -> bool:
    tokens = name_tokens(part)
    return any(tokens <= name_tokens(f"{one.product.title.en} {one.product.title.zh}") for one in goods)


def without_names(part: str, goods: Sequence[Goods]) -> str:
    """The text with the names of its products taken out, so that a name's material or colour is not read as a wish.

    Words of a name are taken out once each and in the name's order: in "is the Jardin scarf silk" the last word of
    the question is no part of the name Jardin Silk Scarf.
    """
    for one in goods:
        for title in (one.product.title.en, one.product.title.zh):
            part = _without_name(part, title) if title else part
    return re.sub(r" {2,}", " ", part).strip()


def _without_name(part: str, title: str) -> str:
    whole = re.compile(re.escape(title) + r"(?:es|s)?(?![a-z])", re.IGNORECASE)
    if whole.search(part):
        return whole.sub(" ", part, count=1)
    wanted = list(re.findall(r"[a-z0-9'’]+", title.lower()))
    for match in reversed(_in_order(part, wanted)):
        part = part[: match.start()] + " " + part[match.end() :]
    chinese = "".join(re.findall(r"[\u3400-\u9fff]", title))
    for size in range(len(chinese), 1, -1):
        shared = next(
            (chinese[i : i + size] for i in range(len(chinese) - size + 1) if chinese[i : i + size] in part), None
        )
        if shared:
            return part.replace(shared, " ", 1)
    return part


def _in_order(part: str, wanted: Sequence[str]) -> list[re.Match[str]]:
    """The words of `part` that are words of the name, in the name's order."""
    found, place = [], 0
    for match in re.finditer(r"[A-Za-z0-9'’]+", part):
        word = match[0].lower()
        known = next((i for i in range(place, len(wanted)) if name_tokens(wanted[i]) & name_tokens(word)), None)
        if known is not None:
            found.append(match)
            place = known + 1
    return found
