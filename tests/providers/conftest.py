"""Lets the tests of this folder import what they share with each other and with the pack's."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "pack")]
