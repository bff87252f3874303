"""The card beside the host in the burned-in programme: the piece, and its price of the moment. Pure but for a look at a file."""

from __future__ import annotations

from pathlib import Path

from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.claims.values import Price
from mercery.core.i18n import Lang
from mercery.livestream.engine.protocol import Card
from mercery.livestream.order.ends_aloud import end_aloud
from mercery.livestream.order.shelf import Shelf


def card_of(shelf: Shelf, product_id: str, lang: Lang, media: Path) -> Card | None:
    """The card; None where the piece is not on sale. Of a piece with several prices the lowest is shown as such."""
    product, materials = shelf.by_product.get(product_id), shelf.piece(product_id)
    if product is None or materials is None:
        return None
    facts = sorted(shelf.offers(product_id), key=lambda fact: _price(fact).amount.minor)
    price, was = _shown(facts, lang)
    voice = materials.voice(lang)
    ends = {fact.valid_to for fact in facts}
    end = next(iter(ends)) if len(ends) == 1 else None
    note = voice.pick("sold out at the moment", "暂时售罄") if not shelf.available(product_id) else ""
    if not note and end is not None:
        words = end_aloud(end, voice).words
        note = voice.pick(f"until {words}", f"到{' ' if words[:1].isdigit() else ''}{words}为止")
    return Card(
        picture=_picture(product, media), heading=voice.pick("Now presenting", "正在讲解"), name=product.title.text(lang),
        detail=product.category[-1].text(lang) if product.category else "", price=price, was=was, note=note,
    )  # fmt: skip


def _shown(facts: list[Fact], lang: Lang) -> tuple[str, str]:
    if not facts:
        return "", ""
    low = _price(facts[0])
    same = all(_price(fact).amount == low.amount for fact in facts)
    text = low.amount.text(lang)
    if not same:
        return (f"from {text}" if lang == "en" else f"{text} 起"), ""
    return text, low.was.text(lang) if low.was else ""


def _picture(product: Product, media: Path) -> str:
    root = media.resolve()
    for one in product.media:
        file = (root / (one.path or "")).resolve()
        if one.kind == "image" and one.path and file.is_relative_to(root) and file.is_file():
            return str(file)
    return ""


def _price(fact: Fact) -> Price:
    assert isinstance(fact.value, Price)
    return fact.value
