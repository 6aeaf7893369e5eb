# expect: any: whatever is written to the descriptors, it is at worst this program's own failure
import random, struct
for fd in range(3, 64):
    for piece in (b"\0" * 100, struct.pack(">Q", 2**62) * 8, random.randbytes(5000), b'{"a":' * 20000):
        try: os.set_blocking(fd, False); os.write(fd, piece)
        except OSError: pass
print("written")
