"""What people filled in by hand on printed forms: where it stands, and which digits it may be."""
