import Foundation
import Glibc
import Testing

/// A running `dossier watch`, whose lines can be awaited.
private final class Watch {
    let process: Process
    private let output = Pipe()
    private let errors = Pipe()
    private var text = ""

    init(_ words: String..., in folder: String) throws {
        process = try Program.process(["watch"] + words, in: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        _ = fcntl(output.fileHandleForReading.fileDescriptor, F_SETFL, O_NONBLOCK)
    }

    /// Waits for a line with these words, and takes all up to it.
    func line(_ words: String, seconds: Double = 30) -> String? {
        let end = Date.now + seconds
        var buffer = [UInt8](repeating: 0, count: 4096)
        while Date.now < end {
            if let line = text.split(separator: "\n").first(where: { $0.contains(words) }),
                let range = text.range(of: line + "\n")
            {
                text = String(text[range.upperBound...])
                return String(line)
            }
            // Safe: the true size of the buffer is passed.
            let count = unsafe read(output.fileHandleForReading.fileDescriptor, &buffer, buffer.count)
            if count > 0 {
                text += String(decoding: buffer.prefix(count), as: UTF8.self)
            } else {
                usleep(10_000)
            }
        }
        return nil
    }

    /// Presses Ctrl-C.
    func end() -> (status: Int32, errors: String) {
        process.interrupt()
        process.waitUntilExit()
        return (
            process.terminationStatus,
            String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        )
    }
}

@Test("Watching takes up what changes, a line for each update, until Ctrl-C, and leaves a sound index")
func watchFollows() throws {
    let folder = try TemporaryFolder()
    try folder.write("news/a.txt", "A radar\n\nSeoul agreed to host the radar.\n")
    let watch = try Watch("news", in: folder.path)
    #expect(watch.line("Ctrl-C ends") == "news/.dossier: 1 article; watching 1 source, Ctrl-C ends")
    try folder.write("news/b.txt", "Ships\n\nThe ships left.\n")
    try folder.write("news/deep/er/c.txt", "Grain\n\nThe grain left.\n")
    #expect(watch.line(", ")?.hasPrefix("+2 articles, ") == true)
    try FileManager.default.removeItem(atPath: folder.path + "/news/deep")
    try folder.write("news/a.txt", "A radar\n\nTokyo agreed to host the radar.\n")
    #expect(watch.line(", ")?.hasPrefix("1 changed, −1, ") == true)
    #expect(try Program.run("search", "Tokyo", "-i", "news", in: folder.path).status == 0)
    // An article that cannot be read is told, and does not end it.
    try folder.write("news/d.pdf", "no PDF")
    try folder.write("news/e.txt", "More\n\nMore of it.\n")
    #expect(watch.line("+1 article") != nil)
    // It is told once, not with each update.
    try folder.write("news/f.txt", "Still more\n\nStill more of it.\n")
    #expect(watch.line("+1 article") != nil)
    let (status, errors) = watch.end()
    #expect(status == 0 && errors.ranges(of: "skipped news/d.pdf").count == 1)
    #expect(try Program.run("check", "-i", "news", in: folder.path).status == 0)
}

@Test(
    "Without a source those that the index knows are watched; --json prints objects, and errors do not end it"
)
func watchKnownSources() throws {
    let folder = try TemporaryFolder()
    try folder.write("news/a.txt", "A radar\n\nSeoul agreed to host the radar.\n")
    try folder.write("lines.jsonl", "{\"id\":\"1\",\"text\":\"ships\"}\n")
    let made = try Program.run("index", "news", "lines.jsonl", "--name", "press", "-i", "i", in: folder.path)
    try #require(made.status == 0)
    let watch = try Watch("--json", "-i", "i", in: folder.path)
    let first = try #require(watch.line("\"update\""))
    #expect(first.contains("\"documents\":2") && first.contains("\"added\":0"))
    try folder.write("lines.jsonl", "{\"id\":\"1\",\"text\":\"ships\"}\n{\"id\":\"2\",\"text\":\"grain\"}\n")
    #expect(watch.line("\"update\"")?.contains("\"added\":1") == true)
    try folder.write("news/b.txt", "Ships\n\nThe ships left.\n")
    #expect(watch.line("\"update\"")?.contains("\"documents\":4") == true)
    #expect(watch.end().status == 0)
    #expect(watch.line("\"end\"") != nil)
    #expect(try Program.run("show", "press/b.txt", "-i", "i", in: folder.path).status == 0)
    #expect(try Program.run("watch", "-", in: folder.path).status == 2)
}
