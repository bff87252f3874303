"""Whether each feature is worth having: who has it, who saw it, what came of it, what it cost.

The names below are the library (docs/guide/experiments.md). Those of statistics are pure and need no server; `open_experiments`
leads to a shop's experiments. They are loaded when they are first asked for, so that a page that only asks for a visitor's arm
loads no statistics.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mercery.experiments.assignment import Assignment, assign, place
    from mercery.experiments.library import Experiments, open_experiments
    from mercery.experiments.reading import Range, Reading
    from mercery.experiments.running.experiment import Draft, Experiment
    from mercery.experiments.statistics.covariate import Adjusted, adjusted
    from mercery.experiments.statistics.evidence import Buyers, log_evidence, p_value, rate_ratio
    from mercery.experiments.statistics.horizon import Horizon, duration, for_effect, horizon, outlook, smallest_lift
    from mercery.experiments.statistics.mismatch import Mismatch, Seen, mismatch
    from mercery.experiments.statistics.moments import Moments, PairMoments
    from mercery.experiments.statistics.needs import Need
    from mercery.experiments.statistics.order_cost import OrderCost, order_cost
    from mercery.experiments.statistics.sequences import Interval, difference, lift, missing, ratio_difference
    from mercery.experiments.statistics.verdicts import Guard, Measured, Reason, Terms, Verdict, verdict

_WHERE: Final = {
    "assignment": ("Assignment", "assign", "place"),
    "library": ("Experiments", "open_experiments"),
    "reading": ("Range", "Reading"),
    "running.experiment": ("Draft", "Experiment"),
    "statistics.covariate": ("Adjusted", "adjusted"),
    "statistics.evidence": ("Buyers", "log_evidence", "p_value", "rate_ratio"),
    "statistics.horizon": ("Horizon", "duration", "for_effect", "horizon", "outlook", "smallest_lift"),
    "statistics.mismatch": ("Mismatch", "Seen", "mismatch"),
    "statistics.moments": ("Moments", "PairMoments"),
    "statistics.needs": ("Need",),
    "statistics.order_cost": ("OrderCost", "order_cost"),
    "statistics.sequences": ("Interval", "difference", "lift", "missing", "ratio_difference"),
    "statistics.verdicts": ("Guard", "Measured", "Reason", "Terms", "Verdict", "verdict"),
}
_MODULES: Final = {name: module for module, names in _WHERE.items() for name in names}

__all__ = [
    "Adjusted",
    "Assignment",
    "Buyers",
    "Draft",
    "Experiment",
    "Experiments",
    "Guard",
    "Horizon",
    "Interval",
    "Measured",
    "Mismatch",
    "Moments",
    "Need",
    "OrderCost",
    "PairMoments",
    "Range",
    "Reading",
    "Reason",
    "Seen",
    "Terms",
    "Verdict",
    "adjusted",
    "assign",
    "difference",
    "duration",
    "for_effect",
    "horizon",
    "lift",
    "log_evidence",
    "mismatch",
    "missing",
    "open_experiments",
    "order_cost",
    "outlook",
    "p_value",
    "place",
    "rate_ratio",
    "ratio_difference",
    "smallest_lift",
    "verdict",
]


def __getattr__(name: str) -> object:
    """A name of the library, from where it is."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
