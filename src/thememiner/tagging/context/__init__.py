"""How a mention is meant: fact, rule or quotation, praise or criticism."""
