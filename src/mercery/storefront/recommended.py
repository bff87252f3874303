"""Rows of recommended pieces on the shop's pages: which they are, why in words, and what stands in their place for visitors of
the hold-out. Priced and told like every other tile, by as many statements for one piece as for four."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal
from urllib.parse import urlencode

from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.catalog.slug import slug
from mercery.claims.sentence import Sentence
from mercery.claims.wording import Voice
from mercery.core.clock import now
from mercery.customers.signed_in import signed_in
from mercery.experiments.assignment import Assignment
from mercery.experiments.service import variant_for
from mercery.promotions.offer import Offer
from mercery.promotions.service import offers_of
from mercery.recommendations import service
from mercery.recommendations.history import allowed
from mercery.recommendations.reasons import reason_sentence
from mercery.recommendations.recommendation import (
    FEWEST,
    Asked,
    Placement,
    Reason,
    ReasonKind,
    Recommendation,
    Who,
)
from mercery.storefront.recommended_plain import plain_row
from mercery.storefront.recommended_words import heading, used_words
from mercery.storefront.visit import Visit
from mercery.storefront.wares import Tile, tile

FEATURE: Final = "recommendations"
PER_ROW: Final = 4
_SPARE: Final = 20
"""So many more are asked for: what stands elsewhere on the page falls out."""
Place = Literal["home", "product", "bag", "order"]
"""The page a row stands on."""
ROWS: Final[Mapping[Place, tuple[Placement, ...]]] = {
    "home": ("home",),
    "product": ("completes", "instead"),
    "bag": ("bag",),
    "order": ("after_order",),
}
_FOR_ANYBODY: Final[frozenset[ReasonKind]] = frozenset(("loved", "new", "chosen"))
"""Reasons that say nothing of the person: a row of these alone is nobody's own."""
_FITTING: Final[frozenset[ReasonKind]] = frozenset(("completes", "same_family", "bought_with"))
_BEARS_OUT: Final[Mapping[Placement, frozenset[ReasonKind]]] = {
    "completes": _FITTING,
    "bag": _FITTING,
    "after_order": _FITTING,
    "instead": frozenset(("like_it", "looked_at_with", "same_family")),
}
"""What has to speak for a piece under a heading that says something of it."""
_COUNTED: Final[frozenset[ReasonKind]] = frozenset(("bought_with", "looked_at_with", "loved"))
VIA: Final = "via"
"""Names in an address from which row a piece was chosen. Nothing in it tells of the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of a reason; with a state it stands on a fact, and is stitched."""

    text: str
    state: Literal["", "holds", "computed"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendedTile:
    """A piece of a row."""

    tile: Tile
    why: tuple[Run, ...] = ()
    reason: ReasonKind | Literal["plain"] = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendedRow:
    """Pieces under a heading."""

    placement: Placement
    title: str
    tiles: tuple[RecommendedTile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAway:
    """A piece the customer has just said something about."""

    product_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What of a person is used to choose for them, in words, and what pressing the act says: a yes or a no."""

    text: str
    act: str
    says: Literal["yes", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Every recommended row of a page."""

    place: Place
    about: tuple[str, ...]
    leave_out: tuple[str, ...]
    """Products that stand elsewhere on the page."""
    arm: Assignment
    action: str
    back: str
    """Where the page is found again without scripts."""
    rows: tuple[RecommendedRow, ...] = ()
    personal: bool = False
    used: Used | None = None
    """What of the person it was chosen by, and the way to change that."""
    put_away: PutAway | None = None

    @property
    def product_ids(self) -> tuple[str, ...]:
        """Every piece shown."""
        return tuple(one.tile.product_id for row in self.rows for one in row.tiles)

    @property
    def answerable(self) -> bool:
        """Whether the visitor may say what is not for them: where nothing is chosen for anybody, nothing is asked."""
        return self.arm == "treatment"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picked:
    """A row before it is told."""

    placement: Placement
    pieces: tuple[tuple[str, Reason | None], ...]
    personal: bool = False


async def recommended_rows(
    visit: Visit,
    place: Place,
    *,
    about: Sequence[str] = (),
    leave_out: Collection[str] = (),
    gives_way: Collection[str] = (),
    back: str = "",
    put_away: PutAway | None = None,
) -> Rows:
    """The rows of a page. `gives_way`: products of the page that a row made for this very person may show in their place."""
    arm = variant_for(visit.shop, FEATURE, visit.visitor_id)
    if arm == "treatment":
        picked = await _recommended(visit, place, about, leave_out, gives_way)
    else:
        placement, elsewhere = ROWS[place][-1], {*leave_out, *gives_way}
        ids = await plain_row(visit, placement, about=about, leave_out=elsewhere, limit=PER_ROW)
        picked = [_Picked(placement=placement, pieces=tuple((one, None) for one in ids))]
    personal = any(one.personal for one in picked)
    return Rows(
        place=place,
        about=tuple(about),
        leave_out=tuple(leave_out if personal else {*leave_out, *gives_way}),
        arm=arm,
        action=visit.url("/recommended"),
        back=back or visit.request.url.path,
        rows=await _told(visit, picked),
        personal=personal,
        used=await _used(visit, personal) if arm == "treatment" else None,
        put_away=put_away,
    )


def who_of(visit: Visit) -> Who:
    """Who looks: the customer signed in with this browser, and the browser."""
    return Who(customer_id=signed_in(visit.request, visit.shop.id) or "", visitor_id=visit.visitor_id)


async def _used(visit: Visit, personal: bool) -> Used | None:
    """Nothing is said to a browser nobody signed in with and of which nothing was used, though it may be."""
    who = who_of(visit)
    may = await allowed(visit.session, visit.shop, who)
    if may == "browsing" and not (who.customer_id or personal):
        return None
    text, act, says = used_words(may, signed=bool(who.customer_id))
    return Used(text=text.text(visit.lang), act=act.text(visit.lang), says=says)


async def _recommended(
    visit: Visit, place: Place, about: Sequence[str], leave_out: Collection[str], gives_way: Collection[str]
) -> list[_Picked]:
    """What is recommended for each row of the page; no piece stands in two of them."""
    who, rows, shown = who_of(visit), list[_Picked](), set[str]()
    askings = [
        Asked(
            placement=placement,
            visitor_id=who.visitor_id,
            customer_id=who.customer_id,
            about=tuple(about),
            leave_out=tuple(leave_out),
            limit=PER_ROW + _SPARE,
        )
        for placement in ROWS[place]
    ]
    for asked, answer in zip(askings, await service.recommend_rows(visit.session, visit.shop, askings), strict=True):
        found = [one for one in _borne_out(asked.placement, about, answer.pieces) if one.product_id not in shown]
        own = answer.personal and any(one.reason.kind not in _FOR_ANYBODY for one in found[:PER_ROW])
        if not own:
            found = _liked_by_many([one for one in found if one.product_id not in gives_way])
        pieces = tuple((one.product_id, one.reason) for one in found[:PER_ROW])
        shown |= {key for key, _ in pieces}
        rows.append(_Picked(placement=asked.placement, pieces=pieces, personal=own))
    return rows


def _liked_by_many(pieces: list[Recommendation]) -> list[Recommendation]:
    """Where nothing speaks of the person, what many buy makes a row by itself, if there is enough of it."""
    loved = [one for one in pieces if one.reason.kind == "loved"]
    return loved if len(loved) >= PER_ROW else pieces


def _borne_out(
    placement: Placement, about: Collection[str], pieces: Sequence[Recommendation]
) -> Sequence[Recommendation]:
    """The pieces whose reason can be said and bears out what the heading says of the pieces the row is about. A piece the shop
    pinned there stands before pieces of more weight; what fills up a row that has nothing else does not. Under a heading
    that says nothing of them, those without a reason come last."""
    bears = _BEARS_OUT.get(placement)
    if bears is None:
        return sorted(pieces, key=lambda one: not _can_be_said(one.reason))
    return [
        one
        for place, one in enumerate(pieces)
        if (one.reason.kind in bears and one.reason.about in about and _can_be_said(one.reason))
        or (one.reason.kind == "chosen" and any(later.score > one.score for later in pieces[place + 1 :]))
    ]


def _can_be_said(reason: Reason) -> bool:
    """Others are counted aloud from FEWEST on, and what the shop chose needs no reason."""
    return reason.kind != "chosen" and (reason.kind not in _COUNTED or reason.count >= FEWEST)


async def _told(visit: Visit, picked: Sequence[_Picked]) -> tuple[RecommendedRow, ...]:
    """The rows with something in them, as tiles: products, prices and reasons of all of them together."""
    pieces = [one for row in picked for one in row.pieces]
    ids = [key for product_id, reason in pieces for key in (product_id, reason.about if reason else "") if key]
    if not ids:
        return ()
    products = {one.id: one for one in await catalog.products(visit.session, visit.shop.id, list(dict.fromkeys(ids)))}
    offered = offers_of(visit.shop, products.values(), currency=visit.currency)
    rows = []
    for row in picked:
        tiles = tuple(
            _shown(visit, row.placement, products[key], offered.get(key), reason, products)
            for key, reason in row.pieces
            if key in products
        )
        if tiles:
            words = heading(row.placement, [reason.kind for _, reason in row.pieces if reason], row.personal)
            rows.append(RecommendedRow(placement=row.placement, title=words.text(visit.lang), tiles=tiles))
    return tuple(rows)


def _shown(
    visit: Visit,
    placement: Placement,
    product: Product,
    offer: Offer | None,
    reason: Reason | None,
    products: Mapping[str, Product],
) -> RecommendedTile:
    """One piece with why it is there, in a colour of the piece it goes with."""
    base = products.get(reason.about) if reason else None
    wanted = _colours(base) if reason and "colour" in reason.attributes else None
    plain = tile(product, offer, visit.shop, visit.lang, currency=visit.currency, wanted=wanted)
    kind = reason.kind if reason else "plain"
    voice = Voice(lang=visit.lang, now=now(), timezone=visit.shop.timezone)
    told = reason_sentence(reason, product, base, visit.shop, voice) if reason else None
    return RecommendedTile(
        tile=replace(plain, url=_with_via(plain.url, placement, kind)),
        why=_runs(told.sentence) if told and told.sentence else (),
        reason=kind,
    )


def _with_via(url: str, placement: Placement, kind: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode({VIA: f'{placement}.{kind}'})}"


def _runs(sentence: Sentence) -> tuple[Run, ...]:
    """The sentence cut at what stands on facts."""
    runs: list[Run] = []
    at = 0
    for span in sentence.spans:
        if span.how not in ("holds", "computed"):
            continue
        runs.append(Run(text=sentence.text[at : span.start]))
        runs.append(
            Run(text=sentence.text[span.start : span.end], state="computed" if span.how == "computed" else "holds")
        )
        at = span.end
    return tuple(one for one in (*runs, Run(text=sentence.text[at:])) if one.text)


def _colours(base: Product | None) -> dict[str, tuple[str, ...]]:
    """The colours of the piece another goes with, so that the other is shown in one of them."""
    return {
        option.name: tuple(slug(value.en or value.zh) for value in option.values)
        for option in (base.options if base else ())
        if option.name in ("colour", "color")
    }
