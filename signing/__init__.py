"""Electronic signatures on PDF files: keys, trust, timestamps, signing and verification. Knows no storage."""

import logging

# pyHanko writes certificate subjects, which are names of persons, and whole tracebacks to its loggers. What matters of
# them reaches the caller as an error or a report; the log gets events of our own, without names.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)
