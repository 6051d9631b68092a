"""``pynews.toml``, read once; the only room that reads the environment and secrets.

Precedence: option, environment (``PYNEWS_`` and the key's path in capitals, such
as ``PYNEWS_PROVIDER_NAME``), file, default. Secrets stand in the environment or
in a git-ignored ``.env``, never in the file.
"""

from pynews.config.loading import find_root, load
from pynews.config.project import DEMO_KEY, EventSource, Project, ProviderChoice
from pynews.config.public import MailboxChoice, MembersChoice, ReportChoice

__all__ = [
    "DEMO_KEY",
    "EventSource",
    "MailboxChoice",
    "MembersChoice",
    "Project",
    "ProviderChoice",
    "ReportChoice",
    "find_root",
    "load",
]
