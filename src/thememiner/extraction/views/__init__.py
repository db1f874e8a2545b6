"""A document to look at: as Markdown, and as pictures of its pages."""
