"""What every shelf stands on: configuration, database, errors, events, jobs, money, clock, ids, languages."""
