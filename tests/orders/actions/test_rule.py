"""Rules are data: read strictly, written back the same."""

import pytest

from mercery.core.errors import Invalid, NotFound
from mercery.orders.actions.packs import pack, pack_names, rules_from_yaml
from mercery.orders.actions.rule import rule_from_data, rule_to_data


@pytest.mark.parametrize("name", pack_names())
def test_every_pack_is_whole_and_comes_back_as_it_was(name: str) -> None:
    rules = pack(name)
    assert [rule_from_data(rule_to_data(rule)) for rule in rules] == rules
    assert all(rule.statement.en and rule.statement.zh for rule in rules), "customers are told in both languages"
    assert len({rule.action for rule in rules}) == len(rules)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("action: refund_everything", "action"),
        ("action: cancel_order\n    statuses: [lost]", "statuses.0"),
        ("action: cancel_order\n    identity: hearsay", "identity"),
        ("action: cancel_order\n    confirmation: maybe", "confirmation"),
        ("action: cancel_order\n    within_days: -3", "within_days"),
        ("action: cancel_order\n    person_above: 500", "person_above"),
        ("action: cancel_order\n    amount: 500", "amount"),
    ],
)
def test_a_wrong_field_is_named_with_its_file(line: str, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        rules_from_yaml(f"rules:\n  - {line}\n", file="mine.yaml")
    assert [(problem.file, problem.field) for problem in caught.value.problems] == [("mine.yaml", field)]


def test_a_file_without_rules_and_an_unknown_pack_are_refused() -> None:
    with pytest.raises(Invalid, match="rules"):
        rules_from_yaml("policy: be nice", file="mine.yaml")
    with pytest.raises(NotFound, match="generous"):
        pack("generous")
