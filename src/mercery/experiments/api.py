"""What the shop's own system tells and asks: orders, refunds and sessions of visitors, who has an experiment, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from mercery.accounts import service as accounts
from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.core.errors import Invalid
from mercery.core.money import Money
from mercery.experiments import service
from mercery.experiments.assignment import Assignment
from mercery.experiments.exporting import results_of
from mercery.experiments.running import service as running
from mercery.experiments.running.exposing import arm_of, expose
from mercery.web.database import Db
from mercery.web.exact import Whole
from mercery.web.visitor import own_visitor, read_widget_visitor

router = APIRouter(prefix="/api/v1", tags=["experiments"])
OrderWriter = Annotated[ApiKey, Depends(ApiKeyWith(Scope.ORDERS_WRITE))]
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.EXPERIMENTS_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.EXPERIMENTS_WRITE))]


class VisitorIn(BaseModel):
    """Who is meant: one of both."""

    model_config = ConfigDict(extra="forbid")
    visitor: str | None = Field(default=None, min_length=1, max_length=400)
    """What `window.mercery.visitor` says on your page."""
    own_visitor: str | None = Field(default=None, min_length=1, max_length=200)
    """Your own name for the browser or the account, where the page does not carry ours. Always the same one."""

    def named(self, shop_id: str) -> str:
        """Our name for the visitor; Invalid."""
        if (self.visitor is None) == (self.own_visitor is None):
            raise Invalid("Name the visitor once.", remedy="Send either visitor or own_visitor.")
        if self.own_visitor is not None:
            return own_visitor(shop_id, self.own_visitor)
        found = read_widget_visitor(self.visitor)
        if found is None:
            raise Invalid(
                "This visitor was not named by us.", remedy="Send window.mercery.visitor of the page exactly as it is."
            )
        return found


class PieceIn(BaseModel):
    """Pieces of one SKU."""

    model_config = ConfigDict(extra="forbid")
    sku: str = Field(min_length=1, max_length=200)
    quantity: Whole = Field(default=1, ge=1, le=100_000)


class OutcomeIn(VisitorIn):
    """What one visitor did: an order, money that went back, pieces that came back, a visit, a complaint."""

    kind: Literal["order", "refund", "return", "session", "complaint"]
    number: str = Field(min_length=1, max_length=80)
    """The order's number, or your own name of the session or the complaint. Told twice, it counts once."""
    id: str | None = Field(default=None, min_length=1, max_length=80)
    """Your own name of this refund or return: of an order that goes back in parts, each counts once. Without it, an order
    has one refund and one return."""
    minor: Whole | None = Field(default=None, ge=0)
    """The amount in whole minor units (cents, fen), of an order and of a refund; a refund's is positive too."""
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")
    margin: Whole | None = None
    """What the order leaves you, or what the refund takes off that, in the same minor units. Without it, it is worked out."""
    lines: list[PieceIn] | None = Field(default=None, max_length=500)
    """The pieces bought, or those that came back: with the costs of the catalogue they give the margin where none is told."""

    def amount(self) -> Money | None:
        """What was paid or went back; Invalid where an order or a refund names none."""
        if self.minor is not None and self.currency is not None:
            return Money(self.minor, self.currency)
        if self.kind in ("order", "refund") or self.margin is not None:
            raise Invalid("The amount is missing.", remedy="Send minor and currency, as in 14800 and EUR.")
        return None

    def refund_id(self) -> str | None:
        """Which refund or return it is; Invalid of anything else, which its number names."""
        if self.id is not None and self.kind not in ("refund", "return"):
            raise Invalid("Only a refund or a return has an id.", remedy="Leave id out; number names it.")
        return self.id


class OutcomeOut(BaseModel):
    """Whether it was new."""

    counted: bool


class ArmOut(BaseModel):
    """Whether the visitor has it."""

    arm: Assignment
    """`treatment` has it, `holdout` is kept without it."""
    has_it: bool
    recorded: bool
    """Whether the visitor counts from now on."""


@router.post("/outcomes")
async def tell(session: Db, key: OrderWriter, told: OutcomeIn) -> OutcomeOut:
    """Count what a visitor did: orders, refunds, returns, sessions, complaints. Scope `orders:write`."""
    counted = await service.record_outcome(
        session,
        key.shop_id,
        told.named(key.shop_id),
        told.kind,
        told.amount(),
        subject=told.number,
        refund_id=told.refund_id(),
        margin=told.margin,
        pieces=None if told.lines is None else [(one.sku, one.quantity) for one in told.lines],
    )
    return OutcomeOut(counted=counted)


@router.get("/experiments")
async def experiments(session: Db, key: Reader) -> list[Mapping[str, Any]]:
    """All experiments of the shop with their latest reading. Scope `experiments:read`."""
    shop = await accounts.shop(session, key.shop_id)
    return [await results_of(session, shop, one, history=False) for one in await running.every(session, shop)]


@router.get("/experiments/{key}")
async def experiment(session: Db, reader: Reader, key: str) -> Mapping[str, Any]:
    """One experiment with every reading of its phase: effect, range, verdict and why, day by day. Scope `experiments:read`."""
    shop = await accounts.shop(session, reader.shop_id)
    return await results_of(session, shop, await running.one_of(session, shop, key), history=True)


@router.post("/experiments/{key}/arm")
async def ask_arm(session: Db, writer: Writer, key: str, asked: VisitorIn) -> ArmOut:
    """Whether this visitor has it. Nothing is recorded: tell the exposure where it shows, or would. Scope `experiments:write`."""
    shop = await accounts.shop(session, writer.shop_id)
    found = await arm_of(session, shop, key, asked.named(shop.id))
    return ArmOut(arm=found, has_it=found == "treatment", recorded=False)


@router.post("/experiments/{key}/exposures")
async def tell_exposure(session: Db, writer: Writer, key: str, asked: VisitorIn) -> ArmOut:
    """The visitor met it, or would have: they count from now on. Answers the arm, so that one call is enough.

    Once a day is enough. While the experiment does not run, nothing is recorded. Scope `experiments:write`.
    """
    shop = await accounts.shop(session, writer.shop_id)
    found, recorded = await expose(session, shop, key, asked.named(shop.id))
    return ArmOut(arm=found, has_it=found == "treatment", recorded=recorded)
