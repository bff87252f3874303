"""The package that is published holds all that an installation needs."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_wheel_holds_migrations_templates_assets_and_the_demo(tmp_path: Path) -> None:
    installer = ROOT / ".mercery" / "tools" / "installer" / "bin" / "uv"
    uv = str(installer) if installer.exists() else shutil.which("uv")
    if uv is None:
        pytest.skip("uv is installed by make")
    subprocess.run([uv, "build", "--wheel", "--quiet", "--out-dir", tmp_path, ROOT], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    wanted = {
        str(path.relative_to(source))
        for pattern in ("core/migrations/**/*.py", "core/migrations/*.mako", "*/templates/**/*.html", "**/*.yaml")
        for path in (source / "mercery").glob(pattern)
    }
    assert wanted
    assert wanted <= names
    assert any(name.startswith("mercery/ui/static/dist/") for name in names)
