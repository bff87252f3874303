"""`mercery import` and `mercery export` with every kind of file: products, and customers, orders and policies."""

from mercery.catalog.cli import export_command, import_command
from mercery.orders.importing.kinds import register_kinds

register_kinds()

__all__ = ["export_command", "import_command"]
