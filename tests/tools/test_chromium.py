"""Without a browser its tests are skipped and said to be; as root with apt it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "find_chromium.py"


def find(path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The tool on a machine whose only programs lie in `path`."""
    kept = {name: value for name, value in os.environ.items() if name != "MERCERY_TEST_CHROMIUM"}
    return subprocess.run(
        [sys.executable, TOOL],
        env={**kept, "PATH": str(path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_where_there_is_none_the_skipping_is_announced_and_nothing_fails(tmp_path: Path) -> None:
    done = find(tmp_path)
    assert done.returncode == 0
    assert "the browser tests will be SKIPPED" in done.stdout
    assert "apt install chromium" in done.stdout


def test_one_that_is_there_is_taken_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "chromium").write_text("#!/bin/sh\n")
    (tmp_path / "chromium").chmod(0o755)
    assert find(tmp_path).stdout == ""
    assert find(tmp_path.parent, MERCERY_TEST_CHROMIUM="/opt/chrome").stdout == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="installing needs root")
def test_as_root_debians_package_is_installed(tmp_path: Path) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text(
        f'#!/bin/sh\ncase "$*" in *chromium*) printf "" > {tmp_path}/chromium && /bin/chmod 755 {tmp_path}/chromium;; esac\n'
    )
    apt.chmod(0o755)
    done = find(tmp_path)
    assert done.stdout == "Installing Chromium for the browser tests …\n"
    assert (tmp_path / "chromium").exists()


def test_the_browser_tests_are_skipped_by_name(tmp_path: Path) -> None:
    root = TOOL.parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "tests/test_fixtures.py", "-k", "page"],
        cwd=root, env={**os.environ, "PATH": str(tmp_path), "MERCERY_TEST_CHROMIUM": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "1 skipped" in done.stdout
    assert "no Chromium or Chrome on PATH" in done.stdout
