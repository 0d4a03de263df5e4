import Foundation

/// The checkout this test was compiled from.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Paths from the root of every file with one of these extensions, sorted; build products left out.
    static func files(extensions: Set<String>) -> [String] {
        let prefix = root.path + "/"
        let walk = FileManager.default.enumerator(
            at: root, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
        return (walk?.compactMap { $0 as? URL } ?? [])
            .filter { extensions.contains($0.pathExtension) }
            .map { String($0.path.dropFirst(prefix.count)) }
            .sorted()
    }

    static func folders(in path: String) -> [String] {
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func lines(_ path: String) throws -> [Substring] {
        try text(path).split(separator: "\n", omittingEmptySubsequences: false)
    }
}
