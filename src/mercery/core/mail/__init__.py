"""Mail that leaves the house: a message, and the two ways it can go (a mail server, or a folder on this machine)."""

from mercery.core.mail.choosing import Way, mail_leaves, mailer_of, way_of
from mercery.core.mail.message import Mail, MailAddress, Mailer, MailNotSent, read_address

__all__ = [
    "Mail",
    "MailAddress",
    "MailNotSent",
    "Mailer",
    "Way",
    "mail_leaves",
    "mailer_of",
    "read_address",
    "way_of",
]
