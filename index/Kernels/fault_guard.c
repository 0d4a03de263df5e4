#define _GNU_SOURCE
#include "fault_guard.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SLOT_COUNT = 65536, SLOT_FREE = 0, SLOT_CLAIMED = 1, SLOT_LIVE = 2 };

struct slot {
    _Atomic int state;
    _Atomic int damaged;
    _Atomic uintptr_t start;
    _Atomic uintptr_t end;
};

static struct slot slots[SLOT_COUNT];
static _Atomic int used_count;  // Slots at or above this index have never been live.
static struct sigaction previous_action;
static uintptr_t page_size;
static pthread_once_t install_once = PTHREAD_ONCE_INIT;

// Runs in a signal handler: atomics and mmap only.
static int repair(uintptr_t address) {
    int count = atomic_load(&used_count);
    for (int i = 0; i < count; i++) {
        struct slot *s = &slots[i];
        if (atomic_load(&s->state) != SLOT_LIVE) continue;
        if (address < atomic_load(&s->start) || address >= atomic_load(&s->end)) continue;
        atomic_store(&s->damaged, 1);
        void *page = (void *)(address & ~(page_size - 1));
        void *fresh = mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        return fresh != MAP_FAILED;
    }
    return 0;
}

static void forward(int signal, siginfo_t *info, void *context) {
    if (previous_action.sa_flags & SA_SIGINFO) {
        previous_action.sa_sigaction(signal, info, context);
    } else if (previous_action.sa_handler == SIG_DFL || previous_action.sa_handler == SIG_IGN) {
        // Returning repeats the fault, now without a handler. A SIGBUS sent by kill is not a fault.
        struct sigaction plain = {.sa_handler = SIG_DFL};
        sigaction(SIGBUS, &plain, NULL);
        if (info->si_code <= 0) raise(SIGBUS);
    } else {
        previous_action.sa_handler(signal);
    }
}

static void handle_fault(int signal, siginfo_t *info, void *context) {
    int saved = errno;
    int repaired = info->si_code > 0 && repair((uintptr_t)info->si_addr);
    if (!repaired) forward(signal, info, context);
    errno = saved;
}

static void install(void) {
    page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    struct sigaction action = {.sa_sigaction = handle_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &previous_action);
}

int dossier_guard_register(const void *start, size_t byteCount) {
    pthread_once(&install_once, install);
    for (int i = 0; i < SLOT_COUNT; i++) {
        int expected = SLOT_FREE;
        if (!atomic_compare_exchange_strong(&slots[i].state, &expected, SLOT_CLAIMED)) continue;
        atomic_store(&slots[i].damaged, 0);
        atomic_store(&slots[i].start, (uintptr_t)start);
        atomic_store(&slots[i].end, (uintptr_t)start + ((byteCount + page_size - 1) & ~(page_size - 1)));
        int count = atomic_load(&used_count);
        while (count <= i && !atomic_compare_exchange_weak(&used_count, &count, i + 1)) {}
        atomic_store(&slots[i].state, SLOT_LIVE);
        return i;
    }
    return -1;
}

void dossier_guard_unregister(int slot) { atomic_store(&slots[slot].state, SLOT_FREE); }

int dossier_guard_is_damaged(int slot) { return atomic_load(&slots[slot].damaged); }
