"""What goods cost and whether they are there, in the frames of answers: words of this moment on facts of this moment."""

from __future__ import annotations

from collections.abc import Iterator

from mercery.catalog.product import Product
from mercery.claims.frames.render import render
from mercery.claims.plan import About, Inform
from mercery.claims.wording import Voice
from mercery.core.i18n import Words
from mercery.studio.brief import Brief
from mercery.studio.checking import judge
from mercery.studio.materials import Materials
from mercery.studio.piece import Told
from mercery.studio.writing.plan import OFFERS


def offered(brief: Brief, materials: Materials, product: Product) -> Iterator[Told]:
    """The price, and the stock where it was asked for. A video holds neither: what is drawn cannot follow."""
    wanted = [name for name in OFFERS if name in brief.wanted] or ["price"]
    voice = Voice(lang=brief.lang, now=materials.now, timezone=materials.shop.timezone)
    for attribute in wanted if brief.channel != "video" else []:
        facts = [
            fact for fact in materials.facts
            if fact.attribute == attribute and fact.subject.parent_id == product.id and fact.holds_at(materials.now)
        ]  # fmt: skip
        if not facts:
            continue
        act = Inform(about=_about(product), attribute=attribute, fact_ids=tuple(fact.id for fact in facts))
        for sentence in render(act, materials.by_id, voice):
            told = judge(sentence, materials, writer="code", about=product.id, lang=brief.lang)
            if told.holds:
                yield told


def _about(product: Product) -> About:
    many = len(product.variants) > 1
    labels = {one.id: Words(one.title("en"), one.title("zh")) for one in product.variants} if many else {}
    return About(product_id=product.id, title=product.title, labels=labels)
