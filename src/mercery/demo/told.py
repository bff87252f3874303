"""What the demo shop's studio has written: pieces published, approved, in review with a blocked sentence, and one that a new
price has overtaken. All of them by the ways a person takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.actor import Actor
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core import clock
from mercery.core.config import settings
from mercery.core.i18n import Lang
from mercery.core.money import Money
from mercery.demo.reading import Node, content, mapping, rows, words
from mercery.demo.talk import CLAIRE, STAFF
from mercery.studio import service
from mercery.studio.brief import Brief, Channel
from mercery.studio.kept import BatchAsked, Edited, KeptPiece

_FILE: Final = "pieces.yaml"
_STEP: Final = timedelta(hours=2)
"""Between what one person does with a piece and the next."""


async def tell(session: AsyncSession, shop: Shop, by_key: Mapping[str, str], now: datetime) -> tuple[int, int]:
    """Write the pieces, and have a batch written by the worker; how many pieces, and how many of them customers see."""
    file = content(_FILE)
    kept = [await _piece(session, shop, by_key, node, now) for node in rows(file["pieces"])]
    batch = mapping(file["batch"])
    asked = BatchAsked(
        name=words(batch["name"]).text(shop.default_language),
        collection=str(batch["collection"]),
        channels=tuple(cast("list[Channel]", batch["channels"])),
        langs=tuple(cast("list[Lang]", batch["langs"])),
    )
    await service.start_batch(session, shop, STAFF["Hugo"], asked)
    return len(kept), sum(1 for one in kept if one.line.live)


async def _piece(session: AsyncSession, shop: Shop, by_key: Mapping[str, str], node: Node, now: datetime) -> KeptPiece:
    author, begun = STAFF[str(node["by"])], now - timedelta(days=cast(int, node["days"]))
    if "was" not in node:
        return await _written(session, shop, by_key, node, author, begun)
    key = str(cast("list[str]", node["about"])[0])
    product = await catalog.product(session, shop.id, product_id=by_key[key])
    costs = {one.sku: next(row.amount for row in one.prices if row.amount.currency == shop.currency) for one in product.variants}  # fmt: skip
    with clock.at(begun - _STEP):
        for sku in costs:
            await catalog.set_price(session, shop.id, sku, Money(cast(int, node["was"]), shop.currency), author)
    kept = await _written(session, shop, by_key, node, author, begun)
    with clock.at(now - _STEP):
        for sku, amount in costs.items():
            await catalog.set_price(session, shop.id, sku, amount, CLAIRE, reason="Price list of the winter")
        await service.follow(session, shop, kept.line.id)
    return await service.piece(session, shop.id, kept.line.id)


async def _written(
    session: AsyncSession, shop: Shop, by_key: Mapping[str, str], node: Node, author: Actor, begun: datetime
) -> KeptPiece:
    brief = Brief(
        product_ids=tuple(by_key[key] for key in cast("list[str]", node["about"])),
        channel=node["channel"],  # type: ignore[arg-type]
        lang=node["lang"],  # type: ignore[arg-type]
        length=node.get("length", "medium"),  # type: ignore[arg-type]
        audience=str(node.get("audience", "")),
    )
    with clock.at(begun):
        kept = await service.write_piece(session, shop, author, brief)
    added = cast("list[str]", node.get("adds", []))
    if added:
        place = next(n for n, one in enumerate(kept.piece.passages) if one.kind in ("lead", "paragraph"))
        between = " " if brief.lang == "en" else ""
        text = between.join((kept.piece.passages[place].text(brief.lang), *added))
        with clock.at(begun + _STEP):
            kept = await service.edit(session, shop, author, kept.line.id, Edited(place=place, text=text))
    return await _brought(session, shop, kept, node, author, begun + 2 * _STEP)


async def _brought(
    session: AsyncSession, shop: Shop, kept: KeptPiece, node: Node, author: Actor, at: datetime
) -> KeptPiece:
    """As far as `then` says; Claire looks at what Hugo has had written."""
    then, piece_id = node["then"], kept.line.id
    with clock.at(at):
        if then == "review":
            return await service.ask_review(session, shop, author, piece_id)
        if then in ("approved", "published"):
            kept = await service.approve(session, shop, CLAIRE, piece_id)
    if then == "published":
        with clock.at(at + _STEP):
            kept = await service.publish(session, shop, CLAIRE, piece_id)
            if node.get("drawn") and settings().demo_films:
                await service.ask_render(session, shop, author, piece_id, "video")
    return kept
