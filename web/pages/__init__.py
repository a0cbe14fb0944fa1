"""The pages people work with, one module per kind of record."""
