"""One request, one answer, no second try; and whether it may have gone."""

import inspect
import json
import socket
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from urllib.parse import quote, quote_plus

import pytest
import requests
import urllib3
from mailgun_double import MailgunDouble

from pynews.providers.transport import HttpRequest, HttpResponse, NoAnswer, Transport, told

QUICK = Transport(connect=0.3, read=0.3)
NOT_GONE = {
    requests.exceptions.ConnectTimeout,
    requests.exceptions.InvalidHeader,
    requests.exceptions.InvalidProxyURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
    urllib3.exceptions.NameResolutionError,
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ProxyError,
}


def post(url: str, transport: Transport = QUICK) -> HttpResponse | NoAnswer:
    return transport.exchange(HttpRequest("POST", url, (), b"x"))


@contextmanager
def closed_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for module in (requests.exceptions, urllib3.exceptions)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Exception) and not issubclass(kind, Warning)
    ],
)
def test_whatever_the_library_raises_may_have_gone_unless_it_surely_has_not(
    kind: type[Exception],
) -> None:
    error = kind.__new__(kind)
    assert QUICK.explain(error).gone is (kind not in NOT_GONE)


def test_nobody_listening_means_that_nothing_has_gone() -> None:
    with closed_port() as port:
        assert post(f"http://127.0.0.1:{port}/") == NoAnswer(gone=False, detail="no connection")


def test_a_name_that_does_not_exist_means_that_nothing_has_gone() -> None:
    answer = post("http://does-not-exist.invalid/")
    assert answer == NoAnswer(gone=False, detail="no connection")


def test_a_server_that_takes_no_more_connections_means_that_nothing_has_gone() -> None:
    with socket.socket() as server, socket.socket() as first, socket.socket() as second:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for filler in (first, second):
            filler.setblocking(False)  # noqa: FBT003 the standard library's way
            filler.connect_ex(server.getsockname())
        answer = post(f"http://127.0.0.1:{server.getsockname()[1]}/")
    assert answer == NoAnswer(gone=False, detail="no connection within 0.3 seconds")


def test_a_server_that_speaks_no_tls_never_sees_the_request() -> None:
    with MailgunDouble() as double:
        answer = post(double.base.replace("http:", "https:"))
    assert isinstance(answer, NoAnswer)
    assert not answer.gone


def test_a_proxy_that_is_not_there_means_that_nothing_has_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with closed_port() as port:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
        answer = post("http://api.example.org/", Transport(connect=1, read=1))
    assert answer == NoAnswer(gone=False, detail="no connection")


def test_an_address_that_is_none_means_that_nothing_has_gone() -> None:
    assert post("nonsense") == NoAnswer(gone=False, detail="no connection")


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with MailgunDouble() as double:
        double.script = ["302"]
        answer = post(double.base)
        assert (isinstance(answer, HttpResponse) and answer.status, double.posts) == (302, 1)


def test_keys_and_addresses_are_hidden_in_what_a_provider_says() -> None:
    words = "key s3cret of\n  <reader@example.org>, is 'odd'; " + "x" * 400
    line = told(words, ("s3cret", ""))
    assert line.startswith("key *** of <r***@example.org>, is 'odd'; xxx")
    assert len(line) == 300


@pytest.mark.parametrize("word", ["x", "<", "a@", "@"])
def test_a_word_without_an_end_is_read_in_no_time_and_cut(word: str) -> None:
    assert len(told(word * 2_000_000)) <= 300


def test_a_key_is_hidden_in_every_form_in_which_it_comes_back() -> None:
    key = 's3cr&t"+/='
    shapes = {
        key,
        quote(key, safe=""),
        quote_plus(key),
        escape(key),
        json.dumps(key)[1:-1],
        b64encode(key.encode()).decode(),
    }
    for shape in shapes:
        assert shape not in told(f"{' ' * 5000}your {shape} is odd", (key,))
        assert shape[:6] not in told(f"{'x ' * 140}{shape}", (key,))
    for proof in ("Basic YXBpOmtleS1zZWNyZXQ=", "bearer eyJhbGciOiJIUzI1NiJ9.e30.x"):
        assert proof.partition(" ")[2] not in told(f"Authorization: {proof}", ())
