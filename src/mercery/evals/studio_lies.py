"""A model that lies in what it writes of goods: true sentences with another product's values in them, and plain inventions."""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from typing import Any, Final

from mercery.ai.chat import ChatRequest
from mercery.ai.scripted_chat import ScriptedChat
from mercery.catalog.product import Product
from mercery.core.i18n import Lang
from mercery.evals.studio_mutants import Truth, mutants
from mercery.studio.brief import Brief
from mercery.studio.editing import told
from mercery.studio.materials import Materials
from mercery.studio.piece import Passage, Piece
from mercery.studio.writing.write import write

_INVENTED: Final[dict[Lang, str]] = {
    "en": "It is the best of its kind. It weighs 5 g and floats. Cut from crocodile and lined in gold. Free returns for ten years. Only two are left, hurry. "
    "Hand-sewn by nuns in Patagonia. It never scratches. Our customers love it. It was worn by a queen.",
    "zh": "同类之中最好的一件。仅重 5 克，入水不沉。鳄鱼皮裁制，内里镀金。十年内免费退货。只剩两件，欲购从速。由修女手工缝制。永不划伤。顾客都说好。曾为王妃所用。",
}


async def lied(brief: Brief, materials: Materials, goods: Sequence[Product]) -> Piece:
    """What comes of a piece when such a model writes it, through the door a real one would come by."""
    lies = _lies(brief, materials, goods)
    model = ScriptedChat("lying", lambda request: _answer(request, lies))
    door: Any = _door()
    if door is not None:
        piece: Piece = await door(model, brief, materials)
        return piece
    sentences = told(lies, materials, brief.product_ids[0], "model")
    return Piece(
        channel=brief.channel, lang=brief.lang, product_ids=brief.product_ids,
        passages=(Passage(kind="paragraph", told=sentences, about=brief.product_ids[0]),),
    )  # fmt: skip


def _door() -> Any:
    try:
        return importlib.import_module("mercery.studio.by_model").write_with
    except ModuleNotFoundError:
        return None


def _lies(brief: Brief, materials: Materials, goods: Sequence[Product]) -> str:
    """True sentences among corrupted ones, so that each is hard to tell from the next."""
    product = materials.products[0]
    true = [
        one.sentence.text for one in write(brief, materials).sentences() if one.holds and len(one.sentence.text) > 6
    ]
    truths = [Truth(text=text, lang=brief.lang, product=product, shop=0) for text in true]
    corrupted = [one.text for one in mutants(truths, [goods], 3 * len(truths), brief.seed)]
    return ("" if brief.lang == "zh" else " ").join([*true[:3], *corrupted, _INVENTED[brief.lang]])


def _answer(request: ChatRequest, lies: str) -> str:
    """The lies, with what the request offers to be filled in: a model that obeys the form."""
    marks = re.findall(r"\{[a-z_0-9.]+\}|\[\[[^\]]+\]\]", request.prompt)
    return " ".join([lies, *dict.fromkeys(marks)][:40])
