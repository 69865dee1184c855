"""The parts of :mod:`pyrite.sql.types`, which is the module to import from."""
