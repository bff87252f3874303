"""What a picture shows, for whoever cannot see it, in either language, from facts alone. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from mercery.claims.values import Text
from mercery.core.i18n import Lang
from mercery.studio.materials import Materials
from mercery.studio.pictures.detail import DetailPage
from mercery.studio.pictures.fact_rows import Place, fact_rows
from mercery.studio.pictures.scale.drawing import scale_drawing
from mercery.studio.writing.points import points_of

_MOST: dict[Lang, int] = {"en": 420, "zh": 200}


def alt_of(page: DetailPage, materials: Materials, places: Sequence[Place], lang: Lang) -> str:
    """The blocks of a picture in words. It is not the piece's text: it says what is seen, in the reader's language."""
    told = [part for place in places if (part := _of(page, materials, place, lang))]
    whole = ("" if lang == "zh" else " ").join(told) or page.product.title.text(lang)
    most = _MOST[lang]
    return whole if len(whole) <= most else whole[:most].rstrip(" ,，、") + "…"


def _of(page: DetailPage, materials: Materials, place: Place, lang: Lang) -> str:
    product, zh = page.product, lang == "zh"
    block = page.block(place)
    if block is None:
        return ""
    if place == "hero":
        seen = block.picture.media.alt.text(lang) if block.picture else ""
        return _ended(seen or product.title.text(lang), lang)
    if place == "size" and block.drawing is not None:
        drawing = scale_drawing(product, materials.facts, lang)
        return f"{drawing.title}{'。' if zh else '. '}{drawing.description}" if drawing else ""
    if place == "comparison":
        names = ("、" if zh else ", ").join(
            one.title.text(lang) for one in (block.compared.products if block.compared else ())
        )
        return f"对照表：{names}。" if zh else f"A table of {names} side by side."
    if place == "care":
        return _ended(_care(materials, product.id, lang), lang)
    rows = fact_rows(points_of(product, materials.facts, materials.voice(lang)), place, lang)
    parts = [f"{row.label}{'：' if zh else ': '}{row.value.text}" for row in rows]
    return _ended(("；" if zh else "; ").join(parts), lang)


def _care(materials: Materials, product_id: str, lang: Lang) -> str:
    for fact in materials.facts:
        if fact.attribute == "care" and fact.subject.id == product_id and isinstance(fact.value, Text):
            return fact.value.words.text(lang)
    return ""


def _ended(text: str, lang: Lang) -> str:
    if not text or text[-1] in ".。!?！？":
        return text
    return text + ("。" if lang == "zh" else ".")
