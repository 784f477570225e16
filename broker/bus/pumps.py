"""Who moves paho's bytes: the loop that thinks, or (under Qt) a thread of paho's own.

Between two threads every message costs two hand-overs of the interpreter, about as much as the rest
of its way; so services read and write their socket on their own loop (`LoopPump`).

How this works and why it cannot lose. paho keeps what it could not write in a queue of its own and
says so (`want_write`). The loop watches the socket for reading always, and for writing just as long
as that queue holds something; `written` looks again after whatever was published, `_ready` after
whatever was read, `tick` once a second whatever happened. So a byte that stays in the queue is
either waited for or found within a second. Reading goes on while there is something to read, so
that requests which came together share a commit, but not for ever: after 500 packets everybody else
has a turn. With TLS a record may hold many packets: what was taken from the socket and unlocked is
asked for as well, for no poll knows of it, and where a turn ends with some left, another is posted.

A file number is watched from `_connected`, on the loop, until paho is about to close it: paho tells
so before it does, and the number is forgotten there and then, since the next socket may have the
same. Only the client whose socket is watched can have it forgotten. One that was stopped meanwhile,
or is still connecting on its thread, touches nothing: that thread connects, and posts that it did.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from typing import Protocol

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from broker.wire.codec import LARGEST_PACKET

_AT_ONCE = 500  # packets read before anything else gets its turn
_MISC = 1.0  # seconds between looks at keep-alives


class Loop(Protocol):
    """What a pump needs of a loop; `service.runner.Runner` is one."""

    def watch(self, file: int, ready: Callable[[], None], *, writing: bool = False) -> None: ...

    def forget(self, file: int) -> None: ...

    def breathe(self, handler: Callable[[], None]) -> None: ...

    def post(self, handler: Callable[[mqtt.Client], None], event: mqtt.Client, /) -> None: ...


class Pump(Protocol):
    """Moves the bytes of one client at a time. All methods on the thinking thread."""

    def start(self, client: mqtt.Client, host: str, port: int, keepalive: int) -> None:
        """Begin to connect; returns at once. `on_connect_fail` tells of failure."""

    def stop(self, client: mqtt.Client) -> None:
        """Move no more. The client is not used again."""

    def written(self) -> None:
        """Something was published: see to what the socket did not take at once."""

    def goodbye(self, client: mqtt.Client, seconds: float) -> None:
        """Disconnect, and see for at most so long that the last words arrive."""

    def next_wakeup(self) -> float | None:
        """When `tick` is wanted."""

    def tick(self, now: float) -> None:
        """Keep-alives."""


class ThreadPump:
    """paho's own network thread: for Qt, whose loop is not ours."""

    def start(self, client: mqtt.Client, host: str, port: int, keepalive: int) -> None:
        client.connect_async(
            host, port, keepalive=keepalive, clean_start=True, properties=_limits()
        )
        client.loop_start()

    def stop(self, client: mqtt.Client) -> None:
        client.loop_stop()

    def written(self) -> None:
        """The thread has been woken by paho."""

    def goodbye(self, client: mqtt.Client, seconds: float) -> None:
        with _lingering(client, seconds):
            client.disconnect()

    def next_wakeup(self) -> float | None:
        return None

    def tick(self, now: float) -> None:
        """paho's thread sees to itself."""


class LoopPump:
    """Reads and writes on the service's loop; only connecting, which may block, has a thread."""

    def __init__(self, loop: Loop, clock: Callable[[], float]) -> None:
        self._loop = loop
        self._clock = clock
        self._client: mqtt.Client | None = None
        self._watched: mqtt.Client | None = None  # whose socket `_file` is
        self._file = -1
        self._writing = False
        self._misc_at: float | None = None
        self._corked: socket.socket | None = None
        loop.breathe(self._let_go)

    def start(self, client: mqtt.Client, host: str, port: int, keepalive: int) -> None:
        self._client = client
        client.on_socket_close = self._closed
        arguments = (client, host, port, keepalive)
        threading.Thread(
            target=self._connect, args=arguments, name="connecting", daemon=True
        ).start()

    def stop(self, client: mqtt.Client) -> None:
        if client is self._client:
            self._client = None
        self._forget()
        sock = client.socket()
        if sock is not None:
            sock.close()

    def goodbye(self, client: mqtt.Client, seconds: float) -> None:
        self._let_go()
        with _lingering(client, seconds):
            client.disconnect()
            until = self._clock() + seconds
            while client.want_write() and self._clock() < until:
                if (sock := client.socket()) is None:
                    break
                _ready_to(sock.fileno(), select.POLLOUT, 0.05)
                client.loop_write()

    def next_wakeup(self) -> float | None:
        return self._misc_at

    def tick(self, now: float) -> None:
        self._misc_at = now + _MISC
        if self._client is not None:
            self._client.loop_misc()
            self._mind_writing()

    def _connect(self, client: mqtt.Client, host: str, port: int, keepalive: int) -> None:
        try:
            client.connect(host, port, keepalive=keepalive, clean_start=True, properties=_limits())
        except (OSError, ValueError) as error:
            if client.on_connect_fail is not None:
                client.on_connect_fail(client, error)
        else:
            self._loop.post(self._connected, client)

    def _connected(self, client: mqtt.Client) -> None:
        sock = client.socket()
        if client is not self._client:
            if sock is not None:
                sock.close()
        elif sock is not None:
            self._watched, self._file = client, sock.fileno()
            self._corked = _corked(sock)
            self._misc_at = self._clock() + _MISC
            self._mind_writing(anew=True)

    def _ready(self) -> None:
        """Read all that is there, so that requests which came together share a commit."""
        client = self._client
        if client is None:
            return
        for _ in range(_AT_ONCE):
            if client.loop_read() or client is not self._client:
                return
            if self._file < 0 or not (_holds(client) or _ready_to(self._file, select.POLLIN, 0)):
                break
        else:
            self._read_on(client)
        if client.want_write():
            client.loop_write()
        self._mind_writing()

    def _read_on(self, client: mqtt.Client) -> None:
        """The turn is over: what is unlocked already has the next one."""
        if _holds(client):
            self._loop.post(lambda _: self._ready(), client)

    def written(self) -> None:
        """Something was published: see to what the socket did not take at once."""
        if self._client is not None:
            self._mind_writing()

    def _mind_writing(self, *, anew: bool = False) -> None:
        """Wait for room in the socket only while something waits for it."""
        if self._file < 0 or self._client is None:
            return
        wanted = self._client.want_write()
        if anew or wanted != self._writing:
            self._writing = wanted
            self._loop.watch(self._file, self._ready, writing=wanted)

    def _closed(self, client: mqtt.Client, _userdata: object, _sock: object) -> None:
        if client is self._watched:
            self._forget()

    def _forget(self) -> None:
        if self._file >= 0:
            self._loop.forget(self._file)
        self._watched, self._file, self._misc_at, self._writing = None, -1, None, False
        self._corked = None

    def _let_go(self) -> None:
        """Send what one round of the loop wrote as one parcel: each packet by itself would wake
        the broker, which costs more than making it. Setting NODELAY flushes a corked socket."""
        if self._corked is not None:
            with contextlib.suppress(OSError):  # gone: the next read will say so
                self._corked.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


@contextlib.contextmanager
def _lingering(client: mqtt.Client, seconds: float) -> Iterator[None]:
    """Keep a second hold of the socket and read it to its end, after whatever is done inside.

    paho closes its own as soon as DISCONNECT is written. Were there still something to read then
    (an acknowledgement on its way is enough), TCP would send a reset, the broker might never read
    our last words, and would say that we were lost.
    """
    sock = client.socket()
    spare = socket.socket(fileno=os.dup(sock.fileno())) if isinstance(sock, socket.socket) else None
    if spare is None:
        yield
        return
    with spare:
        yield
        with contextlib.suppress(OSError):  # the other end is gone: nothing to wait for
            spare.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what was corked leaves
            until = time.monotonic() + seconds
            while _ready_to(spare.fileno(), select.POLLIN, until - time.monotonic()):
                if not spare.recv(1 << 16):
                    return


def _corked(sock: mqtt.SocketLike) -> socket.socket | None:
    """Have the kernel gather what is written until it is let go; only plain TCP can."""
    if not isinstance(sock, socket.socket) or not hasattr(socket, "TCP_CORK"):
        return None
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
    return sock


def _holds(client: mqtt.Client) -> bool:
    """Whether bytes wait that were read from the socket with others and unlocked already: of them
    no poll knows, for the kernel has handed them over."""
    sock = client.socket()
    return isinstance(sock, ssl.SSLSocket) and sock.pending() > 0


def _ready_to(file: int, event: int, seconds: float) -> bool:
    """Whether a descriptor of any number (select stops at 1023) can be read or written."""
    poll = select.poll()
    poll.register(file, event)
    return bool(poll.poll(max(0.0, seconds) * 1000))


def _limits() -> Properties:
    """What a broker may send us, ours or another's: no packet larger than an honest one."""
    limits = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho has no types here
    limits.MaximumPacketSize = LARGEST_PACKET
    return limits
