"""Made dossiers and the generator that makes them; no part of the product."""
