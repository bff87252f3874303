"""The shelf of one moment: what may be said of its pieces."""

from __future__ import annotations

import gc
import weakref

from tests.livestream.order.shop import KEYS, demo, shelf_of


def test_what_was_indexed_of_a_piece_lasts_while_it_is_in_question() -> None:
    shelf = shelf_of([demo(key) for key in KEYS])
    first, second = (demo(key).id for key in KEYS[:2])
    known = shelf.piece(first)
    for _ in range(20):
        assert shelf.piece(second) is not None and shelf.piece(first) is known


def test_pieces_long_past_do_not_stay_in_memory() -> None:
    pieces = [demo(key) for key in KEYS]
    shelf = shelf_of(pieces)
    materials = shelf.piece(pieces[0].id)
    assert materials is not None
    grounds = weakref.ref(materials.gate)
    del materials
    for piece in pieces[1:]:
        shelf.piece(piece.id)
    gc.collect()
    assert grounds() is None
    again = shelf.piece(pieces[0].id)
    assert again is not None and again.products == (pieces[0],)
