"""A TLS front before a broker that packs what it sends: many packets of MQTT in one record."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from typing import Self

from broker.bus.papers import Papers

_RECORD = 16_000  # bytes, a little less than TLS allows


class PackingFront:
    """Speaks TLS to one client and plain TCP to a broker. While it is `held`, what the broker says
    is gathered; `release` sends all of it as few records as it fits into, in one piece."""

    def __init__(self, papers: Papers, broker: tuple[str, int]) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.load_cert_chain(papers.certificate, papers.key)
        context.load_verify_locations(papers.authority)
        context.verify_mode = ssl.CERT_REQUIRED
        self._context, self._broker = context, broker
        self._door = socket.create_server(("127.0.0.1", 0))
        self.place: tuple[str, int] = ("127.0.0.1", self._door.getsockname()[1])
        self._gathered = bytearray()
        self._lock = threading.Lock()
        self._held = False
        self._grown = threading.Condition(self._lock)
        self._threads = [threading.Thread(target=self._serve, name="front")]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        for each in (self._door, *self._ends):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in self._threads:
            thread.join()

    def hold(self) -> None:
        """Say nothing to the client from now on."""
        with self._lock:
            self._held = True

    def release(self, at_least: int) -> None:
        """Once so many bytes have been gathered, say them, and go on."""
        with self._grown:
            assert self._grown.wait_for(lambda: len(self._gathered) >= at_least, 20.0)
            self._held = False
            self._say()

    def _serve(self) -> None:
        self._ends: list[socket.socket] = []
        try:
            bare, _ = self._door.accept()
            self._client = self._context.wrap_socket(bare, server_side=True)
        except OSError:
            return
        self._far = socket.create_connection(self._broker)
        self._ends += [self._client, self._far]
        back = threading.Thread(target=self._gather, name="front, back")
        self._threads.append(back)
        back.start()
        with contextlib.suppress(OSError):
            while data := self._client.recv(1 << 16):
                self._far.sendall(data)

    def _gather(self) -> None:
        with contextlib.suppress(OSError):
            while data := self._far.recv(1 << 16):
                with self._grown:
                    self._gathered += data
                    self._grown.notify_all()
                    if not self._held:
                        self._say()

    def _say(self) -> None:
        while self._gathered:
            self._client.sendall(bytes(self._gathered[:_RECORD]))
            del self._gathered[:_RECORD]
