"""The pages: each file one page, its data and its lists."""
