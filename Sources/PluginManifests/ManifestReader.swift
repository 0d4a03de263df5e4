internal import JSONValues
internal import PluginAPI

/// Takes the members of a `plugin.json` out one by one, and remembers what is wrong.
struct ManifestReader {
    private static let names = [
        "name", "kind", "version", "licence", "sources", "summary", "isActor", "metonyms", "program",
        "limits",
        "options", "endings", "mediaTypes", "confidence",
    ]

    private let object: JSONObject
    private(set) var problems: [ManifestError.Problem] = []

    init(_ object: JSONObject) {
        self.object = object
        for member in object.members where !Self.names.contains(member.name) {
            let known = Self.names.joined(separator: ", ")
            problems.append(
                .init(line: member.line, reason: "there is no member “\(member.name)”; known are \(known)"))
        }
    }

    mutating func report(_ name: String, _ reason: String) {
        problems.append(.init(line: object.line(of: name) ?? 1, reason: reason))
    }

    mutating func manifest() -> PluginManifest {
        let name = requiredText("name")
        if !name.isEmpty, !isPluginName(name) {
            report(
                "name",
                "“\(name)” is no name: lower-case letters, digits and hyphens, a letter first, at most 64")
        }
        let kindName = requiredText("kind")
        let kind = PluginKind(rawValue: kindName)
        if !kindName.isEmpty, kind == nil { report("kind", "the kind is \(kindName), not facet or format") }
        if object["version"] == nil { report("version", "“version” is missing: a whole number from 1") }
        return PluginManifest(
            name: name, kind: kind ?? .facet, version: number("version", 1...Int(Int32.max)) ?? 1,
            licence: object["licence"] == nil ? "Apache-2.0" : requiredText("licence"),
            sources: texts("sources"), summary: requiredText("summary"), isActor: truth("isActor"),
            metonyms: texts("metonyms"))
    }

    mutating func limits() -> ManifestFile.Limits {
        var limits = ManifestFile.Limits()
        guard let value = object["limits"] else { return limits }
        guard case .object(let members) = value else {
            report("limits", "“limits” is \(value.kind), not an object")
            return limits
        }
        for member in members.members {
            guard case .integer(let number) = member.value, (1...1 << 20).contains(number) else {
                problems.append(
                    .init(
                        line: member.line,
                        reason: "“\(member.name)” is not a whole number from 1 to \(1 << 20)"))
                continue
            }
            switch member.name {
            case "timeSeconds": limits.timeSeconds = number
            case "memoryMegabytes": limits.memoryMegabytes = number
            case "outputMegabytes": limits.outputMegabytes = number
            default:
                let known = "timeSeconds, memoryMegabytes, outputMegabytes"
                problems.append(
                    .init(line: member.line, reason: "there is no limit “\(member.name)”; known are \(known)")
                )
            }
        }
        return limits
    }

    mutating func options() -> [ManifestFile.Option] {
        guard let value = object["options"] else { return [] }
        guard case .object(let members) = value else {
            report("options", "“options” is \(value.kind), not an object")
            return []
        }
        return members.members.compactMap { member in
            let form = "{\"default\": …, \"summary\": …}"
            guard case .object(let option) = member.value, let start = option["default"], isSimple(start),
                option.members.allSatisfy({ ["default", "summary"].contains($0.name) }),
                isPluginName(member.name)
            else {
                problems.append(
                    .init(
                        line: member.line,
                        reason:
                            "the option “\(member.name)” is not of the form \(form), with a text, a number, true or "
                            + "false, and a name of lower-case letters, digits and hyphens"))
                return nil
            }
            guard case .string(let summary)? = option["summary"] else {
                problems.append(
                    .init(line: member.line, reason: "the option “\(member.name)” has no summary"))
                return nil
            }
            return ManifestFile.Option(name: member.name, defaultValue: start, summary: summary)
        }
    }

    private func isSimple(_ value: JSONValue) -> Bool {
        switch value {
        case .string, .integer, .number, .bool: true
        default: false
        }
    }

    /// What a plugin of its kind does not have.
    mutating func check(_ file: ManifestFile) {
        let isProgram = object["program"] != nil
        for name in ["limits", "options"] where !isProgram && object[name] != nil {
            report(name, "“\(name)” is for plugins that are a program")
        }
        for name in ["endings", "mediaTypes", "confidence"] where object[name] != nil {
            if file.manifest.kind == .facet { report(name, "“\(name)” is for formats") }
        }
        if file.manifest.kind == .format, isProgram, file.endings.isEmpty, file.mediaTypes.isEmpty {
            report("kind", "a format that is a program needs “endings” or “mediaTypes” that it reads")
        }
        for name in ["isActor", "metonyms"] where object[name] != nil && file.manifest.kind == .format {
            report(name, "“\(name)” is for facets")
        }
    }

    mutating func requiredText(_ name: String) -> String {
        switch object[name] {
        case nil: report(name, "“\(name)” is missing")
        case .string(let text):
            if !text.allSatisfy(\.isWhitespace) { return text }
            report(name, "“\(name)” is empty")
        case .some(let value): report(name, "“\(name)” is \(value.kind), not a text")
        }
        return ""
    }

    mutating func texts(_ name: String) -> [String] {
        guard let value = object[name] else { return [] }
        guard case .array(let values) = value else {
            report(name, "“\(name)” is \(value.kind), not a list of texts")
            return []
        }
        return values.compactMap { value in
            if case .string(let text) = value { return text }
            report(name, "“\(name)” holds \(value.kind), not texts alone")
            return nil
        }
    }

    mutating func number(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        guard let value = object[name] else { return nil }
        if case .integer(let number) = value, range.contains(number) { return number }
        report(name, "“\(name)” is not a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    private mutating func truth(_ name: String) -> Bool {
        guard let value = object[name] else { return false }
        if case .bool(let truth) = value { return truth }
        report(name, "“\(name)” is \(value.kind), not true or false")
        return false
    }
}
