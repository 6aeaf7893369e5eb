/* Stands in for libnvidia-ml.so.1; variables of the environment say what it answers. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static int asked(const char *name, int usual) { const char *s = getenv(name); return s ? atoi(s) : usual; }
int nvmlInit_v2(void) { if (asked("STUB_HANG", 0)) pause(); if (asked("STUB_CRASH", 0)) abort(); return asked("STUB_NVML", 0); }
int nvmlInit(void) { return nvmlInit_v2(); }
int nvmlInitWithFlags(unsigned flags) { (void)flags; return nvmlInit_v2(); }
int nvmlShutdown(void) { return 0; }
int nvmlSystemGetCudaDriverVersion(int *v) { *v = asked("STUB_CUDA_VERSION", 12050); return 0; }
int nvmlSystemGetCudaDriverVersion_v2(int *v) { *v = asked("STUB_CUDA_VERSION", 12050); return 0; }
int nvmlDeviceGetHandleByPciBusId_v2(const char *id, void **h) { (void)id; *h = (void *)1; return 0; }
const char *nvmlErrorString(int code) { return code == 999 ? "Unknown Error" : code == 18 ? "Driver/library version mismatch" : "Some Error"; }
int nvmlSystemGetDriverVersion(char *b, unsigned n) { snprintf(b, n, "550.54.14"); return 0; }
int nvmlDeviceGetCount_v2(unsigned *n) { *n = asked("STUB_CARDS", 1); return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned i, void **h) { *h = (void *)(size_t)(i + 1); return 0; }
int nvmlDeviceGetName(void *h, char *b, unsigned n) { (void)h; snprintf(b, n, "NVIDIA Stub"); return 0; }
int nvmlDeviceGetCudaComputeCapability(void *h, int *a, int *b) { (void)h; *a = asked("STUB_MAJOR", 8); *b = asked("STUB_MINOR", 0); return 0; }
struct memory { unsigned long long total, free, used; };
int nvmlDeviceGetMemoryInfo(void *h, struct memory *m) { (void)h; m->total = 16ull << 30; m->free = (unsigned long long)asked("STUB_FREE_MB", 15000) << 20; m->used = m->total - m->free; return 0; }
int nvmlDeviceGetMigMode(void *h, unsigned *a, unsigned *b) { (void)h; *a = *b = asked("STUB_MIG", 0); return asked("STUB_MIG", -1) < 0 ? 3 : 0; }
int nvmlDeviceGetMaxMigDeviceCount(void *h, unsigned *n) { (void)h; *n = 7; return 0; }
int nvmlDeviceGetMigDeviceHandleByIndex(void *h, unsigned i, void **m) { (void)h; *m = 0; return (int)i < asked("STUB_PARTS", 0) ? 0 : 6; }
int nvmlDeviceGetPersistenceMode(void *h, int *m) { (void)h; *m = asked("STUB_PERSISTENCE", 1); return 0; }
int nvmlDeviceGetComputeMode(void *h, int *m) { (void)h; *m = asked("STUB_MODE", 0); return 0; }
struct process { unsigned pid; unsigned long long used; unsigned gi, ci; };
int nvmlDeviceGetComputeRunningProcesses_v3(void *h, unsigned *n, struct process *p) { (void)h; *n = 0; if (asked("STUB_PID", 0)) { *n = 1; p[0].pid = asked("STUB_PID", 0); p[0].used = 14ull << 30; } return 0; }
