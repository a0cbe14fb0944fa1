"""Bytes in, values out: what a file is, what stands on its pages, and the archival copy of it. Knows no storage."""
