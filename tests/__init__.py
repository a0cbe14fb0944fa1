"""The test suite. A package, so that ``python -m tests.services`` finds this folder and no other named alike."""
