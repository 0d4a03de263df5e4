#define _GNU_SOURCE
#include "ProgramLauncher.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

struct start {
    const char *path;
    char *const *arguments;
    const char *directory;
    int input, output, error;
    struct dossier_program_limits limits;
    pid_t process;
};

static void limit(int resource, uint64_t value) {
    struct rlimit limit = {value, value};
    if (value) setrlimit(resource, &limit);
}

static void close_others(void) {
#ifdef __linux__
    if (close_range(3, ~0U, 0) == 0) return;
#endif
    for (int descriptor = 3; descriptor < 4096; descriptor++) close(descriptor);
}

/// In the new process.
static void become(const struct start *start, pid_t parent) {
    // Hash seeds of Python are fixed, so that a set's order is the same in every run.
    static char *const environment[] = {
        "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/", "PYTHONUNBUFFERED=1", "PYTHONHASHSEED=0",
        "PYTHONDONTWRITEBYTECODE=1", NULL,
    };
    setpgid(0, 0);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() != parent) _exit(127);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    if (dup2(start->input, 0) < 0 || dup2(start->output, 1) < 0 || dup2(start->error, 2) < 0) _exit(127);
    close_others();
    limit(RLIMIT_AS, start->limits.memory_bytes);
    limit(RLIMIT_FSIZE, start->limits.file_bytes);
    limit(RLIMIT_CPU, start->limits.cpu_seconds);
    struct rlimit none_allowed = {0, 0};
    setrlimit(RLIMIT_CORE, &none_allowed);
    if (start->directory && chdir(start->directory) != 0) _exit(127);
    execve(start->path, start->arguments, environment);
    _exit(127);
}

// The system kills a program with the thread that started it, so all are started by one thread that never ends.
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t asked = PTHREAD_COND_INITIALIZER;
static pthread_cond_t answered = PTHREAD_COND_INITIALIZER;
static struct start *current;
static int starter_runs;

static void *start_programs(void *unused) {
    (void)unused;
    pthread_mutex_lock(&lock);
    for (;;) {
        while (!current) pthread_cond_wait(&asked, &lock);
        pid_t parent = getpid();
        pid_t process = fork();
        if (process == 0) become(current, parent);
        // Also here, so that the group is there whichever of the two comes first.
        if (process > 0) setpgid(process, process);
        current->process = process;
        current = NULL;
        pthread_cond_signal(&answered);
    }
    return NULL;
}

/// Starts the thread, which takes no signal of this process. Returns 0 when it cannot.
static int run_starter(void) {
    if (starter_runs) return 1;
    sigset_t all, before;
    pthread_t thread;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    starter_runs = pthread_create(&thread, NULL, start_programs, NULL) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (starter_runs) pthread_detach(thread);
    return starter_runs;
}

pid_t dossier_start_program(const char *path, char *const *arguments, const char *directory, int input, int output,
                            int error, struct dossier_program_limits limits) {
    struct start start = {path, arguments, directory, input, output, error, limits, -1};
    pthread_mutex_lock(&turn);
    pthread_mutex_lock(&lock);
    if (run_starter()) {
        current = &start;
        pthread_cond_signal(&asked);
        while (current) pthread_cond_wait(&answered, &lock);
    }
    pthread_mutex_unlock(&lock);
    pthread_mutex_unlock(&turn);
    return start.process;
}

int dossier_memory_file(void) { return memfd_create("dossier", MFD_CLOEXEC); }

int dossier_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int dossier_set_nonblocking(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    return flags < 0 ? -1 : fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

ssize_t dossier_write(int descriptor, const void *bytes, size_t count) {
    sigset_t pipe_signal, before, pending;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
    ssize_t done = write(descriptor, bytes, count);
    int error = errno;
    if (done < 0 && error == EPIPE && !sigismember(&pending, SIGPIPE)) {
        // Takes the signal of this write, which is this thread's.
        struct timespec now = {0, 0};
        while (sigtimedwait(&pipe_signal, NULL, &now) < 0 && errno == EINTR) {}
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return done;
}

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

int dossier_end_program(pid_t process) {
    // Whatever it started: its group stays its own until the process is reaped.
    kill(-process, SIGKILL);
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {}
    return status;
}
