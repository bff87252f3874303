"""Whether a promotion, or the coupon for it, is in force, told in words, flags and limits; as periods and limits of a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, Literal

from mercery.evals.promotions.peers.trial import Case, Inexpressible
from mercery.promotions.rules.rule import Rule

State = Literal["open", "not_started", "ended", "used_up", "absent"]
COUPON: Final = "coupon_"
"""Fields that begin with it are about the coupon of a promotion."""
FIELDS: Final = ("active", "enabled", "state", "usage_limit", "used", "channels")
_PAST, _COMING = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
_WORDS: Final[tuple[tuple[State, tuple[str, ...]], ...]] = (
    (
        "open",
        ("not_reached", "not_exceeded", "until_tomorrow", "from_yesterday", "since", "not_expired", "valid_until"),
    ),
    ("not_started", ("not_started", "from_tomorrow", "starts", "future", "not_yet")),
    ("used_up", ("reached", "exceeded", "used_up", "exhausted")),
    ("ended", ("expired", "ended", "yesterday", "past")),
    ("absent", ("disabled", "inactive", "invalid", "archived", "channel", "available", "removed", "deleted")),
    ("open", ("until", "ongoing", "active", "valid", "enabled", "open", "started", "tomorrow")),
)
"""What is looked for in a state told in words, in this order."""


def state_of(said: object) -> State:
    """What a state means for a rule (`expired`, `from_tomorrow`, `usage_limit_reached`, true)."""
    if said is None or said is True:
        return "open"
    if said is False:
        return "absent"
    words = str(said).lower().replace("-", "_").replace(" ", "_")
    for state, parts in _WORDS:
        if any(part in words for part in parts):
            return state
    raise Inexpressible(f"a promotion in state {said!r}")


def in_force(rule: Rule, promotion: Mapping[str, Any], case: Case) -> Rule | None:
    """The rule with the periods and limits of its promotion and coupon; None where it is not among the shop's rules."""
    kept: Rule | None = replace(rule, per_user=_per_customer(promotion))
    for state in _states(promotion, case):
        kept = kept and _in_state(kept, state)
    return kept


def _states(promotion: Mapping[str, Any], case: Case) -> Iterator[State]:
    channels = promotion.get("channels")
    if channels is not None and case.get("channel") not in channels:
        yield "absent"
    for name, value in promotion.items():
        about = name.removeprefix(COUPON)
        if name in ("active", "enabled", "state") or about in ("active", "enabled", "state", "valid"):
            yield state_of(value)
        elif name.startswith(COUPON) and isinstance(value, bool):
            yield state_of(about) if value else "open"
        elif name.startswith(COUPON) and isinstance(value, str):
            yield state_of(value)
    for limit, used in (("usage_limit", "used"), ("coupon_usage_limit", "coupon_used")):
        if promotion.get(limit) is not None and promotion.get(used, 0) >= promotion[limit]:
            yield "used_up"


def _per_customer(promotion: Mapping[str, Any]) -> int | None:
    """How often one customer may use the coupon."""
    for name, value in promotion.items():
        if name.startswith(COUPON) and "customer" in name and isinstance(value, int) and not isinstance(value, bool):
            return value
    return None


def _in_state(rule: Rule, state: State) -> Rule | None:
    if state == "absent":
        return None
    if state == "ended":
        return replace(rule, ends=_PAST)
    if state == "not_started":
        return replace(rule, starts=_COMING)
    return replace(rule, total=0) if state == "used_up" else rule
