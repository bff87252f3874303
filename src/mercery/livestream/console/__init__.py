"""The live host in the console: setting up shows, the studio while one is on air, and what came of it."""
