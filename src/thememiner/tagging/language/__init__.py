"""Text to words and sentences, as every rule reads them."""
