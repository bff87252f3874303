"""`python -m mercery.livestream.ingest`: listen for people's streams until nobody asks for them any more."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from pathlib import Path

from mercery.core.log_lines import clean_handlers
from mercery.livestream.ingest.server import Ingest


def main() -> int:
    """Run it. 3 where the port is taken."""
    parser = argparse.ArgumentParser(prog="mercery.livestream.ingest")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1935)
    parser.add_argument("--socket", type=Path, required=True, help="Where the director tells the keys.")
    given = parser.parse_args()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s ingest %(message)s")
    clean_handlers()
    return asyncio.run(Ingest(given.host, given.port, given.socket).run())


if __name__ == "__main__":
    sys.exit(main())
