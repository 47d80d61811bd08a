"""``python -m generator`` is the same as ``lastbild``."""

from generator.commands.main import main

if __name__ == "__main__":
    main(prog_name="lastbild")
