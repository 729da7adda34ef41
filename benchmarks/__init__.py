"""What `run.py bench` measures: one module a subject, each with `main(out)` printing its table."""
