import Foundation
import PluginAPI
import PluginConformance
import PluginLoading
import TextFormat

/// A folder with files, which goes with the value.
final class TemporaryFolder {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "dossier-plugins-\(UUID())").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(name, text) }
    }

    func write(_ name: String, _ text: String) throws {
        let target = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: target)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A facet that comes with Dossier, for names to collide with.
struct BundledFacet: FacetPlugin {
    var manifest = PluginManifest(name: "country", kind: .facet, version: 1, summary: "")
    var fingerprint: UInt64 = 1
    var values = [FacetValue(id: "KR", label: "South Korea")]
    var rules = ["name"]

    func mentions(
        in documents: [TokenizedDocument], over basis: [FacetBasis]
    ) throws(FacetError) -> [DocumentMentions] { documents.map { _ in DocumentMentions() } }
}

let bundled = PluginSet(formats: [TextFormat()], facets: [BundledFacet()])

/// Cuts a document as the index does.
@Sendable func tokenize(_ document: Document) -> TokenizedDocument {
    let zones = document.zones.map {
        (kind: $0.kind, text: String(decoding: document.text[$0.range], as: UTF8.self))
    }
    var tokens = MarkedText.tokenize(zones)
    tokens.document.identifier = document.identifier
    return tokens
}

func check(_ path: String, _ options: [PluginOption] = []) -> PluginReport {
    PluginCheck(path: path, options: options, bundled: bundled, tokenize: tokenize).run()
}

func load(_ folders: String..., options: [String] = [], user: String? = nil, starts: Bool = true)
    -> LoadedPlugins
{
    PluginLoader(
        folders: folders, options: options.compactMap { PluginOption(parsing: $0) }, userFolder: user,
        startsPrograms: starts
    ).load(into: bundled)
}

/// A `plugin.json` of a facet with more members.
func manifest(_ name: String, _ more: String = "") -> String {
    #"{"name": "\#(name)", "kind": "facet", "version": 1, "summary": "For tests."\#(more.isEmpty ? "" : ", " + more)}"#
}

let table = "id\tlabel\tform\nTHAAD\tTHAAD\tTHAAD\n"

/// A program that finds a word, an option or `Seoul`.
let program = """
    import json, sys
    hello = json.loads(sys.stdin.readline())
    word = hello["options"].get("word", "Seoul").encode()
    print(json.dumps({"values": [{"id": "W", "label": word.decode()}]}), flush=True)
    for line in sys.stdin:
        document = json.loads(line)
        text, found, at = document["text"].encode(), [], 0
        while (at := text.find(word, at)) >= 0:
            found.append({"value": "W", "start": at, "end": at + len(word)})
            at += len(word)
        print(json.dumps({"id": document["id"], "mentions": found}), flush=True)

    """
