#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes to standard output, through a pager where the text is longer than the terminal.
func writePaged(_ text: String, on screen: Screen) {
    guard let height = screen.pageHeight, lineCount(text, width: screen.width) >= height,
        let command = pagerCommand(), runPager(command, text)
    else { return writeOut(text) }
}

/// A shell command and whether the user named it; nil for none.
private func pagerCommand() -> (command: String, isNamed: Bool)? {
    let named = environment("DOSSIER_PAGER") ?? environment("PAGER")
    guard let named else { return ("less", false) }
    let isNone = named.allSatisfy(\.isWhitespace) || named == "cat"
    return isNone ? nil : (named, true)
}

/// - Returns: whether the pager has shown the text; not when there is none of that name.
private func runPager(_ pager: (command: String, isNamed: Bool), _ text: String) -> Bool {
    // As git does it: colours, no more than the screen needs, and what was read stays on it. Whatever a user has set instead,
    // without R the bytes of colours would be seen.
    let less = environment("LESS").map { "-R " + $0 } ?? "FRX"
    // Safe: no other thread reads the environment.
    unsafe setenv("LESS", less, 1)
    // Safe: as above.
    unsafe setenv("LV", "-c", 0)
    var ends: [Int32] = [0, 0]
    // Safe: the array has room for two descriptors.
    guard unsafe pipe(&ends) == 0 else { return false }
    let words = pager.isNamed ? ["sh", "-c", pager.command] : [pager.command]
    guard let process = spawn(words, input: ends[0], closing: ends[1]) else {
        for end in ends { close(end) }
        return false
    }
    close(ends[0])
    // Both come to the pager, too, which goes on or ends as it sees fit; without it the shell's prompt would be in it.
    signal(SIGINT, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    // A user who has seen enough leaves, and the rest is not wanted.
    _ = writeAll(text, to: ends[1])
    close(ends[1])
    return !isMissing(process)
}

/// Waits for a process and tells whether its shell did not find the command.
private func isMissing(_ process: pid_t) -> Bool {
    var status: Int32 = 0
    // Safe: the call fills a number that outlives it.
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 && (status >> 8) & 0xFF == 127
}

/// Starts a program on the path with a descriptor as its input; nil when that fails.
private func spawn(_ words: [String], input: Int32, closing other: Int32) -> pid_t? {
    // Safe: the lists of actions and of words are made, passed and freed within this function.
    unsafe withUnsafeTemporaryAllocation(of: posix_spawn_file_actions_t.self, capacity: 1) { actions in
        guard let actions = actions.baseAddress else { return nil }
        // Safe: as above.
        unsafe posix_spawn_file_actions_init(actions)
        // Safe: as above.
        defer { unsafe posix_spawn_file_actions_destroy(actions) }
        // Safe: as above.
        unsafe posix_spawn_file_actions_adddup2(actions, input, STDIN_FILENO)
        // Safe: as above.
        unsafe posix_spawn_file_actions_addclose(actions, input)
        // Safe: as above.
        unsafe posix_spawn_file_actions_addclose(actions, other)
        var list = unsafe words.map { unsafe strdup($0) } + [nil]
        // Safe: as above.
        defer { _ = unsafe list.map { unsafe free($0) } }
        var process: pid_t = 0
        // Safe: as above; the list ends with nil.
        return unsafe posix_spawnp(&process, words[0], actions, nil, &list, environ) == 0 ? process : nil
    }
}
