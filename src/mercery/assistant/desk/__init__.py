"""The service desk: order business done in conversation, by rules and without a model, in both languages."""
