"""Fragmented MP4 without a file: packets go in, a head and whole fragments of two seconds come out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from mercery.livestream.engine.coded import TIME_BASES, Coded, Head

_FLAGS: Final = "frag_keyframe+empty_moov+default_base_moof+skip_trailer+use_metadata_tags"
_TRAVELS: Final = 8


class Boxes:
    """Takes the muxer's output apart where a box ends. `head` gets what comes before the first fragment, `fragment` each."""

    def __init__(self, head: Callable[[bytes], None], fragment: Callable[[bytes], None]) -> None:
        self._head, self._fragment = head, fragment
        self._bytes = bytearray()
        self._done = 0
        self._kinds: list[bytes] = []

    def write(self, data: Any) -> int:
        """As a file's."""
        self._bytes += data
        while len(self._bytes) - self._done >= _TRAVELS:
            size = int.from_bytes(self._bytes[self._done : self._done + 4], "big")
            kind = bytes(self._bytes[self._done + 4 : self._done + 8])
            if size < _TRAVELS or len(self._bytes) - self._done < size:
                break
            self._done += size
            self._whole(kind)
        return len(data)

    def _whole(self, kind: bytes) -> None:
        if kind not in (b"moov", b"mdat"):
            return
        made, self._bytes = bytes(self._bytes[: self._done]), self._bytes[self._done :]
        self._done = 0
        (self._head if kind == b"moov" else self._fragment)(made)


class Fragments:
    """A muxer for one encoder's packets. The first is a picture one can begin at; times begin at nothing with it."""

    def __init__(self, head: Head, boxes: Boxes) -> None:
        import av

        self._container = av.open(boxes, "w", format="mp4", options={"movflags": _FLAGS, "use_editlist": "0"})
        told = {"title": head.title, "comment": head.mark, "AIGC": head.mark}
        self._container.metadata.update({name: value for name, value in told.items() if value})
        self._streams = {
            "video": self._container.add_stream_from_template(head.video),
            "audio": self._container.add_stream_from_template(head.audio),
        }
        self._container.start_encoding()
        self._first: int | None = None

    def write(self, coded: Coded) -> None:
        """Take a packet; what is complete by it comes out of the boxes."""
        if self._first is None:
            self._first = coded.pts
        packet = packet_of(coded, self._first)
        if packet is not None:
            packet.stream = self._streams[coded.kind]
            self._container.mux_one(packet)

    def close(self) -> None:
        """The last fragment comes out."""
        self._container.close()


def packet_of(coded: Coded, first: int) -> Any:
    """The packet with times from picture `first` on; None where it is of before."""
    import av

    offset = first if coded.kind == "video" else round(first * TIME_BASES["video"] / TIME_BASES["audio"])
    pts = coded.pts - offset
    if pts < 0:
        return None
    packet = av.Packet(coded.data)
    packet.pts = packet.dts = pts
    packet.duration, packet.time_base = coded.duration, TIME_BASES[coded.kind]
    packet.is_keyframe = coded.key
    return packet
