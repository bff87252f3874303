"""Level 1: an opening, an order and a closing out of closed sets. Everything said is the code's. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.assistant.wording.asking import CLOSINGS, OPENINGS
from mercery.claims.sentence import Sentence
from mercery.core.i18n import Lang, Words

_OPENINGS: Final[dict[str, Words]] = {
    "thanks": Words("Thank you for asking.", "感谢您的提问。"),
    "glad": Words("I am glad to help with that.", "很高兴为您解答。"),
    "sorry": Words("I am sorry for the trouble.", "给您添麻烦了，很抱歉。"),
    "understand": Words("I understand.", "我明白您的意思。"),
}
_CLOSINGS: Final[dict[str, Words]] = {
    "more": Words("Is there anything else you would like to know?", "您还想了解什么吗？"),
    "person": Words("If you would rather speak to a person, just say so.", "如果您更想与真人同事沟通，告诉我即可。"),
}
_OBJECT: Final = re.compile(r"\{.*\}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the model chose, as far as it can be read."""

    opening: str = "none"
    order: tuple[int, ...] = ()
    closing: str = "none"


def read_choice(text: str, count: int) -> Chosen | None:
    """The choice in a model's answer; None where it is none of those there are."""
    found = _OBJECT.search(text)
    try:
        data = json.loads(found[0]) if found else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    opening, closing, order = data.get("opening"), data.get("closing"), data.get("order")
    if opening not in OPENINGS or closing not in CLOSINGS or not isinstance(order, list):
        return None
    if any(not isinstance(one, int) or isinstance(one, bool) or not 1 <= one <= count for one in order):
        return None
    return Chosen(opening=opening, order=tuple(dict.fromkeys(one - 1 for one in order)), closing=closing)


def put(chosen: Chosen, base: Sequence[Sentence], lang: Lang, *, movable: bool) -> list[Sentence]:
    """The code's sentences as chosen. Where their order carries meaning (`movable` false) it stays."""
    order = [*chosen.order, *(at for at in range(len(base)) if at not in chosen.order)] if movable else range(len(base))
    said = [base[at] for at in order]
    if chosen.opening in _OPENINGS:
        said.insert(0, Sentence(text=_OPENINGS[chosen.opening].text(lang)))
    if chosen.closing in _CLOSINGS and not any(one.text.rstrip().endswith(("?", "？")) for one in base):
        said.append(Sentence(text=_CLOSINGS[chosen.closing].text(lang)))
    return said
