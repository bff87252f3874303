"""What viewers took in the last half hour: what goes with it comes next, what most of them have already comes later."""

from __future__ import annotations

from datetime import timedelta

from tests.livestream.service.house import CLAIRE, House

from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.interactions import service as interactions
from mercery.livestream import repository
from mercery.livestream.service import running_order, shows
from mercery.livestream.service.candidates import goods_for
from mercery.livestream.service.drafts import ShowDraft
from mercery.livestream.service.sold_lately import with_sales
from mercery.livestream.show import Goals

GOALS = Goals(pieces=4, minutes_a_piece=2)


async def test_what_goes_with_a_piece_just_taken_comes_next(house: House) -> None:
    async with house.database.session() as session:
        show = await shows.create(session, house.shop.id, CLAIRE, ShowDraft(title=Words("Bags"), goals=GOALS))
        for visitor in ("vis_1", "vis_2"):
            await interactions.record(
                session, house.shop.id, visitor, "add_to_cart", surface="live", product_id=house.ids["saddle-bag"]
            )
        goods = await with_sales(session, house.shop, show.id, await goods_for(session, house.shop, GOALS, 0))
        by_id = {one.product_id: one for one in goods}
        assert by_id[house.ids["saddle-bag"]].taken == 1.0
        assert by_id[house.ids["card-wallet"]].completes == 1.0
        assert by_id[house.ids["work-tote"]].completes == 0.0, "who took a bag needs no other"
        items = await running_order.replan(session, house.shop, show.id)
        again = await running_order.replan(session, house.shop, show.id, round_number=1, running=items[0].id)
        assert again == await repository.items(session, show.id)
    pieces = [item for item in again if item.kind == "piece"]
    assert pieces[0].product_id == house.ids["card-wallet"] and "viewers just took" in pieces[0].why.en
    assert pieces[-1].product_id == house.ids["saddle-bag"]


async def test_without_sales_or_long_after_them_nothing_changes(house: House) -> None:
    async with house.database.session() as session:
        show = await shows.create(session, house.shop.id, CLAIRE, ShowDraft(title=Words("Bags"), goals=GOALS))
        goods = await goods_for(session, house.shop, GOALS, 0)
        await interactions.record(
            session, house.shop.id, "vis_1", "add_to_cart", surface="live", product_id=house.ids["saddle-bag"],
            at=now() - timedelta(hours=2),
        )  # fmt: skip
        await interactions.record(
            session, house.shop.id, "vis_2", "add_to_cart", surface="product", product_id=house.ids["saddle-bag"]
        )
        assert await with_sales(session, house.shop, show.id, goods) == goods
