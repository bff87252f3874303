"""What became of each passage of a document in its next version."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from mercery.knowledge.documents.comparison import PassageChange, compare, still_there, to_look_at
from mercery.knowledge.documents.document import Anchor, Passage, PassageKind

WORDS = ("unworn", "piece", "thirty", "days", "delivery", "refund", "parcel", "退货", "free", "12")


def passages(*texts: str, under: str = "Returns", kind: PassageKind = "paragraph") -> list[Passage]:
    """Passages under one heading."""
    return [
        Passage(number=number, kind=kind, text=text, anchor=Anchor(headings=(under,)), lang="en")
        for number, text in enumerate(texts, 1)
    ]


def told(changes: Sequence[PassageChange]) -> list[tuple[str, int | None, int | None]]:
    """Kind, old number and new number."""
    return [(one.kind, one.before, one.after) for one in changes]


def test_changed_words_are_named_and_the_rest_stands() -> None:
    before = passages("Keep the tags on.", "You may return it within 30 days.", "We pay.")
    after = passages("New first line here.", "Keep the tags on.", "You may return it within 45 days.", "We pay.")
    changes = compare(before, after)
    assert told(changes) == [("added", None, 1), ("same", 1, 2), ("changed", 2, 3), ("same", 3, 4)]
    assert [(piece.kind, piece.text) for piece in changes[2].words if piece.kind != "same"] == [
        ("gone", "30"),
        ("new", "45"),
    ]
    assert still_there(changes) == {1: 2, 3: 4}
    assert told(to_look_at(changes)) == [("added", None, 1), ("changed", 2, 3)]


def test_a_passage_that_is_gone_stands_where_it_was_missed() -> None:
    changes = compare(passages("One thing.", "Quite another matter.", "The end."), passages("One thing.", "The end."))
    assert told(changes) == [("same", 1, 1), ("removed", 2, None), ("same", 3, 2)]


def test_a_passage_that_moved_still_stands() -> None:
    changes = compare(
        passages("Alpha one.", "Beta two.", "Gamma three."), passages("Gamma three.", "Alpha one.", "Beta two.")
    )
    assert told(changes) == [("moved", 3, 1), ("same", 1, 2), ("same", 2, 3)]
    assert still_there(changes) == {1: 2, 2: 3, 3: 1}


def test_the_same_words_under_another_heading_have_to_be_looked_at() -> None:
    (change,) = compare(passages("Within 14 days.", under="Gifts"), passages("Within 14 days.", under="Sale items"))
    assert change.kind == "changed" and not change.words and change.heading
    assert still_there([change]) == {}


def test_a_heading_that_only_got_another_number_changes_nothing() -> None:
    (change,) = compare(passages("Within 14 days.", under="3. Gifts"), passages("Within 14 days.", under="4. Gifts"))
    assert change.kind == "same"


def test_a_figure_at_the_beginning_of_a_passage_is_no_number_of_it() -> None:
    (change,) = compare(passages("14.5 kg at most."), passages("15.5 kg at most."))
    assert change.kind == "changed"


def test_the_same_row_under_other_heads_changed() -> None:
    row = passages("EU | 5", kind="row")[0]
    before = Passage(
        number=1, kind="row", text=row.text, anchor=row.anchor, lang="en", cells=(("Zone", "EU"), ("Fee", "5"))
    )
    after = Passage(
        number=1, kind="row", text=row.text, anchor=row.anchor, lang="en", cells=(("Zone", "EU"), ("Days", "5"))
    )
    (change,) = compare([before], [after])
    assert change.kind == "changed"


def test_thousands_of_changed_passages_are_compared_in_a_moment() -> None:
    before = [f"Clause {n} holds for {n} days." for n in range(6_000)]
    after = [f"Clause {n} holds for {n + n % 2} days." for n in range(6_000)]
    changes = compare(passages(*before), passages(*after))
    assert sum(one.kind == "changed" for one in changes) == 3_000 and len(still_there(changes)) == 3_000


text = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
document = st.lists(st.tuples(text, st.sampled_from(("Returns", "Care"))), max_size=14).map(
    lambda rows: [
        Passage(number=number, kind="paragraph", text=words, anchor=Anchor(headings=(under,)), lang="en")
        for number, (words, under) in enumerate(rows, 1)
    ]
)


@given(document, document)
def test_every_passage_is_told_exactly_once(before: list[Passage], after: list[Passage]) -> None:
    changes = compare(before, after)
    assert sorted(one.before for one in changes if one.before is not None) == [one.number for one in before]
    assert [one.after for one in changes if one.after is not None] == [one.number for one in after]


@given(document, document)
def test_what_still_stands_says_the_same_under_the_same_heading(before: list[Passage], after: list[Passage]) -> None:
    old, new = {one.number: one for one in before}, {one.number: one for one in after}
    for number, there in still_there(compare(before, after)).items():
        assert old[number].text == new[there].text
        assert old[number].anchor.headings == new[there].anchor.headings


@given(document, document)
def test_the_words_that_stayed_and_came_are_the_new_text(before: list[Passage], after: list[Passage]) -> None:
    new = {one.number: one for one in after}
    for change in compare(before, after):
        if change.words and change.after is not None:
            assert "".join(piece.text for piece in change.words if piece.kind != "gone") == new[change.after].text


@given(document)
def test_a_document_against_itself_changed_nothing(one: list[Passage]) -> None:
    assert all(change.kind == "same" for change in compare(one, one))
