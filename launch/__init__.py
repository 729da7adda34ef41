"""What run.py does before any installed package can be imported: standard library only."""
