# expect: any: as many threads as it can get, each asleep
import threading, time
n = 0
try:
    while n < 20000: threading.Thread(target=time.sleep, args=(3600,), daemon=True).start(); n += 1
    print("ESCAPED: 20000 threads")
except (RuntimeError, MemoryError) as e: print("blocked:", n, e)
os._exit(0)
