"""The director: a process that has lines spoken, comments answered, engines watched."""
