"""What is worth a person's look: not what is recorded in other words, and each attribute once."""

from dataclasses import replace

import pytest
from tests.catalog.builders import bag

from mercery.catalog.product import Attribute
from mercery.claims.values import Dimensions, MaterialPart, Materials, Text, Value
from mercery.core.errors import Invalid
from mercery.core.i18n import Words
from mercery.studio.extracting.found import Text as Source
from mercery.studio.extracting.proposing import agrees, changed, proposed, stitched
from mercery.studio.extracting.rules import read


def recorded(name: str, value: Value) -> Attribute:
    return Attribute(name=name, label=Words(name), value=value)


def main(material: str) -> Materials:
    return Materials((MaterialPart("main", Words(material)),))


@pytest.mark.parametrize(
    ("known", "new"),
    [
        (main("calfskin"), main("leather")),
        (main("grained calf leather"), main("calf leather")),
        (Text(Words("Machine-wash at 30 °C on the wool programme.")), Text(Words("machine washable"))),
        (Text(Words("Florence, Italy")), Text(Words("Italy"))),
    ],
)
def test_what_is_recorded_in_other_words_agrees(known: Value, new: Value) -> None:
    assert agrees(recorded("x", known), new)


@pytest.mark.parametrize(
    ("known", "new"),
    [
        (main("lambskin"), main("silk satin")),
        (main("leather"), main("calfskin")),
        (Text(Words("Portugal")), Text(Words("Italy"))),
    ],
)
def test_what_says_something_else_or_more_does_not(known: Value, new: Value) -> None:
    assert not agrees(recorded("x", known), new)


def test_both_languages_make_one_value() -> None:
    texts = [
        Source(field="description", lang="en", content="Cut from vegetable-tanned bridle leather."),
        Source(field="description", lang="zh", content="选用马具革。"),
    ]
    found = [one for one in proposed(replace(bag(), attributes=()), read(texts)) if one.attribute == "material"]
    assert len(found) == 1
    value = found[0].value
    assert isinstance(value, Materials)
    assert (value.parts[0].material.en, value.parts[0].material.zh) == ("vegetable-tanned bridle leather", "马具革")


def test_a_field_keeps_its_kind() -> None:
    size = Dimensions((), "cm")
    assert changed("dimensions", size, "30 x 20 x 10 cm", "en") != size
    with pytest.raises(Invalid, match="no measure"):
        changed("dimensions", size, "rather large", "en")
    with pytest.raises(Invalid, match="empty"):
        changed("origin", Text(Words("Italy")), "  ", "en")


def test_words_that_were_read_twice_are_marked_once() -> None:
    text = Source(field="title", lang="en", content="Calf leather tote")
    marked = stitched([text], [("title", "en", 0, 12), ("title", "en", 5, 12), ("title", "zh", 0, 4)])
    assert marked == [(text, [("Calf leather", True), (" tote", False)])]
