"""One page: its words to lines, columns, tables and blocks in reading order."""
