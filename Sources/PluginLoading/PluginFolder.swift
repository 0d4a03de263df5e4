internal import JSONValues
internal import PluginAPI
public import PluginManifests

/// A folder that holds one plugin, read but not started.
public struct PluginFolder: Sendable {
    /// As the user would write it.
    public let path: String
    public let file: ManifestFile
    public let form: Form
    /// Of all its files, and of the code's version.
    let contentHash: UInt64
    /// The files of a table, by name.
    let tableFiles: [String: [UInt8]]

    /// What the folder's plugin is made of.
    public enum Form: String, Sendable {
        case table, program, swift
    }

    static let manifestName = "plugin.json"
    private static let tableNames = ["table.tsv", "members.tsv", "lists.tsv"]
    /// Larger files, such as models, count by size and time of change alone.
    private static let hashedByteLimit = 16 << 20
    private static let fileLimit = 4096
    private static let tableByteLimit = 256 << 20

    /// - Throws: all that is wrong with its `plugin.json`, or with the folder.
    public init(path: String) throws(PluginProblems) {
        self.path = path
        func problem(_ reason: String, file: String? = nil) -> PluginProblems {
            PluginProblems([PluginProblem(path: file.map { path + "/" + $0 } ?? path, reason: reason)])
        }
        guard let items = folderItems(path) else {
            throw problem("there is no such folder, or it cannot be read")
        }
        guard let json = readFile(path + "/" + Self.manifestName, limit: 1 << 20) else {
            throw problem("there is no such file, or it cannot be read", file: Self.manifestName)
        }
        do throws(ManifestError) {
            file = try ManifestFile(parsing: json)
        } catch {
            throw PluginProblems(
                error.problems.map {
                    PluginProblem(path: path + "/" + Self.manifestName, line: $0.line, reason: $0.reason)
                })
        }
        form = try Self.form(of: file, items, problem)
        var tables: [String: [UInt8]] = [:]
        for name in Self.tableNames where form == .table && items.contains(where: { $0.name == name }) {
            guard let bytes = readFile(path + "/" + name, limit: Self.tableByteLimit) else {
                throw problem("cannot be read, or has more than 256 MiB", file: name)
            }
            tables[name] = bytes
        }
        tableFiles = tables
        var walk = FolderHash()
        guard form != .program || walk.append(path, "") else {
            throw problem(
                "more than \(Self.fileLimit) files, or one that cannot be read: keep what is large elsewhere")
        }
        contentHash = walk.hash.value
    }

    private static func form(
        of file: ManifestFile, _ items: [FolderItem], _ problem: (String, String?) -> PluginProblems
    ) throws(PluginProblems) -> Form {
        let hasTable = items.contains { $0.name == "table.tsv" }
        if !file.program.isEmpty {
            if hasTable {
                throw problem("the folder has a table and a program; a plugin is one of them", "table.tsv")
            }
            return .program
        }
        if items.contains(where: { $0.name == "Sources" && $0.isFolder }) { return .swift }
        if hasTable, file.manifest.kind == .facet { return .table }
        let remedy = file.manifest.kind == .facet ? "a table.tsv beside it, or “program”" : "“program”"
        throw problem("the plugin has neither table nor program: it needs \(remedy)", manifestName)
    }

    /// Hashes files by their paths and bytes.
    private struct FolderHash {
        var hash = StableHash()
        private var fileCount = 0

        /// - Returns: false for a folder that has too many files, or one that cannot be read.
        mutating func append(_ path: String, _ relative: String) -> Bool {
            guard let items = folderItems(path) else { return false }
            for item in items {
                let name = relative + item.name
                if item.isFolder {
                    if item.name != "__pycache__", !append(path + "/" + item.name, name + "/") {
                        return false
                    }
                } else if item.isFile {
                    fileCount += 1
                    guard fileCount <= PluginFolder.fileLimit else { return false }
                    hash.append("\(name)\0\(item.byteCount)\0".utf8)
                    if item.byteCount > PluginFolder.hashedByteLimit {
                        hash.append("\(item.modified)".utf8)
                    } else if let bytes = readFile(
                        path + "/" + item.name, limit: PluginFolder.hashedByteLimit)
                    {
                        hash.append(bytes)
                    } else {
                        return false
                    }
                }
            }
            return true
        }
    }
}

/// All that is wrong with a plugin.
public struct PluginProblems: Error, Equatable, Sendable {
    public var problems: [PluginProblem]

    init(_ problems: [PluginProblem]) { self.problems = problems }
}
