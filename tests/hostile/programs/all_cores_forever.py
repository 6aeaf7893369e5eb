# expect: timeout: threads that compute on every core
import threading, tensorflow as tf
def burn():
    x = tf.random.uniform([400, 400])
    while True: x = tf.linalg.matmul(x, x) * 0.001
for _ in range(8): threading.Thread(target=burn, daemon=True).start()
burn()
