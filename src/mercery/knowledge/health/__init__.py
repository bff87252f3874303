"""How the shop's knowledge stands: what is asked and not answered, what contradicts, what nobody needs any more."""
