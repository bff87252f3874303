"""Every eval and benchmark that is offered exists."""

from __future__ import annotations

import pytest

from mercery.evals.registry import BENCHES, EVAL_OPTIONS, EVALS, load


@pytest.mark.parametrize("address", [*EVALS.values(), *BENCHES.values()])
def test_what_is_offered_can_be_called(address: str) -> None:
    assert callable(load(address))


def test_options_belong_to_evals_there_are() -> None:
    assert set(EVAL_OPTIONS) <= set(EVALS)
