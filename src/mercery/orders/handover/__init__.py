"""Handing a bag over to the shop's own checkout."""
