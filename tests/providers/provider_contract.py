"""What every provider promises, tested once for all of them."""

from collections.abc import Sequence

from pynews.model import DeliveryStatus, Envelope, Message
from pynews.providers import Provider


def message(name: str, body: str = "Hello") -> Message:
    """Return a small message; CRLF line ends, as all messages have."""
    content = f"To: {name}@example.org\r\nSubject: Hello\r\n\r\n{body} {name}\r\n"
    return Message(
        f"ref-{name}", Envelope("news@example.org", f"{name}@example.org"), content.encode()
    )


class ProviderContract:
    """Inherit it and give a fixture ``provider`` of somebody who takes what he is given."""

    def hand_over(self, provider: Provider, messages: Sequence[Message]) -> list[DeliveryStatus]:
        size = provider.capabilities.max_batch
        found = []
        for place in range(0, len(messages), size):
            part = messages[place : place + size]
            answers = provider.hand_over(part, key=f"key-{place}")
            assert [one.ref for one in answers] == [one.ref for one in part]
            found += [one.status for one in answers]
        return found

    def test_it_takes_each_message_and_says_so(self, provider: Provider) -> None:
        messages = [message("reader"), message("writer"), message("editor")]
        assert self.hand_over(provider, messages) == [DeliveryStatus.ACCEPTED] * 3

    def test_it_can_be_asked_what_it_took(self, provider: Provider) -> None:
        taken, other = message("reader"), message("writer")
        self.hand_over(provider, [taken])
        assert provider.find([taken, other]) == {taken.ref: True, other.ref: False}

    def test_checking_it_hands_nothing_over(self, provider: Provider) -> None:
        provider.check()
        assert provider.find([message("reader")]) == {"ref-reader": False}
