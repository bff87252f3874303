"""The phrases of each language as data (`en*.yaml`, `zh*.yaml`) and what both share (`topics.yaml`)."""
