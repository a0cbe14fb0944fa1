"""Real servers for the tests: on loopback, on free ports, with throw-away data and passwords, gone afterwards."""
