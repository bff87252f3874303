"""The values of every visitor of an experiment as they stood at a moment, as arrays. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mercery.experiments.earnings import Events

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The visitors of one experiment in one phase, and all they did after they first met it. Times in seconds since 1970."""

    treated: NDArray[np.bool_]
    """Whether the visitor has it; one place a visitor."""
    first: Numbers
    """When each first met it, or would have."""
    before: Numbers
    """What each did before that, as one number: orders, and views on a scale of their own (see `units.py`)."""
    events: Events
    visit_unit: NDArray[np.int64]
    """Whose each visit is."""
    visit_at: Numbers
    share: float
    """Visitors that are to be without it."""
    mixed: int = 0
    """Visitors who were seen with it and without; they are in neither arm."""

    @property
    def count(self) -> int:
        """How many visitors."""
        return len(self.treated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What stood at a moment, one place a visitor who had met it by then."""

    treated: NDArray[np.bool_]
    orders: Numbers
    margin: Numbers
    """Minor units, of the orders whose margin is known."""
    unknown: Numbers
    """Orders whose margin is not known."""
    returned: Numbers
    """Orders of which something came back."""
    complaints: Numbers
    visits: Numbers
    before: Numbers

    def arm(self, values: Numbers, *, treated: bool) -> Numbers:
        """The values of one arm's visitors."""
        return values[self.treated if treated else ~self.treated]


def values_at(units: Units, at: float) -> Values:
    """The values by visitor at that moment; what came later is not in them."""
    met = units.first < at
    seen = (units.events.at < at) & met[units.events.unit]
    place = np.cumsum(met) - 1
    count = int(met.sum())
    whose = place[units.events.unit[seen]]

    def summed(values: Numbers) -> Numbers:
        return np.bincount(whose, weights=values[seen], minlength=count).astype(np.float64)

    came = (units.visit_at < at) & met[units.visit_unit]
    events = units.events
    return Values(
        treated=units.treated[met],
        orders=summed(events.orders),
        margin=summed(events.margin),
        unknown=summed(events.unknown),
        returned=summed(events.returned),
        complaints=summed(events.complaints),
        visits=np.bincount(place[units.visit_unit[came]], minlength=count).astype(np.float64),
        before=units.before[met],
    )
