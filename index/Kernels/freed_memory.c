#include "freed_memory.h"

#ifdef __linux__
#include <limits.h>
#include <malloc.h>
#endif

void dossier_keep_freed_memory(void) {
#ifdef __GLIBC__
    // The greatest threshold there is: what is larger is mapped apart, and unmapped when it is freed.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif
}

void dossier_return_freed_memory(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 1 << 20);
    malloc_trim(0);
#endif
}
