"""By which day a piece is there at the latest, from the shop's own policies of delivery. Pure.

What counts is the longest a policy of delivery to the country allows; express counts only where it is asked for, so it
is left out. Without a policy for the country no day is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from babel import Locale

from mercery.policies.computed import CALENDAR_DAYS, COSTS_EXTRA, REGION, WORKING_DAYS
from mercery.policies.policy import Policy

EU: Final = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
    ]
)
_SATURDAY: Final = 5
_BEFORE: Final = "except"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """The last day a parcel sent today may take, and the policy that says so."""

    by: date
    policy_key: str
    version: int

    @property
    def fact_id(self) -> str:
        """The fact of the policy."""
        return f"policy:{self.policy_key}/delivery@{self.version}"


def arrival(policies: Iterable[Policy], country: str | None, today: date) -> Arrival | None:
    """When a parcel to the country is there at the latest; None where no policy says."""
    if country is None:
        return None
    found = [
        (days, policy)
        for policy in policies
        if policy.topic == "delivery" and (days := _days(policy, today)) and _goes_to(policy, country)
    ]
    if not found:
        return None
    by, policy = max(found, key=lambda pair: pair[0])
    return Arrival(by=by, policy_key=policy.key, version=policy.version)


def _days(policy: Policy, today: date) -> date | None:
    """The last day by the policy's values; a policy that costs extra (express) is a choice and no promise."""
    if any(COSTS_EXTRA.fits(name) for name in policy.values):
        return None
    for name, value in policy.values.items():
        if WORKING_DAYS.fits(name) and isinstance(value, int | float):
            return after_business_days(today, int(value))
        if CALENDAR_DAYS.fits(name) and isinstance(value, int | float) and "hk" not in name:
            return today + timedelta(days=int(value))
    return None


def after_business_days(today: date, days: int) -> date:
    """So many working days (Monday to Friday) after `today`."""
    day = today
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < _SATURDAY
    return day


def _goes_to(policy: Policy, country: str) -> bool:
    regions = [*policy.regions, *(str(value) for name, value in policy.values.items() if REGION.fits(name))]
    return any(_covers(region, country) for region in regions) or (not regions and _named_in_key(policy, country))


def _covers(region: str, country: str) -> bool:
    if region.upper() == country:
        return True
    inside, _, outside = region.partition(_BEFORE)
    if outside and _names(outside, country):
        return False
    if "EU" in inside.split() or "European Union" in inside:
        return country in EU
    return _names(inside, country)


def _names(text: str, country: str) -> bool:
    return any(name in text for name in _names_of(country))


def _named_in_key(policy: Policy, country: str) -> bool:
    """Policies without regions often carry the country in their name: `delivery_china`."""
    parts = policy.key.lower().split("_")
    return country.lower() in parts or any(name.lower().replace(" ", "_") in policy.key for name in _names_of(country) if name.isascii())  # fmt: skip


@cache
def _names_of(country: str) -> tuple[str, ...]:
    names = [Locale(lang).territories.get(country, "") for lang in ("en", "zh")]
    return tuple(name for name in names if name)
