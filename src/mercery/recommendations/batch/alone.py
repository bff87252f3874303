"""`python -m mercery.recommendations.batch.alone FOLDER DAY BEFORE`: the expressions over the Parquet files of FOLDER, by DuckDB."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from mercery.recommendations.batch.expressions import Measure
from mercery.recommendations.batch.files import work_out
from mercery.recommendations.model.exact import Settings

if __name__ == "__main__":
    # Whoever is served goes first.
    os.nice(10)
    settings = Settings(before=float(sys.argv[3]))
    work_out(Path(sys.argv[1]), Measure(today=float(sys.argv[2]), settings=settings))
