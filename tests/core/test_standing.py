"""What was put in force for a time is planned, in force, over or off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mercery.core.standing import Standing, standing

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("active", "starts", "ends", "expected"),
    [
        (True, NOW, None, "in_force"),
        (True, NOW + MINUTE, None, "planned"),
        (True, NOW - MINUTE, NOW, "ended"),
        (True, NOW - MINUTE, NOW + MINUTE, "in_force"),
        (False, NOW + MINUTE, None, "off"),
        (False, NOW - MINUTE, NOW, "off"),
    ],
)
def test_how_it_stands(active: bool, starts: datetime, ends: datetime | None, expected: Standing) -> None:
    assert standing(active=active, starts_at=starts, ends_at=ends, at=NOW) == expected
