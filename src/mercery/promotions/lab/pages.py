"""What each page of promotions shows: one frozen value, made of what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.lab.sample import COLUMNS
from mercery.promotions.lab.timeline_view import Timeline
from mercery.promotions.lab.verdict import Standing, Verdict
from mercery.promotions.lab.worst_view import (
    AttackLine,
    FaultView,
    IntervalLine,
    OtherCart,
    WorstView,
)
from mercery.promotions.publishing.alarms import Alarm


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """How something stands, as a word with a colour."""

    words: Words
    tone: str
    settled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLine:
    """Rules that are published together, in a list."""

    id: str
    name: Words
    gives: Words
    badge: Badge
    period: Words
    by: str
    changed_at: datetime
    rules: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What begins or ends soon."""

    when: Words
    what: Words
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    """What is in force, what waits and what was stopped."""

    verdict: Verdict
    timeline: Timeline | None
    lines: Sequence[SetLine]
    show: str
    counts: Mapping[str, int]
    alarms: Sequence[Alarm]
    coming: Sequence[Coming]
    floor: Words
    without_cost: int
    """Articles whose cost nobody has said: nothing is proved about them."""
    certificates: Sequence[tuple[str, str]]
    """Of what is in force: currency and id."""
    may_edit: bool

    @property
    def empty(self) -> bool:
        """Whether nothing was ever written."""
        return not any(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A rule of a set."""

    id: str
    name: Words
    sentence: Words
    period: Words
    code: str
    stopped: bool
    uses: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairView:
    """A change that mends the worst cart, with the figures before and after."""

    key: str
    words: Words
    pays: tuple[Money | None, Money | None]
    margin: tuple[Decimal | None, Decimal | None]
    floor: Decimal
    carts: Decimal
    """The share of typical carts that change price."""
    sample: Words
    passes: bool
    applies: bool
    """Whether this set alone can take it."""
    same: tuple[Money, Decimal] | None = None
    """What the worst cart of now pays after the change, and the margin it then leaves."""
    other: bool = True
    """Whether the worst cart after the change is another one."""
    after: Words = Words("")  # noqa: RUF009 - frozen
    """That one, by its pieces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proving:
    """A proof on its way."""

    started_at: datetime
    done: int
    total: int
    failed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPage:
    """A set of rules with its proof: the lab."""

    id: str
    name: Words
    note: str
    version: int
    standing: Standing
    verdict: Verdict
    timeline: Timeline | None
    rules: Sequence[RuleLine]
    worst: WorstView | None
    others: Sequence[OtherCart]
    fault: FaultView | None
    attacks: Sequence[AttackLine]
    proving: Proving | None
    currency: str
    currencies: Sequence[tuple[str, str, bool]]
    """Currency, certificate, whether it passes, where a set was proved in several."""
    least_share: Words | None
    """The least share of its list price a cart pays, in one line."""
    certificate_id: str
    proved_at: datetime | None
    stale: bool
    author: str
    asked_by: str
    asked_reason: str
    published_by: str
    published_at: datetime | None
    may_edit: bool
    unknown_costs: Sequence[tuple[str, Words]]
    """By currency, what is to be decided where goods its rules reach have no known cost."""
    may_second: bool
    """Whether the reader may be the second person."""
    history: Sequence[tuple[datetime, str, Words]] = ()

    @property
    def below(self) -> bool:
        """Whether publishing needs the exception."""
        return not self.verdict.may_publish


@dataclass(frozen=True, slots=True, kw_only=True)
class MendsPage:
    """What would mend the worst cart of a set, the smallest change first."""

    set_id: str
    name: Words
    certificate_id: str
    repairs: Sequence[RepairView]
    may_apply: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardPart:
    """One part of a rule and the words it was heard from."""

    value: Words
    heard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of what was written, by how it was understood."""

    text: str
    state: Literal["plain", "holds", "no_source", "checking"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Words that can mean more than one thing."""

    id: str
    about: str
    words: Words
    choices: Sequence[Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was probably meant, ready to be taken."""

    label: Words
    data: str
    """The rule in notation, corrected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagView:
    """Something that looks like a slip of the hand."""

    field: str
    words: Words
    corrections: Sequence[Correction]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardRule:
    """A rule shown for confirmation."""

    index: int
    name: Words
    sentence: Words
    parts: Sequence[HeardPart]
    flags: Sequence[FlagView]
    data: str
    left: Sequence[str] = ()
    """Words beside it that were not understood: it is taken only when somebody says that it is whole without them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """New rules: in words, by form, from a file."""

    text: str
    set_id: str
    set_name: Words
    rules: Sequence[HeardRule]
    heard: Sequence[Stretch]
    questions: Sequence[Question]
    answers: Mapping[str, int]
    problems: Sequence[str]
    """Of a file or of what was sent, each with its place."""
    source: Literal["", "words", "file"]
    name: Words
    currency: str

    @property
    def columns(self) -> Sequence[tuple[Words, Words]]:
        """Headings a spreadsheet of rules may have."""
        return COLUMNS

    @property
    def flagged(self) -> int:
        """Rules that look like a slip."""
        return sum(bool(rule.flags) for rule in self.rules)

    @property
    def unheard(self) -> bool:
        """Whether words are left that became part of no rule."""
        return any(stretch.state == "no_source" for stretch in self.heard)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFormPage:
    """The form of one rule."""

    typed: Mapping[str, str]
    errors: Mapping[str, str]
    sentence: Words
    flags: Sequence[FlagView]
    kinds: Sequence[tuple[str, Words]]
    set_id: str
    set_name: Words
    kept: bool
    tags: Sequence[str]
    """Names of tags, offered while typing."""
    groups: Sequence[str]
    """Names of groups of buyers."""
    currency: str

    def error(self, name: str) -> str:
        """The error of a field, empty when there is none."""
        return self.errors.get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePage:
    """A proof on paper."""

    id: str
    made_at: datetime
    made_by: str
    currency: str
    passes: bool
    exact: bool
    proof: Words
    goods: int
    rules: Sequence[RuleLine]
    least_share: Words | None
    without_cost: int
    digest: str
    found: Money | None
    bound: Money | None
    aim: Words
    share: tuple[Decimal, Decimal] | None
    worst: WorstView | None
    intervals: Sequence[IntervalLine]
    attacks: Sequence[AttackLine]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """Floor, fees and what the breaker watches."""

    typed: Mapping[str, str]
    errors: Mapping[str, str]
    currency: str
    version: int
    may_edit: bool

    def error(self, name: str) -> str:
        """The error of a field, empty when there is none."""
        return self.errors.get(name, "")
