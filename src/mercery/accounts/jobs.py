"""Background jobs of accounts."""

from __future__ import annotations

from procrastinate import JobContext, RetryStrategy

from mercery.accounts import sending
from mercery.accounts.email_change import sending as email_change
from mercery.core.i18n import Lang
from mercery.core.jobs import Blueprint
from mercery.core.runtime import database

blueprint = Blueprint()
_RETRY = RetryStrategy(max_attempts=sending.ATTEMPTS, exponential_wait=2)


@blueprint.task(name="send_reset", pass_context=True, retry=_RETRY)
async def send_reset(context: JobContext, reset_id: str, lang: Lang) -> None:
    """Send the link of one request for a new password."""
    await sending.send_reset(database(), reset_id, lang, context.job.attempts + 1)


@blueprint.task(name="send_notice", pass_context=True, retry=_RETRY)
async def send_notice(
    context: JobContext, staff_id: str, kind: str, at: str, browser: str = "", place: str = "", to: str = ""
) -> None:
    """Tell somebody what happened to their account."""
    await sending.send_notice(database(), staff_id, kind, at, browser, place, context.job.attempts + 1, to=to)


@blueprint.task(name="prove_new_address", pass_context=True, retry=_RETRY)
async def prove_new_address(context: JobContext, change_id: str) -> None:
    """Send the link that proves somebody's new e-mail."""
    await email_change.prove_new_address(database(), change_id, context.job.attempts + 1)


@blueprint.task(name="tell_old_address", pass_context=True, retry=_RETRY)
async def tell_old_address(context: JobContext, change_id: str, done: bool) -> None:
    """Tell somebody's e-mail before that another was asked for, or has taken its place."""
    await email_change.tell_old_address(database(), change_id, context.job.attempts + 1, done=done)
