import TerminalText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes to standard output. When its reader has gone, as `head` does, the process ends without a word; when
/// the text cannot be written, for example to a full disk, it ends with a message.
func writeOut(_ text: String) {
    guard let error = writeAll(text, to: STDOUT_FILENO) else { return }
    if error == EPIPE { exit(128 + SIGPIPE) }
    complain("The output cannot be written: \(errorText(error)).")
    leave(with: .failure)
}

/// Writes to standard error; what cannot be written is lost.
func writeError(_ text: String) { _ = writeAll(text, to: STDERR_FILENO) }

/// Says on standard error what is wrong; further lines of it stay such.
func complain(_ message: String) {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map { printable(String($0)) }
    writeError("dossier: \(lines.joined(separator: "\n"))\n")
}

/// Ends the process.
func leave(with code: ExitCode) -> Never { exit(code.rawValue) }

/// Writes all of `text`, or returns the error number.
func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
        // Safe: the kernel reads the bytes from `done` to the end of the array.
        let count = unsafe bytes[done...].withUnsafeBytes {
            unsafe write(descriptor, $0.baseAddress, $0.count)
        }
        if count < 0, errno == EINTR { continue }
        if count < 0 { return errno }
        done += count
    }
    return nil
}

/// Words for an error number of the C library.
private func errorText(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    // Safe: the buffer's true size is passed, and strerror_r ends the text with a zero.
    _ = unsafe strerror_r(number, &buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
