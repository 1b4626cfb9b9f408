"""What changes load and save, by noun. Loads lock what the change decides on."""
