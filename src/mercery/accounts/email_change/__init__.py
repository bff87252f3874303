"""A person's own e-mail, changed once the new address is proved: by the link in a letter to it, where no mail leaves by another
owner, or on the server. Until then the address before signs in; it is told when a change is asked for and when it is done."""
