"""All pages: furniture, headings, lists and notes told apart, and the running text written once."""
