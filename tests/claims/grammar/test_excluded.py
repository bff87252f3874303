"""What a rule shuts out by naming those it holds for."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest
from tests.claims.gate_shop import shop_facts, variant

from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds
from mercery.core.i18n import Words
from mercery.policies.facts import facts
from mercery.policies.policy import Policy

_NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
_RULE = Words("A numbered authenticity card comes with every watch. Other products have no card.", "每枚腕表均附编号真品卡。其他商品不附。")  # fmt: skip


@cache
def _gate() -> Gate:
    rule = Policy(
        id="pol_card", key="authenticity", topic="other", version=1, title=Words("Card"), statement=_RULE, values={}, regions=(),
        valid_from=datetime(2026, 1, 1, tzinfo=UTC), valid_to=None, recorded_at=_NOW, recorded_by="test", reason="",
    )  # fmt: skip
    goods = [fact for fact in shop_facts() if fact.subject.kind in ("product", "variant")]
    return Gate(grounds([*goods, *facts([rule])], now=_NOW, timezone="Europe/Berlin", shop=Words("Haus Linden")))


def _passes(text: str, about: str | None = None) -> bool:
    return _gate().check(text, "en", about=about).passed


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Bags don't come with an authenticity card.", None),
        ("It has no authenticity card.", variant("harbour-tote", "black")),
        ("Other products have no authenticity card.", None),
    ],
)
def test_what_is_shut_out_may_be_denied(text: str, about: str | None) -> None:
    assert _passes(text, about)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Watches don't come with an authenticity card.", None),
        ("It has no authenticity card.", variant("dawn-36")),
        ("Nothing comes with an authenticity card.", None),
        ("Bags and watches don't come with an authenticity card.", None),
        ("Bags come with an authenticity card.", None),
        ("Bags don't come with two authenticity cards.", None),
        ("Other watches have no authenticity card.", None),
    ],
)
def test_what_is_held_may_not(text: str, about: str | None) -> None:
    assert not _passes(text, about)
