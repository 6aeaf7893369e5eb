# expect: finished: setup, enter, register and the older asynchronous calls
z = ctypes.create_string_buffer(256)
for flags in (0, 1, 2, 4, 0x800): tryit("setup", lambda: sc("io_uring_setup", 4, ctypes.create_string_buffer(bytes(8) + bytes([flags & 255, flags >> 8]) + bytes(110))))
tryit("enter", lambda: sc("io_uring_enter", 4, 1, 0, 0, None, 0)); tryit("register", lambda: sc("io_uring_register", 4, 0, z, 1))
tryit("aio", lambda: sc("io_setup", 4, z))
