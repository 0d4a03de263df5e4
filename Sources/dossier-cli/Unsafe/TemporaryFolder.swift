import Dossier

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A new folder for what a command needs while it runs, in `TMPDIR` or `/tmp`.
struct TemporaryFolder {
    let path: String

    init() throws(DossierError) {
        // Safe: the text is copied at once, and no thread changes the environment.
        let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        // The call puts what makes the name a new one in place of its last six letters.
        let name = "\(parent)/dossier-" + String(repeating: "X", count: 6)
        // Safe: a copy of a C string, which the call changes in place and which is freed once.
        let pattern = unsafe strdup(name)
        // Safe: as above.
        defer { unsafe free(pattern) }
        // Safe: as above; null is handled.
        guard let pattern = unsafe pattern, let made = unsafe mkdtemp(pattern) else {
            throw DossierError(.system, "A temporary folder cannot be made in \(parent).", path: parent)
        }
        // Safe: the same C string.
        path = unsafe String(cString: made)
    }

    /// Removes the folder and what is in it, as far as that can be done.
    func remove() { removeItem(path) }
}

/// Removes a file, a link, or a folder and what is in it.
private func removeItem(_ path: String) {
    // Safe: a C string.
    if unsafe unlink(path) == 0 { return }
    // Safe: a C string; null is handled.
    guard let folder = unsafe opendir(path) else { return }
    // Safe: the entry is read before the next call.
    while let entry = unsafe readdir(folder) {
        // Safe: the name ends with NUL within the entry.
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
        if name != ".", name != ".." { removeItem(path + "/" + name) }
    }
    // Safe: opened above, and closed once.
    unsafe closedir(folder)
    // Safe: a C string.
    _ = unsafe rmdir(path)
}

/// Writes a text to a file, which is made or replaced.
func writeFile(_ path: String, _ text: String) throws(DossierError) {
    // Safe: C strings.
    guard let file = unsafe fopen(path, "w") else {
        throw DossierError(.system, "\(path) cannot be written.", path: path)
    }
    // Safe: a C string, without a zero inside, and an open file.
    let isWritten = unsafe fputs(text, file) >= 0
    // Safe: the file is open, and is closed once.
    guard unsafe fclose(file) == 0, isWritten else {
        throw DossierError(.system, "\(path) cannot be written whole.", path: path)
    }
}
