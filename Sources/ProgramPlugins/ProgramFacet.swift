public import ExternalPrograms
internal import JSONValues
public import PluginAPI

/// A facet whose values a program finds.
public struct ProgramFacet: FacetPlugin {
    public let manifest: PluginManifest
    public let fingerprint: UInt64
    public let values: [FacetValue]
    public let rules: [String]
    private let name: String
    private let pool: ProgramPool
    private let answers: FacetAnswers

    /// Starts the program, to hear what values and rules it knows.
    public init(_ plugin: ProgramPlugin) throws(ProgramError) {
        let (manifest, fingerprint, name) = (plugin.manifest, plugin.fingerprint, plugin.command.name)
        (self.manifest, self.fingerprint, self.name) = (manifest, fingerprint, name)
        pool = ProgramPool(plugin)
        let object = try readObject(try pool.greeting(), from: name)
        do throws(AnswerProblem) {
            let greeting = try FacetGreeting(object)
            (values, rules) = (greeting.values, greeting.rules)
            answers = FacetAnswers(values: greeting.values, rules: greeting.rules)
        } catch {
            throw .broken(name: name, reason: "answered the hello line wrongly: \(error.reason)")
        }
    }

    /// Asks the program for a block at once. A document that it fails is found by asking for each alone.
    public func mentions(
        in documents: [TokenizedDocument], over basis: [FacetBasis]
    ) throws(FacetError) -> [DocumentMentions] {
        if documents.isEmpty { return [] }
        var texts: [ArticleText] = []
        var found: [DocumentMentions] = []
        var problem: FacetError?
        do throws(ProgramError) {
            try pool.ask(
                documents.count,
                question: { index, line in
                    // A batch that is asked anew begins with the first.
                    if index == 0 { (texts, found, problem) = ([], [], nil) }
                    texts.append(ArticleText(documents[index].document))
                    texts[index].appendLine(of: documents[index].document, to: &line)
                },
                answer: { index, line throws(ProgramError) in
                    let identifier = documents[index].document.identifier
                    let answer = try readAnswer(line, for: identifier, from: name)
                    do throws(AnswerProblem) {
                        found.append(
                            try answers.mentions(answer, of: texts[index], in: documents[index]))
                    } catch {
                        // The program goes on; only this answer is of no use.
                        found.append(DocumentMentions())
                        if problem == nil { problem = .failed(documentIndex: index, reason: error.reason) }
                    }
                })
        } catch {
            throw .failed(documentIndex: min(found.count, documents.count - 1), reason: error.description)
        }
        if let problem { throw problem }
        return found
    }
}
