"""The demo shop: Maison Aurelle, written and drawn by us."""
