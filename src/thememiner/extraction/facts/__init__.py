"""What a document is: title, kind, publisher, area and date."""
