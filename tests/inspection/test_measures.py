"""Precision, agreement and recall from what people said of findings."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.core.i18n import Words
from mercery.inspection.agents import Spokesman
from mercery.inspection.finding import FindingState, Judgement, StoredFinding
from mercery.inspection.measures import kappa, measures
from mercery.inspection.rule import RuleId

AT = datetime(2026, 11, 2, tzinfo=UTC)
HUGO = Spokesman(id="stf_hugo", name="Hugo", kind="person")


def finding(
    id_: str, state: FindingState, rule: RuleId = RuleId.WRONG_FACT, *, by: str = "rules", talk: str = "cnv_1"
) -> StoredFinding:
    return StoredFinding(
        id=id_, conversation_id=talk, message_id=f"msg_{id_}", rule=rule, severity="serious", lang="en", at=AT,
        agent=HUGO, quote="…", why=Words("why"), expected="", known=None, found_by=by, found_by_name="", state=state,
        judged_at=None,
    )  # fmt: skip


def said(finding_id: str, who: str, agreed: bool, *, blind: bool = False, minute: int = 0) -> Judgement:
    return Judgement(
        finding_id=finding_id, staff_id=who, staff_name=who, agreed=agreed, reason="", blind=blind,
        at=AT.replace(minute=minute),
    )  # fmt: skip


def test_precision_counts_judged_findings_of_inspection_only() -> None:
    found = measures(
        [
            finding("a", "agreed"), finding("b", "agreed"), finding("c", "overruled"), finding("d", "open"),
            finding("e", "agreed", by="person"), finding("f", "agreed", RuleId.SLOW_REPLY),
        ],
        [],
        [],
    )  # fmt: skip
    assert (found.precision.right, found.precision.total) == (3, 4)
    wrong = next(one for one in found.by_rule if one.rule is RuleId.WRONG_FACT)
    assert (wrong.found, wrong.precision.right, wrong.precision.total, wrong.missed) == (4, 2, 3, 1)
    assert wrong.precision.low < 2 / 3 < wrong.precision.high


def test_recall_is_told_by_conversations_that_somebody_read_whole() -> None:
    found = measures(
        [
            finding("a", "agreed", talk="cnv_read"), finding("b", "agreed", by="person", talk="cnv_read"),
            finding("c", "overruled", talk="cnv_read"), finding("d", "agreed", by="person", talk="cnv_other"),
        ],
        [],
        ["cnv_read", "cnv_clean"],
    )  # fmt: skip
    assert (found.recall.right, found.recall.total, found.read) == (1, 2, 2)


def test_two_people_are_compared_by_their_last_word_on_the_same_finding() -> None:
    found = measures(
        [finding(id_, "agreed") for id_ in "abcd"],
        [
            said("a", "claire", True), said("a", "bruno", True, blind=True),
            said("b", "claire", False), said("b", "claire", True, minute=5), said("b", "bruno", False, blind=True),
            said("c", "claire", False), said("c", "bruno", False, blind=True),
            said("d", "claire", True),
        ],
        [],
    )  # fmt: skip
    # Pairs: yes–yes, yes–no, no–no. Seen 2/3; by chance 2/3·1/3 + 1/3·2/3 = 4/9.
    assert (found.kappa.pairs, found.kappa.same) == (3, 2)
    assert found.kappa.value == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))


def test_agreement_that_chance_explains_whole_is_not_called_perfect() -> None:
    assert kappa([]).value is None
    assert kappa([(True, True)] * 9).value is None
    assert kappa([(True, True), (False, False)]).value == pytest.approx(1.0)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40))
def test_kappa_lies_between_minus_one_and_one_and_knows_no_first_person(pairs: list[tuple[bool, bool]]) -> None:
    found, turned = kappa(pairs), kappa([(other, one) for one, other in pairs])
    assert found.value is None or -1.0 - 1e-9 <= found.value <= 1.0 + 1e-9
    assert (found.value is None) == (turned.value is None)
    if found.value is not None and turned.value is not None:
        assert found.value == pytest.approx(turned.value)
