"""What the pages for associates show: one frozen value each, made of what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mercery.accounts.console.problems import FormErrors
from mercery.catalog.product import Product, Variant
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.guide.advice import Offered, Question
from mercery.guide.associate.client_file import ClientFile
from mercery.guide.associate.service import Remark
from mercery.guide.associate.shared_offer import Outcome, SharedOffer, Standing
from mercery.guide.need import Wish
from mercery.promotions.price import VariantPrice


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientsPage:
    """Finding a client."""

    query: str
    clients: Sequence[Customer]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLine:
    """An offer in a list."""

    offer: SharedOffer
    outcome: Outcome
    standing: Standing
    client: str
    names: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPage:
    """One client."""

    file: ClientFile
    owned: Mapping[str, Product]
    offers: Sequence[OfferLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceOffered:
    """A piece the guide offers to the associate, with its price and stock of this moment."""

    offered: Offered
    product: Product
    variant: Variant
    price: VariantPrice | None

    @property
    def picture(self) -> str:
        """Its picture, one of the variant first."""
        own = [one for one in self.product.media if self.variant.sku in one.variant_skus]
        return next((one.url for one in [*own, *self.product.media] if one.kind == "image" and one.url), "")

    @property
    def reasons(self) -> tuple[Words, ...]:
        """The wishes it meets, each once."""
        return tuple(
            dict.fromkeys(one.wish.label for one in self.offered.reasons if one.wish.label.en or one.wish.label.zh)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareForm:
    """The form that makes a link, as it was filled in."""

    variants: frozenset[str] = frozenset()
    note: str = ""
    addressee: str = ""
    lang: str = "en"
    days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkPage:
    """The guide for an associate."""

    id: str
    client: ClientFile | None
    wishes: Sequence[tuple[str, Wish]] = ()
    """With the key each is taken away by."""
    offers: Sequence[PieceOffered] = ()
    near: Sequence[PieceOffered] = ()
    given_up: Sequence[Wish] = ()
    question: Question | None = None
    left: int = 0
    began: bool = False
    form: ShareForm = field(default_factory=ShareForm)
    errors: FormErrors = field(default_factory=FormErrors)
    remarks: Sequence[Remark] = ()
    unproved: Sequence[str] = ()
    languages: Sequence[str] = ("en", "zh")
    draft: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersPage:
    """What was shared."""

    lines: Sequence[OfferLine]
    everybody: bool
    may_see_all: bool
    shared: int
    opened: int
    bought: int
    page: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPage:
    """One offer: its link, texts to send it with, and what became of it."""

    line: OfferLine
    pieces: Sequence[tuple[Words, str]]
    url: str
    texts: Mapping[Lang, str]
    may_withdraw: bool
    until: datetime
    worth: Money | None = None
