"""External programs and child processes, each with its own limits. The only place that starts processes."""
