"""Orders and refunds told by the shop's own system, so that a feature's worth can be counted."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from mercery.accounts.permissions import Scope
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.core.errors import Invalid
from mercery.core.money import Money
from mercery.experiments import service
from mercery.web.database import Db
from mercery.web.visitor import read_widget_visitor

router = APIRouter(prefix="/api/v1/outcomes", tags=["experiments"])
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.ORDERS_WRITE))]


class OutcomeIn(BaseModel):
    """An order or a refund of one visitor."""

    model_config = ConfigDict(extra="forbid")
    visitor: str = Field(min_length=1, max_length=400)
    """What `window.mercery.visitor` said on your page when the order was placed."""
    kind: Literal["order", "refund"]
    number: str = Field(min_length=1, max_length=80)
    """The order's number. Told twice, it counts once."""
    minor: int = Field(ge=0)
    """The amount in whole minor units (cents, fen); a refund's is positive too."""
    currency: str = Field(pattern="^[A-Z]{3}$")


class OutcomeOut(BaseModel):
    """Whether it was new."""

    counted: bool


@router.post("")
async def tell(session: Db, key: Writer, told: OutcomeIn) -> OutcomeOut:
    """Count an order or refund for the visitor who placed it. Scope `orders:write`."""
    visitor = read_widget_visitor(told.visitor)
    if visitor is None:
        raise Invalid(
            "This visitor was not named by us.", remedy="Send window.mercery.visitor of the page exactly as it is."
        )
    amount = Money(told.minor, told.currency)
    counted = await service.record_outcome(session, key.shop_id, visitor, told.kind, amount, subject=told.number)
    return OutcomeOut(counted=counted)
