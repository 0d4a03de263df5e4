#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Says on standard error what is wrong, and gives the exit code for it.
func fail(_ message: String) -> ExitCode {
    let bytes = Array("dossier: \(message)\n".utf8)
    // Safe: the kernel reads as many bytes as the array has.
    _ = unsafe bytes.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
    return .failure
}

/// Ends the process.
func leave(with code: ExitCode) -> Never { exit(code.rawValue) }
