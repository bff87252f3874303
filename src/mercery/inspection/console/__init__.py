"""The pages of inspection: findings, coaching, trends, what is solved, the rules, exports."""

from fastapi import APIRouter

from mercery.inspection.console import coaching, exporting, findings, rules, second, solved, trends

router = APIRouter(include_in_schema=False)
for part in (second, coaching, trends, solved, rules, exporting, findings):
    router.include_router(part.router)
