"""Takes in a person's stream by RTMP, as OBS sends it: a process of its own that knows keys and bytes, and no shop."""
