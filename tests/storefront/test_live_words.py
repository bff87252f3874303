"""What stands beside a line while it is heard."""

from __future__ import annotations

from mercery.core.i18n import Lang
from mercery.livestream.said import SaidSpan
from mercery.storefront.live_words import chips_of


def claims(text: str, lang: Lang, *, start: int = 0, end: int | None = None) -> list[str]:
    span = SaidSpan(
        start=start, end=len(text) if end is None else end, fact_id="policy:returns@1", label="Returns", source="Returns, version 1"
    )  # fmt: skip
    return [one.claim for one in chips_of(text, [span], lang)]


def test_a_source_is_called_by_the_words_that_claim_it_and_a_whole_sentence_by_what_it_is_about() -> None:
    assert claims("The weight is 1.9 kg.", "en", start=14, end=20) == ["1.9 kg"]
    assert claims("Returns are free of charge.", "en") == ["Returns"]
    assert claims("未使用的商品可在签收后 30 天内退回。", "zh") == ["Returns"]
    assert claims("Every word of a rule that is much too long to be repeated below", "en") == ["Returns"]
