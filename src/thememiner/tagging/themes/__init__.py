"""Practice themes: where one is meant and not only named, and how it is judged."""
