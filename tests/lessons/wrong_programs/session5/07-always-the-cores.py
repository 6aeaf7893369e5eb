# step: session5/what-a-gpu-is-for/the-roof
# mistake: peak only

CPU = {"peak": 294, "bandwidth": 40}
K80 = {"peak": 2800, "bandwidth": 240}

def best_speed(intensity, peak, bandwidth):
    return peak

def gpu_gain(intensity):
    return best_speed(intensity, *K80.values()) / best_speed(intensity, *CPU.values())
