"""What programs send about promotions and what they are told. Money is in minor units."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from mercery.core.database import Json
from mercery.core.i18n import Words
from mercery.promotions.publishing import service
from mercery.web.exact import AwareMoment, Whole

_MOST_LINES = 100


class LineIn(BaseModel):
    """Pieces of one SKU."""

    model_config = ConfigDict(extra="forbid")
    sku: str = Field(min_length=1, max_length=200)
    quantity: Whole = Field(ge=1, le=999)


class CartIn(BaseModel):
    """A cart. `customer` is the key the shop's own system has for who is signed in; `codes` are coupons entered."""

    model_config = ConfigDict(extra="forbid")
    lines: list[LineIn] = Field(min_length=1, max_length=_MOST_LINES)
    currency: str = Field("", pattern="^([A-Z]{3})?$")
    customer: str = Field("", max_length=200)
    codes: list[Annotated[str, Field(max_length=80)]] = Field(default_factory=list, max_length=10)


class QuotedLine(BaseModel):
    """A line in minor units: `unit` is what everybody pays for one, `paid` what this cart pays for all of them, `unit_paid`
    the same by piece, which is what comes back for it. `problem` says why it cannot be bought."""

    sku: str
    quantity: int
    unit: int | None
    was: int | None
    paid: int | None
    unit_paid: list[int]
    problem: str = ""


class QuotedStep(BaseModel):
    """A rule that was applied: what it was worked out on, what it needed and found, and what it took off."""

    rule: str
    name: str
    level: str
    base: int
    need: int
    reached: int
    discount: int
    split: list[int]
    note: str


class QuoteOut(BaseModel):
    """What the cart costs, in minor units. `optimal`: proved that no choice of rules is cheaper. `platform`: what a system
    that goes by priority would ask. `missed`: how much more each rule needs, for those in
    `missed_pieces` in pieces. `certificate`: the proof of the rules."""

    currency: str
    at: datetime
    lines: list[QuotedLine]
    subtotal: int
    discount: int
    shipping: int
    total: int
    valid_to: datetime | None
    steps: list[QuotedStep]
    gifts: dict[str, int]
    missed: dict[str, int]
    missed_pieces: list[str]
    optimal: bool
    platform: int
    release: int
    certificate: str


class SetIn(BaseModel):
    """Rules to be kept as a draft, in the notation of docs/guide/promotion-semantics.md. `currency` is that of their
    amounts; empty for rates alone. `watch`: `uses_per_hour`, `spend_per_hour`, `budget`."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field("", max_length=200)
    name_zh: str = Field("", max_length=200)
    currency: str = Field("", pattern="^([A-Z]{3})?$")
    rules: list[dict[str, Any]] = Field(min_length=1, max_length=200)
    note: str = Field("", max_length=2_000)
    watch: dict[str, Whole] = Field(default_factory=dict)

    @property
    def draft(self) -> service.SetDraft:
        """As the service takes it."""
        return service.SetDraft(
            name=Words(self.name, self.name_zh), rules=self.rules, currency=self.currency, note=self.note,
            watch=self.watch,
        )  # fmt: skip


class SetOut(BaseModel):
    """A set at its newest version."""

    id: str
    number: int
    version: int
    state: str
    name: str
    name_zh: str
    currency: str
    rules: list[dict[str, Any]]
    watch: dict[str, int]
    author: str
    certificates: dict[str, str]
    published_at: datetime | None
    published_by: str


class SetsOut(BaseModel):
    """The shop's sets, the one touched last first."""

    items: list[SetOut]


class CheckOut(BaseModel):
    """A proof under way or done: `waiting`, `running`, `done` or `failed`; `certificates` by currency."""

    id: str
    state: str
    done: int
    total: int
    certificates: dict[str, str]
    problem: str
    unknown_costs: dict[str, Json] = Field(default_factory=dict)
    """By currency, of the goods the set's rules reach that have no known cost: `count` of `reached`, the `first` of them."""


class OrderIn(CartIn):
    """An order as it was placed; `total` and `shipping` in minor units."""

    number: str = Field(min_length=1, max_length=80)
    total: Whole = Field(ge=0)
    shipping: Whole | None = Field(None, ge=0)
    placed_at: AwareMoment


class OrderOut(BaseModel):
    """What is kept of an order: what was paid, what the rules ask for, the rules it used, and each piece's share."""

    number: str
    total: int
    quoted: int
    rules: dict[str, int]
    units: dict[str, list[int]]
    release: int
    certificate: str
