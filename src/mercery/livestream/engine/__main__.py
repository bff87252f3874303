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
from typing import cast

from mercery.core.log_lines import clean_handlers
from mercery.livestream.show import SIZES, Format


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
    with suppress(OSError):
        # A picture that comes late cannot be sent again: where the system allows it, this process goes before others.
        os.nice(-5)
    engine.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
