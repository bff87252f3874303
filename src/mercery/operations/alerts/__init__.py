"""What is watched while nobody looks: measures as data, thresholds of each shop, alerts that open and close by themselves."""
