extension PluginManifest {
    private static let names: Set<String> = [
        "name", "kind", "version", "licence", "sources", "summary", "isActor", "metonyms",
    ]

    /// Reads a `plugin.json`: a flat object of the fields of this type, `name`, `kind`, `version` and `summary` required.
    ///
    /// - Parameters:
    ///   - json: UTF-8.
    ///   - others: further fields that the caller reads itself; any other is taken for a slip of the pen.
    /// - Throws: `FlatJSONError` with the line, or line 1 for what is missing or of the wrong type.
    public init(json: [UInt8], allowing others: Set<String> = []) throws(FlatJSONError) {
        let object = try FlatJSON(json)
        let unknown = object.fields.keys.filter { !Self.names.contains($0) && !others.contains($0) }
        if let first = unknown.min() {
            throw FlatJSONError(
                line: 1,
                reason:
                    "“\(first)” is no field; they are \(Self.names.union(others).sorted().joined(separator: ", "))"
            )
        }
        let kind = try object.string("kind")
        guard let pluginKind = PluginKind(rawValue: kind) else {
            throw FlatJSONError(line: 1, reason: "“kind” is \(kind), expected format or facet")
        }
        guard case .number(let version)? = object.fields["version"] else {
            throw FlatJSONError(line: 1, reason: "“version” is missing or no whole number")
        }
        let name = try object.string("name")
        guard Self.isName(name) else {
            throw FlatJSONError(
                line: 1, reason: "“name” is “\(name)”, expected lower-case letters, digits and hyphens")
        }
        self.init(
            name: name, kind: pluginKind, version: version,
            licence: object.fields["licence"] == nil ? "Apache-2.0" : try object.string("licence"),
            sources: try object.strings("sources"), summary: try object.string("summary"),
            isActor: try object.boolean("isActor"), metonyms: try object.strings("metonyms"))
    }

    private static func isName(_ name: String) -> Bool {
        let isFirst = name.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
        return isFirst
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}

extension FlatJSON {
    fileprivate func string(_ name: String) throws(FlatJSONError) -> String {
        guard case .string(let value)? = fields[name], !value.isEmpty else {
            throw FlatJSONError(line: 1, reason: "“\(name)” is missing, empty or no string")
        }
        return value
    }

    /// An empty list where the field is missing.
    fileprivate func strings(_ name: String) throws(FlatJSONError) -> [String] {
        switch fields[name] {
        case nil: return []
        case .strings(let values): return values
        default: throw FlatJSONError(line: 1, reason: "“\(name)” is no list of strings")
        }
    }

    /// False where the field is missing.
    fileprivate func boolean(_ name: String) throws(FlatJSONError) -> Bool {
        switch fields[name] {
        case nil: return false
        case .boolean(let value): return value
        default: throw FlatJSONError(line: 1, reason: "“\(name)” is neither true nor false")
        }
    }
}
