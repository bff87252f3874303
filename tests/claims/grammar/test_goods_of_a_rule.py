"""A rule for one brand's bags and for all watches: a list that drops the brand says more than the rule."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest
from tests.claims.gate_shop import shop_facts

from mercery.claims.gate import Gate
from mercery.claims.grounds import grounds
from mercery.core.i18n import Words
from mercery.policies.facts import facts
from mercery.policies.policy import Policy

_NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
_RULE = Words("A numbered authenticity card comes with every Verain bag and every watch.", "")


@cache
def _gate() -> Gate:
    rule = Policy(
        id="pol_card", key="authenticity", topic="other", version=1, title=Words("Card"),
        statement=_RULE, values={}, regions=(), valid_from=datetime(2026, 1, 1, tzinfo=UTC),
        valid_to=None, recorded_at=_NOW, recorded_by="test", reason="",
    )  # fmt: skip
    goods = [fact for fact in shop_facts() if fact.subject.kind in ("product", "variant")]
    return Gate(grounds([*goods, *facts([rule])], now=_NOW, timezone="Europe/Berlin", shop=Words("Haus Linden")))


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Every watch and every Verain bag comes with a numbered authenticity card.", True),
        ("Every Verain bag comes with a numbered authenticity card.", True),
        ("Every watch comes with a numbered authenticity card.", True),
        ("Every watch and every bag comes with a numbered authenticity card.", False),
        ("Every watch and every bag we carry comes with a numbered authenticity card.", False),
        ("Every bag comes with a numbered authenticity card.", False),
    ],
)
def test_each_kind_is_told_with_its_brand(text: str, passes: bool) -> None:
    assert _gate().check(text, "en").passed == passes
