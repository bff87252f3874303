"""Published pieces for other systems: shop platforms, Google Merchant, an archive."""
