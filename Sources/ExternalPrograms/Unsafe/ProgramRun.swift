import Glibc
import ProgramLauncher

extension ExternalProgram {
    /// Runs the program and gives what it writes to standard output.
    ///
    /// - Throws: `ProgramError`, also when it ends with another status than 0.
    public func run(_ arguments: [String], input: [UInt8]) throws(ProgramError) -> [UInt8] {
        guard let path else { throw .missing(name: name, package: package) }
        let given = MemoryFile()
        let complaint = MemoryFile()
        guard given.write(input), complaint.write([]) else { throw .system(name: name) }
        var ends: [Int32] = [-1, -1]
        // Safe: room for the two descriptors.
        guard unsafe dossier_pipe(&ends) == 0 else { throw .system(name: name) }
        var (started, words, folder) = (path, [name] + arguments, String?.none)
        if isConfined { (started, words, folder) = Sandbox.confined(path, words, folder: nil) }
        let process = startProgram(
            started, words, folder: folder, input: given.descriptor, output: ends[1],
            error: complaint.descriptor, limits: limits, cpuSeconds: limits.timeMilliseconds / 1000 + 1)
        _ = close(ends[1])
        defer { _ = close(ends[0]) }
        guard process > 0 else { throw .system(name: name) }
        let deadline = ContinuousClock.now + .milliseconds(limits.timeMilliseconds)
        let output = Result { () throws(ProgramError) in try readAll(ends[0], until: deadline) }
        let hasEnded: Bool
        if case .success = output {
            hasEnded = dossier_wait_for_end(process, milliseconds(until: deadline)) == 1
        } else {
            hasEnded = false
        }
        let status = dossier_end_program(process)
        let bytes = try output.get()
        guard hasEnded else { throw .timeout(name: name, milliseconds: limits.timeMilliseconds) }
        guard status == 0 else {
            throw .failed(name: name, message: complaint.firstLine(limit: 200))
        }
        return bytes
    }

    private func readAll(
        _ descriptor: Int32, until deadline: ContinuousClock.Instant
    ) throws(ProgramError) -> [UInt8] {
        var (bytes, block) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while true {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            // Safe: one entry, which outlives the call.
            let ready = unsafe poll(&waiting, 1, milliseconds(until: deadline))
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { throw .timeout(name: name, milliseconds: limits.timeMilliseconds) }
            // Safe: the block's true size is passed.
            let count = unsafe read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes }
            guard bytes.count + count <= limits.outputBytes else {
                throw .output(name: name, limitBytes: limits.outputBytes)
            }
            bytes += block[..<count]
        }
    }
}

/// A file in memory alone, closed when the value ends.
private struct MemoryFile: ~Copyable {
    let descriptor: Int32

    /// A descriptor of -1 when the system refuses.
    init() { descriptor = dossier_memory_file() }

    /// - Returns: false when the system refuses.
    borrowing func write(_ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            // Safe: the bytes from `done` on are the buffer's.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return lseek(descriptor, 0, SEEK_SET) == 0
    }

    deinit { if descriptor >= 0 { _ = close(descriptor) } }

    borrowing func firstLine(limit: Int) -> String {
        var block = [UInt8](repeating: 0, count: limit)
        // Safe: the block's true size is passed.
        let count = unsafe pread(descriptor, &block, block.count, 0)
        let line = block.prefix(max(0, count)).prefix(while: { $0 != 0x0A })
        return String(decoding: line, as: UTF8.self)
    }
}
