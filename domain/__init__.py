"""The kernel: what is kept, the rules it obeys, and the errors it names. Standard library only, no I/O."""
