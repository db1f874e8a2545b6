"""Commands whose options are many enough for a file of their own; ``cli.py`` attaches them."""
