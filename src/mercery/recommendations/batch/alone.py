"""`python -m mercery.recommendations.batch.alone FOLDER DAY`: the expressions over the Parquet files of FOLDER, by DuckDB."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from mercery.recommendations.batch.expressions import Measure
from mercery.recommendations.batch.files import work_out

if __name__ == "__main__":
    # Whoever is served goes first.
    os.nice(10)
    work_out(Path(sys.argv[1]), Measure(today=float(sys.argv[2])))
