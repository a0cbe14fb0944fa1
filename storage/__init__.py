"""Ports beside their adapters: objects, records, search."""
