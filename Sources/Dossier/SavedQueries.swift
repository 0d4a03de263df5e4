internal import IndexStorage

/// Queries that have names: a text file in the folder of the index, which a user may edit too.
///
/// ```
/// # remarks
/// korea = country:KR OR country:KP
/// ```
enum SavedQueries {
    static let fileName = "queries.txt"
    /// Held while the file is changed. Not the index's own lock, which a program that follows a folder holds for days.
    private static let lockName = "queries.lock"

    /// By name; what cannot be read has none, as a query by its name then tells.
    static func read(ofIndex path: String) -> [String: String] {
        guard let bytes = try? bytes(DirectoryFileSystem(path: path)) else { return [:] }
        return parse(String(decoding: bytes, as: UTF8.self))
    }

    /// None where there is no file.
    private static func bytes(_ files: DirectoryFileSystem) throws(StorageError) -> [UInt8] {
        guard try files.exists(fileName) else { return [] }
        let file = try files.openMapped(fileName)
        let bytes = file.allBytes.array()
        try file.checkUndamaged()
        return bytes
    }

    static func parse(_ text: String) -> [String: String] {
        var queries: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            if let (name, query) = entry(line) { queries[name] = query }
        }
        return queries
    }

    /// The name and the query of a line; nil for a remark and what cannot be read.
    private static func entry(_ line: Substring) -> (name: String, query: String)? {
        if line.first == "#" { return nil }
        let sides = line.split(separator: "=", maxSplits: 1)
        guard sides.count == 2 else { return nil }
        let name = trimmed(sides[0])
        return isName(name) ? (name, trimmed(sides[1])) : nil
    }

    /// Letters, digits, `-` and `_`.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    }

    static func trimmed(_ text: Substring) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        return String(String(text.drop(while: isBlank).reversed().drop(while: isBlank)).reversed())
    }

    /// The text with a query under a name in place of what it had, or without it; every other line stays as it is.
    ///
    /// - Returns: nil where there is nothing to take away.
    static func setting(_ query: String?, as name: String, in text: String) -> String? {
        var (lines, isKnown) = ([Substring](), false)
        var rest = text[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(where: \.isNewline) ?? rest.endIndex
            let next = end == rest.endIndex ? end : rest.index(after: end)
            // Of lines with one name the last one counts, and stands for all.
            if entry(rest[..<end])?.name != name {
                lines.append(rest[..<next])
            } else if let query, !isKnown {
                lines.append("\(name) = \(query)" + rest[end..<next])
                isKnown = true
            } else {
                isKnown = true
            }
            rest = rest[next...]
        }
        if isKnown { return lines.joined() }
        guard let query else { return nil }
        if text.isEmpty { return "# Queries by name\n\(name) = \(query)\n" }
        return text + (text.last?.isNewline == true ? "" : "\n") + "\(name) = \(query)\n"
    }

    /// Changes the file as ``setting(_:as:in:)`` does.
    ///
    /// - Throws: `DossierError` for a query that is not there, and a file that is no text; `StorageError`, also while another
    ///   process changes the file.
    static func save(_ query: String?, as name: String, in files: DirectoryFileSystem) throws {
        let lock = try WriterLock(path: files.path(of: lockName))
        try withExtendedLifetime(lock) {
            guard let text = String(validating: try bytes(files), as: UTF8.self) else {
                let path = files.path(of: fileName)
                throw DossierError(
                    .badRequest, "\(path) is not UTF-8 text; it was left as it is.", path: path)
            }
            guard let changed = setting(query, as: name, in: text) else {
                throw DossierError(.badRequest, "There is no saved query ‘\(name)’.")
            }
            // A reader finds the file before, or this one whole.
            let next = fileName + ".new"
            let file = try files.create(next)
            try file.write(Array(changed.utf8))
            try file.sync()
            try file.close()
            try files.rename(next, to: fileName)
            try files.syncDirectory()
        }
    }
}

extension SearchIndex {
    /// Saves a query under a name, which `saved:name` then stands for in indexes opened afterwards; nil takes it away.
    ///
    /// - Throws: `DossierError.Code.badRequest` for what is no name or no line; `.locked` while another process saves one;
    ///   `.system`.
    public func save(query: String?, as name: String) throws(DossierError) {
        guard SavedQueries.isName(name) else {
            throw DossierError(
                .badRequest, "‘\(name)’ is no name for a query: take letters, digits, - and _.")
        }
        guard query?.contains(where: \.isNewline) != true else {
            throw DossierError(.badRequest, "A saved query is one line.")
        }
        guard query.map({ SavedQueries.trimmed($0[...]).isEmpty }) != true else {
            throw DossierError(.badRequest, "There is no query to save under ‘\(name)’.")
        }
        try DossierError.wrapping(path: path) {
            try SavedQueries.save(query, as: name, in: DirectoryFileSystem(path: path))
        }
    }
}
