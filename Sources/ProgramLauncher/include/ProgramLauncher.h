// Starts a program between fork and exec, where only calls that are safe after a fork of a threaded process may be made.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// What a program may take. 0 is no limit.
struct dossier_program_limits {
    uint64_t memory_bytes;
    uint64_t file_bytes;
    uint64_t cpu_seconds;
};

/// Starts the program at `path` in a process group of its own, with these three as its standard descriptors and no
/// others, no core files, and an environment of a few fixed variables; in `directory`, unless that is null, from where a
/// path that does not begin with a slash is looked up. It is killed when this process ends, whichever thread started it.
///
/// Returns its process id, or -1. A program that cannot be executed ends with the status 127.
pid_t dossier_start_program(const char *_Nonnull path, char *_Nullable const *_Nonnull arguments,
                            const char *_Nullable directory, int input, int output, int error,
                            struct dossier_program_limits limits);

/// A file in memory alone, open for reading and writing; or -1.
int dossier_memory_file(void);

/// The two ends of a pipe, for reading and for writing, that no other program inherits; or -1.
int dossier_pipe(int ends[_Nonnull 2]);

/// Makes reads and writes of a descriptor return rather than wait. Returns 0, or -1.
int dossier_set_nonblocking(int descriptor);

/// As `write`, but raises no signal where nobody reads any more.
ssize_t dossier_write(int descriptor, const void *_Nonnull bytes, size_t count);

/// Waits up to `milliseconds` for a process to end, without reaping it. Returns 1 when it has ended, else 0.
int dossier_wait_for_end(pid_t process, int milliseconds);

/// Kills a process and its group, and reaps it. Returns its status as `waitpid` gives it.
int dossier_end_program(pid_t process);
