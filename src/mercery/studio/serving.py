"""What a surface shows of a published piece at this moment: only sentences that stand on the facts in force now, with prices and
stock as they are now. Every page, feed, export and player asks here, so that none of them shows what no longer holds, however
soon it is asked after a change."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog.product import Product
from mercery.claims.facts import Fact
from mercery.core.clock import now
from mercery.core.i18n import Lang, Words
from mercery.studio import repository
from mercery.studio.brief import Channel
from mercery.studio.gathering import facts_of, materials_of, products_of
from mercery.studio.kept import PieceLine, PieceVersion
from mercery.studio.materials import Materials
from mercery.studio.pictures.labelling import Origin, aigc_json, by_model, label_words
from mercery.studio.piece import Piece
from mercery.studio.refreshing import refreshed
from mercery.studio.repository import Live
from mercery.studio.standing import Standing, by_key, digest_of, held_against
from mercery.studio.writing.write import write

_REMEMBERED: Final = 512
_rendered: OrderedDict[tuple[str, int, tuple[str, ...]], Piece] = OrderedDict()
"""What was rendered anew for a page, by the facts it was rendered from: between a change and the job that follows it, and for
visitors who see another currency."""


@dataclass(frozen=True, kw_only=True)
class Served:
    """A published piece as it may be shown now."""

    line: PieceLine
    version: PieceVersion
    piece: Piece
    """Nothing blocked and nothing fallen is in it."""
    products: tuple[Product, ...]
    facts: Mapping[str, Fact]
    """Those it stands on, by id."""
    materials: Materials | None = None
    """Where it was asked for: what a detail page is drawn from."""

    @property
    def label(self) -> Words:
        """What it says of who wrote it."""
        return label_words(self.piece)

    @property
    def by_model(self) -> bool:
        """Whether a model wrote any of it."""
        return by_model(self.piece)

    def metadata(self, shop: Shop) -> str:
        """The label for machines (GB 45438-2025), as JSON; empty where no model had a part."""
        producer = shop.name.text(self.piece.lang)
        content_id = f"{self.line.id}-v{self.version.version}"
        return aigc_json(Origin(by_model=self.by_model, producer=producer, content_id=content_id))


async def live_and_served(
    session: AsyncSession,
    shop: Shop,
    *,
    channels: Collection[Channel] = (),
    lang: Lang | None = None,
    product_ids: Collection[str] = (),
    slug: str = "",
    limit: int | None = None,
    currency: str | None = None,
    with_materials: Collection[Channel] = (),
) -> list[Served]:
    """What is published, as it may be shown now, the last published first. What has nothing left to show is not in it.
    `with_materials`: channels whose pieces come with what pictures are drawn from."""
    found = await repository.live(
        session, shop.id, channels=channels, lang=lang, product_ids=product_ids, slug=slug, limit=limit
    )
    if not found:
        return []
    ids = dict.fromkeys(key for one in found for key in one.version.brief.product_ids)
    products = await products_of(session, shop, list(ids))
    facts = await facts_of(session, shop, products, currency=currency)
    served = [
        await serve(session, shop, one, products, facts, with_materials=one.line.channel in with_materials)
        for one in found
    ]
    return [one for one in served if one is not None]


async def serve(
    session: AsyncSession,
    shop: Shop,
    live: Live,
    products: Sequence[Product],
    facts: Sequence[Fact],
    *,
    with_materials: bool = False,
) -> Served | None:
    """One piece over products and facts at hand; None where its main product is gone or nothing of it holds."""
    version = live.version
    wanted = [product for product in products if product.id in version.brief.product_ids]
    order = {key: place for place, key in enumerate(version.brief.product_ids)}
    wanted.sort(key=lambda product: order[product.id])
    own = [fact for fact in facts if _of(fact, order)]
    held = by_key(own, now())
    standing = held_against(version.piece, version.grounds, held, wanted)
    if version.piece.product_ids[0] in standing.gone:
        return None
    piece = standing.shown()
    if standing.fallen or standing.renamed:
        piece = await _anew(session, shop, version, standing, wanted, own)
    by_id = {fact.id: fact for fact in own}
    stands_on = {key: by_id[key] for key in piece.fact_ids if key in by_id}
    if not stands_on:
        return None
    return Served(
        line=live.line,
        version=version,
        piece=piece,
        products=tuple(wanted),
        facts=stands_on,
        materials=await materials_of(session, shop, version.brief, wanted, own) if with_materials else None,
    )


async def _anew(
    session: AsyncSession,
    shop: Shop,
    version: PieceVersion,
    standing: Standing,
    products: Sequence[Product],
    facts: Sequence[Fact],
) -> Piece:
    key = (version.piece_id, version.version, tuple(sorted(digest_of(fact) for fact in facts)))
    known = _rendered.get(key)
    if known is None:
        materials = await materials_of(session, shop, version.brief, products, facts)
        again = await asyncio.to_thread(refreshed, standing, version.brief, materials, write)
        whole = Standing(piece=again.piece, fallen=frozenset(), renamed=frozenset(), gone=standing.gone)
        known = _rendered[key] = whole.shown()
        while len(_rendered) > _REMEMBERED:
            _rendered.popitem(last=False)
    else:
        _rendered.move_to_end(key)
    return known


def _of(fact: Fact, product_ids: Mapping[str, int]) -> bool:
    subject = fact.subject
    return subject.kind == "policy" or subject.id in product_ids or (subject.parent_id or "") in product_ids
