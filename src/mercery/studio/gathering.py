"""What a piece is written from, out of the database: products, the facts in force, neighbours, the voice, what others say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.facts import product_facts
from mercery.catalog.neighbours import neighbours
from mercery.catalog.product import Product
from mercery.claims.advertising_law import binding
from mercery.claims.facts import Fact
from mercery.core.clock import now
from mercery.core.errors import Invalid, Problem
from mercery.policies import facts as policy_facts
from mercery.policies import service as policies
from mercery.promotions import service as promotions
from mercery.studio import house_voices, repository
from mercery.studio.brief import Brief
from mercery.studio.materials import Materials
from mercery.studio.piece import Piece
from mercery.studio.writing.variety import runs, turns

_NEIGHBOURS: Final = 6
_OTHERS: Final = 400
"""So many of the newest pieces of a channel and language are kept apart from a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """What other pieces of a channel and language say."""

    said: frozenset[str] = frozenset()
    worn: frozenset[str] = frozenset()

    def with_text(self, piece: Piece) -> Others:
        """The same with one more piece."""
        texts = [one.sentence.text for one in piece.sentences()]
        return Others(
            said=self.said | {run for text in texts for run in runs(text, piece.lang)},
            worn=self.worn | {turn for text in texts for turn in turns(text, piece.lang)},
        )


NOBODY: Final = Others()


async def materials_for(
    session: AsyncSession, shop: Shop, brief: Brief, *, piece_id: str = "", others: Others | None = None
) -> Materials:
    """What the brief is written from. Invalid where none of its products is there.

    `piece_id`: the piece it is for, whose own words may be said again. `others`: what others say, where it is at hand.
    """
    products = await products_of(session, shop, brief.product_ids)
    if not products:
        message = "None of these products is on sale."
        problem = Problem(
            field="product_ids", message=message, remedy="Choose products that are active.", zh="所选商品均未上架。"
        )
        raise Invalid(message, problems=[problem], zh="所选商品均未上架。")
    held = await others_of(session, shop, brief, piece_id=piece_id) if others is None else others
    facts = await facts_of(session, shop, products)
    return await materials_of(session, shop, brief, products, facts, others=held)


async def materials_of(
    session: AsyncSession,
    shop: Shop,
    brief: Brief,
    products: Sequence[Product],
    facts: Sequence[Fact],
    *,
    others: Others = NOBODY,
) -> Materials:
    """The same with products and facts at hand."""
    return Materials(
        shop=shop,
        products=tuple(products),
        facts=tuple(facts),
        neighbours=tuple(await neighbours(session, shop.id, products[0].id, limit=_NEIGHBOURS)) if products else (),
        said=others.said,
        worn=others.worn,
        house=await house_voices.voice_or_house(session, shop.id, brief.voice),
        now=now(),
        laws=binding(shop.advertising_law),
    )


async def products_of(session: AsyncSession, shop: Shop, product_ids: Sequence[str]) -> list[Product]:
    """The products that are on sale, in this order."""
    found = await catalog.products(session, shop.id, list(dict.fromkeys(product_ids)))
    return [product for product in found if product.status == "active"]


async def facts_of(
    session: AsyncSession, shop: Shop, products: Sequence[Product], *, currency: str | None = None
) -> list[Fact]:
    """The facts in force of these products, with prices in `currency` (else the shop's own), and of the shop's policies."""
    held = await policies.policies_in_force(session, shop.id)
    return [
        *(fact for product in products for fact in product_facts(product, shop)),
        *promotions.price_facts(shop, products, currency=currency),
        *policy_facts.facts(held),
    ]


async def others_of(session: AsyncSession, shop: Shop, brief: Brief, *, piece_id: str = "") -> Others:
    """What other pieces of the same channel and language say."""
    texts = await repository.newest_texts(session, shop.id, brief.channel, brief.lang, without=piece_id, limit=_OTHERS)
    return Others(
        said=frozenset(run for text in texts for run in runs(text, brief.lang)),
        worn=frozenset(turn for text in texts for turn in turns(text, brief.lang)),
    )
