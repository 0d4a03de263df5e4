import Foundation
import JSONValues
import Testing

@testable import dossier_cli

/// A JSON Schema, as far as ours uses it.
private struct Schema {
    let root: JSONObject

    init() throws {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/dossier-cli/Documentation/output.schema.json")
        guard case .object(let root) = try JSONValue(parsing: Array(Data(contentsOf: url))) else {
            fatalError()
        }
        self.root = root
    }

    func definition(_ name: String) -> JSONValue? {
        guard case .object(let all)? = root["$defs"] else { return nil }
        return all[name]
    }

    /// Where a value is not as a schema says, as paths with reasons.
    func problems(_ value: JSONValue, _ schema: JSONValue, at path: String = "") -> [String] {
        guard case .object(let schema) = schema else { return ["\(path): no schema"] }
        return schema.members.flatMap { problems(value, $0, in: schema, at: path) }
    }

    private func problems(
        _ value: JSONValue, _ rule: JSONObject.Member, in schema: JSONObject, at path: String
    ) -> [String] {
        switch (rule.name, rule.value, value) {
        case ("$ref", .string(let name), _):
            guard let definition = definition(String(name.dropFirst("#/$defs/".count))) else {
                return ["\(path): no \(name)"]
            }
            return problems(value, definition, at: path)
        case ("const", let only, _): return value == only ? [] : ["\(path): \(value) is not \(only)"]
        case ("enum", .array(let all), _): return all.contains(value) ? [] : ["\(path): \(value)"]
        case ("type", .string(let type), _): return types(value).contains(type) ? [] : ["\(path): no \(type)"]
        case ("type", .array(let all), _):
            let isOne = all.contains { types(value).map(JSONValue.string).contains($0) }
            return isOne ? [] : ["\(path): of no type"]
        case ("anyOf", .array(let all), _):
            let found = all.map { problems(value, $0, at: path) }
            return found.contains([]) ? [] : found.flatMap(\.self)
        case ("pattern", .string(let pattern), .string(let text)):
            let isMatch = (try? Regex(pattern).firstMatch(in: text)) != nil
            return isMatch ? [] : ["\(path): ‘\(text)’ is not \(pattern)"]
        case ("items", let item, .array(let values)):
            return values.enumerated().flatMap { problems($1, item, at: "\(path)[\($0)]") }
        case ("required", .array(let names), .object(let object)):
            return names.compactMap { name in
                guard case .string(let name) = name else { return nil }
                return object[name] == nil ? "\(path): \(name) is missing" : nil
            }
        case ("properties", .object(let known), .object(let object)):
            return object.members.flatMap { member in
                known[member.name].map { problems(member.value, $0, at: "\(path).\(member.name)") } ?? []
            }
        case ("additionalProperties", let other, .object(let object)):
            var known: [String] = []
            if case .object(let properties)? = schema["properties"] { known = properties.members.map(\.name) }
            return object.members.filter { !known.contains($0.name) }.flatMap { member in
                other == .bool(false)
                    ? ["\(path): \(member.name) is not in the schema"]
                    : problems(member.value, other, at: "\(path).\(member.name)")
            }
        case ("pattern", _, _), ("items", _, _), ("required", _, _), ("properties", _, _),
            ("additionalProperties", _, _), ("description", _, _):
            return []
        default: return ["the schema has \(rule.name), which this test does not know"]
        }
    }

    private func types(_ value: JSONValue) -> [String] {
        switch value {
        case .null: ["null"]
        case .bool: ["boolean"]
        case .integer: ["integer", "number"]
        case .number: ["number"]
        case .string: ["string"]
        case .array: ["array"]
        case .object: ["object"]
        }
    }
}

@Test("What --json prints is as its schema says, and begins with the version")
func outputIsOfSchema() throws {
    let schema = try Schema()
    let folder = try sampleFolder()
    let news = folder.path + "/news"
    try folder.write(
        "news/copy.txt", try String(contentsOfFile: news + "/radar.txt", encoding: .utf8) + "More.\n")
    try folder.write("news/empty.txt", "")
    try folder.write("edits.tsv", "nonsense\n")
    try folder.write(
        "gold.jsonl",
        #"{"title":"Talks","date":"2021-03-29","text":"Seoul said so.","country":["KR"]}"# + "\n")
    let runs: [(name: String, words: [String])] = [
        ("index", ["index", news, "--json"]), ("search", ["search", "radar", "--json"]),
        ("search", ["search", "radar", "--json", "--collapse", "--timeout", "60000"]),
        ("search", ["search", "zeppelin", "--json"]), ("facets", ["facets", "--json"]),
        ("facets", ["facets", "actor", "--json"]), ("actors", ["actors", "radar", "--json"]),
        ("show", ["show", "news/radar.txt", "--json"]),
        ("show", ["show", "news/radar.txt", "--facets", "--json"]),
        ("copies", ["copies", "--json"]), ("copies", ["copies", "news/radar.txt", "--json"]),
        ("copies", ["copies", "news/grain.txt", "--json"]),
        ("explain", ["explain", "news/radar.txt", "radar", "--json"]),
        ("explain", ["explain", "news/grain.txt", "radar", "--json"]),
        ("explain", ["explain", "news/radar.txt", "country:KR", "--json"]),
        ("explain", ["explain", "news/grain.txt", "country:KR", "--json"]), ("stats", ["stats", "--json"]),
        ("check", ["check", "--json"]), ("overlay", ["overlay", "check", "../edits.tsv", "--json"]),
        ("plugins", ["plugins", "--json"]),
        ("plugins", ["plugins", "new", "..", "--table", "ships", "--json"]),
        ("plugins", ["plugins", "check", "../ships", "--json"]),
        ("eval", ["eval", "facets", "../gold.jsonl", "--facet", "country", "--json"]),
        ("compare", ["compare", "country:KR", "radar", "--json"]),
        ("more-like", ["more-like", "news/radar.txt", "--json"]), ("saved", ["saved", "--json"]),
        ("search", ["search", "radar", "--json", "--cite", "--limit", "1"]),
        (
            "search",
            ["search", "it", "--json", "--any-of", "country=KR,TR", "--sort", "-date", "--limit", "1"]
        ),
        ("log", ["log", "--json"]), ("pin", ["pin", "--name", "one", "--json"]),
        ("unpin", ["unpin", "one", "--json"]), ("optimize", ["optimize", "--json"]),
    ]
    for (name, words) in runs {
        let result = try Program.run(words, in: news)
        let definition = try #require(schema.definition(name))
        #expect(!result.output.isEmpty, "\(words): \(result.errors)")
        for line in result.output.split(separator: "\n") {
            let value = try JSONValue(parsing: Array(line.utf8))
            #expect(line.hasPrefix(#"{"schema":1,"#), "\(words)")
            #expect(schema.problems(value, definition) == [], "\(words)")
        }
    }
    let lines = try Program.run("search", "radar", "--jsonl", in: news).output.split(separator: "\n")
    for (number, line) in lines.enumerated() {
        let name = number + 1 < lines.count ? "searchHitLine" : "searchSummaryLine"
        let definition = try #require(schema.definition(name))
        #expect(schema.problems(try JSONValue(parsing: Array(line.utf8)), definition) == [], "\(line)")
    }
    // What watch prints until it is ended has tests of its own.
    let named = Command.all.filter { $0.name != "watch" && $0.options.contains { $0.name == "json" } }
        .map(\.name)
    #expect(Set(named) == Set(runs.map(\.name)), "a command with --json is not in this test")
}

@Test("The check of schemas sees what is wrong")
func schemaCheckWorks() throws {
    let schema = try Schema()
    let definition = try #require(schema.definition("search"))
    for (text, reason) in [
        (#"{"schema":1,"total":1,"facets":{}}"#, ": hits is missing"),
        (#"{"schema":2,"total":1,"hits":[],"facets":{}}"#, ".schema: integer(2) is not integer(1)"),
        (#"{"schema":1,"total":1.5,"hits":[],"facets":{}}"#, ".total: no integer"),
        (#"{"schema":1,"total":1,"hits":[],"facets":{},"more":1}"#, ": more is not in the schema"),
        (
            #"{"schema":1,"total":1,"hits":[{"id":"a","title":"","score":1,"date":"May","snippet":""}],"facets":{}}"#,
            ".hits[0].date: ‘May’ is not ^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
        ),
    ] {
        #expect(schema.problems(try JSONValue(parsing: Array(text.utf8)), definition) == [reason])
    }
}
