"""What is learnt from: many invented shops, each asking many things in many ways, some of which stay untaught."""

from __future__ import annotations

import json
from pathlib import Path

from tools.meaning.material import invented_shops, measured, unanswered
from tools.meaning.train import untaught, write


def test_the_invented_shops_ask_many_things_in_many_ways() -> None:
    shops = invented_shops()
    subjects = [one for own in shops.values() for one in own]
    assert len(shops) >= 31 and len(subjects) >= 1_100
    assert all(one.answer and len(one.texts) >= 5 for one in subjects)
    for name, own in shops.items():
        texts = [text.lower() for one in own for text in one.texts]
        assert sorted({text for text in texts if texts.count(text) > 1}) == [], name


def test_what_the_weights_are_learnt_from_is_not_taught(tmp_path: Path) -> None:
    write(tmp_path, None, everything=False)
    taught = json.loads((tmp_path / "taught.json").read_text("utf-8"))["shops"]
    texts = {text for own in taught.values() for asked, answer in own for text in (*asked, answer)}
    # Fragments are alike in all shops, "free returns" among them: those of more than three words count.
    kept_back = {
        name: {text for one in own for text in one.texts if len(text.split()) > 3} for name, own in untaught().items()
    }
    assert "demo" in kept_back and len(kept_back) >= 7
    assert all(len(texts & own) <= 0.06 * len(own) for own in kept_back.values())
    assert not set(taught) & set(kept_back)


def test_a_set_of_intents_is_taught_by_intent(tmp_path: Path) -> None:
    for part in ("development", "test-banking", "test-finance"):
        (tmp_path / part).mkdir()
        rows = [{"utterance": f"{part} {intent} {number}", "intent": intent} for intent in "ab" for number in range(4)]
        rows.append({"utterance": "once", "intent": "rare"})
        (tmp_path / part / "test-utterances.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    write(tmp_path, tmp_path, everything=False)
    sets = json.loads((tmp_path / "taught.json").read_text("utf-8"))["sets"]
    assert [sorted(len(asked) for asked, _ in own) for own in sets.values()] == [[4, 4]] * 3


def test_messages_without_an_answer_are_no_phrasings_of_their_shop() -> None:
    shops, without = invented_shops(), unanswered()
    assert len(without) >= 12 and set(without) <= set(shops)
    for name, texts in without.items():
        asked = {text.lower() for one in shops[name] for text in one.texts}
        assert len(texts) >= 60 and not {text.lower() for text in texts} & asked, name
    taught = {text for name in without for one in shops[name] for text in (*one.texts, one.answer)}
    for measuring in ("da", "db"):
        subjects, messages = measured(measuring)
        assert {right for _, right in messages} == {-1, *range(len(subjects))}
        assert len([text for text, _ in messages if text in taught]) <= 0.05 * len(messages)
