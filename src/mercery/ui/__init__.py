"""The visual system: tokens, type, components, layouts, and the building of front-end assets."""
