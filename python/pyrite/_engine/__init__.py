"""The binding of the engine's C interface."""
