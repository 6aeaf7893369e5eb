# expect: timeout|vanished: standard output and the channel exchanged
a, b = os.dup(1), os.dup(4)
os.dup2(b, 1); os.dup2(a, 4)
print("where does this go?", flush=True)
