"""The shopping guide in a conversation: which messages go to it, and its advice as acts, cards, buttons and chips."""
