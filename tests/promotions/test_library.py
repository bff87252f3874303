"""The examples of the page on the library run as they stand there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import mercery.promotions as library

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "promotions-library.md"


@pytest.mark.slow
def test_the_pages_examples_are_one_program_that_runs(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert len(blocks) >= 6
    exec(compile("\n".join(blocks), str(PAGE), "exec"), {})
    assert "bps" in capsys.readouterr().out


@pytest.mark.parametrize("name", library.__all__)
def test_each_name_of_the_library_is_there(name: str) -> None:
    assert getattr(library, name) is not None


def test_the_library_loads_neither_database_nor_server_and_the_solver_only_for_a_proof() -> None:
    asked = "import sys; from mercery.promotions import *; print([one for one in %r if one in sys.modules])"
    heavy = ("sqlalchemy", "fastapi", "psycopg", "jinja2", "highspy", "mercery.web", "mercery.core.database")
    done = subprocess.run([sys.executable, "-c", asked % (heavy,)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
