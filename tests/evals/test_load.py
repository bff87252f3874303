"""The load on several hosts, small: nothing a customer was told is taken is lost, whatever dies meanwhile."""

import os
from typing import Any, cast

import psutil
import pytest

from mercery.evals import load
from mercery.evals.load_customers import Customer, delivered
from mercery.evals.load_watch import Seen, growth


@pytest.mark.slow
def test_every_message_is_answered_once_while_hosts_worker_and_database_die() -> None:
    figures = cast(
        "dict[str, Any]",
        load.run({"streams": "20", "turns": "5", "seconds": "20", "apart": "no"}, lambda _: None),
    )
    messages, streams = figures["messages"], figures["streams"]
    assert messages["accepted"] > 30
    assert messages["lost"] == messages["unanswered"] == 0
    assert messages["answered_twice"] == messages["handed_over_twice"] == messages["turns_recorded_twice"] == 0
    assert messages["answered_once"] + messages["handed_over"] == messages["stored"]
    assert figures["given_up"] == 0
    assert streams["followed"] >= 20 and streams["messages"] > 30
    assert streams["missing"] == streams["twice"] == 0
    assert streams["resumed"] > 0
    assert len(figures["events"]) == 6


def test_what_a_stream_missed_or_told_twice_is_counted() -> None:
    one, other = Customer(number=1, conversation="a", opened=True), Customer(number=2, conversation="b", opened=True)
    one.messages.update(["1", "2", "2"])
    other.messages.update(["1"])
    assert delivered([one, other], {"a": [1, 2, 3], "b": [1]}) == {
        "followed": 2, "messages": 4, "missing": 1, "twice": 1, "resumed": 0,
    }  # fmt: skip


def test_growth_is_told_by_the_hour_and_not_across_a_process_that_was_replaced() -> None:
    assert growth([(second * 10.0, 100 + second / 36) for second in range(20)]) == pytest.approx(10.0, abs=0.1)
    assert growth([(second * 10.0, 100.0 if second < 15 else 20.0) for second in range(20)]) is None
    assert growth([(0.0, 1.0)]) is None


def test_memory_is_kept_by_the_minute_and_a_group_whose_processes_are_gone_has_none() -> None:
    alive, gone = Seen(lambda: [psutil.Process(os.getpid())]), Seen(list)
    for group in (alive, gone):
        group.mark("5")
    told = cast("dict[str, dict[str, float]]", alive.figures(1.0)["memory_by_minute"])["5"]
    assert told["processes"] == 1 and told["rss_mb"] >= told["own_mb"] > 1
    assert gone.figures(1.0)["memory_by_minute"] == {}


def test_minutes_may_be_named_in_place_of_seconds() -> None:
    assert load.Options.of({"minutes": "60"}).seconds == 3600
    assert load.Options.of({"seconds": "90"}).seconds == 90
