"""Facts, answer plans, frames and the gate: what may be said, and how it is checked. Pure: no database, web or model."""
