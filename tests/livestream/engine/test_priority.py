"""An engine goes before other processes where the system allows it, in its session as among sessions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

GROUP = Path("/proc/self/autogroup")
TOLD = """
import os
from pathlib import Path
from mercery.livestream.engine.__main__ import go_before_others
go_before_others()
group = Path("/proc/self/autogroup")
print(os.nice(0), (group.read_text() if group.is_file() else "").strip() or "none")
"""


def told(*, own_session: bool) -> tuple[int, str]:
    """Its own number, and that of its session."""
    done = subprocess.run(
        [sys.executable, "-c", TOLD], capture_output=True, text=True, check=True, start_new_session=own_session
    )
    own, _, group = done.stdout.strip().partition(" ")
    return int(own), number(group)


def number(group: str) -> str:
    """The last word of what Linux says of a session's group; "none" where a process stands outside all of them, as those
    of a container may."""
    return (group.split() or ["none"])[-1]


@pytest.mark.skipif(
    not GROUP.is_file() or os.geteuid() != 0, reason="only Linux shares out by sessions, and asks for rights"
)
def test_its_session_goes_before_others_too() -> None:
    before = os.nice(0)
    own, group = told(own_session=True)
    assert own == max(-20, before - 5) and group == "-5"


@pytest.mark.skipif(not GROUP.is_file(), reason="only Linux shares out by sessions")
def test_a_session_that_is_not_its_own_stays_as_it_is() -> None:
    mine = number(GROUP.read_text())
    _, group = told(own_session=False)
    assert group == mine
