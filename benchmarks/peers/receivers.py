"""Small servers that take everything: ``receivers.py smtp|http SECONDS``.

Prints the port, then serves until its input ends. Every answer of the HTTP server
takes SECONDS; the mail server answers at once.
"""

import asyncio
import sys

KIND, LATENCY = sys.argv[1], float(sys.argv[2])
GREETING = b"250-here\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 99999999\r\n"


class Mail(asyncio.Protocol):
    """SMTP, as short as it can be."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Greet."""
        self.transport, self.text, self.data = transport, b"", False
        transport.write(b"220 here\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer what is complete."""
        if self.data:
            self.text += data
            if not self.text.endswith(b"\r\n.\r\n"):
                return
            self.text, self.data = b"", False
            self.transport.write(b"250 taken\r\n")
            return
        self.text += data
        while not self.data and b"\r\n" in self.text:
            line, _, self.text = self.text.partition(b"\r\n")
            self.transport.write(self.answer(line[:4].upper()))
        if self.data and self.text:
            rest, self.text = self.text, b""
            self.data_received(rest)

    def answer(self, word: bytes) -> bytes:
        """Return the answer to a command."""
        if word == b"DATA":
            self.data = True
            return b"354 go on\r\n"
        if word == b"QUIT":
            return b"221 bye\r\n"
        return GREETING if word == b"EHLO" else b"250 fine\r\n"


class Http(asyncio.Protocol):
    """HTTP, as short as it can be."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin."""
        self.transport, self.text, self.left = transport, bytearray(), -1

    def data_received(self, data: bytes) -> None:
        """Answer a complete request after a while."""
        self.text += data
        if self.left < 0 and b"\r\n\r\n" in self.text:
            head, _, body = bytes(self.text).partition(b"\r\n\r\n")
            self.left = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            self.text = bytearray(body)
        if 0 <= self.left <= len(self.text):
            self.text, self.left = bytearray(), -1
            asyncio.get_running_loop().call_later(LATENCY, self.reply)

    def reply(self) -> None:
        """Say that it was taken."""
        self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")


async def main() -> None:
    """Serve until the input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Mail if KIND == "smtp" else Http, "127.0.0.1", 0, backlog=500)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
