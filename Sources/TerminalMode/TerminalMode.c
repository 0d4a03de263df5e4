#define _GNU_SOURCE
#include "TerminalMode.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

// Alternate screen, bracketed paste; and back: colours, cursor and keypad as they were.
static const char enter_text[] = "\x1b[?1049h\x1b[?2004h\x1b[?25l";
static const char leave_text[] = "\x1b[?2004l\x1b[0m\x1b[?25h\x1b[?1049l";

static int terminal = -1;
static int wake_ends[2] = {-1, -1};
static struct termios shell_mode, raw_mode;
static _Atomic int is_entered, is_resized, stop_count;

static const int ending_signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGSEGV, SIGILL, SIGTRAP, SIGFPE, SIGBUS};
enum { ENDING_COUNT = sizeof ending_signals / sizeof *ending_signals };
static struct sigaction previous_actions[ENDING_COUNT];

static int write_all(const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(terminal, bytes, count);
        if (written < 0 && errno == EAGAIN) {
            struct pollfd output = {terminal, POLLOUT, 0};
            poll(&output, 1, 1000);
            continue;
        }
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return -1;
        bytes += written;
        count -= (size_t)written;
    }
    return 0;
}

static int set_mode(const struct termios *mode) {
    int result;
    // TCSANOW: to wait until output is drained could last for ever.
    do result = tcsetattr(terminal, TCSANOW, mode);
    while (result != 0 && errno == EINTR);
    return result;
}

static void take(void) {
    set_mode(&raw_mode);
    write_all(enter_text, sizeof enter_text - 1);
    atomic_store(&is_entered, 1);
    atomic_store(&is_resized, 1);
}

void dossier_terminal_leave(void) {
    if (!atomic_exchange(&is_entered, 0)) return;
    write_all(leave_text, sizeof leave_text - 1);
    set_mode(&shell_mode);
}

static void call(const struct sigaction *action, int number, siginfo_t *info, void *context) {
    if (action->sa_flags & SA_SIGINFO) action->sa_sigaction(number, info, context);
    else if (action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN) action->sa_handler(number);
}

static void handle_end(int number, siginfo_t *info, void *context) {
    int saved = errno, index = 0;
    while (ending_signals[index] != number) index++;
    const struct sigaction *previous = &previous_actions[index];
    if (number == SIGBUS && previous->sa_flags & SA_SIGINFO) {
        // The index mends faults of its mapped files, and takes itself out where it cannot.
        call(previous, number, info, context);
        struct sigaction now;
        sigaction(number, NULL, &now);
        errno = saved;
        if (now.sa_flags & SA_SIGINFO) return;
        dossier_terminal_leave();
    } else {
        // What the handler before prints of a crash shall be read.
        dossier_terminal_leave();
        call(previous, number, info, context);
    }
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigaction(number, &plain, NULL);
    // Comes as soon as this returns.
    raise(number);
}

static void handle_resize(int number) {
    (void)number;
    int saved = errno;
    atomic_store(&is_resized, 1);
    dossier_terminal_wake();
    errno = saved;
}

static void handle_stop(int number) {
    int saved = errno;
    dossier_terminal_leave();
    // Not SIGSTOP: the kernel leaves this one out where no shell is there to go on with us.
    struct sigaction plain = {.sa_handler = SIG_DFL}, ours;
    sigaction(number, &plain, &ours);
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, number);
    raise(number);
    pthread_sigmask(SIG_UNBLOCK, &stop, NULL);
    // Here when the process goes on; from the background, taking the terminal stops it again.
    sigaction(number, &ours, NULL);
    take();
    atomic_fetch_add(&stop_count, 1);
    dossier_terminal_wake();
    errno = saved;
}

// After SIGSTOP, which nobody is told of.
static void handle_continue(int number) {
    (void)number;
    int saved = errno;
    if (atomic_load(&is_entered)) take();
    dossier_terminal_wake();
    errno = saved;
}

static void handle_signals(void) {
    struct sigaction ending = {.sa_sigaction = handle_end, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigfillset(&ending.sa_mask);
    for (int i = 0; i < ENDING_COUNT; i++) {
        sigaction(ending_signals[i], &ending, &previous_actions[i]);
        // What the caller ignores stays ignored.
        if (previous_actions[i].sa_handler == SIG_IGN) sigaction(ending_signals[i], &previous_actions[i], NULL);
    }
    struct sigaction resize = {.sa_handler = handle_resize, .sa_flags = SA_RESTART};
    sigaction(SIGWINCH, &resize, NULL);
    struct sigaction stop = {.sa_handler = handle_stop, .sa_flags = SA_RESTART};
    sigaction(SIGTSTP, &stop, NULL);
    struct sigaction going_on = {.sa_handler = handle_continue, .sa_flags = SA_RESTART};
    sigaction(SIGCONT, &going_on, NULL);
}

static int make_wake_pipe(void) {
    if (wake_ends[0] >= 0) return 0;
    if (pipe(wake_ends) != 0) return -1;
    for (int i = 0; i < 2; i++) {
        fcntl(wake_ends[i], F_SETFD, FD_CLOEXEC);
        fcntl(wake_ends[i], F_SETFL, O_NONBLOCK);
    }
    return 0;
}

int dossier_terminal_enter(void) {
    static int is_prepared;
    if (terminal < 0) terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0 || tcgetattr(terminal, &shell_mode) != 0 || make_wake_pipe() != 0) return errno;
    raw_mode = shell_mode;
    cfmakeraw(&raw_mode);
    raw_mode.c_cc[VMIN] = 0;
    raw_mode.c_cc[VTIME] = 0;
    if (!is_prepared) {
        atexit(dossier_terminal_leave);
        handle_signals();
        is_prepared = 1;
    }
    take();
    return 0;
}

void dossier_terminal_suspend(void) {
    int count = atomic_load(&stop_count);
    // To the group, as the terminal would: what is piped to or from us stops too.
    kill(0, SIGTSTP);
    // Any thread may be the one that is told.
    while (atomic_load(&stop_count) == count) poll(NULL, 0, 1);
}

int dossier_terminal_wait(int milliseconds) {
    struct pollfd sources[2] = {{terminal, POLLIN, 0}, {wake_ends[0], POLLIN, 0}};
    int events = 0;
    if (atomic_load(&is_resized) || poll(sources, 2, milliseconds) <= 0) sources[0].revents = sources[1].revents = 0;
    if (sources[0].revents & (POLLHUP | POLLERR | POLLNVAL)) events |= dossier_terminal_event_closed;
    else if (sources[0].revents & POLLIN) events |= dossier_terminal_event_input;
    if (sources[1].revents) {
        char bytes[256];
        while (read(wake_ends[0], bytes, sizeof bytes) > 0) {}
        events |= dossier_terminal_event_wake;
    }
    if (atomic_exchange(&is_resized, 0)) events |= dossier_terminal_event_resize;
    return events;
}

void dossier_terminal_wake(void) {
    // A full pipe wakes as well.
    if (write(wake_ends[1], "", 1) < 0) return;
}

long dossier_terminal_read(unsigned char *bytes, size_t count) {
    ssize_t size = read(terminal, bytes, count);
    return size < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : (long)size;
}

int dossier_terminal_write(const unsigned char *bytes, size_t count) {
    // What is not written while another has the terminal is written anew after it.
    return atomic_load(&is_entered) ? write_all((const char *)bytes, count) : 0;
}

int dossier_terminal_size(int *columns, int *rows) {
    struct winsize size;
    if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return -1;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}
