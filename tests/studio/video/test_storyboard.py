"""A piece becomes shots with motion, times, tags and captions."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.studio.video.scene import BAG, BELT, MATERIALS, piece, price, shot, told

from mercery.studio.video.framing import between, placed, windows
from mercery.studio.video.make import lasting
from mercery.studio.video.shot import FORMATS, LANDSCAPE, MOTIONS, PORTRAIT, Box, Motion, Picture, Storyboard
from mercery.studio.video.sidecars import Cue, captions_vtt, stamp, tags_vtt
from mercery.studio.video.storyboard import chapters, glances, shared_out, storyboard, tags, translated, words_of

PICTURES = (
    Picture(path="bag/one.svg", width=900, height=1120, product_id=BAG.id, sku="BAG-RED"),
    Picture(path="bag/two.jpg", width=400, height=300, product_id=BAG.id, sku="BAG-BLACK"),
    Picture(path="belt/one.png", width=200, height=100, product_id=BELT.id),
)
PRODUCTS = {BAG.id: BAG, BELT.id: BELT}
THREE = piece(
    shot(1, "A flap bag in calfskin.", "This is the saddle bag."),
    shot(2, "Brass", "The closure is brass."),
    shot(3, "The belt", "And the belt.", about=BELT.id),
)


def board(spoken: float = 2.0) -> Storyboard:
    return storyboard(THREE, PICTURES, {one.number: spoken for one in words_of(THREE)}, mark="Halden")


def test_a_shot_lasts_as_long_as_it_speaks_and_long_enough_to_be_read() -> None:
    quiet, long = board(0.0), board(6.0)

    assert all(one.end - one.start >= 2.8 for one in quiet.shots)
    assert all(one.speaks_at + 6.0 <= one.end for one in long.shots)


def test_shots_overlap_by_the_crossfade_and_start_on_a_picture() -> None:
    shots = board().shots

    for one, following in itertools.pairwise(shots):
        assert following.start == pytest.approx(one.end - board().fade)
        assert following.speaks_at > one.end - board().fade / 2
        assert (following.start * 25) == pytest.approx(round(following.start * 25))


def test_a_video_begins_and_ends_with_the_whole_piece_and_no_picture_stands_twice_in_a_row() -> None:
    long = piece(*(shot(number, f"Line {number}", "Words.") for number in range(1, 6)))
    shots = storyboard(long, PICTURES, {}).shots

    assert (shots[0].picture.path, shots[-1].picture.path) == ("bag/one.svg", "bag/one.svg")
    assert shots[-1].motion == "pull"
    assert len({one.motion for one in shots}) >= 3
    assert all(a.picture.path != b.picture.path for a, b in itertools.pairwise(shots))


def test_a_sentence_that_was_blocked_is_in_no_shot_and_a_shot_left_empty_falls_away() -> None:
    blocked = told("The finest bag of all.", blocked="no fact")
    found = words_of(piece(shot(1, "A bag"), shot(2, "", blocked), shot(3, "Brass")))

    assert [one.number for one in found] == [1, 3]


def test_nothing_that_speaks_of_prices_or_stock_is_in_a_video() -> None:
    stands_on_price = told("It is yours for fourteen hundred and eighty.", price(BAG).id)
    named = told("Express delivery costs €20.")
    made = lasting(piece(shot(1, "A bag", stands_on_price), shot(2, "Brass", named), shot(3, "Calf")), MATERIALS)

    assert "fourteen" not in made.text()
    assert "€" not in made.text()
    assert price(BAG).id not in made.fact_ids


def test_a_tag_follows_the_piece_while_the_frame_moves() -> None:
    found = tags(board(), PRODUCTS, ["portrait", "landscape"], drawn={"bag/one.svg": True})

    first = found[0]
    assert (first.product, first.variant, first.path) == (BAG.id, "BAG-RED", "/products/saddle-bag")
    for keys in first.keys.values():
        assert (keys[0].at, keys[-1].at) == (first.start, first.end)
        # The frame comes nearer, so that the box grows.
        assert keys[-1].width > keys[0].width
    assert found[-1].product == BELT.id
    assert all(one.end <= two.start + 0.001 for one, two in itertools.pairwise(found))


def test_neighbours_that_show_one_variant_are_one_tag() -> None:
    twice = piece(shot(1, "One", "Words."), shot(2, "Two", "Words."))
    found = tags(storyboard(twice, PICTURES[:1], {}), PRODUCTS, ["portrait"], drawn={})

    assert len(found) == 1
    times = [key.at for key in found[0].keys["portrait"]]
    assert times == sorted(times)


_SHARE = st.floats(0.02, 0.95)


@given(
    motion=st.sampled_from(MOTIONS), x=st.floats(0, 0.6), y=st.floats(0, 0.6), wide=_SHARE, high=_SHARE,
    size=st.tuples(st.integers(40, 4000), st.integers(40, 4000)), plain=st.booleans(), number=st.integers(1, 9),
    share=st.floats(0, 1), standing=st.booleans(),
)  # fmt: skip
def test_the_frame_never_leaves_its_ground_nor_a_picture_that_fills_it(
    motion: Motion,
    x: float,
    y: float,
    wide: float,
    high: float,
    size: tuple[int, int],
    plain: bool,
    number: int,
    share: float,
    standing: bool,
) -> None:
    subject = Box(x=x, y=y, width=min(wide, 1 - x), height=min(high, 1 - y))
    picture = Picture(path="p", width=size[0], height=size[1], product_id="p", subject=subject, plain=plain)
    place = placed(picture, PORTRAIT if standing else LANDSCAPE, drawn=False)
    window = between(*windows(motion, place.of(subject), number, place.seen), share)

    inside = place.seen if not plain else Box(x=0, y=0, width=1, height=1)
    half = window.size / 2 - 1e-9
    assert inside.x <= window.x - half and window.x + half <= inside.x + inside.width
    assert inside.y <= window.y - half and window.y + half <= inside.y + inside.height
    box = window.of(place.of(subject))
    assert 0 <= box.x <= 1 and 0 <= box.y <= 1 and 0 <= box.width <= 1 and 0 <= box.height <= 1


def test_chapters_cover_the_video_without_a_gap() -> None:
    found = chapters(board(), PRODUCTS)

    assert [one.title for one in found] == ["Saddle bag", "Belt"]
    assert found[0].start == 0
    assert found[-1].end == board().seconds
    assert all(one.end == two.start for one, two in itertools.pairwise(found))


def test_captions_in_another_language_stand_while_its_shot_does() -> None:
    other = piece(
        shot(1, "小牛皮翻盖包", "这是马鞍包。"),
        shot(2, "黄铜", "包扣是黄铜。"),
        shot(3, "腰带", "还有腰带。"),
        lang="zh",
    )
    cues = translated(board(), other)

    assert [one.text for one in cues] == ["这是马鞍包。", "包扣是黄铜。", "还有腰带。"]
    for cue, seen in zip(cues, board().shots, strict=True):
        assert seen.start <= cue.start < cue.end <= seen.end


@given(st.text(alphabet="ab ,.。，中文字!?", min_size=1, max_size=200), st.sampled_from(["en", "zh"]))
def test_no_word_is_lost_when_a_text_is_cut_into_captions(text: str, lang: str) -> None:
    parts = glances(text, "zh" if lang == "zh" else "en")

    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(one) <= 84 for one in parts)
    cues = shared_out(text, 1.0, 3.0, "en") if parts else ()
    assert not cues or (cues[0].start == 1.0 and cues[-1].end == pytest.approx(3.0, abs=0.01))


def test_captions_cannot_break_out_of_their_file() -> None:
    told_ = captions_vtt([Cue(start=0, end=1, text="a --> b\n\n<c> & d")], "en")

    assert "a --&gt; b\n&lt;c&gt; &amp; d" in told_
    assert stamp(3723.4567) == "01:02:03.457"


def test_the_metadata_track_holds_each_tag_as_one_line_of_json() -> None:
    found = tags(board(), PRODUCTS, ["portrait"], drawn={})
    lines = tags_vtt(found, "portrait").splitlines()

    told_ = [json.loads(one) for one in lines if one.startswith("{")]
    assert [one["id"] for one in told_] == [one.id for one in found]
    assert FORMATS["portrait"].portrait
    assert all(len(key) == 5 for one in told_ for key in one["keys"])


def test_a_long_sentence_is_cut_into_parts_of_like_length() -> None:
    text = "The Saddle Bag is cut from one hide of full-grain calfskin and stitched by hand in our own workroom."
    parts = glances(text, "en")

    assert len(parts) == 2
    assert abs(len(parts[0]) - len(parts[1])) < 10
    assert [len(one) for one in glances("长" * 65, "zh")] == [22, 22, 21]
