# expect: finished: TensorFlow's file calls and data sets, from its own threads
import tensorflow as tf
g = tf.io.gfile; secret = HOME + "/.ssh/id_rsa"
tryit("copy in", lambda: g.copy(secret, "kept.txt")); tryit("rename", lambda: g.rename(HOME + "/work", "work"))
tryit("rmtree", lambda: g.rmtree(HOME + "/work")); tryit("remove", lambda: g.remove(secret)); tryit("mkdir", lambda: g.makedirs(HOME + "/new"))
tryit("lines", lambda: list(tf.data.TextLineDataset([secret] * 8, num_parallel_reads=8)))
tryit("records", lambda: tf.io.TFRecordWriter(HOME + "/new").close())
tryit("glob", lambda: len(tf.io.gfile.glob(HOME + "/.ssh/*")) or 1 / 0)
tryit("cache", lambda: list(tf.data.Dataset.range(3).cache(HOME + "/cache")))
tryit("summary", lambda: [tf.summary.create_file_writer(HOME + "/logs").flush()])
tryit("checkpoint", lambda: tf.train.Checkpoint(v=tf.Variable(1.0)).write(HOME + "/work/c"))
