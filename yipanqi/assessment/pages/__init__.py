"""Pages of schemes, runs and results."""
