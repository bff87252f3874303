"""Proof of identity by a code: sent to the address on the account, said in the conversation, used once."""
