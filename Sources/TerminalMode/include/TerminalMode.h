// Takes a terminal for a full screen and gives it back, whatever ends or stops the process: signal handlers may call only
// what is safe in them, which C can promise. One terminal at a time; all calls but `dossier_terminal_wake` from one thread.
#pragma once
#include <stddef.h>

/// What `dossier_terminal_wait` tells of, as a set of bits.
enum dossier_terminal_event {
    dossier_terminal_event_input = 1,
    /// The size may be another, or the screen was given back in between: all is to be written anew.
    dossier_terminal_event_resize = 2,
    dossier_terminal_event_wake = 4,
    /// The terminal is gone.
    dossier_terminal_event_closed = 8,
};

/// Opens the process's terminal, keeps its mode, and makes it raw, with the alternate screen and bracketed paste. From
/// then on the terminal is given back when the process exits, is stopped, ends by a signal, or crashes.
///
/// Returns 0, or the number of the error.
int dossier_terminal_enter(void);

/// Gives the terminal back. May be called again, and in a signal handler.
void dossier_terminal_leave(void);

/// Gives the terminal back, stops the process group as Ctrl-Z does, and takes the terminal again when it goes on.
void dossier_terminal_suspend(void);

/// Waits for input, another size, or a wake; at most so many milliseconds, for ever if negative.
int dossier_terminal_wait(int milliseconds);

/// Ends a wait; from any thread, at any time.
void dossier_terminal_wake(void);

/// Reads what was typed. Returns how many bytes, 0 when there is nothing, -1 when the terminal is gone.
long dossier_terminal_read(unsigned char *_Nonnull bytes, size_t count);

/// Writes all; nothing while the terminal is given back. Returns 0, or -1 when it is gone.
int dossier_terminal_write(const unsigned char *_Nonnull bytes, size_t count);

/// Returns 0 and the size in cells, or -1 where it is not known.
int dossier_terminal_size(int *_Nonnull columns, int *_Nonnull rows);
