"""Makes the checkout ready to run: the installer, the Python packages of the lock, the front-end assets.

    python tools/prepare.py [--dev] [--no-assets]

Needs nothing but Python 3.11. Each step leaves a stamp in `.mercery/tools` that names what it was made from, so that a
step whose inputs did not change is skipped and a second call takes a fraction of a second. `--dev` adds what the tests
and checks need. A step that fails ends in one message that says what to do.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".mercery" / "tools"
INSTALLER = TOOLS / "installer"
UV = INSTALLER / "bin" / "uv"
VENV = ROOT / ".venv"
NEEDED_MB = 1500
"""What a first installation writes, with room for the package cache."""

# How packages are reached is the machine's own affair: mirrors, proxies, certificates, caches. Every other setting of
# pip and uv is left out, because it would install something else, somewhere else, or ask questions.
_KEPT: dict[str, tuple[str, ...]] = {
    "PIP_": (
        *("INDEX_URL", "EXTRA_INDEX_URL", "FIND_LINKS", "NO_INDEX", "TRUSTED_HOST", "PROXY", "CERT", "CLIENT_CERT"),
        *("CACHE_DIR", "DEFAULT_TIMEOUT", "TIMEOUT", "RETRIES", "CONFIG_FILE", "KEYRING_PROVIDER"),
    ),
    "UV_": (
        *("INDEX", "DEFAULT_INDEX", "EXTRA_INDEX_URL", "FIND_LINKS", "INSECURE_HOST", "CACHE_DIR", "HTTP", "OFFLINE"),
        *(
            "NATIVE_TLS",
            "SYSTEM_CERTS",
            "KEYRING_PROVIDER",
            "CONFIG_FILE",
            "LINK_MODE",
            "CONCURRENT",
            "REQUEST_TIMEOUT",
        ),
    ),
}


PYTHON = str(getattr(sys, "_base_executable", None) or sys.executable)
"""The machine's own interpreter, also when an environment is active, which may be the one we are about to make."""


class Failed(Exception):
    """A step that failed; the text says what to do."""


def environment() -> dict[str, str]:
    """The caller's environment without what would lead pip, uv or Python astray."""
    kept = {}
    for name, value in os.environ.items():
        if any(name.startswith(tool) and not name.removeprefix(tool).startswith(_KEPT[tool]) for tool in _KEPT):
            continue
        if name.startswith(("PYTHON", "CONDA_", "PYENV_VERSION", "__PYVENV", "VIRTUAL_ENV")):
            continue
        kept[name] = value
    # A company's own certificates stand in the system's list, which neither uv nor Node reads unasked.
    trust = {"UV_SYSTEM_CERTS": "1", "NODE_USE_SYSTEM_CA": "1"} if _system_has_certificates() else {}
    fixed = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "UV_PYTHON_DOWNLOADS": "never"}
    return {**trust, **kept, **fixed}


def _system_has_certificates() -> bool:
    where = ssl.get_default_verify_paths()
    return sys.platform == "darwin" or bool(where.cafile) or bool(where.capath and any(Path(where.capath).iterdir()))


def say(line: str) -> None:
    """One line of progress."""
    print(line, flush=True)


def run(command: Sequence[str | Path], *, doing: str) -> None:
    """Run a program; when it fails, show what it said and the likely remedy."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stdout.strip().splitlines()
        raise Failed("\n".join([*lines[-25:], "", f"{doing} failed (code {done.returncode}).", remedy(done.stdout)]))


def remedy(said: str) -> str:
    """What to do about the usual reasons."""
    for sign, advice in (
        ("No space left", "The disk is full: free some space and repeat the command."),
        ("ensurepip", "This Python lacks venv: apt install python3-venv (or python3.X-venv), then repeat the command."),
        ("No module named venv", "This Python lacks venv: apt install python3-venv, then repeat the command."),
        ("gcc", "A package had to be compiled: install a C compiler (apt install build-essential), or use a Python "
         "version and processor for which it is published ready-made."),
        ("cargo", "A package had to be compiled: use a Python version and processor for which it is published ready-made."),
        ("certificate", "The package index shows a certificate this machine does not trust: set SSL_CERT_FILE to your "
         "company's certificates, and NODE_EXTRA_CA_CERTS for the front-end packages."),
        *((sign, "The package index cannot be reached. Check the network, then repeat the command: what was fetched is kept. "
          "Behind a proxy set HTTPS_PROXY; a mirror is named by PIP_INDEX_URL and UV_DEFAULT_INDEX.")
          for sign in ("NewConnectionError", "ConnectTimeoutError", "dns error", "error sending request", "ENOTFOUND")),
        ("hashes", "A downloaded file is not the one that was reviewed. Repeat the command; if it stays so, report it."),
        ("Permission denied", f"Files under {ROOT} belong to somebody else: run as their owner, or make a clone of your own."),
    ):  # fmt: skip
        if sign in said:
            return advice
    return "If the network failed, repeat the command: what was fetched is kept. Behind a proxy set HTTPS_PROXY."


def stamped(name: str, *inputs: str) -> tuple[Path, str, bool]:
    """The stamp file of a step, what it must say, and whether it says so already."""
    wanted = hashlib.sha256("\0".join([str(ROOT), *inputs]).encode()).hexdigest()
    file = TOOLS / f"{name}.stamp"
    return file, wanted, file.is_file() and file.read_text() == wanted


def content(*files: str) -> str:
    """The content of files of the project, one after another."""
    return "\0".join((ROOT / file).read_text(encoding="utf-8") for file in files)


def installer() -> None:
    """uv, of one version, in an environment of its own."""
    file, wanted, fresh = stamped("installer", content("tools/uv.txt"), os.path.realpath(PYTHON))
    if fresh and UV.is_file():
        return
    _check_room()
    say("Setting up the installer (uv) …")
    run([PYTHON, "-m", "venv", "--clear", INSTALLER], doing="Making a Python environment")
    options = ["--quiet", "--require-hashes", "--only-binary=:all:", "--requirement", "tools/uv.txt"]
    run([INSTALLER / "bin" / "python", "-m", "pip", "install", *options], doing="Installing uv")
    file.write_text(wanted)


def packages(groups: Sequence[str]) -> None:
    """The Python packages, exactly as locked. A group once installed stays, so that run and test do not undo each other."""
    list_file = TOOLS / "groups"
    had = list_file.read_text().split() if list_file.is_file() and VENV.is_dir() else []
    groups = sorted({*groups, *had})
    file, wanted, fresh = stamped("packages", content("uv.lock", "pyproject.toml"), *groups)
    unfinished = TOOLS / "packages.unfinished"
    broken_off = unfinished.exists()
    if fresh and not broken_off and (VENV / "bin" / "python").exists() and (VENV / "bin" / "mercery").exists():
        return
    if broken_off:
        # A package whose files were half written counts as installed for uv.
        say("The last installation was broken off; beginning it again …")
        shutil.rmtree(VENV, ignore_errors=True)
    _check_room()
    _remove_foreign_environment()
    unfinished.touch()
    say("Installing Python packages from the lock …")
    chosen = [option for group in groups for option in ("--group", group)]
    started = time.monotonic()
    run(
        [UV, "sync", "--frozen", "--no-default-groups", *chosen, "--python", PYTHON, "--no-progress"],
        doing="Installing Python packages",
    )
    list_file.write_text(" ".join(groups))
    file.write_text(wanted)
    unfinished.unlink()
    say(f"Installed Python packages in {time.monotonic() - started:.0f} s.")


def _remove_foreign_environment() -> None:
    """An environment that came along when the folder was moved or copied names its old place in every program."""
    program = VENV / "bin" / "mercery"
    if not program.is_file():
        return
    with program.open("rb") as start:
        if str(VENV).encode() not in start.read(4096):
            shutil.rmtree(VENV)


def _check_room() -> None:
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MB and not (VENV / "bin" / "mercery").exists():
        raise Failed(
            f"The disk that holds {ROOT} has {free} MB free; an installation needs {NEEDED_MB} MB.\n"
            "Free some space, or clone to a larger disk, and repeat the command."
        )


def assets() -> None:
    """Style sheet, scripts and fonts, when what they are made from changed. Says what it does itself."""
    done = subprocess.run(
        [VENV / "bin" / "python", ROOT / "tools" / "build_assets.py"], cwd=ROOT, env=environment(), check=False
    )
    if done.returncode:
        raise Failed("The front-end assets could not be built; the lines above say why.")


@contextmanager
def only_one() -> Iterator[None]:
    """Two commands in one checkout wait for each other instead of writing the same files."""
    try:
        TOOLS.mkdir(parents=True, exist_ok=True)
        lock = (TOOLS / "lock").open("w")
    except OSError as error:
        raise Failed(f"{TOOLS} cannot be written: {error.strerror}.\n{remedy(str(error))}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is preparing this checkout; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Do what is left to do; 0 when the checkout is ready."""
    parser = argparse.ArgumentParser(description="Make the checkout ready to run.")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--no-assets", action="store_true", help="leave the front-end assets alone")
    chosen = parser.parse_args()
    try:
        with only_one():
            installer()
            packages(["build", "dev"] if chosen.dev else ["build"])
            if not chosen.no_assets:
                assets()
    except Failed as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\n{error}\n{remedy(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The same command goes on where this one stopped.", file=sys.stderr)
        return 128 + signal.SIGINT
    return 0


if __name__ == "__main__":
    sys.exit(main())
