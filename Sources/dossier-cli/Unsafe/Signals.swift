import Dispatch

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a signal is told to.
// Safe: written before any handler is installed, which only reads it.
private nonisolated(unsafe) var signalDescriptor: Int32 = -1

/// Calls `body` on a thread of its own when the user stops the process with Ctrl-C, or the system asks it to end, with the
/// exit status that shells tell of it. A second signal ends it at once.
///
/// Nothing is stopped by that: what the process writes must be sound at any moment.
func whenInterrupted(_ body: @escaping @Sendable (_ status: Int32) -> Void) {
    var ends: [Int32] = [0, 0]
    // Safe: the array has room for two descriptors.
    guard unsafe pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let input = ends[0]
    // A queue of its own has a thread when all others are at work.
    DispatchQueue(label: "dossier.interruption").async {
        var signal: UInt8 = 0
        // Safe: one byte is read into one.
        while unsafe read(input, &signal, 1) < 0, errno == EINTR {}
        body(128 + Int32(signal))
    }
    catchInterrupts(writingTo: ends[1])
}

/// From here on the first Ctrl-C, or request to end, writes its number as a byte to a descriptor; the second has the effect
/// it has without this.
func catchInterrupts(writingTo descriptor: Int32) {
    // Safe: it is set before the actions that read it.
    unsafe signalDescriptor = descriptor
    var action = sigaction()
    // A write of one byte, which a handler may do.
    let handler: @convention(c) (Int32) -> Void = { number in
        let error = errno
        var byte = UInt8(truncatingIfNeeded: number)
        // Safe: one byte is written from one.
        _ = unsafe write(signalDescriptor, &byte, 1)
        errno = error
    }
    #if canImport(Glibc)
        // Safe: the union's member for handlers without details, as the flags say.
        unsafe action.__sigaction_handler.sa_handler = handler
    #else
        unsafe action.__sigaction_u.__sa_handler = handler
    #endif
    action.sa_flags = SA_RESTART | Int32(truncatingIfNeeded: SA_RESETHAND)
    let caught = [SIGINT, SIGTERM, SIGHUP]
    for number in caught where !isIgnored(number) {
        // Safe: the action outlives the call, and its handler is a function.
        _ = unsafe sigaction(number, &action, nil)
    }
    unblock(caught)
}

/// Lets signals through that whoever started the program had blocked, as the threads of Dispatch do.
private func unblock(_ numbers: [Int32]) {
    var set = sigset_t()
    // Safe: a set that outlives the call.
    unsafe sigemptyset(&set)
    // Safe: as before.
    for number in numbers { unsafe sigaddset(&set, number) }
    // Safe: as before, and no place for the set there was.
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
}

/// Ends the process at once, with what it has written.
func exitNow(_ status: Int32) -> Never { _exit(status) }

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
