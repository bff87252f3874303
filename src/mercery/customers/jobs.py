"""Background jobs of customers."""

from __future__ import annotations

from procrastinate import JobContext, RetryStrategy

from mercery.core.i18n import Lang
from mercery.core.jobs import Blueprint
from mercery.core.runtime import database
from mercery.customers.challenges import sending

blueprint = Blueprint()


@blueprint.task(
    name="send_code", pass_context=True, retry=RetryStrategy(max_attempts=sending.ATTEMPTS, exponential_wait=2)
)
async def send_code(context: JobContext, shop_id: str, challenge_id: str, lang: Lang) -> None:
    """Send the code of one challenge."""
    await sending.send_code(database(), shop_id, challenge_id, lang, context.job.attempts + 1)
