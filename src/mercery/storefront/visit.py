"""One request to the shop's pages: who asks, in which language and currency, and what every page shows around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast
from urllib.parse import quote

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from mercery.accounts.shop import Shop
from mercery.accounts.shop_rules import normal_host
from mercery.accounts.web import CurrentShop
from mercery.catalog import service as catalog
from mercery.catalog.service import CategoryEntry
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang, is_lang
from mercery.experiments.service import record_exposure, variant_for
from mercery.interactions.interaction import Interaction, is_machine
from mercery.interactions.service import Recorder
from mercery.livestream.showing import on_air_slug
from mercery.policies.policy import Policy
from mercery.policies.service import policies_in_force
from mercery.storefront import cart
from mercery.storefront.rules import PolicyLine, footer_notes, policy_notes
from mercery.studio.service import live_channels
from mercery.ui.page_context import NavItem, PageContext, PageUrls, PolicyNote, ShopFace
from mercery.web.cookies import read_cookie
from mercery.web.csrf import csrf_token
from mercery.web.database import Db
from mercery.web.html import take_flash
from mercery.web.preferences import CURRENCY_COOKIE, in_language, request_theme
from mercery.web.visitor import VisitorId

MOST_IN_HEADER = 10
LONGEST_DESCRIPTION = 158
ASSISTANT = "assistant"
"""The feature whose hold-out sees no panel."""
LIVE = "live"
"""The feature whose hold-out is told of no show on other pages; the show's own page is open to everybody."""


class NoSuchPage(NotFound):
    """The shop has nothing at this address."""

    def __init__(self) -> None:
        super().__init__(
            "There is nothing at this address.",
            remedy="Look in the categories, or search.",
            zh="此地址没有内容，请查看分类或搜索。",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantSlot:
    """What the assistant's panel is told about a page."""

    shop: str
    name: str
    colour: str
    shown: bool
    product_id: str = ""
    sku: str = ""
    picture: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a page of the shop is made for."""

    request: Request
    session: AsyncSession
    shop: Shop
    visitor_id: str
    lang: Lang
    currency: str

    @property
    def zh(self) -> bool:
        """Whether the page is in Chinese."""
        return self.lang == "zh"

    def url(self, path: str = "") -> str:
        """An address of this shop in this language."""
        return f"/{self.lang}{path}"

    def say(self, en: str, zh: str) -> str:
        """The words in the page's language."""
        return zh if self.zh else en

    def assistant(
        self, *, product_id: str = "", sku: str = "", picture: str = "", suggestions: tuple[str, ...] = ()
    ) -> AssistantSlot:
        """The assistant's panel for this page; not shown to visitors of its hold-out."""
        return AssistantSlot(
            shop=self.shop.slug,
            name=self.shop.assistant_name.text(self.lang),
            colour=self.shop.colour,
            shown=variant_for(self.shop, ASSISTANT, self.visitor_id) == "treatment",
            product_id=product_id,
            sku=sku,
            picture=picture,
            suggestions=suggestions,
        )

    @property
    def by_machine(self) -> bool:
        """Whether a program asks for the page, or a browser that only looks ahead."""
        headers = self.request.headers
        return is_machine(headers.get("user-agent"), purpose=headers.get("sec-purpose"))

    async def policies_in_force(self) -> list[Policy]:
        """The policies in force, read once for a request."""
        known = getattr(self.request.state, "policies", None)
        if known is None:
            known = await policies_in_force(self.session, self.shop.id, now())
            self.request.state.policies = known
        return cast("list[Policy]", known)

    async def policies(self) -> list[PolicyLine]:
        """The same in the words of the page."""
        return policy_notes(await self.policies_in_force(), self.shop, self.lang, self.currency)

    async def record(self, *interactions: Interaction) -> None:
        """Remember that the assistant would have shown, and what the visitor did, in a transaction of its own; to be run after the answer went out."""
        if self.by_machine:
            return
        database = self.request.app.state.database
        async with database.session() as session:
            await record_exposure(session, self.shop, ASSISTANT, self.visitor_id)
        if interactions:
            await Recorder(database, self.shop.id).write(*interactions)


async def visit_of(lang: str, request: Request, session: Db, shop: CurrentShop, visitor_id: VisitorId) -> Visit:
    """The visit; an address in a language the shop does not speak does not exist."""
    if not is_lang(lang) or lang not in shop.languages:
        raise NoSuchPage
    chosen = read_cookie(request, CURRENCY_COOKIE) or shop.currency
    currency = chosen if chosen in shop.currencies else shop.currency
    return Visit(request=request, session=session, shop=shop, visitor_id=visitor_id, lang=lang, currency=currency)


CurrentVisit = Annotated[Visit, Depends(visit_of)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands around a page: what search engines and shared links read, and the assistant's place."""

    title: str
    description: str
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    """Language and address of the same page in each language."""
    image: str = ""
    kind: str = "website"
    json_ld: tuple[str, ...] = ()
    index: bool = True
    assistant: AssistantSlot


def head_of(
    visit: Visit,
    title: str,
    description: str,
    *,
    path: str,
    image: str = "",
    kind: str = "website",
    json_ld: tuple[str, ...] = (),
    index: bool = True,
    assistant: AssistantSlot | None = None,
) -> Head:
    """The head of the page at `path` (without a query: variants and filters share one canonical address)."""
    base = site(visit.request, visit.shop)
    return Head(
        title=title,
        description=_shortened(description),
        canonical=base + path,
        alternates=tuple((one, base + in_language(path, one)) for one in visit.shop.languages),
        image=base + image if image.startswith("/") else image,
        kind=kind,
        json_ld=json_ld,
        index=index,
        assistant=assistant or visit.assistant(),
    )


def _shortened(text: str) -> str:
    """At most about as much as search engines show, ended at a word."""
    plain = " ".join(text.split())
    if len(plain) <= LONGEST_DESCRIPTION:
        return plain
    cut = plain[:LONGEST_DESCRIPTION]
    return (cut.rpartition(" ")[0] if cut.isascii() else cut).rstrip(",;: ，；：") + "…"


def site(request: Request, shop: Shop) -> str:
    """The address of this shop, without a slash at the end: its own host where it is asked there, else the public one.

    Of several shops only one stands at the public address; the others' pages must not call that theirs.
    """
    host, public = request.headers.get("host", "localhost"), settings().public_url
    if public is not None and not shop.named_by(normal_host(host)):
        return public.rstrip("/")
    return f"{'https' if settings().secure_cookies else request.url.scheme}://{host}"


async def page_context(visit: Visit) -> PageContext:
    """The frame around a page: categories, bag, policies, choices."""
    shop, lang, request = visit.shop, visit.lang, visit.request
    categories = await catalog.categories(visit.session, shop.id)
    home = visit.url()
    return PageContext(
        lang=lang,
        theme=request_theme(request),
        csrf_token=csrf_token(request),
        path=request.url.path,
        query=request.url.query,
        timezone=shop.timezone,
        shop=ShopFace(
            name=shop.name.text(lang),
            wordmark=shop.wordmark or shop.name.text("en"),
            colour=shop.colour,
            currency=visit.currency,
            currencies=shop.currencies,
            policies=await _footer(visit),
            policies_url=visit.url("/policies"),
            live_url=await _live_url(visit),
        ),
        nav=tuple(_nav(categories, lang)),
        told=await _told(visit),
        flash=take_flash(request),
        bag_count=await cart.count(visit.session, shop.id, visit.visitor_id),
        urls=PageUrls(
            home=home, search=f"{home}/search", bag=f"{home}/cart", account=f"{home}/demo/sign-in" if shop.demo else ""
        ),
        now=now(),
    )


def part_context(visit: Visit) -> PageContext:
    """What a part of a page needs of the frame: nothing is read, and no message is taken off the next page."""
    return PageContext(
        lang=visit.lang,
        theme=request_theme(visit.request),
        csrf_token=csrf_token(visit.request),
        path=visit.request.url.path,
        query=visit.request.url.query,
        timezone=visit.shop.timezone,
        urls=PageUrls(home=visit.url(), search=visit.url("/search")),
    )


async def _live_url(visit: Visit) -> str:
    """Where the show on air is; empty where none is, or the visitor is of the hold-out of live shows."""
    if variant_for(visit.shop, LIVE, visit.visitor_id) != "treatment":
        return ""
    slug = await on_air_slug(visit.session, visit.shop.id)
    return visit.url(f"/live/{quote(slug)}") if slug else ""


async def _told(visit: Visit) -> tuple[NavItem, ...]:
    """Stories and videos, where there are any in the language of the page."""
    channels = await live_channels(visit.session, visit.shop.id, visit.lang)
    shelves = (
        ("stories", {"note", "article"}, visit.say("Stories", "手记")),
        ("videos", {"video"}, visit.say("Videos", "视频")),
    )
    return tuple(NavItem(key=key, label=label, url=visit.url(f"/{key}")) for key, of, label in shelves if channels & of)


async def _footer(visit: Visit) -> tuple[PolicyNote, ...]:
    notes = await visit.policies()
    return tuple(
        PolicyNote(title=note.title, text=note.text, validity=note.validity, url=f"/{visit.lang}/policies#{note.key}")
        for note in footer_notes(notes)
    )


def _nav(categories: list[CategoryEntry], lang: Lang) -> list[NavItem]:
    top = [one for one in categories if one.parent is None and one.count]
    return [
        NavItem(key=one.handle, label=one.name.text(lang), url=f"/{lang}/c/{quote(one.handle)}")
        for one in top[:MOST_IN_HEADER]
    ]
