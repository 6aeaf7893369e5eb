# step: session5/where-it-runs/two-from-one
# mistake: too late

import tensorflow as tf

print(tf.config.list_logical_devices())
part = tf.config.LogicalDeviceConfiguration()
tf.config.set_logical_device_configuration(tf.config.list_physical_devices("CPU")[0], [part, part])
with tf.device("CPU:0"):
    a = tf.ones([2, 2])
with tf.device("CPU:1"):
    b = tf.zeros([2, 2])
