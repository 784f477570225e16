"""The reception: up only while an invitation is open, it gives papers to whoever shows the code.

HTTP over TLS with the broker's own certificate, on a port beside the broker's. Whoever joins has no
certificate yet and knows the hall by the fingerprint of its authority alone, so that certificate is
given to anybody, and nothing else is said before the code. One thread for each who asks, so that
one who says nothing keeps nobody waiting; each gets some seconds. The invitation is judged by one
at a time.
"""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import msgspec

from broker.bus.papers import Papers
from broker.domain.errors import BusError
from broker.joining.words import AUTHORITY, CODE, LARGEST, PAPERS, TurnedDown

_PATIENCE = 10.0  # seconds for each who asks
_MOST = 16  # who ask at once; more are not heard

Answer = msgspec.Struct
Hear = Callable[[str, bytes], Answer]  # path and body; what is answered


class Reception:
    """Listens on every network of this machine while the context lasts. `hear` is called by one
    thread at a time. Raises `BusError` where the port is taken."""

    def __init__(self, port: int, papers: Papers, hear: Hear) -> None:
        lock = threading.Lock()

        def alone(path: str, body: bytes) -> Answer:
            with lock:
                return hear(path, body)

        handler = type("Handler", (_Asking,), {"hear": staticmethod(alone), "papers": papers})
        try:
            self._server = _Server(("", port), handler)
        except OSError as error:
            raise BusError(
                f"port {port}: another program has it ({error.strerror}); another invitation may be"
                " open, or name another port with --port"
            ) from error
        self._server.context = _context(papers)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, name="reception")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _context(papers: Papers) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(papers.certificate, papers.key)
    return context


class _Server(ThreadingHTTPServer):
    """Threads that speak TLS each for itself: a handshake that hangs is nobody else's."""

    context: ssl.SSLContext
    daemon_threads = True
    block_on_close = False

    def __init__(self, place: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(place, handler)
        self._room = threading.BoundedSemaphore(_MOST)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def finish_request(self, request: Any, client_address: Any) -> None:
        request.settimeout(_PATIENCE)
        with (
            contextlib.suppress(OSError),  # a stranger: there is nobody to tell
            self.context.wrap_socket(request, server_side=True) as secured,
        ):
            super().finish_request(secured, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever went away in the middle has nothing to hear."""


class _Asking(BaseHTTPRequestHandler):
    """One who asks."""

    hear: Hear
    papers: Papers
    timeout = _PATIENCE
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:  # the name that http.server calls
        if self.path == AUTHORITY:
            self._answer(HTTPStatus.OK, self.papers.authority.read_bytes())
        else:
            self._answer(HTTPStatus.NOT_FOUND, b"")

    def do_POST(self) -> None:  # the name that http.server calls
        length = self.headers.get("Content-Length", "")
        if self.path not in (CODE, PAPERS) or not length.isdecimal() or int(length) > LARGEST:
            self._answer(HTTPStatus.BAD_REQUEST, b"")
            return
        said = self.hear(self.path, self.rfile.read(int(length)))
        status = HTTPStatus.FORBIDDEN if isinstance(said, TurnedDown) else HTTPStatus.OK
        self._answer(status, msgspec.json.encode(said))

    def _answer(self, status: HTTPStatus, body: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # its own name
        """Nothing: what matters is said by whoever hears."""
