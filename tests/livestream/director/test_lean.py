"""What was used for a moment is given back."""

from __future__ import annotations

import subprocess
import sys

import pytest

_GROWN_AND_BACK = """
import psutil
from mercery.livestream.director.lean import few_heaps, give_back
few_heaps()
small = [bytes(3000) for _ in range(60_000)]
kept = small[::200]
full = psutil.Process().memory_info().rss
del small
give_back()
print(full - psutil.Process().memory_info().rss)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems' allocators are left alone")
def test_pages_nobody_uses_are_given_back_though_what_is_kept_lies_between_them() -> None:
    found = subprocess.run([sys.executable, "-c", _GROWN_AND_BACK], capture_output=True, text=True, check=True)
    assert int(found.stdout) > 50_000_000
