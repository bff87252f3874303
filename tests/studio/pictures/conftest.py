"""Typefaces that are unpacked once for all runs, and a media folder with the demo's drawings of one bag."""

from pathlib import Path

import pytest
from tests.studio.pictures.goods import TODAY

from mercery.demo.catalogue import demo_products

KEPT = Path(__file__).parents[3] / ".mercery" / "tests" / "cache"
"""Beside the test server's files: unpacking takes seconds, and names carry the hash of their source."""


@pytest.fixture
def typefaces(home: Path) -> Path:
    """A home in which the typefaces are found where an earlier run left them."""
    KEPT.mkdir(parents=True, exist_ok=True)
    (home / "cache").symlink_to(KEPT)
    return home


@pytest.fixture(scope="session")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Drawn once for all tests of a worker."""
    folder = tmp_path_factory.mktemp("media")
    bag = next(one for one in demo_products(TODAY) if one.product.key == "saddle-bag")
    for picture in bag.pictures:
        file = folder / picture.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(picture.svg, encoding="utf-8")
    return folder


@pytest.fixture
def media(typefaces: Path, drawings: Path) -> Path:
    """Where products' pictures lie."""
    del typefaces
    return drawings
