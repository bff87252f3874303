"""The checks before a commit: every hook runs a program of this project that exists."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def test_the_configuration_is_valid_and_its_programs_exist() -> None:
    file = ROOT / ".pre-commit-config.yaml"
    done = subprocess.run([BIN / "pre-commit", "validate-config", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    for repository in yaml.safe_load(file.read_text("utf-8"))["repos"]:
        assert repository["repo"] == "local", "a hook from elsewhere would have a version of its own"
        for hook in repository["hooks"]:
            program = shlex.split(hook["entry"])[0]
            assert (BIN / Path(program).name).exists(), hook["entry"]


def test_a_badly_formatted_file_is_mended_and_the_commit_stopped(tmp_path: Path) -> None:
    for name in (".pre-commit-config.yaml", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv").symlink_to(BIN.parent)
    (tmp_path / "bad.py").write_text("import os\nx = {  'a':1 }\n")
    for command in (["git", "init", "-q"], ["git", "add", "bad.py", ".pre-commit-config.yaml"]):
        subprocess.run(command, cwd=tmp_path, check=True)
    done = subprocess.run(
        [BIN / "pre-commit", "run", "ruff-format", "--files", "bad.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1, done.stdout
    assert (tmp_path / "bad.py").read_text() == 'import os\n\nx = {"a": 1}\n'
