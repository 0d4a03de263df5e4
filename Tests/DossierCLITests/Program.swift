import Foundation
import Testing

/// The `dossier` program that was built with these tests, run as a user runs it.
enum Program {
    struct Result {
        var status: Int32
        var output: String
        var errors: String

        /// The output as JSON, which must be one line.
        func json() throws -> [String: Any] {
            #expect(output.hasSuffix("\n") && output.filter { $0 == "\n" }.count == 1)
            let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
            return try #require(value as? [String: Any])
        }
    }

    static func run(_ words: String..., in folder: String? = nil, input: String = "") throws -> Result {
        try run(words, in: folder, input: input)
    }

    /// Starts the program and lets it run; nothing is heard of it.
    static func start(_ words: [String], in folder: String) throws -> Process {
        let process = try process(words, in: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    static func process(_ words: [String], in folder: String?) throws -> Process {
        let process = Process()
        let tests = try #require(Bundle.main.executableURL)
        process.executableURL = tests.deletingLastPathComponent().appending(path: "dossier")
        process.arguments = words
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        return process
    }

    static func run(_ words: [String], in folder: String? = nil, input: String = "") throws -> Result {
        let process = try process(words, in: folder)
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        // Inputs of these tests fit into a pipe.
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        let errors = stderr.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self))
    }
}

/// A folder that is removed when its owner lets go of it.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "dossier-cli-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

    func write(_ name: String, _ data: Data) throws {
        let url = URL(fileURLWithPath: path).appending(path: name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }
}
