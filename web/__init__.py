"""HTTP: the pages people work with, and the REST API. Everything is asked of ``workers.desk.Desk``."""
