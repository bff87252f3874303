"""What was known before: it narrows the range and does not move the difference."""

from __future__ import annotations

import numpy as np
import pytest

from mercery.experiments.statistics.covariate import adjusted
from mercery.experiments.statistics.moments import PairMoments
from mercery.experiments.statistics.sequences import difference


def _sample(rng: np.random.Generator, n: int, effect: float) -> list[tuple[float, float]]:
    before = rng.gamma(1.0, 2.0, n)
    return [(float(b + effect + noise), float(b)) for b, noise in zip(before, rng.normal(0, 1.5, n), strict=True)]


def test_as_many_parts_of_variance_go_away_as_the_square_of_the_correlation() -> None:
    rng = np.random.default_rng(3)
    treated, held = (PairMoments.of(_sample(rng, 20_000, effect), conversions=20_000) for effect in (0.1, 0.0))
    found = adjusted(treated, held)
    # Variance 4 known of 4 + 2.25: 64 %.
    assert found.removed == pytest.approx(4 / 6.25, abs=0.02)
    assert found.theta == pytest.approx(1, abs=0.02)
    plain = difference(treated.numerator, held.numerator)
    narrow = difference(found.arms.treated, found.arms.held)
    assert narrow.high - narrow.low == pytest.approx((plain.high - plain.low) * 0.6, rel=0.03)
    assert narrow.holds(0.1) and narrow.above(0)


def test_by_hand() -> None:
    # Outcomes are twice what was before in both arms, and three more in the treated: nothing but the three is left.
    treated = PairMoments.of([(2 * b + 3.0, float(b)) for b in (1, 2, 6)])
    held = PairMoments.of([(2.0 * b, float(b)) for b in (0, 5, 1)])
    found = adjusted(treated, held)
    assert found.theta == pytest.approx(2)
    assert found.arms.treated.mean - found.arms.held.mean == pytest.approx(3)
    assert found.arms.treated.variance == pytest.approx(0, abs=1e-12)
    assert found.removed == pytest.approx(1)


def test_what_does_not_vary_changes_nothing() -> None:
    treated, held = PairMoments.of([(1, 4), (0, 4), (1, 4)]), PairMoments.of([(0, 4), (0, 4), (1, 4)])
    found = adjusted(treated, held)
    assert (found.theta, found.removed) == (0, 0)
    assert found.arms.treated.mean == pytest.approx(2 / 3)
