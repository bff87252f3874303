"""The guide's page: what is looked for as a list that can be changed, offers as they can be had now, the question, the
comparison, the conversation so far, and what is remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.claims.wording import lower_first
from mercery.conversations import access, service
from mercery.conversations.conversation import Button, Card, Conversation, EvidenceOut, Message, Table, assistant_speaks
from mercery.conversations.thread_view import Piece, pieces
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.guide.memory import Memory, Person, key_of, remembered
from mercery.guide.talks import talk_of_conversation
from mercery.promotions.price import VariantPrice
from mercery.promotions.service import price_products
from mercery.storefront.speech import capital, until_text
from mercery.storefront.visit import Head, Visit, head_of
from mercery.storefront.wares import ground_of, pictures
from mercery.ui.formats import money_text

EARLIER: Final = 24
"""Messages of the conversation that are shown below."""
_STARTERS: Final = (
    Words("A present for my wife, up to €300", "送太太的礼物，300 欧元以内"),
    Words("A bag for work that takes a laptop", "上班用的包，能放笔记本电脑"),
    Words("Something in silk", "真丝的东西"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferShown:
    """One offer with the price and stock of this moment."""

    card: Card
    options: str = ""
    picture: str = ""
    ground: str = "stone"
    sold_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One thing that is remembered."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    """Everything the page shows."""

    head: Head
    action: str
    client_key: str
    draft: str = ""
    problem: str = ""
    enabled: bool = True
    """False for visitors of the assistant's hold-out."""
    asked: str = ""
    """The customer's last words."""
    answer: Message | None = None
    """The last answer."""
    offers: tuple[OfferShown, ...] = ()
    table: Table | None = None
    wishes: tuple[Button, ...] = ()
    buttons: tuple[Button, ...] = ()
    offered_before: bool = False
    """Whether the offers belong to an answer before the last."""
    earlier: tuple[Message, ...] = ()
    status: str = "assistant"
    waits: bool = False
    """Whether a person was called and has not come yet; the guide may go on meanwhile."""
    unanswered: bool = False
    """Whether the customer spoke after the last answer: the words are kept for the person who was called."""
    kept: tuple[Kept, ...] = ()
    remembers: bool = False
    starters: tuple[str, ...] = ()

    pieces = staticmethod(pieces)

    def cut(self, card: Card) -> list[Piece]:
        """The reason of an offer at its claims."""
        return pieces(card.reason, self.evidence) if card.reason else []

    @property
    def heading(self) -> str:
        """What is looked for, in a few words; empty before anything is."""
        wanted = [one.label for one in self.wishes if not one.label.startswith(("Not ", "No ", "不"))][:4]
        first, *others = wanted or [""]
        zh = any("\u4e00" <= sign <= "\u9fff" for sign in "".join(wanted))
        return ("，" if zh else ", ").join([first, *(lower_first(one) for one in others)])

    @property
    def asks(self) -> bool:
        """Whether the last answer ends with a question that its buttons answer: it stands beside the offers."""
        said = self.answer.body.sentences if self.answer else ()
        return bool(said) and said[-1].asks and bool(self.buttons)

    @property
    def evidence(self) -> Sequence[EvidenceOut]:
        """What the claims of the offers, or of the last answer, stand on."""
        return self.source.evidence if self.source else ()

    source: Message | None = None
    """The answer whose offers are shown."""


async def guide_page(visit: Visit, *, draft: str = "", problem: str = "") -> GuidePage:
    """The page of this visitor's talk."""
    session, shop = visit.session, visit.shop
    found = await access.newest_for_page(visit.request, session, shop)
    said = await service.messages(session, shop.id, found.id, newest=True, notes=False) if found else []
    if found:
        await service.mark_read(session, shop.id, found.id, "customer")
    answers = [one for one in said if one.author == "assistant" and one.kind == "message"]
    source = next((one for one in reversed(answers) if _guides(one)), None)
    last = next((one for one in reversed(said) if one.author in ("assistant", "staff") and one.kind == "message"), None)
    memory = await remembered(session, shop.id, _person(visit, found))
    title = visit.say("The guide", "导购")
    assistant = replace(visit.assistant(), shown=False)
    return GuidePage(
        head=head_of(visit, title, title, path=visit.url("/guide"), index=False, assistant=assistant),
        action=visit.url("/guide"),
        client_key=new_id("ask"),
        draft=draft,
        problem=problem,
        enabled=visit.assistant().shown,
        asked=next((one.text for one in reversed(said) if one.author == "customer"), ""),
        answer=last,
        source=source,
        offers=await _offers(visit, found, source.body.cards) if source and found else (),
        table=source.body.table if source else None,
        wishes=source.body.wishes if source else (),
        buttons=tuple(one for one in last.body.buttons if one.kind != "link") if last else (),
        offered_before=source is not None and source is not last,
        earlier=tuple(said[-EARLIER:]),
        status="assistant" if not found or assistant_speaks(found.status, found.context) else found.status,
        waits=found is not None and found.status == "waiting",
        unanswered=_unanswered(said, last),
        remembers=memory is not None,
        kept=_kept(visit, memory),
        starters=tuple(one.text(visit.lang) for one in _STARTERS) if not said else (),
    )


def _unanswered(said: Sequence[Message], last: Message | None) -> bool:
    spoken = [one for one in said if one is last or one.author == "customer"]
    return bool(spoken) and spoken[-1].author == "customer"


def _guides(message: Message) -> bool:
    body = message.body
    return bool(body.wishes or body.table or any(card.reason for card in body.cards))


def _person(visit: Visit, found: Conversation | None) -> Person:
    customer = found.customer_id if found else None
    return Person(customer_id=customer, visitor_id=None if customer else visit.visitor_id)


def _kept(visit: Visit, memory: Memory | None) -> tuple[Kept, ...]:
    wishes = memory.wishes if memory else ()
    return tuple(
        Kept(key=key_of(wish), label=wish.label.text(visit.lang)) for wish in wishes if wish.label.text(visit.lang)
    )


async def _offers(visit: Visit, found: Conversation, cards: Sequence[Card]) -> tuple[OfferShown, ...]:
    products = {
        one.id: one
        for one in await catalog.products(visit.session, visit.shop.id, [card.product_id for card in cards])
        if one.status == "active"
    }
    talk = await talk_of_conversation(visit.session, found.id)
    said = talk.need.currency if talk else None
    # In the currency that was spoken of; nothing is converted.
    paid_in = said if said in visit.shop.currencies else visit.currency
    prices = price_products(visit.shop, products.values(), currency=paid_in)
    return tuple(
        _offer(visit, card, products[card.product_id], prices) for card in cards if card.product_id in products
    )


def _offer(visit: Visit, card: Card, product: Product, prices: Mapping[str, VariantPrice]) -> OfferShown:
    """The card as it is now: a price that changed is shown as it is, and what is sold out is not offered."""
    variant = next((one for one in product.variants if card.sku and one.sku == card.sku), None)
    priced = prices.get(variant.id) if variant else None
    there = variant is not None and variant.stock.available
    shown = pictures(product, variant, visit.lang)
    if priced is not None:
        card = replace(
            card,
            price_text=money_text(priced.price.amount, visit.lang),
            was_text=money_text(priced.price.was, visit.lang) if priced.price.was else "",
            until_text=until_text(priced.valid_to, visit.lang, visit.shop.timezone) if priced.price.was else "",
        )
    return OfferShown(
        options=capital(card.options_text),
        card=card if there else replace(card, sku=""),
        picture=shown[0].url if shown else "",
        ground=ground_of(product),
        sold_out=not there,
    )
