import Dispatch
import Dossier
import Foundation
import PluginAPI
import Synchronization

/// Prints a line at once.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

func readLines(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
}

/// The results of `work` on as many threads, in order.
func concurrently(_ threadCount: Int, _ work: @Sendable (Int) -> Int) -> [Int] {
    let results = Mutex([Int](repeating: 0, count: threadCount))
    DispatchQueue.concurrentPerform(iterations: threadCount) { thread in
        let result = work(thread)
        results.withLock { $0[thread] = result }
    }
    return results.withLock { $0 }
}

/// The document of a JSON object with `id` and `text`.
func readDocument(_ json: String) throws -> Document {
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    guard let object, let identifier = object["id"] as? String, let text = object["text"] as? String else {
        throw DossierError(.badRequest, "expected a JSON object with id and text")
    }
    var document = Document(identifier: identifier)
    document.append(.body, text.utf8)
    return document
}

/// Bytes this process has handed to `write` so far.
func writtenByteCount() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/io", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("wchar: ") }
    return line.flatMap { Int($0.dropFirst(7)) } ?? 0
}

func logarithm(_ value: Double) -> Double { log(value) }

func exponential(_ value: Double) -> Double { exp(value) }
