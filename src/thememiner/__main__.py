"""``python -m thememiner`` is the command ``thememiner``."""

from thememiner.cli import main

if __name__ == "__main__":
    main(prog_name="thememiner")
