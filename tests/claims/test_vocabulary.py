"""Words for parts and sources, as customers read them."""

from mercery.claims.vocabulary import PARTS


def test_the_sleeve_of_a_piece_is_no_jacket_in_chinese() -> None:
    assert PARTS["sleeve"].zh == "套身"
