"""The REST API under ``/api/v1``: the same desk as the pages, for programs."""
