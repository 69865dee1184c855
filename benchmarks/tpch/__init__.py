"""The TPC-H benchmark."""
