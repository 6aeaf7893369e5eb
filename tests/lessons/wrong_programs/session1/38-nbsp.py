# step: session1/a-computer-in-the-cloud/one-tunnel
# generic: cannot be seen

def forward(port):
    answer = f"-L {port}:localhost:{port}"
    return answer

print(forward(6006))
