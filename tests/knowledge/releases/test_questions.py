"""The shop's own questions: what counts as right, kept once, imported whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from tests.knowledge.releases.desk import CLAIRE, Desk

from mercery.assistant.looking_back.rehearsing import PastTurns
from mercery.assistant.tables import TurnRow
from mercery.core.errors import Conflict, Invalid, NotFound
from mercery.core.i18n import Lang
from mercery.knowledge.releases import questions
from mercery.knowledge.releases.question_file import read_questions, write_questions
from mercery.knowledge.releases.rehearsal import Told
from mercery.knowledge.releases.shop_question import Expects, ShopQuestion, checked, fails

SAID = Told(text="You may return it within 30 days.", sort="said", policies=("returns",))


def expects(kind: Expects, key: str = "", *words: str) -> ShopQuestion:
    return ShopQuestion(text="How long?", lang="en", expects=kind, key=key, words=words)


@pytest.mark.parametrize(
    ("question", "told", "why"),
    [
        (expects("policy", "returns"), SAID, None),
        (expects("policy", "returns", "30 days"), SAID, None),
        (expects("policy", "returns", "30 DAYS"), SAID, None),
        (expects("policy", "returns", "14 days"), SAID, "It does not say “14 days”."),
        (expects("policy", "refund"), SAID, "Expected refund; returns is said."),
        (
            expects("answer", "late"),
            Told(text="…", sort="asked_back"),
            "Expected late; it is asked back which question was meant.",
        ),
        (expects("words", "", "30 days"), SAID, None),
        (expects("declined"), Told(text="…", sort="declined"), None),
        (expects("declined"), SAID, "No answer is wanted; returns is said."),
        (expects("person"), Told(text="…", sort="person", to_person=True), None),
        (expects("person"), Told(text="…", sort="not_known"), "A person is wanted; nothing is known about it."),
    ],
)
def test_an_answer_is_right_or_it_is_said_what_is_wrong(question: ShopQuestion, told: Told, why: str | None) -> None:
    found = fails(question, told)
    assert (found.en if found else None) == why
    assert found is None or found.zh


def test_what_cannot_be_judged_cannot_be_kept() -> None:
    with pytest.raises(Invalid) as refused:
        checked(ShopQuestion(text=" ", lang="fr", expects="answer"))  # type: ignore[arg-type]
    assert [one.field for one in refused.value.problems] == ["text", "lang", "key"]
    with pytest.raises(Invalid) as refused:
        checked(expects("words"))
    assert [one.field for one in refused.value.problems] == ["words"]


async def test_the_same_question_is_kept_once(desk: Desk) -> None:
    made = await desk.question("How long?", expects="policy", key="returns")
    with pytest.raises(Conflict, match="kept already"):
        await desk.question("  how   LONG? ", expects="person")
    async with desk.database.session() as session:
        changed = await questions.add_all(
            session,
            desk.shop.id,
            CLAIRE,
            [expects("policy", "refund"), ShopQuestion(text="多久？", lang="zh", expects="person")],
        )
        kept = {one.text: one for one in await questions.questions(session, desk.shop.id)}
    assert changed == (1, 1) and kept["How long?"].id == made.id and kept["How long?"].key == "refund"


async def test_a_forgotten_question_is_gone(desk: Desk) -> None:
    made = await desk.question("How long?", expects="person")
    async with desk.database.session() as session:
        await questions.remove(session, desk.shop.id, CLAIRE, made.id)
    async with desk.database.session() as session:
        with pytest.raises(NotFound):
            await questions.question(session, desk.shop.id, made.id)


async def test_a_past_turn_becomes_a_question_that_expects_what_was_told(desk: Desk) -> None:
    await desk.ask("Can I collect an order in the boutique?")
    await desk.ask("What does delivery cost?", "vis_2")
    async with desk.database.session() as session:
        turns = list(await session.scalars(select(TurnRow).order_by(TurnRow.at)))
        made = [questions.of_turn(await PastTurns().past_turn(session, desk.shop, one.id)) for one in turns]
        overruled = questions.of_turn(
            await PastTurns().past_turn(session, desk.shop, turns[0].answer_id or ""), "fnd_1"
        )
    assert [(one.expects, one.key) for one in made] == [("answer", "pickup"), ("policy", "delivery_cost")]
    assert made[0].source == f"turn:{turns[0].id}"
    assert (overruled.text, overruled.key, overruled.source) == (made[0].text, "pickup", "finding:fnd_1")


def write(folder: Path, text: str) -> Path:
    path = folder / "questions.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_questions_is_read_as_people_write_it(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "question;expects;key;words;owner\n"
        "How long?;policy;returns;30 days|unused;Claire\n"
        "可以到店自提吗？;;pickup;巴黎;\n"
        "Is Claire there?;a person;;;\n"
        "What does it cost?;;;€9.50;\n",
    )
    made = read_questions(path, "questions.csv")
    assert [(one.lang, one.expects, one.key, one.words) for one in made] == [
        ("en", "policy", "returns", ("30 days", "unused")),
        ("zh", "answer", "pickup", ("巴黎",)),
        ("en", "person", "", ()),
        ("en", "words", "", ("€9.50",)),
    ]


def test_everything_wrong_in_a_file_is_named_with_its_line_and_nothing_is_taken(tmp_path: Path) -> None:
    path = write(tmp_path, "question,language,expects,key\nHow long?,en,answer,\n,en,person,\nWhen?,fr,perhaps,\n")
    with pytest.raises(Invalid) as refused:
        read_questions(path, "questions.csv")
    named = [(one.line, one.column) for one in refused.value.problems]
    assert named == [(2, "key"), (3, "question"), (4, "language"), (4, "expects")]
    assert all(one.remedy for one in refused.value.problems)


def test_a_customers_words_are_no_formula_in_the_file_and_come_back_as_they_were(tmp_path: Path) -> None:
    hostile = ShopQuestion(text="=HYPERLINK(A1)", lang="en", expects="words", words=("+44", "@you"), owner="-Claire")
    text = write_questions([hostile])
    assert text.splitlines()[1] == "'=HYPERLINK(A1),en,words,,'+44|@you,'-Claire,yes"
    assert read_questions(write(tmp_path, text), "questions.csv") == [hostile]


SIGNS = "aZ7 é退货?,;\"'|"
TEXTS = st.text(SIGNS, min_size=1, max_size=20)
WORDS = st.text("aé退7", min_size=1, max_size=8)
LANGS: st.SearchStrategy[Lang] = st.sampled_from(("en", "zh"))
KEYED: st.SearchStrategy[Expects] = st.sampled_from(("answer", "policy"))


@given(
    st.lists(
        st.builds(
            ShopQuestion, text=TEXTS.map(str.strip).filter(bool).map(lambda text: f"q {text}"), lang=LANGS, expects=KEYED,
            key=st.just("pickup"), words=st.lists(WORDS, max_size=3, unique=True).map(tuple), active=st.booleans(),
            owner=st.just("Claire"),
        ),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_what_is_written_into_a_file_is_read_back(made: list[ShopQuestion]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert read_questions(write(Path(folder), write_questions(made)), "questions.csv") == made
