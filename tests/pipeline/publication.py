"""The publication whose letters differ by group, without its provider."""

PUBLICATION = """id = "news.example.org"
name = "Example community"
language = "en-GB"
timezone = "Europe/London"
theme = "plain"

[sender]
from = "Example community <news@example.org>"
organisation = "Example community"
address = "1 Example Street, Example Town EX1 1AA"

[unsubscribe]
mailto = "leave@example.org"
"""
