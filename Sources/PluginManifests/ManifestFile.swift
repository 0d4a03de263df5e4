public import JSONValues
public import PluginAPI

/// What a `plugin.json` says: the manifest, and for a plugin that is a program how it is run.
///
/// ```
/// {
///   "name": "quoted-speakers", "kind": "facet", "version": 1, "licence": "Apache-2.0",
///   "summary": "Who is quoted.", "sources": [], "isActor": false,
///   "program": ["./speakers.py"],
///   "limits": {"timeSeconds": 60, "memoryMegabytes": 1024, "outputMegabytes": 64},
///   "options": {"verbs": {"default": "said told", "summary": "Verbs that mark a quotation."}},
///   "endings": [".xyz"], "mediaTypes": ["text/x-xyz"], "confidence": 90        a format’s alone
/// }
/// ```
public struct ManifestFile: Sendable, Equatable {
    public var manifest: PluginManifest
    /// The program and the words after it; empty for a plugin that is none.
    public var program: [String] = []
    public var limits = Limits()
    public var options: [Option] = []
    /// Which files a format reads, in lower case.
    public var endings: [String] = []
    public var mediaTypes: [String] = []
    /// How sure a file's ending is.
    public var confidence = 90
    /// Lines of its members, by name.
    public var lines: [String: Int] = [:]

    /// What a program may take; nil as by default.
    public struct Limits: Sendable, Equatable {
        public var timeSeconds: Int?
        public var memoryMegabytes: Int?
        public var outputMegabytes: Int?
    }

    /// What a user may set with `--plugin-option NAME.KEY=VALUE`.
    public struct Option: Sendable, Equatable {
        public var name: String
        /// A text, a number, true or false.
        public var defaultValue: JSONValue
        public var summary: String
    }

    /// - Throws: all that is wrong.
    public init(parsing bytes: [UInt8]) throws(ManifestError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw ManifestError([.init(line: error.line, reason: "\(error.reason), at byte \(error.column)")])
        }
        guard case .object(let object) = value else {
            throw ManifestError([.init(line: 1, reason: "expected an object, not \(value.kind)")])
        }
        var reader = ManifestReader(object)
        manifest = reader.manifest()
        if object["program"] != nil {
            program = reader.texts("program")
            if program.first?.isEmpty ?? true { reader.report("program", "program is an empty list") }
        }
        limits = reader.limits()
        options = reader.options()
        endings = reader.texts("endings").map { $0.lowercased() }
        for ending in endings where !ending.hasPrefix(".") || ending.utf8.count < 2 {
            reader.report("endings", "the ending ‘\(ending)’ does not begin with a point, as .xyz does")
        }
        mediaTypes = reader.texts("mediaTypes").map { $0.lowercased() }
        confidence = reader.number("confidence", 1...100) ?? 90
        lines = Dictionary(object.members.map { ($0.name, $0.line) }, uniquingKeysWith: { first, _ in first })
        reader.check(self)
        if !reader.problems.isEmpty { throw ManifestError(reader.problems) }
    }
}

/// What is wrong with a `plugin.json`.
public struct ManifestError: Error, Equatable, Sendable {
    public struct Problem: Equatable, Sendable {
        /// From 1.
        public var line: Int
        public var reason: String
    }

    public var problems: [Problem]

    init(_ problems: [Problem]) { self.problems = problems }
}

extension ManifestError: CustomStringConvertible {
    public var description: String {
        problems.map { "plugin.json:\($0.line): \($0.reason)" }.joined(separator: "\n")
    }
}

/// Whether a name is one that plugins, and their options, may have.
public func isPluginName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first), name.utf8.count <= 64 else {
        return false
    }
    return name.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
    }
}
