"""`python -m mercery.livestream.engine --folder FOLDER --format landscape`: run one show's engine until it is told to stop."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Final, cast

from mercery.core.log_lines import clean_handlers
from mercery.livestream.show import SIZES, Format

_GROUP: Final = Path("/proc/self/autogroup")
_LEVELS: Final = 5
"""How far before others; a system that does not allow it leaves things as they are."""


def main() -> int:
    """Run it. 0 after an orderly end."""
    parser = argparse.ArgumentParser(prog="mercery.livestream.engine")
    parser.add_argument("--folder", type=Path, required=True, help="Folder of the show, for engine.json.")
    parser.add_argument("--format", choices=sorted(SIZES), default="landscape")
    parser.add_argument("--proof", action="store_true", help="Show when lips are to be open, for measuring.")
    given = parser.parse_args()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s engine %(message)s")
    clean_handlers()
    from mercery.livestream.engine.engine import Engine

    engine = Engine(given.folder, cast(Format, given.format), proof=given.proof)

    def stop(_number: int, _frame: FrameType | None) -> None:
        engine.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    go_before_others()
    engine.run()
    return 0


def go_before_others(group: Path = _GROUP) -> None:
    """A picture that comes late cannot be sent again: where the system allows it, this process goes before others.

    Linux shares a processor out between sessions first, and within each by what `nice` says (sched(7), "autogroup"): the
    engine has a session of its own, so its session has to go before others too.
    """
    with suppress(OSError):
        os.nice(-_LEVELS)
    with suppress(OSError):
        if group.is_file() and os.getsid(0) == os.getpid():
            group.write_text(str(-_LEVELS))


if __name__ == "__main__":
    sys.exit(main())
