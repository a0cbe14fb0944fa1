"""Orchestration: what is due, who does it, and the desk through which people ask for things."""
