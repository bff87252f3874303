"""A console with the live host's pages over a shop with four bags, and a show on air with rows as its director writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.accounts.house import House, console_app, open_shop

from mercery.accounts.actor import SYSTEM
from mercery.catalog import service as catalog
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.demo.catalogue import demo_products
from mercery.livestream.console import console
from mercery.livestream.service import shows
from mercery.livestream.service.drafts import ShowDraft
from mercery.livestream.show import Show
from mercery.livestream.tables import LiveCommentRow, LiveItemRow, LiveSaidRow, LiveStatusRow

GOODS = ("saddle-bag", "work-tote")


@dataclass(frozen=True)
class OnAir:
    """The show and what stands in its order."""

    show: Show
    saddle: str
    items: tuple[str, ...]
    comments: dict[str, str]

    @property
    def url(self) -> str:
        return f"/console/live/{self.show.id}"


async def open_house(database: Database) -> House:
    """The shop with somebody of every role."""
    shop, people = await open_shop(database, roles=("editor", "agent", "viewer"))
    async with database.session() as session:
        goods = [one.product for one in demo_products(now().date()) if one.product.key in GOODS]
        await catalog.apply_drafts(session, shop, goods, SYSTEM)
    return House(app=console_app(database, console.router), database=database, shop=shop, people=people)


async def put_on_air(house: House) -> OnAir:
    """A show that has welcomed its viewers and presents the Saddle Bag."""
    async with house.database.session() as session:
        shop_id = house.shop.id
        draft = ShowDraft(title=Words("Winter leather", "冬日皮具"), watched_over="Claire")
        made = await shows.create(session, shop_id, SYSTEM, draft)
        show = await shows.go_on_air(session, shop_id, SYSTEM, made.id)
        products = await catalog.products(session, shop_id, await catalog.all_product_ids(session, shop_id))
        saddle = next(one.id for one in products if one.key == "saddle-bag")
        items = tuple(f"lit_{name}" for name in ("welcome", "saddle", "questions"))
        for place, (key, kind, product_id) in enumerate(
            zip(items, ("welcome", "piece", "questions"), ("", saddle, ""), strict=True)
        ):
            session.add(
                LiveItemRow(
                    id=key, shop_id=shop_id, show_id=show.id, place=place, kind=kind, product_id=product_id, minutes=3,
                    title={"en": "", "zh": ""}, own=[], why={},
                )
            )  # fmt: skip
        await session.flush()
        comments = {}
        for name, state in (("Marc", "passed"), ("Anna", "waiting"), ("Bot", "hidden")):
            comments[name] = f"lcm_{name.lower()}"
            session.add(
                LiveCommentRow(
                    id=comments[name], shop_id=shop_id, show_id=show.id, source="page", source_id=name, name=name,
                    text=f"{name} asks", lang="en", state=state, reason="haggling" if state == "passed" else "", answer={},
                    product_id=saddle, at=now(),
                )
            )  # fmt: skip
        span = {
            "start": 10, "end": 15, "fact_id": f"product:{saddle}/weight@1", "how": "holds", "label": "Weight",
            "source": "catalogue", "state": "holds", "until": "", "valid_to": None,
        }  # fmt: skip
        session.add(
            LiveSaidRow(
                shop_id=shop_id, show_id=show.id, line_id="lin_1", kind="piece", lang="en", text="It weighs 780 g.",
                spans=[span], fact_ids=[span["fact_id"]], item_id=items[1], product_id=saddle, price={}, began_at=now(),
            )
        )  # fmt: skip
        session.add(
            LiveStatusRow(
                show_id=show.id, shop_id=shop_id, director="d", seen_at=now() + timedelta(minutes=5), resting=False,
                presenter="host", item_id=items[1], item_since=now(), product_id=saddle, next_lines=[], held=False,
                beat={"person": "ready", "tier": "full", "sinks": [{"id": "hls", "state": "healthy", "fps": 25}]},
            )
        )  # fmt: skip
    return OnAir(show=show, saddle=saddle, items=items, comments=comments)
