# step: session5/where-it-runs/two-from-one
# way: configurations made by a loop, devices walked through

import tensorflow as tf

parts = []
for _ in range(2):
    parts.append(tf.config.LogicalDeviceConfiguration())
tf.config.set_logical_device_configuration(tf.config.list_physical_devices("CPU")[0], parts)

made = []
for device in tf.config.list_logical_devices("CPU"):
    with tf.device(device.name):
        made.append(tf.random.normal([2, 2]))
a, b = made
