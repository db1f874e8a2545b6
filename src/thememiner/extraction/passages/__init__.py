"""A document to the passages that are coded and cited, each with its section, role and language."""
