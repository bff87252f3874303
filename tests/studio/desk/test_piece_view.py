"""A piece as it is read: claims with the letters of their facts, what is blocked in its place, the margin."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mercery.claims.sentence import Line, Sentence, Span
from mercery.claims.wording import Voice
from mercery.core.i18n import Lang, Words
from mercery.studio.desk.keys import blocked_key, key_of
from mercery.studio.desk.piece_view import PieceView, opening_of, runs_of, view_of
from mercery.studio.kept import GroundLine
from mercery.studio.piece import Passage, Piece, Told

NOW = datetime(2026, 11, 22, 20, 26, tzinfo=UTC)
EN = Voice(lang="en", now=NOW, timezone="Europe/Paris")
ZH = Voice(lang="zh", now=NOW, timezone="Europe/Paris")
WEIGHT, MATERIAL, PRICE = (f"product:bag/{name}@1" for name in ("weight", "material", "price"))


def ground(fact_id: str, text: str, label: str, until: datetime | None = None) -> GroundLine:
    return GroundLine(
        fact_id=fact_id, attribute=label.lower(), label=Words(label), text=Words(text), source=Words("catalogue"),
        digest="", until=until,
    )  # fmt: skip


GROUNDS = (
    ground(WEIGHT, "780 g", "Weight"),
    ground(MATERIAL, "calfskin", "Material"),
    ground(PRICE, "€1,280", "Price", NOW + timedelta(minutes=19)),
)
HOLDS = Told(
    sentence=Line().say("it weighs ").stands_on(WEIGHT, "780 g").say(" in ").stands_on(MATERIAL, "calf").done()
)
OFFERED = Line().say("it costs ").stands_on(PRICE, "€1,280").done()
BLOCKED = Told(
    sentence=Sentence(text="The lightest of all."), writer="person", blocked=Words("No record compares it."),
    source="China: Advertising Law, 9(3)", instead=(OFFERED,),
)  # fmt: skip


def view(*told: Told, lang: Lang = "en", voice: Voice = EN) -> PieceView:
    passages = (
        Passage(kind="title", told=(Told(sentence=Sentence(text="Bag")),)),
        Passage(kind="paragraph", told=told),
    )
    return view_of(Piece(channel="product_page", lang=lang, product_ids=("bag",), passages=passages), GROUNDS, voice)


def test_each_claim_bears_the_letter_of_its_fact_in_the_margin() -> None:
    seen = view(HOLDS)
    runs = [run for line in seen.passages[1].sentences for run in line.runs if run.state]
    assert [(run.text, run.key, run.state) for run in runs] == [("780 g", "a", "holds"), ("calf", "b", "holds")]
    assert [(one.key, one.says, one.source) for one in seen.facts] == [
        ("a", "780 g", "Weight, catalogue"), ("b", "Calfskin", "Material, catalogue")
    ]  # fmt: skip
    assert (seen.claims, seen.blocked) == (2, 0)


def test_a_chinese_piece_has_chinese_letters_whoever_reads_it() -> None:
    assert [one.key for one in view(HOLDS, lang="zh").facts] == ["甲", "乙"]
    assert [one.key for one in view(HOLDS, voice=ZH).facts] == ["a", "b"]


def test_what_is_blocked_stays_in_its_place_with_the_facts_of_the_line_offered() -> None:
    seen = view(HOLDS, BLOCKED, HOLDS)
    assert [[one.holds for one in stretch] for stretch in seen.passages[1].stretches] == [[True], [False], [True]]
    held = seen.passages[1].sentences[1]
    assert (held.number, held.key, [run.key for run in held.instead[0] if run.state]) == (2, "x", ["c"])
    assert [(one.key, one.state) for one in seen.facts] == [
        ("a", "holds"), ("b", "holds"), ("c", "expiring"), ("x", "no_source")
    ]  # fmt: skip
    assert seen.facts[-1].source == "China: Advertising Law, 9(3)"


def test_what_ends_says_until_when() -> None:
    seen = view(Told(sentence=OFFERED))
    assert seen.facts[0].source == "Price, catalogue, until 21:45 on 22 November"


def test_where_claims_touch_the_letter_stands_at_the_last_place_of_its_fact() -> None:
    quoted = Line().stands_on(MATERIAL, "A bag of ").stands_on(WEIGHT, "780 g").stands_on(MATERIAL, " calfskin.").done()
    runs = runs_of(quoted, {one.fact_id: one for one in GROUNDS}, {MATERIAL: "a", WEIGHT: "b"})
    assert [(run.text, run.key) for run in runs] == [
        ("A bag of", ""), (" ", ""), ("780 g", "b"), (" ", ""), ("calfskin", "a"), (".", "")
    ]  # fmt: skip


def test_a_list_shows_the_first_sentence_that_is_no_title() -> None:
    passages = (Passage(kind="title", told=(Told(sentence=Sentence(text="Bag")),)), Passage(kind="lead", told=(HOLDS,)))
    piece = Piece(channel="product_page", lang="en", product_ids=("bag",), passages=passages)
    assert "".join(run.text for run in opening_of(piece, {})) == HOLDS.sentence.text


@given(
    st.text(alphabet="ab .，。", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5)
)
def test_cutting_a_sentence_at_its_claims_loses_no_character(text: str, places: list[tuple[int, int]]) -> None:
    spans = tuple(Span(start=min(one), end=min(max(one), len(text)), fact_id=WEIGHT) for one in places)
    assert "".join(run.text for run in runs_of(Sentence(text=text, spans=spans), {}, {})) == text


def test_no_fact_bears_the_letter_of_what_has_none() -> None:
    assert len({key_of(place, "en") for place in range(60)} | {blocked_key(0, 1, "en")}) == 61
    assert blocked_key(1, 3, "zh") == "疑2"
