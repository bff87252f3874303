"""Signs beside a care text: only what it says."""

import pytest

from mercery.core.i18n import Lang
from mercery.studio.pictures.care_signs import signs_for


@pytest.mark.parametrize(
    ("lang", "text", "keys"),
    [
        ("en", "Dry-clean only; iron cool on the back.", ["dry_clean_only", "cool_iron"]),
        ("zh", "仅可干洗，反面低温熨烫。", ["dry_clean_only", "cool_iron"]),
        ("en", "Hand-wash at 30 °C with wool soap or dry-clean.", ["dry_clean", "hand_wash"]),
        ("en", "Wipe with a damp cloth; do not machine-wash.", ["no_machine", "soft_cloth"]),
        ("zh", "微湿布擦拭，请勿机洗。", ["no_machine", "soft_cloth"]),
        ("en", "Do not machine-wash the lid.", []),
        ("en", "Wind it at the same hour each day; keep the strap dry.", []),
        ("zh", "每日定时上链，表带保持干燥。", []),
        ("en", "A light shower does no harm.", []),
        ("en", "Hand-wash cold, dry flat in the shade.", ["hand_wash", "flat_dry"]),
        ("en", "The claws are checked once a year.", []),
    ],
)
def test_what_the_text_says(lang: Lang, text: str, keys: list[str]) -> None:
    assert [sign.key for sign in signs_for(text, lang)] == keys
