"""A person's words held against the facts before the host says them."""

from __future__ import annotations

from collections.abc import Sequence

from mercery.core.errors import Invalid, MerceryError
from mercery.core.i18n import Lang
from mercery.livestream.console.asking import Asking
from mercery.livestream.console.studio_pages import Judged
from mercery.studio.brief import Brief
from mercery.studio.editing import told
from mercery.studio.gathering import NOBODY, materials_for
from mercery.studio.piece import Told


async def judge(asking: Asking, text: str, lang: Lang, product_ids: Sequence[str]) -> tuple[Told, ...]:
    """Each sentence with what the check says of it. The first product is the one on the counter."""
    brief = Brief(product_ids=tuple(product_ids), channel="video", lang=lang)
    try:
        materials = await materials_for(asking.session, asking.shop, brief, others=NOBODY)
    except MerceryError:
        raise Invalid(
            "Nothing on sale is in the running order, so nothing can be proved.",
            remedy="Put a piece on sale into the running order.",
            zh="节目单中没有在售商品，无从核对。",
        ) from None
    return told(text, materials, product_ids[0] if product_ids else "", "person")


def refused(text: str, found: Sequence[Told], lang: Lang) -> Judged | None:
    """The first sentence that may not go out, with a line that may; None where all may."""
    blocked = next((one for one in found if not one.holds), None)
    if blocked is None:
        return None
    return Judged(
        text=blocked.sentence.text or text, why=blocked.blocked, law=blocked.source, instead=blocked.instead[:2]
    )
