/* Stands in for libcuda.so.1, for the doctor and for TensorFlow; variables of the environment say what it
   answers: STUB_CUDA (cuInit), STUB_CUDA_VERSION (of the driver), STUB_CONTEXT (the first use of the card). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static int asked(const char *name, int usual) { const char *s = getenv(name); return s ? atoi(s) : usual; }
static const struct { int code; const char *name, *text; } errors[] = {
  {0, "CUDA_SUCCESS", "no error"},
  {2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
  {34, "CUDA_ERROR_STUB_LIBRARY", "CUDA driver is a stub library"},
  {46, "CUDA_ERROR_DEVICE_UNAVAILABLE", "CUDA-capable device(s) is/are busy or unavailable"},
  {100, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
  {802, "CUDA_ERROR_SYSTEM_NOT_READY", "system not yet initialized"},
  {803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", "system has unsupported display driver / cuda driver combination"},
  {804, "CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE", "forward compatibility was attempted on non supported HW"},
  {999, "CUDA_ERROR_UNKNOWN", "unknown error"},
};
static int told(int code, const char **text, int whole) {
  for (unsigned i = 0; i < sizeof errors / sizeof *errors; i++)
    if (errors[i].code == code) { *text = whole ? errors[i].text : errors[i].name; return 0; }
  *text = "CUDA_ERROR_OTHER";
  return whole;
}
int cuGetErrorName(int code, const char **name) { return told(code, name, 0); }
int cuGetErrorString(int code, const char **text) { return told(code, text, 1); }
int cuInit(unsigned flags) { (void)flags; return asked("STUB_CUDA", 0); }
int cuDriverGetVersion(int *v) { *v = asked("STUB_CUDA_VERSION", 12050); return 0; }
int cuDeviceGetCount(int *n) { *n = 1; return 0; }
int cuDeviceGet(int *d, int i) { *d = i; return 0; }
int cuDeviceGetName(char *b, int n, int d) { (void)d; snprintf(b, n, "NVIDIA Stub"); return 0; }
int cuDeviceTotalMem_v2(size_t *n, int d) { (void)d; *n = 16ull << 30; return 0; }
int cuDeviceComputeCapability(int *a, int *b, int d) { (void)d; *a = asked("STUB_MAJOR", 8); *b = asked("STUB_MINOR", 0); return 0; }
int cuDeviceGetAttribute(int *v, int what, int d) {
  (void)d;
  *v = what == 75 ? asked("STUB_MAJOR", 8) : what == 76 ? asked("STUB_MINOR", 0) : what == 16 ? 80
     : what == 10 ? 32 : what == 1 ? 1024 : what == 39 ? 2048 : 1;
  return 0;
}
int cuDeviceGetPCIBusId(char *b, int n, int d) { (void)d; snprintf(b, n, "0000:00:1e.0"); return 0; }
int cuDeviceGetUuid(void *u, int d) { (void)d; memset(u, 1, 16); return 0; }
int cuDeviceGetUuid_v2(void *u, int d) { (void)d; memset(u, 1, 16); return 0; }
int cuCtxGetCurrent(void **c) { *c = (void *)8; return 0; }
int cuCtxSetCurrent(void *c) { (void)c; return 0; }
int cuCtxGetDevice(int *d) { *d = 0; return 0; }
int cuCtxPushCurrent_v2(void *c) { (void)c; return 0; }
int cuCtxPopCurrent_v2(void **c) { *c = (void *)8; return 0; }
int cuCtxSynchronize(void) { return 0; }
int cuDevicePrimaryCtxRetain(void **c, int d) { (void)d; *c = (void *)8; return asked("STUB_CONTEXT", 0); }
int cuDevicePrimaryCtxRelease_v2(int d) { (void)d; return 0; }
int cuDevicePrimaryCtxGetState(int d, unsigned *f, int *a) { (void)d; *f = 0; *a = 0; return 0; }
int cuDevicePrimaryCtxSetFlags_v2(int d, unsigned f) { (void)d; (void)f; return 0; }
int cuMemGetInfo_v2(size_t *f, size_t *t) { *f = (size_t)asked("STUB_FREE_MB", 15000) << 20; *t = 16ull << 30; return 0; }
