# expect: finished: a datagram pair could send to any named socket
import socket, array
for kind in (socket.SOCK_DGRAM, socket.SOCK_SEQPACKET, socket.SOCK_STREAM):
    def pair():
        a, b = socket.socketpair(socket.AF_UNIX, kind)
        for address in (os.environ["HX_SOCK"] + ".dgram", os.environ["HX_SOCK"], "\0" + os.environ["HX_ABSTRACT"]):
            try: a.sendto(b"SECRET pair", address); return "sent"
            except OSError as e: last = e
        try: a.sendmsg([b"SECRET pair"], [], 0, os.environ["HX_SOCK"] + ".dgram"); return "sent"
        except OSError: raise last
    tryit(f"pair {kind}", pair)
a, b = socket.socketpair()
tryit("connect", lambda: a.connect(os.environ["HX_SOCK"])); tryit("bind", lambda: a.bind("here")); tryit("accept", b.accept)
tryit("filter", lambda: a.setsockopt(1, 26, b"\0" * 16))
