"""What is free at some times only is told with the time."""

from __future__ import annotations

import pytest
from tests.claims.grammar.rules_of_a_house import ruled

from mercery.claims.gate import Gate
from mercery.claims.grammar.free_when import times
from mercery.core.i18n import Words

_GATE = Gate(
    ruled(
        {
            "delivery": Words("Delivery is free on weekends; on weekdays it costs EUR 6.", "周末配送免费；工作日 6 欧元。"),
            "repairs": Words("Repairs are free in the first year.", "第一年维修免费。"),
            "gift": Words("Gift wrapping is free in December.", "礼品包装 12 月免费。"),
            "engraving": Words("Engraving is free in the evening.", "晚间刻字免费。"),
        }
    )
)  # fmt: skip


def _passes(text: str) -> bool:
    return _GATE.check(text, "en" if text.isascii() else "zh").passed


@pytest.mark.parametrize("text", ["Delivery is free.", "Delivery is free on weekdays.", "配送免费。", "Repairs are free.", "维修免费。", "Gift wrapping is free.", "礼品包装免费。", "Engraving is free.", "刻字免费。"])  # fmt: skip
def test_without_the_time_it_is_refused(text: str) -> None:
    assert not _passes(text)


@pytest.mark.parametrize("text", ["Delivery is free on weekends.", "周末配送免费。", "Repairs are free in the first year.", "第一年维修免费。", "Gift wrapping is free in December.", "礼品包装12月免费。", "Engraving is free in the evening."])  # fmt: skip
def test_with_the_time_it_goes_out(text: str) -> None:
    assert _passes(text)


def test_a_length_of_the_way_is_no_such_time() -> None:
    assert times("it takes 1 to 2 business days and is free") == frozenset()
