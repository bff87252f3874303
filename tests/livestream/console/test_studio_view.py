"""What the studio says of a show: where it goes, what comes next, what became of a comment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from mercery.core.i18n import Words
from mercery.livestream.console.reading import Heard, Minute, Status
from mercery.livestream.console.studio_pages import SinkCard
from mercery.livestream.console.studio_view import (
    comment_card,
    engine_line,
    host_line,
    next_lines,
    on_air_for,
    person_line,
    sink_cards,
)
from mercery.livestream.show import Destination, Goals, Show

NOW = datetime(2026, 11, 22, 19, 26, tzinfo=UTC)
SHOW = Show(
    id="lsh_1", shop_id="shp_1", slug="winter", title=Words("Winter"), lang="en", format="landscape", avatar="aurelle",
    background="atelier", state="on_air", goals=Goals(), starts_at=None, ends_at=None, started_at=NOW, ended_at=None, version=1,
)  # fmt: skip
DOUYIN = Destination(id="lds_1", name="Douyin", url="rtmp://push.example/live", key="secret")


def status(*, held: bool = False, **beat: Any) -> Status:
    spans = [{"start": 6, "end": 12, "fact_id": "product:bag/price@3", "how": "holds"}]
    return Status(
        seen_at=NOW, resting=False, presenter="host", item_id="", item_since=None, product_id="", beat=beat, held=held,
        next_lines=[{"id": "l1", "text": "It is €1,280 today.", "spans": spans}],
    )  # fmt: skip


def heard(state: str, reason: str = "", **rest: Any) -> Heard:
    given: dict[str, Any] = {"answer": {}, "answered_at": None, "spoken_at": None} | rest
    return Heard(
        id="c1", source="page", name="Anna", text="Real leather?", lang="en", state=state, reason=reason, product_id="",
        at=NOW, **given,
    )  # fmt: skip


def cards(state: str = "healthy", **sink: Any) -> tuple[SinkCard, ...]:
    sinks = [{"id": "hls", "state": "healthy", "fps": 25}, {"id": "lds_1", "state": state, "fps": 24, **sink}]
    minutes = [Minute(at=NOW, watching=3, figures={"sinks": {"hls": 25, "lds_1": 4}})]
    return sink_cards(SHOW, status(sinks=sinks), [DOUYIN], minutes, 412)


def test_a_place_says_how_it_does_in_words_and_draws_its_minutes() -> None:
    page, recording, douyin = cards("waiting", behind_s=2.1)
    assert (page.name.en, page.viewers, page.state.en, page.settled) == ("Shop page", 412, "healthy", True)
    assert (recording.state.en, recording.foot.en) == ("off", "nothing is sent")
    assert (douyin.state.en, douyin.tone, douyin.foot.en) == ("lost, trying again", "care", "24 fps, 2.1 s behind")
    assert douyin.line == [4.0]
    assert "secret" not in repr(douyin)


def test_a_place_that_came_back_says_how_often() -> None:
    assert cards(reconnects=1)[2].state == Words("healthy, back once", "正常，重连 1 次")


def test_what_holds_for_a_time_is_dotted_before_it_is_said() -> None:
    (line,) = next_lines(status())
    assert [(run.text, run.claim.state if run.claim else None) for run in line] == [
        ("It is ", None), ("€1,280", "expiring"), (" today.", None)
    ]  # fmt: skip


def test_the_host_and_the_person_are_told_apart_in_words() -> None:
    assert host_line(status(speaking="l1"), killed=False, directed=True).en == "speaking"
    assert host_line(status(held=True), killed=False, directed=True).en == "holds"
    assert host_line(status(), killed=True, directed=True).en == "stopped"
    assert host_line(None, killed=False, directed=False).en == "studio away"
    assert person_line(status(person="ready")).en == "ready, camera 1"
    assert person_line(None).en == "no camera yet"


def test_a_late_machine_is_told_and_so_is_a_studio_that_does_not_answer() -> None:
    assert engine_line(status(tier="half"), directed=True)[1] == "care"
    assert engine_line(status(), directed=True) == (
        Words("1 line is ready, none is held.", "已备 1 句，无一按住。"),
        "quiet",
    )
    assert "started again" in engine_line(status(), directed=False)[0].en


def test_each_state_of_a_comment_has_its_word() -> None:
    answered = heard("answered", spoken_at=NOW + timedelta(seconds=3), answered_at=NOW + timedelta(seconds=5))
    assert comment_card(answered).state == Words("answered in 3 s", "3 秒内答复")
    assert comment_card(heard("hidden", "spam")).state == Words("hidden, spam", "已隐藏：刷屏内容")
    passed = comment_card(heard("passed", "haggling"))
    assert (passed.state.en, passed.tone, passed.mine, passed.why.en) == (
        "for you",
        "stop",
        True,
        "asks for a lower price",
    )
    assert comment_card(heard("waiting")).first


def test_how_long_it_is_on_air_is_told_as_long_as_it_matters() -> None:
    def told(**span: int) -> str:
        return on_air_for(NOW - timedelta(**span), NOW).en

    assert told(minutes=20, seconds=18) == "20 min 18 s"
    assert told(hours=3, minutes=5) == "3 h 05 min"
    assert told(days=3, hours=4) == "3 days 4 h"
