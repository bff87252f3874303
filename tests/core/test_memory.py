"""What was freed goes back to the machine."""

import subprocess
import sys

import pytest

CODE = """
import psutil
from mercery.core.memory import give_back
held = [bytes([n % 256]) * 20_000 for n in range(5_000)]
kept = [bytes(20_000) for _ in range(50)]
full = psutil.Process().memory_info().rss
last = held.pop()
del held
freed = psutil.Process().memory_info().rss
give_back()
print(full, freed, psutil.Process().memory_info().rss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks glibc")
def test_what_was_freed_goes_back() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    full, freed, after = map(int, done.stdout.split())
    assert after <= freed and after < full - 50_000_000


_BETWEEN = """
import psutil
from mercery.core.memory import few_heaps, give_back
few_heaps()
small = [bytes(3000) for _ in range(60_000)]
kept = small[::200]
full = psutil.Process().memory_info().rss
del small
give_back()
print(full - psutil.Process().memory_info().rss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems' allocators are left alone")
def test_pages_nobody_uses_are_given_back_though_what_is_kept_lies_between_them() -> None:
    found = subprocess.run([sys.executable, "-c", _BETWEEN], capture_output=True, text=True, check=True)
    assert int(found.stdout) > 50_000_000


_LARGE = """
import psutil
from mercery.core.memory import large_apart
large_apart()
raised = bytearray(8_000_000)
del raised
mixed = [(bytearray(b"x") * 1_000_000, bytes(3000)) for _ in range(80)]
full = psutil.Process().memory_info().rss
kept = [small for _, small in mixed]
del mixed
print(full - psutil.Process().memory_info().rss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems' allocators are left alone")
def test_what_is_large_goes_back_at_once_though_what_is_kept_lies_between() -> None:
    found = subprocess.run([sys.executable, "-c", _LARGE], capture_output=True, text=True, check=True)
    assert int(found.stdout) > 60_000_000
    without = subprocess.run(
        [sys.executable, "-c", _LARGE.replace("large_apart()\n", "", 1)], capture_output=True, text=True, check=True
    )
    assert int(without.stdout) < 20_000_000
