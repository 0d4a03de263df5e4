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
    var caught = sigset_t()
    // Safe: a set that outlives the call.
    unsafe sigemptyset(&caught)
    for number in [SIGINT, SIGTERM, SIGHUP] {
        // Safe: as before.
        unsafe sigaddset(&caught, number)
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
    // Whoever started the program may have had them blocked, as the threads of Dispatch do.
    // Safe: a set that outlives the call, and no place for the one before.
    unsafe pthread_sigmask(SIG_UNBLOCK, &caught, nil)
}
