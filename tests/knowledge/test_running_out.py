"""What ends within ninety days, and how many answers hang on it."""

from datetime import UTC, datetime, timedelta

from mercery.core.i18n import Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.running_out import running_out
from mercery.policies.policy import Policy

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SOURCE = SourceRef(document_id="doc_care", version=1, passage=3, quote="Wipe it.")


def answer(
    key: str, *, days: int | None = None, links: tuple[str, ...] = (), sources: tuple[SourceRef, ...] = ()
) -> ApprovedAnswer:
    end = NOW + timedelta(days=days) if days is not None else None
    return ApprovedAnswer(key=key, question=Words(key), answer=Words("x"), links=links, valid_to=end, sources=sources)


def policy(key: str, days: int | None) -> Policy:
    return Policy(
        id=key, key=key, topic="returns", title=Words("Returns policy"), statement=Words("x"), values={}, regions=(),
        valid_from=NOW - timedelta(days=90), valid_to=NOW + timedelta(days=days) if days else None, version=4,
        recorded_at=NOW, recorded_by="", reason="",
    )  # fmt: skip


def test_a_policy_that_ends_counts_the_answers_that_repeat_it() -> None:
    [one] = running_out([answer("a", links=("returns",)), answer("b", links=("returns",)), answer("c")],
                        [policy("returns", 70), policy("endless", None), policy("later", 91)], {}, NOW)  # fmt: skip
    assert (one.label.en, one.days, one.answers) == ("Returns policy", 70, 2)


def test_answers_of_one_document_that_end_on_one_day_are_one_line() -> None:
    said = [answer("a", days=40, sources=(SOURCE,)), answer("b", days=40, sources=(SOURCE,)), answer("c", days=10)]
    found = running_out(said, [], {"doc_care": "Care sheet 12"}, NOW)
    assert [(one.label.en, one.days, one.answers) for one in found] == [("c", 10, 1), ("Care sheet 12", 40, 2)]


def test_what_has_its_next_version_already_does_not_run_out() -> None:
    assert running_out([], [policy("returns", 70)], {}, NOW, followed=["returns"]) == []


def test_what_has_ended_hangs_on_nothing_any_more() -> None:
    assert running_out([answer("a", days=-1, links=("returns",))], [policy("returns", 5)], {}, NOW)[0].answers == 0
