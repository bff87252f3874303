"""Values of attributes read out of titles and descriptions, as drafts a person decides on."""
