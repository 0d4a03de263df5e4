#if os(Linux)
    import Foundation
    import Testing

    /// A shell command on a terminal of its own, by script(1).
    private final class TerminalSession {
        private let process = Process()
        private let (keys, screen) = (Pipe(), Pipe())
        private(set) var shown = ""

        /// - Parameter command: may say `$dossier` for the program.
        init(_ command: String, in folder: String) throws {
            let tests = try #require(Bundle.main.executableURL)
            process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
            process.arguments = ["-qec", command, "/dev/null"]
            process.currentDirectoryURL = URL(fileURLWithPath: folder)
            process.environment = ProcessInfo.processInfo.environment.merging([
                "dossier": tests.deletingLastPathComponent().appending(path: "dossier").path, "TERM": "xterm",
                "SHELL": "/bin/sh", "SWIFT_BACKTRACE": "enable=no", "LC_ALL": "C.UTF-8",
            ]) { $1 }
            process.standardInput = keys
            process.standardOutput = screen
            process.standardError = screen
            try process.run()
        }

        func type(_ text: String) throws { try keys.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

        /// Reads until something is shown after what was read before, or the command ends.
        @discardableResult
        func read(until text: String) -> Bool {
            var new = ""
            while !new.contains(text) {
                let data = screen.fileHandleForReading.availableData
                if data.isEmpty { break }
                new += String(decoding: data, as: UTF8.self)
            }
            shown += new
            return new.contains(text)
        }

        /// Reads to the end of the command.
        func end() throws -> String {
            // Not to be closed before: the terminal would read Ctrl-D.
            read(until: "\u{0}")
            try keys.fileHandleForWriting.close()
            process.waitUntilExit()
            return shown
        }
    }

    private func indexedFolder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("a.txt", "Shield on the hill\n\nSeoul spoke of missile defence.\n")
        try folder.write("b.txt", "Harbour\n\nAnkara spoke of grain and of missile defence.\n")
        #expect(try Program.run("index", ".", in: folder.path).status == 0)
        return folder
    }

    /// Whether the mode of the terminal was the same before and after.
    private let compares = "; echo status=$?; stty -g > after; cmp before after && echo unharmed"

    @Test(
        "browse searches as one types, opens what is chosen, prints its id, and leaves the terminal as it was"
    )
    func browsing() throws {
        let folder = try indexedFolder()
        let session = try TerminalSession(
            "stty rows 24 cols 80; stty -g > before; $dossier browse > chosen" + compares, in: folder.path)
        #expect(session.read(until: "2 articles"))
        try session.type("grain")
        #expect(session.read(until: "1 article"))
        try session.type("\r\r")
        #expect(session.read(until: "of missile defence"))
        try session.type("o")
        let shown = try session.end()
        #expect(shown.contains("status=0") && shown.contains("unharmed"), "\(shown)")
        #expect(shown.contains("\u{1B}[?1049h") && shown.contains("\u{1B}[?1049l"))
        let chosen = try String(contentsOfFile: folder.path + "/chosen", encoding: .utf8)
        #expect(chosen.hasSuffix("/b.txt\n"), "\(chosen)")
    }

    @Test(
        "Whatever ends browse, the terminal is as it was, and the shell is told what it was",
        arguments: [("TERM", 143), ("HUP", 129), ("INT", 130), ("SEGV", 139), ("ABRT", 134)])
    func ending(signal: String, status: Int) throws {
        let folder = try indexedFolder()
        let session = try TerminalSession(
            "stty -g > before; timeout --foreground --preserve-status -s \(signal) 2 $dossier browse"
                + compares,
            in: folder.path)
        #expect(session.read(until: "\u{1B}[?1049h"))
        let shown = try session.end()
        #expect(shown.contains("\u{1B}[?1049l") && shown.contains("unharmed"), "\(shown)")
        #expect(shown.contains("status=\(status)"), "\(shown)")
    }

    @Test("Ctrl-C leaves, and Ctrl-Z stops until the shell goes on")
    func leaving() throws {
        let folder = try indexedFolder()
        let session = try TerminalSession(
            "stty -g > before; set -m; $dossier browse; echo stopped; stty -g > between; cmp before between "
                + "&& fg" + compares, in: folder.path)
        #expect(session.read(until: "2 articles"))
        try session.type("\u{1A}")
        #expect(session.read(until: "stopped"))
        #expect(session.read(until: "2 articles"))
        try session.type("\u{3}")
        let shown = try session.end()
        #expect(shown.contains("status=0") && shown.contains("unharmed"), "\(shown)")
    }

    @Test("Where there is no such terminal, browse says so")
    func withoutTerminal() throws {
        let folder = try indexedFolder()
        let dumb = try TerminalSession("TERM=dumb $dossier browse; echo status=$?", in: folder.path).end()
        #expect(
            dumb.contains("status=2") && dumb.contains("TERM=dumb") && !dumb.contains("\u{1B}"), "\(dumb)")
        let none = try TerminalSession("setsid -w $dossier browse; echo status=$?", in: folder.path).end()
        #expect(none.contains("status=2") && none.contains("needs a terminal"), "\(none)")
    }
#endif
