import ExternalPrograms
import Foundation
import JSONValues
import PluginAPI
import ProgramPlugins

/// A plugin in a folder of its own, which goes with the value: a Python program of a few lines.
final class TemporaryProgram {
    let folder: String

    /// - Parameter script: what the program does; `sys`, `json`, `os`, `time` are there, and `ask()` reads the next line as
    ///   an object, `say(x)` writes one, `greet()` answers the hello line, `reply(document, x)` a document, and `words(document, word)` finds a word.
    init(_ script: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "dossier-plugin-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data((Self.prelude + script).utf8).write(to: URL(fileURLWithPath: folder + "/plugin.py"))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static let prelude = """
        import sys, json, os, time
        def ask():
            line = sys.stdin.readline()
            if not line: sys.exit(0)
            return json.loads(line)
        def say(x): print(json.dumps(x), flush=True)
        def reply(document, x): say({"id": document["id"], **x})
        def greet(x={}):
            hello = ask()
            say(x)
            return hello
        def words(document, word):
            text, found, at = document["text"].encode(), [], 0
            while (at := text.find(word.encode(), at)) >= 0:
                found.append({"value": word, "start": at, "end": at + len(word.encode())})
                at += 1
            return {"id": document["id"], "mentions": found}

        """

    func plugin(
        _ kind: PluginKind, options: JSONObject = JSONObject(), isConfined: Bool = true,
        _ change: (inout ProgramLimits) -> Void = { _ in }
    ) -> ProgramPlugin {
        var limits = ProgramLimits()
        limits.timeMilliseconds = 5000
        limits.memoryBytes = 512 << 20
        limits.outputBytes = 1 << 20
        change(&limits)
        var command = ProgramCommand(
            name: "its program", words: ["python3", "plugin.py"], folder: folder, limits: limits)
        command.isConfined = isConfined
        var inputs = FormatInputs()
        inputs.endings = [".xyz"]
        inputs.mediaTypes = ["text/x-xyz"]
        return ProgramPlugin(
            manifest: PluginManifest(name: "sample", kind: kind, version: 1, summary: "For tests."),
            command: command, options: options, fingerprint: 7, inputs: inputs)
    }

    func facet(
        isConfined: Bool = true, _ change: (inout ProgramLimits) -> Void = { _ in }
    ) throws -> ProgramFacet { try ProgramFacet(plugin(.facet, isConfined: isConfined, change)) }
}

/// A document of these zones, with a token for each run of letters and digits.
func document(_ identifier: String, _ zones: [(ZoneKind, String)]) -> TokenizedDocument {
    var document = Document(identifier: identifier)
    for (kind, text) in zones { document.append(kind, Array(text.utf8)) }
    var tokens = TokenizedDocument(
        document: document, starts: [], ends: [], foldedOffsets: [0], folded: [],
        zoneTokens: [UInt32](repeating: 0, count: document.zones.count + 1))
    for (index, zone) in document.zones.enumerated() {
        var start: Int?
        for place in zone.range.lowerBound...zone.range.upperBound {
            let byte = place < zone.range.upperBound ? document.text[place] : 0x20
            let isLetter =
                byte >= 0x80 || Unicode.Scalar(byte).properties.isAlphabetic || (0x30...0x39).contains(byte)
            if isLetter, start == nil { start = place }
            if !isLetter, let first = start {
                tokens.starts.append(UInt32(first))
                tokens.ends.append(UInt32(place))
                tokens.folded += document.text[first..<place]
                tokens.foldedOffsets.append(UInt32(tokens.folded.count))
                start = nil
            }
        }
        tokens.zoneTokens[index + 1] = UInt32(tokens.starts.count)
    }
    return tokens
}

func document(_ identifier: String, _ text: String) -> TokenizedDocument {
    document(identifier, [(.body, text)])
}

/// What an index does: asks for a block, and where that fails for each document alone.
func findings(
    _ plugin: some FacetPlugin, _ documents: [TokenizedDocument]
) -> [Result<DocumentMentions, FacetError>] {
    if let all = try? plugin.mentions(in: documents) { return all.map { .success($0) } }
    return documents.map { document in
        Result { () throws(FacetError) in try plugin.mentions(in: [document])[0] }
    }
}

extension Result where Failure == FacetError {
    var reason: String? {
        guard case .failure(.failed(_, let reason)) = self else { return nil }
        return reason
    }
}
