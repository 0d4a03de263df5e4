import Glibc

/// A real folder that is removed with everything in it when the test ends.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/dossier-sources-XXXXXX".utf8CString)
        // Safe: mkdtemp writes only over the template's six X.
        _ = unsafe mkdtemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { removeTree(path) }

    /// Writes a file, making the folders above it.
    func write(_ relativePath: String, _ text: String = "text") {
        write(relativePath, Array(text.utf8))
    }

    func write(_ relativePath: String, _ bytes: [UInt8]) {
        if let slash = relativePath.lastIndex(of: "/") { makeFolder(String(relativePath[..<slash])) }
        // Safe: the true count is passed.
        let descriptor = unsafe open(path + "/" + relativePath, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        var done = 0
        while done < bytes.count {
            // Safe: as above.
            done += unsafe Glibc.write(descriptor, Array(bytes[done...]), bytes.count - done)
        }
        _ = close(descriptor)
    }

    func makeFolder(_ relativePath: String) {
        var current = path
        for part in relativePath.split(separator: "/") {
            current += "/" + part
            // Safe: a C string.
            _ = unsafe mkdir(current, 0o755)
        }
    }

    func link(_ relativePath: String, to target: String) {
        // Safe: C strings.
        _ = unsafe symlink(target, path + "/" + relativePath)
    }

    func makeFIFO(_ relativePath: String) {
        // Safe: a C string.
        _ = unsafe mkfifo(path + "/" + relativePath, 0o644)
    }

    func setMode(_ relativePath: String, _ mode: UInt32) {
        // Safe: a C string.
        _ = unsafe chmod(path + "/" + relativePath, mode)
    }

    /// Runs `rm`, which also removes folders deeper than any path may name.
    private func removeTree(_ path: String) {
        // Safe: C strings, freed after the program has ended; the list ends with nil.
        let words: [String] = ["rm", "-rf", path]
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { (word: String) in
            unsafe strdup(word)
        }
        // Safe: ends the list.
        unsafe arguments.append(nil)
        var process: pid_t = 0
        // Safe: as above.
        if unsafe posix_spawn(&process, "/bin/rm", nil, nil, arguments, nil) == 0 {
            _ = waitpid(process, nil, 0)
        }
        // Safe: each came from strdup, or is nil.
        for index in unsafe arguments.indices { unsafe free(arguments[index]) }
    }
}
