"""How a sentence speaks of its product: by name, by a noun, by a pronoun, or (in Chinese) not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from mercery.catalog.product import Product
from mercery.core.i18n import Lang

Way = Literal["name", "noun", "pronoun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Referring:
    """The words for one product in one sentence."""

    it: str
    its: str
    them: str
    name: str
    """With the article that goes with it; what of it is the shop's own name is `title`."""
    title: str
    kind: str
    many: bool = False
    lang: Lang = "en"

    @property
    def tagged(self) -> str:
        """The title as a tag: no spaces, no signs."""
        return "".join(sign for sign in self.title if sign.isalnum())


def referring(product: Product, lang: Lang, way: Way) -> Referring:
    """The words for the product."""
    if lang == "zh":
        from mercery.studio.writing.chinese import referring_zh

        return replace(referring_zh(product, way), lang="zh")
    from mercery.studio.writing.english import referring_en

    return referring_en(product, way)
