# step: session5/what-a-gpu-is-for/the-roof
# way: both limits in a list, sorted; a loop over the two machines

CPU = {"peak": 294, "bandwidth": 40}
K80 = {"peak": 2800, "bandwidth": 240}

def best_speed(intensity, peak, bandwidth):
    return sorted([peak, intensity * bandwidth])[0]

def gpu_gain(intensity):
    speeds = []
    for machine in (CPU, K80):
        speeds.append(best_speed(intensity, machine["peak"], machine["bandwidth"]))
    return speeds[1] / speeds[0]
