internal import IndexStorage

/// Queries that have names: a text file in the folder of the index.
///
/// ```
/// # remarks
/// korea = country:KR OR country:KP
/// ```
enum SavedQueries {
    static let fileName = "queries.txt"

    /// By name; what cannot be read has none, as a query by its name then tells.
    static func read(ofIndex path: String) -> [String: String] {
        let file = (path.hasSuffix("/") ? path : path + "/") + fileName
        guard let bytes = try? MappedFile(path: file).allBytes.array() else { return [:] }
        return parse(String(decoding: bytes, as: UTF8.self))
    }

    static func parse(_ text: String) -> [String: String] {
        var queries: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) where line.first != "#" {
            let sides = line.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { continue }
            let name = trimmed(sides[0])
            if isName(name) { queries[name] = trimmed(sides[1]) }
        }
        return queries
    }

    /// Letters, digits, `-` and `_`.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        return String(String(text.drop(while: isBlank).reversed().drop(while: isBlank)).reversed())
    }
}

extension SearchIndex {
    /// Saves a query under a name, which `saved:name` then stands for in indexes opened afterwards; nil takes it away.
    ///
    /// - Throws: `DossierError.Code.badRequest` for what is no name or no line; `.system`.
    public func save(query: String?, as name: String) throws(DossierError) {
        guard SavedQueries.isName(name) else {
            throw DossierError(
                .badRequest, "‘\(name)’ is no name for a query: take letters, digits, - and _.")
        }
        guard query?.contains(where: \.isNewline) != true else {
            throw DossierError(.badRequest, "A saved query is one line.")
        }
        var queries = SavedQueries.read(ofIndex: path)
        if query == nil, queries[name] == nil {
            throw DossierError(.badRequest, "There is no saved query ‘\(name)’.")
        }
        queries[name] = query
        let lines = queries.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)\n" }
        try DossierError.wrapping(path: path) {
            // A reader finds the file before, or this one whole.
            let (files, next) = (DirectoryFileSystem(path: path), SavedQueries.fileName + ".new")
            let file = try files.create(next)
            try file.write(Array(("# Queries by name\n" + lines.joined()).utf8))
            try file.sync()
            try file.close()
            try files.rename(next, to: SavedQueries.fileName)
            try files.syncDirectory()
        }
    }
}
