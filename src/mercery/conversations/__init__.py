"""Conversations: messages in order, hand-over to a person and back, the inbox, live events, messenger channels."""
