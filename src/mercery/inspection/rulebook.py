"""The rules of a shop as one versioned value: which count, how heavily, and the limits they need. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, get_args

from mercery.core.database import Json
from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Words
from mercery.inspection.rule import RuleId, Severity
from mercery.inspection.rule_texts import RULE_TEXTS

SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
"""From worst to least."""
SLOWEST: Final = 86_400
MOST_OFFERS: Final = 40
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetting:
    """How one rule counts in a shop."""

    on: bool = True
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedOffer:
    """Something that may be offered when a situation comes up: not to offer it is a missed chance."""

    situation: str
    """When: "the bag is bought as a gift", in the shop's words."""
    offer: str
    """What: "gift wrapping, free of charge"."""

    def text(self) -> str:
        """In one sentence, as the facts of a conversation state it."""
        return f"{self.offer} ({self.situation})" if self.situation else self.offer


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """A version of all rules of a shop; version 0 are the ones it starts with."""

    version: int = 0
    rules: Mapping[RuleId, RuleSetting] = field(default_factory=lambda: dict(_STARTS_WITH))
    slow_after: int = 120
    """Seconds a person may take to answer a waiting customer."""
    quiet_hours: int = 12
    """Hours of silence after which a conversation counts as finished."""
    offers: tuple[AllowedOffer, ...] = ()

    def on(self) -> list[RuleId]:
        """The rules that count."""
        return [rule for rule in RuleId if self.rules[rule].on]

    def severity(self, rule: RuleId) -> Severity:
        """How heavy a finding of the rule is."""
        return self.rules[rule].severity


_STARTS_WITH: Final[Mapping[RuleId, RuleSetting]] = {
    rule: RuleSetting(severity=text.severity) for rule, text in RULE_TEXTS.items()
}


def book_to_json(book: RuleBook) -> Json:
    """As stored and noted in the record."""
    return {
        "rules": {rule.value: {"on": setting.on, "severity": setting.severity} for rule, setting in book.rules.items()},
        "slow_after": book.slow_after,
        "quiet_hours": book.quiet_hours,
        "offers": [{"situation": one.situation, "offer": one.offer} for one in book.offers],
    }


def book_from_json(data: Mapping[str, Any], version: int) -> RuleBook:
    """The book of `book_to_json`; a rule that came later counts as at the start."""
    held = data.get("rules", {})
    return RuleBook(
        version=version,
        rules={
            rule: RuleSetting(on=bool(held[rule.value]["on"]), severity=held[rule.value]["severity"])
            if rule.value in held
            else setting
            for rule, setting in _STARTS_WITH.items()
        },
        slow_after=int(data.get("slow_after", 120)),
        quiet_hours=int(data.get("quiet_hours", 12)),
        offers=tuple(AllowedOffer(situation=one["situation"], offer=one["offer"]) for one in data.get("offers", ())),
    )


def book_from_form(values: Mapping[str, str], version: int) -> RuleBook:
    """What a person entered; Invalid names each field that cannot be used."""
    problems: list[Problem] = []
    slow = _whole(values, "slow_after", 1, SLOWEST, problems)
    quiet = _whole(values, "quiet_hours", 1, 24 * 14, problems)
    rules = {
        rule: RuleSetting(on=values.get(f"on_{rule.value}") == "1", severity=_severity(values, rule, problems))
        for rule in RuleId
    }
    offers = _offers(values.get("offers", ""), problems)
    if problems:
        raise Invalid(
            "The rules cannot be used.",
            remedy="Mend the fields named.",
            problems=problems,
            zh="质检规则尚不能保存，请修改标出的各项。",
        )
    return replace(
        RuleBook(version=version),
        rules=rules,
        slow_after=slow,
        quiet_hours=quiet,
        offers=offers,
    )


def offers_text(offers: Sequence[AllowedOffer]) -> str:
    """One offer a line, `situation | offer`, as the form shows them."""
    return "\n".join(f"{one.situation} | {one.offer}" for one in offers)


def _whole(values: Mapping[str, str], name: str, least: int, most: int, problems: list[Problem]) -> int:
    text = values.get(name, "").strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
    if not least <= number <= most:
        problems.append(
            Problem(
                field=name,
                message=f"'{text}' is not a whole number from {least} to {most}.",
                remedy="Change it.",
                zh=f"“{text}”不是 {least} 至 {most} 的整数，请修改。",
            )
        )
    return number


def _severity(values: Mapping[str, str], rule: RuleId, problems: list[Problem]) -> Severity:
    chosen = values.get(f"severity_{rule.value}", _STARTS_WITH[rule].severity)
    if chosen not in SEVERITIES:
        problems.append(
            Problem(
                field=f"severity_{rule.value}",
                message=f"'{chosen}' is no severity.",
                remedy="critical, serious or minor.",
                zh=f"没有“{chosen}”这个级别，请从列表中选择。",
            )
        )
        return _STARTS_WITH[rule].severity
    return chosen


def _offers(text: str, problems: list[Problem]) -> tuple[AllowedOffer, ...]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        situation, bar, offer = (part.strip() for part in line.partition("|"))
        if not bar or not offer or not situation or len(line) > _LONGEST:
            problems.append(
                Problem(
                    field="offers",
                    line=number,
                    message=f"“{line[:60]}” does not say when and what.",
                    remedy="Write one offer a line: when it fits | what may be offered.",
                    zh=f"“{line[:60]}”未写明情形与内容。每行一条：情形 | 可推荐内容。",
                )
            )
            continue
        found.append(AllowedOffer(situation=situation, offer=offer))
    if len(found) > MOST_OFFERS:
        problems.append(
            Problem(
                field="offers",
                message=f"At most {MOST_OFFERS} offers.",
                remedy="Join some.",
                zh=f"最多 {MOST_OFFERS} 条推荐，请合并几条。",
            )
        )
    return tuple(found[:MOST_OFFERS])


def name_of(rule: RuleId) -> Words:
    """The rule's name in both languages."""
    return RULE_TEXTS[rule].name
