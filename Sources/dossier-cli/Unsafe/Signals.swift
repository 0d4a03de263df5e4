import Dispatch

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The end of a pipe that a signal writes to.
private nonisolated(unsafe) var signalPipe: Int32 = -1

/// Calls `body` on a thread of its own when the user stops the process with Ctrl-C, or the system with SIGTERM, and then
/// ends the process as shells number it. A second signal ends it at once.
///
/// Nothing else is stopped: what the process writes must be sound at any moment.
func whenInterrupted(_ body: @escaping @Sendable () -> Void) {
    var ends: [Int32] = [0, 0]
    // Safe: the array has room for two descriptors.
    guard unsafe pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // Safe: it is set before the actions that read it.
    unsafe signalPipe = ends[1]
    let input = ends[0]
    // A queue of its own has a thread when all others are at work.
    DispatchQueue(label: "dossier.interruption").async {
        var signal: UInt8 = 0
        // Safe: one byte is read into one.
        while unsafe read(input, &signal, 1) < 0, errno == EINTR {}
        body()
        _exit(128 + Int32(signal))
    }
    var action = sigaction()
    // A write of one byte, which a handler may do.
    let handler: @convention(c) (Int32) -> Void = { number in
        let error = errno
        var byte = UInt8(truncatingIfNeeded: number)
        // Safe: one byte is written from one.
        _ = unsafe write(signalPipe, &byte, 1)
        errno = error
    }
    #if canImport(Glibc)
        // Safe: the union's member for handlers without details, as the flags say.
        unsafe action.__sigaction_handler.sa_handler = handler
    #else
        unsafe action.__sigaction_u.__sa_handler = handler
    #endif
    // The next one has the effect it has without this.
    action.sa_flags = SA_RESTART | Int32(truncatingIfNeeded: SA_RESETHAND)
    for number in [SIGINT, SIGTERM] where !isIgnored(number) {
        // Safe: the action outlives the call, and its handler is a function.
        _ = unsafe sigaction(number, &action, nil)
    }
    unblock([SIGINT, SIGTERM])
}

/// Whether whoever started the process keeps a signal from it, as a shell does for what a script runs behind it.
private func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    // Safe: the call fills an action, which outlives it.
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Glibc)
        // Safe: SIG_IGN is one of the values of this member; it is compared, not called.
        return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    #else
        return unsafe unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == 1
    #endif
}
