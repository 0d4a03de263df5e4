import Glibc
import ProgramLauncher

/// Starts a program with three descriptors.
///
/// - Parameter folder: where it is started; that of this process where nil.
/// - Returns: its process, or a number that is not positive.
func startProgram(
    _ path: String, _ words: [String], folder: String?, input: Int32, output: Int32, error: Int32,
    limits: ProgramLimits, cpuSeconds: Int
) -> pid_t {
    // Safe: copies that end with NUL, freed below; the list ends with nil.
    var copies: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
    // Safe: ends the list.
    unsafe copies.append(nil)
    // Safe: each came from strdup, or is nil.
    defer { for index in unsafe copies.indices { unsafe free(copies[index]) } }
    let taken = dossier_program_limits(
        memory_bytes: UInt64(limits.memoryBytes), file_bytes: UInt64(limits.outputBytes),
        cpu_seconds: UInt64(cpuSeconds))
    // Safe: paths and list live for the call, which returns when the new process has its copy.
    return unsafe dossier_start_program(path, copies, folder, input, output, error, taken)
}

/// Whether a program runs and ends with status 0, whatever it says.
func run(_ path: String, _ words: [String], limits: ProgramLimits) -> Bool {
    let nothing = dossier_memory_file()
    guard nothing >= 0 else { return false }
    defer { _ = close(nothing) }
    let process = startProgram(
        path, words, folder: nil, input: nothing, output: nothing, error: nothing, limits: limits,
        cpuSeconds: 10)
    guard process > 0 else { return false }
    let hasEnded = dossier_wait_for_end(process, 10_000) == 1
    return dossier_end_program(process) == 0 && hasEnded
}

func isExecutable(_ path: String) -> Bool {
    // Safe: a C string.
    unsafe access(path, X_OK) == 0
}

func exists(_ path: String) -> Bool {
    // Safe: a C string.
    unsafe access(path, F_OK) == 0
}

/// Where a symbolic link leads; nil for anything else.
func linkTarget(_ path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: 4096)
    // Safe: the buffer's true size is passed.
    let count = unsafe readlink(path, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
    let left = (deadline - ContinuousClock.now).components
    return Int32(clamping: max(0, left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000))
}
