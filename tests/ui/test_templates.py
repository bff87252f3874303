"""House rules over every template of every feature: no inline style or script, and no class without a rule."""

import re
from pathlib import Path

import pytest

from mercery.ui.manifest import DIST, asset_url
from mercery.ui.variants import VARIANTS

SOURCE = Path(__file__).parents[2] / "src" / "mercery"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
INLINE = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style\b|javascript:|\shx-on""", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE)
DATA = re.compile(r"application/(ld\+)?json")
CLASS = re.compile(r'class="([^"{}]*)"')


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_nothing_inline(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not INLINE.search(text)
    for script in SCRIPT.finditer(text):
        assert not script["body"].strip() or DATA.search(script["attributes"])


def test_every_variant_class_has_a_rule() -> None:
    names = {name for choices in VARIANTS.values() for classes in choices.values() for name in classes.split()}
    assert names - _styled() == set()


def test_every_class_of_the_components_has_a_rule() -> None:
    used = {
        name
        for path in (SOURCE / "ui/templates/ui").glob("*.html")
        for classes in CLASS.findall(re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL))
        for name in classes.split()
    }
    assert used - _styled() == set()


def _styled() -> set[str]:
    css = (DIST / asset_url("theme.css").removeprefix("/assets/")).read_text(encoding="utf-8")
    return {name.replace("\\", "") for name in re.findall(r"\.((?:[a-zA-Z_-]|\\.)(?:[\w-]|\\.)*)", css)}


def test_every_tone_a_page_names_is_one_there_is() -> None:
    named = [
        (path.name, f"{kind}.tone", tone)
        for path in TEMPLATES
        for kind, tone in re.findall(r"ui\.(notice|badge)\([^{}]*?\btone=\"(\w+)\"", path.read_text("utf-8"))
    ]
    assert len(named) > 50
    assert [one for one in named if one[2] not in VARIANTS[one[1]]] == []
