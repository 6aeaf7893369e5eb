"""What lessons need works under full confinement, as real programs."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from sandbox_samples import Run

from tftutor.data import DataSets
from tftutor.runtime import DataMount, Runtime
from tftutor.runtime.program import Section
from tftutor.tutor.programs import mount

SHAKESPEARE_ADDRESS = "https://storage.googleapis.com/download.tensorflow.org/data/shakespeare.txt"

NEEDS = {
    "training": """
import glob, numpy as np, os, tensorflow as tf
x = np.random.rand(64, 8, 8, 1).astype("float32")
y = x.mean((1, 2, 3)).argsort().argsort() * 3 // 64
model = tf.keras.Sequential([tf.keras.Input((8, 8, 1)), tf.keras.layers.Conv2D(4, 3, activation="relu"),
                             tf.keras.layers.Flatten(), tf.keras.layers.Dense(3)])
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
before = model.evaluate(x, y, verbose=0)[0]
fit = model.fit(x, y, epochs=2, validation_split=0.25, verbose=2, callbacks=[
    tf.keras.callbacks.TensorBoard("logs", histogram_freq=1),
    tf.keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True),
    tf.keras.callbacks.CSVLogger("log.csv"), tf.keras.callbacks.BackupAndRestore("backup")])
print(model.predict(x[:2], verbose=0).shape, model.evaluate(x, y, verbose=0)[0] < before, sorted(fit.history))
print(len(open("log.csv").readlines()), os.path.getsize("best.keras") > 0, len(glob.glob("logs/*/events*")))
""",
    "pipelines": """
import pathlib, threading, numpy as np, tensorflow as tf
d = tf.data.Dataset.range(64).map(lambda i: i * 2, num_parallel_calls=tf.data.AUTOTUNE).cache("cached")
d = d.shuffle(64).interleave(tf.data.Dataset.from_tensors, cycle_length=4, num_parallel_calls=4).batch(8)
print(sum(int(tf.reduce_sum(b)) for b in d.prefetch(2)))
print(int(tf.numpy_function(lambda i: i + 1, [tf.constant(1)], tf.int32)))
with tf.io.TFRecordWriter("r.tfrecord") as w: w.write(b"one")
print([r.numpy() for r in tf.data.TFRecordDataset("r.tfrecord")])
for c in "ab":
    pathlib.Path("images", c).mkdir(parents=True)
    for i in range(4): tf.io.write_file(f"images/{c}/{i}.png", tf.io.encode_png(np.zeros((4, 4, 3), "uint8")))
found = tf.keras.utils.image_dataset_from_directory("images", image_size=(4, 4), batch_size=4)
print(len(list(found)))
class Own(tf.keras.utils.PyDataset):
    def __len__(self): return 4
    def __getitem__(self, i):
        threads.add(threading.current_thread())
        return np.ones((2, 3), "float32"), np.ones((2, 1), "float32")
threads = set()
model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
fit = model.fit(Own(workers=2, use_multiprocessing=False), epochs=2, verbose=0)
print(len(fit.history["loss"]), len(threads - {threading.main_thread()}) > 0)
""",
    "summaries and profiles": """
import glob, tensorflow as tf
from tensorflow.core.util.event_pb2 import Event
with tf.summary.create_file_writer("logs").as_default():
    tf.summary.scalar("loss", 1.0, step=0)
    tf.summary.image("image", tf.zeros([1, 4, 4, 3]), step=0)
    tf.summary.histogram("weights", tf.ones([8]), step=0)
    tf.summary.text("text", "words", step=0)
tf.profiler.experimental.start("profile")
tf.matmul(tf.ones([8, 8]), tf.ones([8, 8]))
tf.profiler.experimental.stop()
events = [Event.FromString(r.numpy()) for r in tf.data.TFRecordDataset(glob.glob("logs/events*"))]
print(sorted(value.tag for event in events for value in event.summary.value))
print(len(glob.glob("profile/**/*.xplane.pb", recursive=True)))
""",
    "saving and loading": """
import numpy as np, tensorflow as tf
model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(2)])
x = np.ones((1, 3), "float32")
want = model(x).numpy()
model.save("m.keras"); model.save("m.h5"); model.export("exported"); model.save_weights("w.weights.h5")
for name in ("m.keras", "m.h5"): assert np.allclose(tf.keras.models.load_model(name)(x), want)
loaded = tf.saved_model.load("exported"); assert np.allclose(loaded.serve(x), want)
class Module(tf.Module):
    def __init__(self): self.v = tf.Variable(3.0)
    @tf.function(input_signature=[tf.TensorSpec([], tf.float32)])
    def __call__(self, x): return self.v * x
tf.saved_model.save(Module(), "saved"); loaded = tf.saved_model.load("saved")
assert float(loaded(2.0)) == 6.0
v = tf.Variable(1.0)
checkpoint = tf.train.Checkpoint(v=v)
manager = tf.train.CheckpointManager(checkpoint, "checkpoints", max_to_keep=2)
for _ in range(3): manager.save()
v.assign(5.0); checkpoint.restore(manager.latest_checkpoint); assert float(v) == 1.0
tf.io.gfile.rename("m.h5", "checkpoints/m.h5"); tf.io.gfile.copy("checkpoints/m.h5", "m2.h5")
print("all equal")
""",
    "devices and compilation": """
import tensorflow as tf
print(tf.config.list_physical_devices("CPU")[0].device_type, tf.config.list_logical_devices()[0].device_type)
print(tf.config.list_physical_devices("GPU"), len(tf.config.get_visible_devices()))
print(tf.config.threading.get_intra_op_parallelism_threads() >= 0, tf.config.get_soft_device_placement())
@tf.function(jit_compile=True)
def f(x): return tf.reduce_sum(x * 2.0)
print(float(f(tf.ones([4]))))
@tf.function
def loop(n):
    total = 0
    for i in tf.range(n): total += i
    return total
print(int(loop(10)))
with tf.distribute.MirroredStrategy(["CPU:0"]).scope(): print(tf.Variable(1.0).numpy())
""",
    "the standard library": """
import asyncio, os, pathlib, shutil, sqlite3, tempfile, threading, multiprocessing.pool, concurrent.futures
with tempfile.TemporaryDirectory() as d: pathlib.Path(d, "a").write_text("x")
pathlib.Path("tree/inner").mkdir(parents=True); pathlib.Path("tree/inner/f").write_text("x")
shutil.copytree("tree", "copy"); shutil.make_archive("packed", "gztar", "tree")
shutil.unpack_archive("packed.tar.gz", "un")
shutil.move("copy", "moved")
print(pathlib.Path("moved/inner/f").read_text(), pathlib.Path("un/inner/f").read_text())
with sqlite3.connect("db") as c: print(c.execute("select 1").fetchall())
async def main(): await asyncio.sleep(0.001); return "awaited"
print(asyncio.run(main()))
with multiprocessing.pool.ThreadPool(2) as pool: print(pool.map(lambda i: i * 2, [1, 2]))
with concurrent.futures.ThreadPoolExecutor() as pool: print(list(pool.map(str, [1])))
print(os.cpu_count() > 0, os.stat("db").st_size == 0, input.__name__)
""",
}
SAYS = {
    "training": "(2, 3) True ['accuracy', 'loss', 'val_accuracy', 'val_loss']\n3 True 2\n",
    "pipelines": "4032\n2\n[b'one']\nFound 8 files belonging to 2 classes.\n2\n2 True\n",
    "summaries and profiles": "['image', 'loss', 'text', 'weights']\n1\n",
    "saving and loading": "all equal\n",
    "devices and compilation": "CPU CPU\n[] 1\nTrue True\n8.0\n45\n1.0\n",
    "the standard library": "x x\n[(1,)]\nawaited\n[2, 4]\n['1']\nTrue True input\n",
}


@pytest.mark.parametrize("need", NEEDS)
def test_what_lessons_need_works(run: Run, need: str) -> None:
    evidence = run(NEEDS[need], seconds=120)
    assert evidence.ending == "finished", f"{evidence.sentence}\n{evidence.errors}\n{evidence.log}"
    assert evidence.output.endswith(SAYS[need])


@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="needs matplotlib")
def test_a_figure_is_drawn_to_a_file(run: Run, tmp_path: Path) -> None:
    code = """
import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.title("losses")
plt.savefig("figure.png")
plt.show()
print(plt.imread("figure.png").shape)
"""
    evidence = run(code, seconds=120, keep=("*.png",), keep_in=tmp_path / "kept")
    assert (evidence.ending, evidence.output) == ("finished", "(480, 640, 4)\n"), evidence.errors
    assert evidence.files["figure.png"].read_bytes().startswith(b"\x89PNG")


def test_a_text_that_the_tutor_found_or_made_is_read(run: Run, data_root: Path) -> None:
    environ = {"HOME": str(data_root), "XDG_DATA_DIRS": str(data_root)}
    sets = DataSets(data_root / "texts", environ, offline=True)
    resolved = sets.resolve("shakespeare", stand_in="always")
    code = f"""
import tensorflow as tf
path = tf.keras.utils.get_file("shakespeare.txt", {SHAKESPEARE_ADDRESS!r})
print(len(open(path, "rb").read()))
"""
    size = (resolved.folder / "shakespeare.txt").stat().st_size
    assert run(code, data=(mount(resolved),)).output == f"{size}\n"


def test_files_of_the_data_are_found_and_read(run: Run, data_root: Path) -> None:
    folder = data_root / "words"
    folder.mkdir()
    (folder / "words.txt").write_text("one two")
    code = """
import keras, tensorflow as tf
path = keras.utils.get_file("words.txt", "https://example.org/words.txt")
print(tf.io.read_file(path).numpy(), list(tf.data.TextLineDataset(path))[0].numpy())
"""
    words = DataMount("words", folder, {"https://example.org/words.txt": "words.txt"})
    assert run(code, data=(words,)).output == "b'one two' b'one two'\n"


def test_it_all_ran_under_full_confinement(runtime: Runtime) -> None:
    facts = runtime.facts()
    assert facts.protection == "full"
    assert {name for name, layer in facts.expected.items() if layer.state != "active"} == set()


def test_a_program_may_set_up_its_own_devices(run: Run) -> None:
    code = """
import tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 3)
print(len(tf.config.list_logical_devices("CPU")))
"""
    assert run(code).output == "3\n"
    assert run("import tensorflow as tf\nprint(len(tf.config.list_logical_devices('CPU')))").output == "1\n"


def test_earlier_sections_may_set_up_devices_too(run: Run) -> None:
    setup = Section(
        "setup", "import tensorflow as tf\ntf.config.threading.set_intra_op_parallelism_threads(1)"
    )
    code = "print(tf.config.threading.get_intra_op_parallelism_threads(), float(tf.ones([])))"
    assert run(code, prelude=(setup,)).output == "1 1.0\n"
