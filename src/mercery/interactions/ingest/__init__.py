"""Events in at speed: one bounded buffer a process, written by COPY in batches; an act is acknowledged once it is committed."""
