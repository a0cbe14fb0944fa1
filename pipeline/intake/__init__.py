"""Taking files in: what a file is, whether it may be worked on, and what its pages look like."""
