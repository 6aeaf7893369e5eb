# step: session5/what-a-gpu-is-for/the-roof
# mistake: the higher limit

CPU = {"peak": 294, "bandwidth": 40}
K80 = {"peak": 2800, "bandwidth": 240}

def best_speed(intensity, peak, bandwidth):
    if bandwidth * intensity > peak:
        return bandwidth * intensity
    return peak

def gpu_gain(intensity):
    return best_speed(intensity, **K80) / best_speed(intensity, **CPU)
