"""What promotions announce."""

from __future__ import annotations

from dataclasses import dataclass

from mercery.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionsChanged(Event):
    """Other rules are in force from now on: published, ended, stopped, started again or rolled back."""

    release: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionAlarmed(Event):
    """Something was seen against what was proved: an order below the bound, too many uses, a price that breaks the floor."""

    alarm_id: str
    alarm: str
    """Its kind."""
    rule: str
    stopped: bool
    """Whether the rule was stopped because of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionsUsed(Event):
    """An order was priced by rules; what it used is counted."""

    order_number: str
    rules: tuple[str, ...]
