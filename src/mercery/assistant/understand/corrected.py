"""Which piece is meant after all: `no, the other one`, `I meant the small one`, 我说的是小号. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.assistant.turns import Material, Topic, TurnContext
from mercery.assistant.understand import topics
from mercery.assistant.understand.names import SURE, Named, ProductNames
from mercery.core.i18n import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The products a message is about, before its questions are read."""

    product_ids: tuple[str, ...] = ()
    unsure_between: tuple[str, ...] = ()
    tokens: frozenset[str] = frozenset()
    """The words of the message that belong to product names."""
    by_name: bool = False
    near: tuple[str, ...] = ()
    """Products with a name like something in the message, when none is named or at hand."""
    topic: Topic | None = None
    """What the turn before asked, and of which colours and sizes of the product at hand."""
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    materials: tuple[Material, ...] = ()
    """Texts of others beside the message."""
    corrected: bool = False
    """Whether the message takes back which piece was meant, so that what was asked of the one is asked of the other."""


_SMALL: Final = re.compile(r"\b(?:mini|petite?|small|little|baby)\b|小号|迷你|小(?=[\u3400-\u9fff])", re.I)
"""Words of a name that say that it is the smaller of two."""


_OF_THE_TWO: Final = re.compile(
    r"\bof (?:the|these|those) two\b|\bwhich (?:one|of them|of those|of these)\b|(?:这|那)?两[个款只件双].{0,8}(?:哪|更|比)|哪[个款只件双]更",
    re.I,
)


def the_other(text: str, named: Sequence[Named], names: ProductNames, context: TurnContext) -> Found | None:
    """The piece a message means in place of the one at hand, with what was asked of that one; None where it takes nothing
    back, or names a piece in full."""
    at_hand = next((one for one in (context.product_id, *context.talked_about) if one), "")
    if not at_hand or any(one.share >= SURE for one in named):
        return None
    corrects = bool(topics.CORRECTS.search(text))
    compares = bool(topics.COMPARES.search(text))
    if not corrects and not compares:
        return None
    other = _by_size(text, at_hand, names)
    two = tuple(dict.fromkeys((at_hand, *context.talked_about)))[:2]
    if compares and not named and _OF_THE_TWO.search(text) and len(two) > 1:
        return Found(product_ids=two, by_name=True)
    if compares and not corrects:
        return Found(product_ids=(at_hand, other), by_name=True) if other else None
    if other is None and topics.OTHER_ONE.search(text):
        return _the_one_beside(at_hand, names, context)
    if other is None or other == at_hand:
        return None
    return Found(product_ids=(other,), by_name=True, corrected=True, colours=context.colours, sizes=context.sizes)


def _the_one_beside(at_hand: str, names: ProductNames, context: TurnContext) -> Found | None:
    """The piece spoken of before this one; else the only one of the same name; between several it is asked."""
    before = [one for one in context.talked_about if one != at_hand][:1]
    kin = tuple(before) or names.kin(at_hand)
    if len(kin) > 1:
        return Found(unsure_between=kin[:3], by_name=True)
    if not kin:
        return None
    return Found(product_ids=kin, by_name=True, corrected=True, colours=context.colours, sizes=context.sizes)


def _by_size(text: str, at_hand: str, names: ProductNames) -> str | None:
    """The one of two pieces of the same name that the text calls the small or the large one; None where it calls neither,
    or where their names do not tell."""
    small, large = topics.SMALL_ONE.search(text), topics.LARGE_ONE.search(text)
    if bool(small) == bool(large):
        return None
    family = (at_hand, *names.kin(at_hand))
    little = [one for one in family if _is_small(names.entries[one].title)]
    others = [one for one in family if one not in little]
    wanted = little if small else others
    return wanted[0] if little and len(wanted) == 1 else None


def _is_small(title: Words) -> bool:
    return bool(_SMALL.search(title.en) or _SMALL.search(title.zh))
