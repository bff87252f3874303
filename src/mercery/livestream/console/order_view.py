"""The running order as the studio shows it: what was, what is on the counter, what comes when. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from mercery.catalog.product import Product
from mercery.core.i18n import Words
from mercery.livestream.console.studio_pages import OrderLine
from mercery.livestream.show import Item, ItemKind
from mercery.promotions.offer import Offer
from mercery.ui.formats import money_text

KIND_NAMES: Final[Mapping[ItemKind, Words]] = {
    "welcome": Words("Welcome", "问候"),
    "piece": Words("Piece", "商品"),
    "questions": Words("Questions", "答疑"),
    "words": Words("Your own words", "自有文案"),
    "closing": Words("Closing", "结束语"),
}
DETAILS: Final[Mapping[ItemKind, Words]] = {
    "welcome": Words("AI notice read aloud", "口播 AI 声明"),
    "questions": Words("from the queue", "回答评论区"),
    "closing": Words("closing words", "收尾"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """What is known of the pieces of an order at this moment."""

    products: Mapping[str, Product] = field(default_factory=dict)
    offers: Mapping[str, Offer] = field(default_factory=dict)
    sold: Mapping[str, int] = field(default_factory=dict)

    def picture(self, product_id: str) -> str:
        """Its first picture; empty where it has none."""
        product = self.products.get(product_id)
        media = product.media if product else ()
        return next((one.url for one in media if one.kind == "image" and one.url), "")

    def left(self, product_id: str) -> int | None:
        """Pieces over all its variants; None where one of them is not counted."""
        product = self.products.get(product_id)
        counts = [one.stock.quantity for one in product.variants] if product else []
        return None if not counts or None in counts else sum(one or 0 for one in counts)


def order_lines(
    items: Sequence[Item], goods: Goods, *, on: str, since: datetime | None, came: Mapping[str, datetime], now: datetime
) -> tuple[OrderLine, ...]:
    """The entries with their times: `on` is presented since `since`, `came` says when each came up last."""
    running = [one for one in items if not one.skipped]
    here = next((place for place, one in enumerate(running) if one.id == on), -1)
    ahead = _ahead(running, here, since, now)
    found = []
    for item in items:
        place = next((at for at, one in enumerate(running) if one.id == item.id), None)
        if place is None:
            state, at = "skipped", None
        elif place == here:
            state, at = "now", since
        elif here >= 0 and place < here:
            state, at = ("done", came[item.id]) if item.id in came else ("done", None)
        else:
            state, at = "next", ahead.get(item.id)
        found.append(
            OrderLine(
                id=item.id, kind=item.kind, title=title_of(item, goods), detail=_detail(item, goods, state),
                picture=goods.picture(item.product_id), state=state, at=at,  # type: ignore[arg-type]
            )
        )  # fmt: skip
    return tuple(found)


def round_ends(items: Sequence[Item], *, on: str, since: datetime | None, now: datetime) -> datetime | None:
    """When the order begins anew, as planned; None before anything is presented."""
    running = [one for one in items if not one.skipped]
    here = next((place for place, one in enumerate(running) if one.id == on), -1)
    if here < 0 or since is None:
        return None
    end = since
    for item in running[here:]:
        end = max(end + timedelta(minutes=item.minutes), now)
    return end


def title_of(item: Item, goods: Goods) -> Words:
    """What the entry is called: by the shop, by its piece, or by its kind."""
    if item.title.en or item.title.zh:
        return item.title
    product = goods.products.get(item.product_id)
    return product.title if product else KIND_NAMES[item.kind]


def _ahead(running: Sequence[Item], here: int, since: datetime | None, now: datetime) -> dict[str, datetime]:
    """When what follows is to come. What takes longer than planned pushes the rest."""
    if here < 0 or since is None:
        return {}
    found: dict[str, datetime] = {}
    moment = since
    for before, item in zip(running[here:], running[here + 1 :], strict=False):
        moment = max(moment + timedelta(minutes=before.minutes), now)
        found[item.id] = moment
    return found


def _detail(item: Item, goods: Goods, state: str) -> Words:
    if state == "skipped":
        return Words("skipped", "已跳过")
    if item.kind == "words" or (item.only_own and item.own):
        many = len(item.own)
        return Words(f"{many} sentences of your own" if many != 1 else "a sentence of your own", f"自有文案 {many} 句")
    if item.kind != "piece":
        return DETAILS[item.kind]
    return _piece(item.product_id, goods, state)


def _piece(product_id: str, goods: Goods, state: str) -> Words:
    product, offer = goods.products.get(product_id), goods.offers.get(product_id)
    if product is None or product.status != "active":
        return Words("not on sale", "未上架")
    sold, left = goods.sold.get(product_id, 0), goods.left(product_id)
    if left == 0 or (offer is not None and not offer.available):
        return Words(f"{sold} sold, none left", f"已售 {sold}，售罄") if sold else Words("sold out", "售罄")
    if state == "next" or (not sold and left is None):
        return _price(offer)
    en = [f"{sold} sold"] if sold else []
    zh = [f"已售 {sold}"] if sold else []
    if left is not None:
        en.append(f"{left} left")
        zh.append(f"余 {left} 件")
    return Words(", ".join(en), "，".join(zh))


def _price(offer: Offer | None) -> Words:
    if offer is None:
        return Words("no price", "未定价")
    en, zh = money_text(offer.low, "en"), money_text(offer.low, "zh")
    en, zh = (f"from {en}", f"{zh} 起") if offer.varies else (en, zh)
    if offer.was is None:
        return Words(f"{en}, list price", f"{zh}，标价")
    return Words(f"{en}, was {money_text(offer.was, 'en')}", f"{zh}，原 {money_text(offer.was, 'zh')}")
