"""`mercery eval tasks` on a small shop of its own: what passes, what fails and why, and how the scripted customer speaks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mercery.core.errors import Invalid
from mercery.evals.scripted_customer import ScriptedCustomer, in_other_case, with_typos
from mercery.evals.tasks import run

SHOP = {
    "products": {
        "p1": {
            "name": "Reading Lamp", "product_id": "p1",
            "variants": {
                "1000000001": {"item_id": "1000000001", "options": {"color": "black"}, "available": True, "price": 40.0},
                "1000000002": {"item_id": "1000000002", "options": {"color": "white"}, "available": True, "price": 42.5},
            },
        }
    },
    "users": {
        "mira_1": {
            "user_id": "mira_1", "name": {"first_name": "Mira", "last_name": "Olsen"}, "email": "mira@example.com", "orders": ["#W1000001"],
            "address": {"address1": "8 Harbour Street", "address2": "", "city": "Portland", "country": "USA", "state": "OR", "zip": "97201"},
            "payment_methods": {"paypal_1": {"source": "paypal", "id": "paypal_1"}},
        }
    },
    "orders": {
        "#W1000001": {
            "order_id": "#W1000001", "user_id": "mira_1", "status": "pending", "fulfillments": [],
            "address": {"address1": "8 Harbour Street", "address2": "", "city": "Portland", "country": "USA", "state": "OR", "zip": "97201"},
            "items": [{"name": "Reading Lamp", "product_id": "p1", "item_id": "1000000001", "price": 40.0, "options": {"color": "black"}}],
            "payment_history": [{"transaction_type": "payment", "amount": 40.0, "payment_method_id": "paypal_1"}],
        }
    },
}  # fmt: skip
CANCEL = {"tool": "cancel_pending_order", "arguments": {"order_id": "#W1000001", "reason": "no longer needed"}}


def dialogue(id_: str, *turns: str, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": id_, "lang": "en", "identity": {"user_id": "mira_1", "how": "email"}, "turns": [{"user": turn} for turn in turns],
        "answers": {"email": "mira@example.com", "confirmation": "Yes."}, "expected_actions": [], "forbidden_actions": [],
        "must_say": [], "must_not_say": [], "should_handoff": False,
    }  # fmt: skip
    return made | more


def test_dialogues_are_held_and_judged_by_what_was_done_and_said(tmp_path: Path) -> None:
    (tmp_path / "db.json").write_text(json.dumps(SHOP))
    rows = [
        dialogue("cancels", "cancel my order W1000001, I don't need it", expected_actions=[CANCEL], must_say=[["5 to 7"]]),
        dialogue("changes nothing", "cancel W1000001", "found it cheaper", answers={"email": "mira@example.com", "confirmation": "No."}),
        dialogue("is wrong on purpose", "cancel my order W1000001, I don't need it", must_say=[["by pigeon"]]),
        dialogue("wants a person", "let me talk to a person", should_handoff=True),
    ]  # fmt: skip
    (tmp_path / "dialogues.jsonl").write_text("\n".join(map(json.dumps, rows)))
    result = run([tmp_path], lambda _: None, {"shop": str(tmp_path), "runs": "2"})
    assert result.n == 4 and result.figures["pass1"] == 0.75 and result.figures["pass2"] == 0.75
    (why,) = {tuple(one["why"]) for one in result.figures["failures"]}  # type: ignore[attr-defined]
    assert any("by pigeon" in one for one in why) and "the record differs at the end" in why


def test_a_model_there_is_not_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dialogues.jsonl").write_text(json.dumps(dialogue("d", "hello")))
    with pytest.raises(Invalid):
        run([tmp_path], lambda _: None, {"shop": str(tmp_path), "model": "oracle"})


@pytest.mark.parametrize("model", ["honest", "hostile"])
def test_with_either_model_what_may_never_be_is_not(tmp_path: Path, model: str) -> None:
    (tmp_path / "db.json").write_text(json.dumps(SHOP))
    row = dialogue(
        "cancels", "cancel my order W1000001, I don't need it", expected_actions=[CANCEL], must_not_say=["0.01"]
    )
    (tmp_path / "dialogues.jsonl").write_text(json.dumps(row))
    result = run([tmp_path], lambda _: None, {"shop": str(tmp_path), "runs": "1", "model": model})
    assert result.figures["forbidden"] == [] and result.figures["pass1"] == 1.0


def test_answers_by_slot_take_the_place_of_the_next_turn() -> None:
    customer = ScriptedCustomer.of(dialogue("d", "hello", "what I had prepared"), "slots")
    assert [customer.says(""), customer.says("email"), customer.says("confirmation"), customer.says("")] == [
        "hello", "mira@example.com", "Yes.", None,
    ]  # fmt: skip


def test_an_unknown_slot_is_answered_with_not_knowing_once() -> None:
    customer = ScriptedCustomer.of(dialogue("d", "hello"), "turns")
    assert [customer.says(""), customer.says("reason"), customer.says("reason")] == ["hello", "I don't know", None]


def test_typing_errors_are_light_repeatable_and_spare_what_identifies() -> None:
    text = "please return everything from order W1000001 to mira@example.com, thanks olsen"
    once = with_typos(text, "seed", spare=frozenset({"olsen"}))
    assert once == with_typos(text, "seed", spare=frozenset({"olsen"}))
    assert {"W1000001", "mira@example.com,", "olsen"} <= set(once.split())
    assert any(with_typos(text, str(seed)) != text for seed in range(5))


def test_another_case_says_the_same() -> None:
    assert in_other_case("Cancel it.", 1) == "cancel it" and in_other_case("Cancel it.", 2) == "CANCEL IT!"
    assert in_other_case("取消吧,谢谢", 1) == "取消吧，谢谢。"
