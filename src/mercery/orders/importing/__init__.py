"""Orders from other systems' exports; and the kinds of files beside products, registered for the importer."""
