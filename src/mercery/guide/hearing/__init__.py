"""From messages to wishes: what a shopper says, held against what the shop has. Pure; no database, web or model."""
