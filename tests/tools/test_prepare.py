"""The preparation of a checkout: what it lets through, what it skips, and what it says when it fails."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the preparation reads."""
    copy = tmp_path / "mercery"
    for name in ("tools", "src"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "dist"))
    for name in ("Makefile", "pyproject.toml", "uv.lock", "README.md", "LICENSE", "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, copy / name)
    return copy


def prepare(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "tools/prepare.py", *arguments],
        cwd=checkout,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def python(checkout: Path, code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, 'tools'); import prepare\n{code}"],
        cwd=checkout,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_the_environment_keeps_how_packages_are_reached_and_drops_what_leads_astray(checkout: Path) -> None:
    said = python(
        checkout,
        "print(sorted(n for n in prepare.environment() if n.startswith(('PIP_', 'UV_', 'VIRTUAL_ENV', 'PYTHON'))))",
        PIP_INDEX_URL="https://mirror.example",
        PIP_TARGET="/elsewhere",
        PIP_CERT="/certificate",
        UV_INDEX_URL="https://mirror.example",
        UV_PROJECT_ENVIRONMENT="/elsewhere",
        UV_NO_SYNC="1",
        VIRTUAL_ENV="/elsewhere",
        PYTHONPATH="",
    )
    assert "PIP_INDEX_URL" in said and "PIP_CERT" in said and "UV_INDEX_URL" in said
    for dropped in ("PIP_TARGET", "UV_PROJECT_ENVIRONMENT", "UV_NO_SYNC", "VIRTUAL_ENV", "PYTHONPATH"):
        assert dropped not in said


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("error: [Errno 28] No space left on device", "free some space"),
        ("The virtual environment was not created because ensurepip is not available", "python3-venv"),
        ("error: command 'gcc' failed: No such file", "build-essential"),
        ("invalid peer certificate: UnknownIssuer", "SSL_CERT_FILE"),
        ("error sending request for url", "HTTPS_PROXY"),
    ],
)
def test_a_failure_ends_in_its_remedy(checkout: Path, said: str, advice: str) -> None:
    assert advice in python(checkout, f"print(prepare.remedy({said!r}))")


def test_a_full_disk_is_named_before_anything_is_installed(checkout: Path) -> None:
    code = "prepare.NEEDED_MB = 10**9\nsys.argv = ['prepare']\nsys.stderr = sys.stdout\nprepare.main()"
    said = python(checkout, code)
    assert "MB free; an installation needs 1000000000 MB" in said
    assert not (checkout / ".venv").exists()


def test_a_missing_venv_module_is_named(checkout: Path) -> None:
    fake = checkout / "python-without-venv"
    fake.write_text('#!/bin/sh\necho "ensurepip is not available"; exit 1\n')
    fake.chmod(0o755)
    said = python(
        checkout, f"prepare.PYTHON = {str(fake)!r}\nsys.argv = ['prepare']\nsys.stderr = sys.stdout\nprepare.main()"
    )
    assert "apt install python3-venv" in said
    assert "Traceback" not in said


def test_a_python_that_is_too_old_is_refused(checkout: Path) -> None:
    old = checkout / "python3.6"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = subprocess.run(
        ["make", "run", f"PYTHON={old}"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode != 0
    assert "is not a working Python 3.11 or newer" in done.stderr


def test_two_commands_wait_for_each_other(checkout: Path) -> None:
    lock = checkout / ".mercery" / "tools" / "lock"
    lock.parent.mkdir(parents=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = subprocess.Popen(
            [sys.executable, "tools/prepare.py"],
            cwd=checkout,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert second.stdout is not None
        assert "waiting for it" in second.stdout.readline()
        second.terminate()
        second.communicate()


def test_help_names_every_target(checkout: Path) -> None:
    said = subprocess.run(["make", "help"], cwd=checkout, capture_output=True, text=True, check=True).stdout
    for target in ("run", "stop", "test", "test-all", "check", "fmt", "docs", "bench", "eval", "clean"):
        assert f"make {target} " in said


@pytest.mark.slow
def test_a_checkout_that_was_moved_is_mended_and_a_second_preparation_is_quick(checkout: Path) -> None:
    first = prepare(checkout, "--no-assets", UV_PROJECT_ENVIRONMENT="/nowhere", VIRTUAL_ENV="/nowhere")
    assert first.returncode == 0, first.stderr
    assert prepare(checkout, "--no-assets").stdout == ""
    moved = checkout.rename(checkout.with_name("moved"))
    assert prepare(moved, "--no-assets").returncode == 0
    said = subprocess.run([moved / ".venv/bin/mercery", "--version"], capture_output=True, text=True, check=True)
    assert "mercery" in said.stdout


@pytest.mark.slow
def test_an_installation_that_was_killed_is_begun_again(checkout: Path) -> None:
    killed = subprocess.Popen(
        [sys.executable, "tools/prepare.py", "--no-assets"], cwd=checkout, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert killed.stdout is not None
    for line in killed.stdout:
        if "Python packages" in line:
            break
    site = checkout / ".venv/lib"
    while not list(site.glob("*/site-packages/*.dist-info")):
        assert killed.poll() is None, "the installation ended before it could be killed"
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    again = prepare(checkout, "--no-assets")
    assert "broken off" in again.stdout, again.stderr
    code = "import importlib.metadata as m; [f.locate().stat() for d in m.distributions() for f in d.files or ()]"
    subprocess.run([checkout / ".venv/bin/python", "-c", code], check=True)
