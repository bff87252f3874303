"""The picture in ARCHITECTURE.md and the imports in the code are one thing."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "mercery"
PRIVATE = ("tables", "repository")


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--config", "pyproject.toml", "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGE, tmp_path / "src" / "mercery", ignore=shutil.ignore_patterns("dist", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_point_down() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


def test_a_planted_upward_import_is_caught(copy: Path) -> None:
    (copy / "src/mercery/core/planted.py").write_text("import mercery.storefront\n")
    result = lint(copy)
    assert result.returncode == 1
    assert "mercery.core is not allowed to import mercery.storefront" in result.stdout


def test_neighbours_on_a_shelf_do_not_know_each_other(copy: Path) -> None:
    (copy / "src/mercery/customers/planted.py").write_text("import mercery.catalog.product\n")
    assert "mercery.customers is not allowed to import mercery.catalog" in lint(copy).stdout


def test_claims_may_not_reach_the_database(copy: Path) -> None:
    (copy / "src/mercery/claims/planted.py").write_text("import mercery.core.database\n")
    assert lint(copy).returncode == 1


def test_a_folder_nobody_placed_is_caught(copy: Path) -> None:
    (copy / "src/mercery/helpers").mkdir()
    (copy / "src/mercery/helpers/__init__.py").write_text("")
    assert lint(copy).returncode == 1


def test_tables_and_repositories_are_private_to_their_feature() -> None:
    trespassing = [
        f"{path.relative_to(PACKAGE)} imports {module}"
        for path in PACKAGE.rglob("*.py")
        for module in imported_modules(path)
        if (parts := module.split("."))[0] == "mercery"
        and len(parts) == 3
        and parts[2] in PRIVATE
        and path.relative_to(PACKAGE).parts[0] != parts[1]
    ]
    assert trespassing == []


def imported_modules(path: Path) -> list[str]:
    """What a module imports, where its text names something private at all."""
    found: list[str] = []
    text = path.read_text("utf-8")
    if not any(name in text for name in PRIVATE):
        return found
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return found
