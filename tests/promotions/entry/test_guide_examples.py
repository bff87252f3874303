"""What the guide shows runs as it stands there."""

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "promotion-entry.md"


def test_the_examples_of_the_guide_run_and_print_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    code = "\n".join(re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL))
    exec(compile(code, GUIDE.name, "exec"), {})
    printed = capsys.readouterr().out
    for said in ("¥50 off every ¥300 on everything", "“¥50 off the order, from ¥300” meant", "19900 {'coupon."):
        assert said in printed
