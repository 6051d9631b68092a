"""``python -m pynews``: the same as the ``pynews`` command."""

from pynews.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
