"""The scores of the inspection eval, on findings that are given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mercery.core.errors import Invalid
from mercery.evals.inspection import Judged, by_rule, counted, row_of, rows_of, run
from mercery.inspection.rule import RuleId

TALK = {
    "id": "one",
    "lang": "en",
    "agent": "human",
    "turns": [
        {"role": "customer", "text": "Is the kettle 2 litres?", "at": "2026-03-01T10:00:00"},
        {"role": "agent", "text": "Hello, it is.", "at": "2026-03-01T10:00:20"},
    ],
    "facts": {"volume": "1.7 l", "colours": ["red", "black"], "in stock": True, "box": {"width": 20}},
    "findings": [{"rule": "wrong_fact", "turn": 1}],
}


def judged(listed: dict[str, int], found: dict[str, int]) -> Judged:
    row = TALK | {"findings": [{"rule": rule, "turn": turn} for rule, turn in listed.items()]}
    return Judged(listed=row_of(row, Path("file")), found={RuleId(rule): turn for rule, turn in found.items()})


def test_pairs_of_conversation_and_rule_are_counted() -> None:
    figures = counted(
        [
            judged({"wrong_fact": 1, "slow_reply": 3}, {"wrong_fact": 1, "privacy_leak": 1}),
            judged({"wrong_fact": 5}, {"wrong_fact": 1}),
        ]
    )
    assert (figures["right"], figures["found"], figures["listed"]) == (2, 3, 3)
    assert figures["precision"] == 0.6667
    assert figures["recall"] == 0.6667
    assert figures["turn_recall"] == 0.3333, "four turns away is another place"


def test_one_turn_beside_is_the_right_place() -> None:
    assert counted([judged({"wrong_fact": 3}, {"wrong_fact": 2})])["turn_recall"] == 1.0


def test_false_alarms_are_those_on_clean_conversations() -> None:
    figures = counted([judged({}, {"slow_reply": 1}), judged({}, {}), judged({"wrong_fact": 1}, {"slow_reply": 1})])
    assert figures["clean_false_alarms"] == 0.5
    assert figures["clean_total"] == 2


def test_a_rule_is_scored_alone() -> None:
    both = [judged({"wrong_fact": 1}, {"wrong_fact": 1}), judged({"slow_reply": 1}, {"wrong_fact": 1})]
    assert by_rule(both, RuleId.WRONG_FACT) == {"right": 1, "found": 2, "listed": 1, "precision": 0.5, "recall": 1.0}
    assert by_rule(both, RuleId.PRIVACY_LEAK)["precision"] is None, "nothing was found, so nothing can be said of it"


def test_loose_facts_are_taken_as_they_would_be_written() -> None:
    known = {one.name: one.value for one in row_of(TALK, Path("file")).transcript.known}
    assert known == {"volume": "1.7 l", "colours": "red, black", "in stock": "yes", "box": "width 20"}


def test_the_first_turn_of_a_rule_is_its_place() -> None:
    row = TALK | {"findings": [{"rule": "slow_reply", "turn": 5}, {"rule": "slow_reply", "turn": 3}]}
    assert row_of(row, Path("file")).faults == {RuleId.SLOW_REPLY: 3}


def test_a_folder_and_the_file_itself_are_read(tmp_path: Path) -> None:
    file = tmp_path / "inspection.jsonl"
    file.write_text(json.dumps(TALK) + "\n\n", "utf-8")
    assert len(list(rows_of(tmp_path))) == len(list(rows_of(file))) == 1
    result = run([tmp_path], lambda line: None)
    assert result.n == 1
    split = result.figures["by_rule"]
    assert isinstance(split, dict)
    assert list(split) == [rule.value for rule in RuleId]


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    row = TALK | {"findings": [{"rule": "bad_mood", "turn": 1}]}
    with pytest.raises(Invalid, match="'one' cannot be read"):
        row_of(row, Path("file"))
    (tmp_path / "broken.jsonl").write_text('{"id": \n', "utf-8")
    with pytest.raises(Invalid, match="line 1"):
        list(rows_of(tmp_path / "broken.jsonl"))
    with pytest.raises(Invalid, match=r"no inspection\.jsonl"):
        list(rows_of(tmp_path))
