#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// Safe: written before any handler is installed, which only reads it.
nonisolated(unsafe) private var wakeDescriptor: Int32 = -1

/// From here on the first Ctrl-C, or request to end, writes a byte to a descriptor; the second ends the process.
func catchInterrupts(writingTo descriptor: Int32) {
    // Safe: as said above.
    unsafe wakeDescriptor = descriptor
    let caught = [SIGINT, SIGTERM, SIGHUP]
    for number in caught {
        // The handler calls nothing but signal and write, which handlers may, and keeps errno.
        _ = signal(number) { number in
            let error = errno
            _ = signal(number, SIG_DFL)
            var byte: UInt8 = 1
            // Safe: the byte outlives the call.
            _ = unsafe write(wakeDescriptor, &byte, 1)
            errno = error
        }
    }
    unblock(caught)
}

/// Lets signals through that whoever started the program had blocked, as the threads of Dispatch do.
func unblock(_ numbers: [Int32]) {
    var set = sigset_t()
    // Safe: a set that outlives the call.
    unsafe sigemptyset(&set)
    // Safe: as before.
    for number in numbers { unsafe sigaddset(&set, number) }
    // Safe: as before, and no place for the set there was.
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
}
