# expect: finished: UDP, raw, netlink, vsock, packet sockets and name look-ups
import socket
def udp():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b"SECRET udp", ("127.0.0.1", int(os.environ["HX_UDP_PORT"])))
tryit("udp", udp)
for family, kind in ((2, 3), (10, 2), (16, 3), (17, 3), (40, 1), (38, 5), (31, 1), (1, 1), (1, 2), (1, 5), (2, 1)):
    tryit(f"socket({family}, {kind})", lambda: socket.socket(family, kind))
tryit("mptcp", lambda: socket.socket(2, 1, 262))
tryit("dns", lambda: socket.gethostbyname("example.org"))
