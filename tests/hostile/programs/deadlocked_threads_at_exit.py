# expect: finished|timeout|vanished: threads that never end are waited for, within the limits
import threading
lock = threading.Lock(); lock.acquire()
for _ in range(3): threading.Thread(target=lock.acquire).start()
print("main is done")
