"""A public-key infrastructure of real servers for tests: timestamps, OCSP and CRLs over HTTP on the loopback."""
