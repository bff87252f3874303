"""What follows a published piece by itself: the clock of its goods, its film, and files that could not be drawn."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text, update
from tests.studio.house import CLAIRE, HUGO, House, working

from mercery.accounts import service as accounts
from mercery.catalog import service as catalog
from mercery.catalog.product import PriceRow, Product
from mercery.core import clock
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.studio import drawing, service
from mercery.studio.kept import KeptPiece
from mercery.studio.tables import ContentRenderRow


async def published(house: House, **brief: object) -> KeptPiece:
    async with house.database.session() as session:
        kept = await service.write_piece(session, house.shop, CLAIRE, house.brief(**brief))  # type: ignore[arg-type]
        return await service.publish(session, house.shop, CLAIRE, kept.line.id)


async def bag(house: House) -> Product:
    async with house.database.session() as session:
        return await catalog.product(session, house.shop.id, product_id=house.ids["saddle-bag"])


async def follow(house: House, kept: KeptPiece) -> KeptPiece:
    async with house.database.session() as session:
        await service.follow(session, house.shop, kept.line.id)
        return await service.piece(session, house.shop.id, kept.line.id)


async def test_a_price_to_come_that_is_recorded_after_publication_is_looked_at_when_it_begins(house: House) -> None:
    kept = await published(house)
    begins, now_sold = clock.now() + timedelta(days=1), await bag(house)
    later = PriceRow(amount=Money(99_000, "EUR"), valid_from=begins)
    variants = tuple(replace(one, prices=(*one.prices, later)) for one in now_sold.variants)
    async with house.database.session() as session:
        await catalog.apply_drafts(session, house.shop, [replace(now_sold, variants=variants)], HUGO)
    after = await follow(house, kept)
    async with house.database.session() as session:
        waits = await session.scalar(
            text("SELECT count(*) FROM procrastinate_jobs WHERE scheduled_at = :at"), {"at": begins}
        )
    assert (after.line.version, waits) == (kept.line.version, 1)


async def test_a_film_that_was_drawn_once_is_drawn_anew_when_its_words_change(house: House) -> None:
    kept = await published(house, channel="video")
    async with house.database.session() as session:
        first = await service.ask_render(session, house.shop, CLAIRE, kept.line.id, "video")
        await session.execute(update(ContentRenderRow).values(state="done"))
    sold = await bag(house)
    async with house.database.session() as session:
        other = replace(sold, title=Words("The Hunting Bag", "猎装包"))
        await catalog.apply_drafts(session, house.shop, [other], HUGO)
    after = await follow(house, kept)
    assert [(one.version, one.state) for one in after.renders] == [(2, "waiting"), (1, "done")]
    assert after.renders[1].id == first.id


async def test_files_of_goods_that_left_the_shop_fail_with_the_reason_and_can_be_asked_for_again(house: House) -> None:
    kept = await published(house, channel="detail_page")
    async with house.database.session() as session:
        asked = await service.ask_render(session, house.shop, CLAIRE, kept.line.id, "long_image")
        await catalog.remove_product(session, house.shop.id, house.ids["saddle-bag"], HUGO)
    await drawing.draw(house.database, house.shop.id, asked.id)
    async with house.database.session() as session:
        done = await service.render(session, house.shop.id, asked.id)
        again = await service.ask_render(session, house.shop, CLAIRE, kept.line.id, "long_image")
    assert done.state == "failed" and "on sale" in done.problem
    assert again.id != asked.id


async def test_what_was_drawn_for_a_shop_goes_with_it(house: House) -> None:
    kept = await published(house, channel="detail_page")
    folder = drawing.folder_of(house.shop.id) / f"{kept.line.id}-v1"
    folder.mkdir(parents=True)
    (folder / "long-01.webp").write_bytes(b"-")
    async with house.database.session() as session:
        await accounts.remove_shop(session, house.shop.id, HUGO, confirm_slug=house.shop.slug)
    async with working(house):
        ends = time.monotonic() + 20
        while folder.exists() and time.monotonic() < ends:
            await asyncio.sleep(0.05)
    assert not drawing.folder_of(house.shop.id).exists()


async def test_files_that_nobody_finished_for_an_hour_are_drawn_again(house: House) -> None:
    kept = await published(house, channel="detail_page")
    async with house.database.session() as session:
        first = await service.ask_render(session, house.shop, CLAIRE, kept.line.id, "long_image")
        assert await service.ask_render(session, house.shop, CLAIRE, kept.line.id, "long_image") == first
        with clock.at(clock.now() + timedelta(hours=2)):
            again = await service.ask_render(session, house.shop, CLAIRE, kept.line.id, "long_image")
        given_up = await service.render(session, house.shop.id, first.id)
    assert again.id != first.id and (given_up.state, again.state) == ("failed", "waiting")
