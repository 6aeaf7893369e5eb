"""Runs in the background: started, followed, stopped, noted for the next start and for other instances."""
