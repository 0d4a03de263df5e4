public import ExternalPrograms
internal import JSONValues
public import PluginAPI

/// A format that a program reads.
public struct ProgramFormat: FormatPlugin {
    public let manifest: PluginManifest
    /// With their point: `.xyz`.
    public var endings: [String] { inputs.endings }
    private let inputs: FormatInputs
    private let name: String
    private let pool: ProgramPool
    private let textFormat: any FormatPlugin

    /// Starts the program, to see that it can be.
    ///
    /// - Parameter textFormat: finds title, byline and the like in a text that the program gives without zones.
    public init(_ plugin: ProgramPlugin, textFormat: any FormatPlugin) throws(ProgramError) {
        (manifest, inputs, name) = (plugin.manifest, plugin.inputs, plugin.command.name)
        self.textFormat = textFormat
        pool = ProgramPool(plugin)
        _ = try readObject(try pool.greeting(), from: plugin.command.name)
    }

    public func confidence(for input: FormatInput) -> Int { inputs.confidence(for: input) }

    public func read(_ input: FormatInput) throws(FormatError) -> Document {
        guard input.bytes.contains(where: { $0 > 0x20 }) else { throw .empty }
        var answer = JSONObject()
        do throws(ProgramError) {
            try pool.ask(
                1, question: { Self.appendLine(of: input, to: &$1) },
                answer: { _, line throws(ProgramError) in
                    answer = try readAnswer(line, for: input.identifier, from: name)
                })
        } catch {
            let reason = "the plugin \(manifest.name) failed: \(error)"
            throw error.isPassing ? .unavailable(reason: reason) : .malformed(reason: reason)
        }
        let facts: FormatAnswer
        do throws(AnswerProblem) {
            if let problem = try answer.text("error") { throw AnswerProblem(problem) }
            facts = try FormatAnswer(answer)
        } catch {
            throw .malformed(reason: "the plugin \(manifest.name) failed: \(error.reason)")
        }
        return facts.zones.isEmpty ? try read(facts, of: input) : document(facts, of: input)
    }

    private static func appendLine(of input: FormatInput, to line: inout [UInt8]) {
        line += "{\"id\":".utf8
        line.appendJSON(text: input.identifier.utf8)
        line += ",\"name\":".utf8
        line.appendJSON(text: input.fileName.utf8)
        line += ",\"mediaType\":".utf8
        line.appendJSON(input.mediaType.map { .string($0) } ?? .null)
        line += ",\"bytes\":".utf8
        line.appendJSON(base64: input.bytes)
        line += "}\n".utf8
    }

    /// A text without zones is read as a text file is.
    private func read(_ answer: FormatAnswer, of input: FormatInput) throws(FormatError) -> Document {
        let known = answer.merged(into: input.known)
        return answer.signed(
            try textFormat.read(
                FormatInput(
                    bytes: answer.text, identifier: input.identifier, mediaType: "text/plain; charset=utf-8",
                    known: known)),
            known: input.known)
    }

    private func document(_ answer: FormatAnswer, of input: FormatInput) -> Document {
        let known = answer.merged(into: input.known)
        var document = Document(identifier: input.identifier)
        document.authors = known.authors
        document.published = known.published
        document.publisher = known.publisher
        document.section = known.section
        document.language = known.language
        document.canonicalURL = known.canonicalURL
        let title = known.title ?? ""
        document.append(.title, Array(title.utf8))
        for zone in answer.zones where title.isEmpty || zone.kind != .title {
            document.append(zone.kind, Array(zone.text.utf8), block: zone.block)
        }
        return answer.signed(document, known: input.known)
    }
}
