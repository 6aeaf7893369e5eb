/* Stands in for libcuda.so.1; STUB_CUDA is what cuInit answers. */
#include <stdlib.h>
int cuInit(unsigned flags) { (void)flags; const char *s = getenv("STUB_CUDA"); return s ? atoi(s) : 0; }
int cuGetErrorName(int code, const char **name) { *name = code == 802 ? "CUDA_ERROR_SYSTEM_NOT_READY" : code == 999 ? "CUDA_ERROR_UNKNOWN" : "CUDA_ERROR_OTHER"; return 0; }
