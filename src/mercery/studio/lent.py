"""A door to the shelf that holds the model and its caps: a model lent for one piece. `app.py` fills it."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from mercery.ai.chat import ChatModel, Usage
from mercery.core.database import Database


class Metered(ChatModel, Protocol):
    """A model that counts what it is asked."""

    @property
    def usage(self) -> Usage:
        """Tokens so far."""
        ...

    @property
    def micros(self) -> int:
        """Money so far, in millionths."""
        ...


class Lender(Protocol):
    """Lends the model within the shop's caps."""

    @property
    def available(self) -> bool:
        """Whether a model is set at all."""
        ...

    @property
    def currency(self) -> str:
        """In which its calls are paid."""
        ...

    def estimate(self, usage: Usage) -> int:
        """What so many tokens cost, in millionths."""
        ...

    def lent(self, database: Database, shop_id: str) -> AbstractAsyncContextManager[Metered | None]:
        """The model for one piece; None without one that is admitted, or at a cap. No transaction is held meanwhile."""
        ...


_in_use: list[Lender] = []


def use_lender(lender: Lender | None) -> None:
    """Who lends models in this process from now on."""
    _in_use[:] = [lender] if lender is not None else []


def lender_in_use() -> Lender | None:
    """Who can be asked; None where no model is set."""
    return _in_use[0] if _in_use and _in_use[0].available else None
