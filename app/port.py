"""Closing a port so that nobody who has connected is cut off."""

import asyncio
import ctypes
import socket
import struct
import sys

ATTACH_FILTER = 26
"""`SO_ATTACH_FILTER` of Linux, which Python's `socket` does not name."""

NO_NEWCOMERS = struct.pack(
    "HBBI" * 4,
    *(0x30, 0, 0, 13),  # load byte 13 of the TCP header, its flags
    *(0x45, 0, 1, 0x02),  # is SYN among them?
    *(0x06, 0, 0, 0),  # yes: drop the packet
    *(0x06, 0, 0, 0xFFFFFFFF),  # no: keep all of it
)
"""A packet filter in the classic BPF of Linux (`man 7 socket`, `linux/filter.h`)."""

HANDSHAKE_SECONDS = 0.1
"""How long a connection that was begun may take to be made."""


async def close_port(listeners: list[socket.socket]) -> list[socket.socket]:
    """Close a port; returns the connections that the system had made there and nobody had accepted yet.

    Between looking for the last one and closing another may be made, which the system would then reset. So packets
    that begin a connection are dropped first: their sender tries again after a second, and is refused in good form.
    Other systems than Linux have no such filter, and there a few connections in a thousand stops may be reset.
    """
    for listener in listeners:
        turn_newcomers_away(listener)
    await asyncio.sleep(HANDSHAKE_SECONDS)
    accepted = [connection for listener in listeners for connection in waiting_connections(listener)]
    for listener in listeners:
        listener.close()
    return accepted


def turn_newcomers_away(listener: socket.socket) -> None:
    """Have the system drop what would begin a connection, in every process that shares the port."""
    if sys.platform != "linux":
        return
    program = ctypes.create_string_buffer(NO_NEWCOMERS, len(NO_NEWCOMERS))
    instructions = len(NO_NEWCOMERS) // struct.calcsize("HBBI")
    listener.setsockopt(socket.SOL_SOCKET, ATTACH_FILTER, struct.pack("HP", instructions, ctypes.addressof(program)))


def waiting_connections(listener: socket.socket) -> list[socket.socket]:
    """The connections that the system has made on a port and nobody has accepted yet."""
    found = []
    while True:
        try:
            found.append(listener.accept()[0])
        except OSError:
            return found
