# expect: output: bytes that are no text, written below Python's own files
while True: os.write(1, bytes(range(256)) * 64)
