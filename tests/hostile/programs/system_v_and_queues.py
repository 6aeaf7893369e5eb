# expect: finished: no memory, semaphores or queues that outlive the program
z = ctypes.create_string_buffer(256)
tryit("shmget", lambda: sc("shmget", 0x7466, 4096, 0o1600)); tryit("semget", lambda: sc("semget", 0x7466, 1, 0o1600))
tryit("msgget", lambda: sc("msgget", 0x7466, 0o1600)); tryit("mq_open", lambda: sc("mq_open", b"hx", 0o102, 0o600, None))
tryit("keyring", lambda: sc("add_key", b"user", b"hx", b"x", 1, -4)); tryit("join", lambda: sc("keyctl", 1, None))
import multiprocessing
print(multiprocessing.Lock())
