"""The roof: one file a command; reads arguments, calls the pipeline, prints."""

from pynews.cli.main import COMMANDS, main

__all__ = ["COMMANDS", "main"]
