"""How items hang together and when they are bought again. Pure: items are whole numbers from 0, time is days."""
