#define _GNU_SOURCE
#include "ProgramLauncher.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

static void limit(int resource, uint64_t value) {
    struct rlimit limit = {value, value};
    if (value) setrlimit(resource, &limit);
}

pid_t dossier_start_program(const char *path, char *const *arguments, int input, int output, int error,
                            struct dossier_program_limits limits) {
    static char *const environment[] = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/", NULL};
    pid_t process = fork();
    if (process != 0) {
        // Also here, so that the group is there whichever of the two comes first.
        if (process > 0) setpgid(process, process);
        return process;
    }
    setpgid(0, 0);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(error, 2) < 0) _exit(127);
    for (int descriptor = 3; descriptor < 1024; descriptor++) close(descriptor);
    limit(RLIMIT_AS, limits.memory_bytes);
    limit(RLIMIT_FSIZE, limits.file_bytes);
    limit(RLIMIT_CPU, limits.cpu_seconds);
    struct rlimit none_allowed = {0, 0};
    setrlimit(RLIMIT_CORE, &none_allowed);
    execve(path, arguments, environment);
    _exit(127);
}

int dossier_memory_file(void) { return memfd_create("dossier", MFD_CLOEXEC); }

int dossier_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int dossier_wait_for_end(pid_t process, int milliseconds) {
    for (;; milliseconds -= 2) {
        siginfo_t state = {0};
        if (waitid(P_PID, (id_t)process, &state, WEXITED | WNOHANG | WNOWAIT) != 0) return 1;
        if (state.si_pid == process) return 1;
        if (milliseconds <= 0) return 0;
        struct timespec pause = {0, 2000000};
        nanosleep(&pause, NULL);
    }
}
