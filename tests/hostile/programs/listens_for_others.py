# expect: finished: inotify, fanotify, leases, handles, performance counters
path = (HOME + "/work").encode(); z = ctypes.create_string_buffer(256)
tryit("inotify", lambda: sc("inotify_add_watch", sc("inotify_init1", 0), path, 0xFFF))
tryit("fanotify", lambda: sc("fanotify_mark", sc("fanotify_init", 0, 0), 1, 0xFFF, -100, path))
tryit("handle", lambda: sc("name_to_handle_at", -100, path, (ctypes.c_uint32 * 40)(128), ctypes.byref(ctypes.c_int()), 0))
tryit("perf", lambda: sc("perf_event_open", (ctypes.c_uint32 * 32)(1, 128), -1, 0, -1, 0))
tryit("kcmp", lambda: sc("kcmp", os.getpid(), os.getppid(), 0, 0, 0)); tryit("keys", lambda: sc("request_key", b"user", b"a", None, -3))
tryit("syslog", lambda: sc("syslog", 3, z, 256)); tryit("lookup", lambda: sc("open_by_handle_at", -100, z, 0))
