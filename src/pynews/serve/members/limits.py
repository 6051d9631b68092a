"""How often somebody may ask for something."""

import ipaddress
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

__all__ = ["Limit", "caller", "mailbox_of"]

MOST_NAMES = 20_000


class Limit:
    """At most so many times in so long a time, for each name; old names are forgotten.

    Arguments:
        times: how often.
        within: in how long a time.
        now: the time, aware.
    """

    def __init__(self, times: int, within: timedelta, now: Callable[[], datetime]) -> None:
        """Begin with nobody."""
        self._times, self._within, self._now = times, within, now
        self._names: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, name: str) -> bool:
        """Count one more time; return False when it was one too many."""
        now = self._now()
        with self._lock:
            times = self._names.pop(name, deque[datetime]())
            while times and now - times[0] >= self._within:
                times.popleft()
            allowed = len(times) < self._times
            if allowed:
                times.append(now)
            self._names[name] = times
            if len(self._names) > MOST_NAMES:
                self._names.popitem(last=False)
        return allowed


def caller(address: str) -> str:
    """Return by which name a caller is counted: an IPv4 address, or an IPv6 /64 network.

    Where one socket hears both, an IPv4 caller is named ``::ffff:192.0.2.1``: each
    counts alone, not all of them as one network.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def mailbox_of(address: str) -> str:
    """Return the one spelling by which letters to a mailbox are counted.

    Large providers bring ``a.b+anything@`` to ``ab@``: whoever bombs a mailbox through
    our forms has an endless supply of such addresses. Nobody is written to at this one.
    """
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"
