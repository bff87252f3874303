"""Child processes: restarted, given up on, ended with the process that started them."""

from __future__ import annotations

import subprocess
import sys
import time

import psutil
import pytest

from mercery.core.processes import ChildKeepsDying, Children

FOLLOWER = """
import time
from mercery.core.processes import end_with_parent
end_with_parent()
print("up", flush=True)
time.sleep(60)
"""
STARTER = f"""
import sys, time
from mercery.core.processes import Children
children = Children()
children.start("follower", [sys.executable, "-c", {FOLLOWER!r}])
time.sleep(60)
"""


def sleeper() -> list[str]:
    return [sys.executable, "-c", "import time; time.sleep(60)"]


def ours() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def test_a_child_that_dies_is_started_again_and_all_end_at_a_stop() -> None:
    children = Children()
    before = ours()
    children.start("sleeper", sleeper())
    (first,) = [process for process in ours() if process not in before]
    first.kill()
    first.wait(timeout=5)
    children.check()
    (second,) = [process for process in ours() if process not in before]
    assert second.pid != first.pid
    children.stop()
    assert not second.is_running()


def test_a_child_that_cannot_stay_up_ends_in_one_error() -> None:
    children = Children()
    children.start("broken", [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(ChildKeepsDying, match=r"broken process ends right after its start \(code 3\)"):
        children.watch(until=lambda: False, poll=0.1)
    children.stop()


def test_a_child_ends_with_a_parent_that_was_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", STARTER], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "up\n"
    (follower,) = psutil.Process(parent.pid).children()
    parent.kill()
    parent.wait()
    gone, _ = psutil.wait_procs([follower], timeout=5)
    assert gone or follower.status() == psutil.STATUS_ZOMBIE


def test_a_process_started_by_hand_outlives_its_parent() -> None:
    code = f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {FOLLOWER!r}], stdout=-3, stderr=-3).pid)"
    started = int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    time.sleep(1.5)
    process = psutil.Process(started)
    assert process.status() != psutil.STATUS_ZOMBIE
    process.kill()
