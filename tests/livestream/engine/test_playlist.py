"""Playlists of HLS: what is written is read again, and old pieces leave without breaking the count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mercery.livestream.engine.playlist import Playlist, Segment, live_text, read, segment_lines

_FROM = datetime(2026, 11, 22, 20, 26, 0, 40_000, tzinfo=UTC)


def _segment(number: int, *, anew: bool = False, head: str = "a-1.mp4") -> Segment:
    date = _FROM + timedelta(seconds=2 * number)
    return Segment(name=f"a-{number:06d}.m4s", seconds=2.0, date=date, head=head, anew=anew)


@given(st.lists(st.booleans(), max_size=30), st.integers(1, 8))
def test_a_playlist_is_read_as_it_was_written(breaks: list[bool], most: int) -> None:
    playlist = Playlist()
    for number, anew in enumerate(breaks):
        playlist = playlist.with_one(_segment(number, anew=anew), most)
    assert read(live_text(playlist)) == playlist
    assert len(playlist.segments) <= most
    assert playlist.first + len(playlist.segments) == len(breaks)
    assert playlist.breaks + sum(one.anew for one in playlist.segments) == sum(breaks)


def test_a_viewer_is_told_dates_breaks_and_heads() -> None:
    playlist = Playlist().with_one(_segment(0), 5).with_one(_segment(1, anew=True, head="b-1.mp4"), 5)
    assert live_text(playlist).splitlines()[4:] == [
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-DISCONTINUITY-SEQUENCE:0",
        '#EXT-X-MAP:URI="a-1.mp4"',
        "#EXT-X-PROGRAM-DATE-TIME:2026-11-22T20:26:00.040Z",
        "#EXTINF:2.000,",
        "a-000000.m4s",
        "#EXT-X-DISCONTINUITY",
        '#EXT-X-MAP:URI="b-1.mp4"',
        "#EXT-X-PROGRAM-DATE-TIME:2026-11-22T20:26:02.040Z",
        "#EXTINF:2.000,",
        "a-000001.m4s",
    ]


def test_pieces_of_one_file_are_named_by_their_place() -> None:
    one = Segment(
        name="p.mp4", seconds=2.0, date=_FROM, head="p.mp4", range=(500, 1_300), head_range=(1_300, 0)
    )  # fmt: skip
    lines = segment_lines((one,))
    assert '#EXT-X-MAP:URI="p.mp4",BYTERANGE="1300@0"' in lines
    assert "#EXT-X-BYTERANGE:500@1300" in lines


def test_a_playlist_that_cannot_be_read_begins_anew() -> None:
    for text in ("", "<html>", "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:many\n", "#EXTM3U\n#EXTINF:2,\n../../etc/passwd\n"):
        assert read(text) == Playlist()
