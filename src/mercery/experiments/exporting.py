"""Results to take along: JSON for programs, CSV for a spreadsheet. Amounts in minor units, times in ISO 8601."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.as_json import plain
from mercery.core.files.formulas import guarded_row
from mercery.experiments.reading import Range, Reading
from mercery.experiments.readings import latest, readings
from mercery.experiments.running.experiment import Experiment

COLUMNS: Final = (
    "day", "until", "phase", "metric", "with", "without", "orders_with", "orders_without", "estimate", "low", "high",
    "extra_orders", "extra_orders_low", "extra_orders_high", "net_minor", "net_low_minor", "net_high_minor", "currency",
    "cost_minor", "cost_of_one_extra_order_minor", "mismatch", "verdict", "because",
)  # fmt: skip
"""Columns of the CSV. Effects are for one visitor (or of the ratio), with minus without."""


async def results_of(session: AsyncSession, shop: Shop, one: Experiment, *, history: bool) -> Mapping[str, Any]:
    """The experiment with its readings: all of its phase, the oldest first, or the last one."""
    if history:
        found: Sequence[Reading] = await readings(session, shop.id, one.key, one.phase)
    else:
        last = (await latest(session, shop.id)).get((one.key, one.phase))
        found = [last] if last else []
    return {
        "key": one.key,
        "name": plain(one.name),
        "place": plain(one.place),
        "metric": one.metric,
        "share_without": one.share,
        "worth_above": one.worth_above,
        "state": one.state,
        "decision": one.decision,
        "phase": one.phase,
        "since": one.since.isoformat() if one.since else None,
        "until": one.until.isoformat() if one.until else None,
        "latest": plain(found[-1]) if found else None,
        **({"readings": [plain(reading) for reading in found]} if history else {}),
    }


def csv_text(found: Sequence[Reading]) -> str:
    """The readings, one a line, with a heading."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in found:
        writer.writerow(
            guarded_row([
                one.day.isoformat(), one.until.isoformat(), one.phase, one.metric, one.treated.n, one.held.n,
                one.orders_with, one.orders_without, *_ends(one.effect), *_ends(one.orders), *_ends(one.net),
                one.currency, one.cost, one.cost_of_one.estimate, one.drawn.alarm, one.verdict,
                " ".join(reason.words.en for reason in one.because),
            ])
        )  # fmt: skip
    return out.getvalue()


def _ends(one: Range | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if one is None else (one.estimate, one.low, one.high)
