"""The shop's rules for actions, as data: who may have what done, when, how often, and where money goes.

A rule speaks of one action. It is read from rows (`packs/*.yaml`, the console), versioned, and evaluated by code
(`decide.py`); nothing else in the product decides whether an action may happen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, ValidationError

from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.orders.actions.requests import ActionName
from mercery.orders.order import OrderStatus

IdentityStrength = Literal["none", "name_postcode", "email", "code", "session"]
STRENGTHS: Final[tuple[IdentityStrength, ...]] = get_args(IdentityStrength)
"""From weakest to strongest: told name and postcode, told the e-mail address, returned a code sent there, signed in."""
RefundTo = Literal["original", "original_or_gift_card", "any_own"]
RefundFrom = Literal["now", "goods_back"]
"""From when `refund_days` count: from the yes, or from the day the pieces have come back."""
Approval = Literal["code", "person"]
_NO_WORDS: Final = Words("")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRule:
    """One version of the rule for one action."""

    key: str
    action: ActionName
    statuses: tuple[OrderStatus, ...] = ()
    """Statuses an order must have; empty where the action is not about an order."""
    identity: IdentityStrength = "code"
    """The weakest proof of identity that suffices."""
    confirmation: bool = True
    """Whether the customer must say yes to these very details."""
    reasons: tuple[str, ...] = ()
    """Reasons that are accepted; empty: any."""
    once: bool = False
    """Once for an order: what was done by this rule before closes it."""
    within_days: int | None = None
    """Days since delivery; None: no limit."""
    refund_to: RefundTo = "original"
    refund_days: tuple[int, int] = (5, 7)
    """Working days until a refund arrives; a gift card is credited at once."""
    refund_from: RefundFrom = "now"
    person_above: tuple[Money, ...] = ()
    """Amounts above this are left to a person, one for each currency; empty: no limit. In a currency that is not named
    among others, a person decides."""
    per_customer_and_day: int | None = None
    approval: Approval = "code"
    """`person`: a person of the shop decides every time."""
    statement: Words = _NO_WORDS
    """What a customer is told about the rule."""
    reminder: Words = _NO_WORDS
    """What a customer must know before saying yes and code cannot check: `Pieces must be unworn`."""
    version: int = 1
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    def limit_in(self, currency: str) -> Money | None:
        """The amount in this currency above which a person decides."""
        return next((one for one in self.person_above if one.currency == currency), None)

    @property
    def id(self) -> str:
        """Key and version, as named in decisions and receipts."""
        return f"{self.key}@{self.version}"

    def holds_at(self, moment: datetime) -> bool:
        """Whether the rule is in force at `moment`."""
        return (self.valid_from is None or self.valid_from <= moment) and (
            self.valid_to is None or moment < self.valid_to
        )


class _AmountForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    minor: int = Field(ge=0)
    currency: str = Field(pattern="^[A-Z]{3}$")


class _WordsForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    en: str = ""
    zh: str = ""


def _each(value: object) -> object:
    """One amount stands for a list of one."""
    return [value] if isinstance(value, Mapping) else (value or ())


class _RuleForm(BaseModel):
    """A rule as a pack or a form writes it."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field("", max_length=64)
    action: ActionName
    statuses: tuple[OrderStatus, ...] = ()
    identity: IdentityStrength = "code"
    confirmation: StrictBool = True
    reasons: tuple[str, ...] = ()
    once: StrictBool = False
    within_days: int | None = Field(None, ge=0)
    refund_to: RefundTo = "original"
    refund_days: tuple[int, int] = (5, 7)
    refund_from: RefundFrom = "now"
    person_above: Annotated[tuple[_AmountForm, ...], BeforeValidator(_each)] = ()
    per_customer_and_day: int | None = Field(None, ge=0)
    approval: Approval = "code"
    statement: _WordsForm = _WordsForm()
    reminder: _WordsForm = _WordsForm()


def rule_from_data(data: Mapping[str, Any], *, file: str = "rules") -> ActionRule:
    """A rule as written in a pack; Invalid names file, field and remedy for everything wrong."""
    try:
        form = _RuleForm.model_validate(dict(data))
    except ValidationError as error:
        problems = [
            Problem(
                file=file,
                field=(name := ".".join(map(str, one["loc"]))),
                message=one["msg"],
                zh=f"{name} 的内容不能使用，请更正。",
            )
            for one in error.errors()
        ]
        raise Invalid(
            f"{file}: the rule '{data.get('key', '')}' cannot be used.",
            problems=problems,
            zh=f"{file}：规则“{data.get('key', '')}”不能使用，请按所列修改。",
        ) from error
    values = {name: getattr(form, name) for name in _RuleForm.model_fields}
    values["key"] = form.key or form.action
    values["person_above"] = tuple(Money(one.minor, one.currency) for one in form.person_above)
    values["statement"] = Words(form.statement.en, form.statement.zh)
    values["reminder"] = Words(form.reminder.en, form.reminder.zh)
    return ActionRule(**values)


def rule_to_data(rule: ActionRule) -> dict[str, Any]:
    """The rule as `rule_from_data` reads it. What is newer than the first rules stands there only where it is used, so that
    an old version is not taken for a changed one."""
    data: dict[str, Any] = {
        "key": rule.key,
        "action": rule.action,
        "statuses": list(rule.statuses),
        "identity": rule.identity,
        "confirmation": rule.confirmation,
        "reasons": list(rule.reasons),
        "once": rule.once,
        "within_days": rule.within_days,
        "refund_to": rule.refund_to,
        "refund_days": list(rule.refund_days),
        "person_above": _amounts(rule.person_above),
        "per_customer_and_day": rule.per_customer_and_day,
        "approval": rule.approval,
        "statement": {"en": rule.statement.en, "zh": rule.statement.zh},
    }
    if rule.refund_from != "now":
        data["refund_from"] = rule.refund_from
    if rule.reminder != _NO_WORDS:
        data["reminder"] = {"en": rule.reminder.en, "zh": rule.reminder.zh}
    return data


def _amounts(limits: tuple[Money, ...]) -> object:
    """None, one amount, or a list of them."""
    written = [{"minor": one.minor, "currency": one.currency} for one in limits]
    return written if len(written) > 1 else (written[0] if written else None)
