"""The queue of drafts: a person reads each beside its source, and decides."""
