# step: session1/a-computer-in-the-cloud/one-tunnel
# generic: has more in it

def forward(port):
    return f"ssh -L {port}:localhost:{port} you@34.90.1.2"

print(forward(6006))
