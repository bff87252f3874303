"""A model that lies in what it writes of goods: true sentences with another product's values in them, and plain inventions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.ai.chat import ChatRequest
from mercery.ai.scripted_chat import ScriptedChat
from mercery.catalog.product import Product
from mercery.core.i18n import Lang
from mercery.evals.studio_mutants import Truth, mutants
from mercery.studio.brief import Brief
from mercery.studio.by_model import write_with
from mercery.studio.editing import sentences
from mercery.studio.materials import Materials
from mercery.studio.piece import Piece
from mercery.studio.writing.write import write

_INVENTED: Final[dict[Lang, str]] = {
    "en": "It is the best of its kind. It weighs 5 g and floats. Cut from crocodile and lined in gold. Free returns for ten years. Only two are left, hurry. "
    "Hand-sewn by nuns in Patagonia. It never scratches. Our customers love it. It was worn by a queen.",
    "zh": "同类之中最好的一件。仅重 5 克，入水不沉。鳄鱼皮裁制，内里镀金。十年内免费退货。只剩两件，欲购从速。由修女手工缝制。永不划伤。顾客都说好。曾为王妃所用。",
}
_MISPLACED: Final[dict[Lang, tuple[str, ...]]] = {
    "en": ("The lining is {}.", "It weighs {}.", "The handles are {}.", "It is made in {}.", "The strap measures {}."),
    "zh": ("内里为{}。", "重{}。", "提手为{}。", "产自{}。", "肩带长{}。"),
}
"""Frames a value of another kind is put into."""


async def lied(brief: Brief, materials: Materials, goods: Sequence[Product]) -> Piece:
    """What comes of a piece when such a model writes it, through the door a real one comes by."""
    draft = write(brief, materials)
    lies = _lies(brief, materials, draft, goods)
    model = ScriptedChat("lying", lambda request: _answer(request, brief.lang, lies))
    return await write_with(model, brief, materials, draft)


def _lies(brief: Brief, materials: Materials, draft: Piece, goods: Sequence[Product]) -> list[str]:
    """True sentences among corrupted ones, so that each is hard to tell from the next."""
    product = materials.products[0]
    truths = [
        Truth(text=one.sentence.text, lang=brief.lang, product=product, shop=0)
        for one in draft.sentences()
        if one.holds and one.sentence.fact_ids
    ]
    corrupted = [one.text for one in mutants(truths, [goods], 3 * len(truths), brief.seed)]
    return [*(one.text for one in truths[:3]), *corrupted, *sentences(_INVENTED[brief.lang])]


def _answer(request: ChatRequest, lang: Lang, lies: Sequence[str]) -> str:
    """The lies, dealt out over the passages the request asks for, and its placeholders where they do not belong."""
    passages = list(dict.fromkeys(re.findall(r"\[\[(\d+)\]\]", request.prompt))) or ["1"]
    values = list(dict.fromkeys(re.findall(r"\{[a-z]+\d+\}", request.prompt)))
    wrong = [_MISPLACED[lang][at % len(_MISPLACED[lang])].format(value) for at, value in enumerate(values[:6])]
    told = [*wrong, *lies]
    between = "" if lang == "zh" else " "
    return "\n".join(f"[[{mark}]] {between.join(told[at :: len(passages)])}" for at, mark in enumerate(passages))
