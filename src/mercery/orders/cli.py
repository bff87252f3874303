"""`mercery import` with every kind of file it takes: products from the catalogue, and customers, orders and policies."""

from mercery.catalog.cli import import_command
from mercery.orders.importing.kinds import register_kinds

register_kinds()

__all__ = ["import_command"]
