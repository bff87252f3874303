"""From a customer's words to what is asked, of which product, in which variant. Rules and vocabulary, no model."""
