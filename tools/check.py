"""Runs the checks, two at a time, and goes on after one that fails, so that one run shows everything.

    python tools/check.py [tests …]     without arguments: the checks only; otherwise then pytest with these arguments

Run with the project's own Python. The output of a check that passes is not shown.
"""

# ruff: noqa: T201

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS: dict[str, list[str]] = {
    # By far the longest: the others are done beside it.
    "mypy": ["mypy"],
    "ruff check": ["ruff", "check", "--quiet"],
    "ruff format": ["ruff", "format", "--check", "--quiet"],
    "import contracts": ["lint-imports", "--no-logo"],
    "reference docs": ["mercery", "docs", "--check"],
}
READING = {"tests are read": ["python", "-m", "pytest", "--collect-only", "-q", "-q"]}
"""Where tests follow and nothing of them is compiled yet. mypy leaves the second core time for it; otherwise both workers
would compile all of it at once, each for itself."""


def check(name: str, command: list[str]) -> bool:
    """Run one check and say how it went."""
    began = time.monotonic()
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    said = f"{done.stdout.rstrip()}\n" if done.returncode else ""
    # In one piece, since another check may end in the same moment.
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{said}{name:<18}{verdict}  {time.monotonic() - began:.1f} s\n", end="", flush=True)
    return done.returncode == 0


def main(tests: list[str]) -> int:
    """All checks, then the tests; 0 when everything passed."""
    checks = CHECKS | READING if tests and not (ROOT / "tests" / "__pycache__").is_dir() else CHECKS
    with ThreadPoolExecutor(max_workers=2) as two:
        passed = list(two.map(check, checks, checks.values()))
    failed = [name for name, well in zip(checks, passed, strict=True) if not well]
    code = 0
    if tests:
        code = subprocess.run([sys.executable, *tests], cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode
    if failed:
        print(f"Failed before the tests: {', '.join(failed)}." if tests else f"Failed: {', '.join(failed)}.")
    return code or int(bool(failed))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
