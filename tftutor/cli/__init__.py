"""The command-line face: one module a command, thin. Nothing is imported before it is asked for."""
