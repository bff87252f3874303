"""Which of a shop's intents or answers a message is: learnt from examples, sure to a measured degree, silent below it."""
