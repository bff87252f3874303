"""An outside face: a talking-head server shows the host, while words, facts and voice stay here."""
