"""Products, variants, prices as imported, stock, media, collections; import and export of shop systems' files."""
