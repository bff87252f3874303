"""why a file could not be fetched and a mail not sent, in Chinese too"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    op.add_column("channel_kept", sa.Column("problem_zh", sa.String(), server_default="", nullable=False))
    op.add_column("notice_mails", sa.Column("problem_zh", sa.String(), server_default=sa.text("''"), nullable=False))
